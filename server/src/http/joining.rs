//! Somebody joins or leaves: what the record says, their account, their invitation and its letter are one batch.

use super::App;
use super::identity::InAgreement;
use super::problem::Problem;
use crate::access::account::Membership;
use crate::access::invitation::{Invitation, InvitationState, invited};
use crate::agreement::decide::Command;
use crate::agreement::entry::Entry;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::refusal::{Language, Refusal};
use crate::mail::letter::{Recipe, uninvite};
use crate::mail::telling::language_of;
use crate::mail::{Mail, address};
use crate::record::{Beside, Done, RecordError, RunError};
use crate::store::{Batch, RegisterWrite, StoreError};
use jiff::Timestamp;

/// How often to look again because an account changed meanwhile.
const TRIES: usize = 10;

/// What notes an invitation and, if this server sends mail, queues its letter.
pub(super) fn invitation(
    mail: &Mail,
    agreement: AgreementId,
    member: MemberId,
    by: Option<MemberId>,
    language: Language,
    now: Timestamp,
) -> Result<Vec<RegisterWrite>, StoreError> {
    let state = InvitationState::Waiting { problem: None };
    let mut writes = vec![invited(member, &Invitation { invited_at: now, by, state })?];
    writes.extend(mail.queue(Recipe::Invitation { agreement, member, by }, language, now)?);
    Ok(writes)
}

impl InAgreement {
    /// Does a command by which one person joins, who gets an account and an invitation with it.
    pub(super) async fn let_join(
        &self,
        app: &App,
        command: Command,
        (name, email): (&str, &str),
    ) -> Result<Done, Problem> {
        let (agreement, by) = (self.state.agreement(), self.actor());
        address::parse(email).map_err(|_| Refusal::NotAnAddress)?;
        for _ in 0..TRIES {
            let now = Timestamp::now();
            let newcomer = app.access.newcomer(name, email).await?;
            let language = language_of(&self.state);
            let beside = |entries: &[Entry]| {
                let mut register = Vec::new();
                for entry in entries {
                    let Entry::MemberAdded { member } = entry else { continue };
                    register.extend(newcomer.join(Membership { agreement, member: member.id })?);
                    let by = Some(self.member);
                    register.extend(invitation(&app.mail, agreement, member.id, by, language, now)?);
                }
                Ok(Beside { register, ..Beside::default() })
            };
            match app.records.run_beside(agreement, command.clone(), by, now, beside).await {
                Err(error) if is_changed(&error) => {}
                done => {
                    app.mail.wake();
                    return Ok(done?);
                }
            }
        }
        Err(Problem::Contended)
    }

    /// Does a command by which a member leaves: their links end with it, and their tokens, and if `forget` what this
    /// server knows of them. Whoever has no other place here is signed out.
    pub(super) async fn let_go(
        &self,
        app: &App,
        command: Command,
        member: MemberId,
        forget: bool,
    ) -> Result<(), Problem> {
        let (agreement, by) = (self.state.agreement(), self.actor());
        for _ in 0..TRIES {
            let now = Timestamp::now();
            let account = app.access.account_of_member(member).await?;
            let mut batch = Batch::default();
            let ending = if forget {
                app.access.forget(member, now, &mut batch).await?
            } else {
                app.access.leave(member, now, &mut batch).await?
            };
            batch.register.push(uninvite(member));
            let beside = |_: &[Entry]| Ok(Beside { register: batch.register.clone(), ..Beside::default() });
            match app.records.run_beside(agreement, command.clone(), by, now, beside).await {
                Err(error) if is_changed(&error) => {}
                done => {
                    done?;
                    app.access.ended(ending);
                    if let Some(account) = account {
                        app.access.show_out(account, &app.records).await?;
                    }
                    return Ok(());
                }
            }
        }
        Err(Problem::Contended)
    }
}

fn is_changed(error: &RunError) -> bool {
    matches!(error, RunError::Record(RecordError::Store(StoreError::Changed { .. })))
}
