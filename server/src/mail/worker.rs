//! Sends what is queued: each letter until the mail server has taken it, or it is given up.

use super::address::{self, one_line};
use super::compose::{self, More};
use super::letter::{LETTERS, Letter, Recipe};
use super::problem::Problem;
use super::words::{self, Words};
use super::{MailSettings, Office};
use crate::access::account::Membership;
use crate::access::invitation::{Invitation, InvitationState};
use crate::access::link::INVITATION_LIFETIME;
use crate::access::secret::SecretHash;
use crate::agreement::id::{AgreementId, MemberId, SignOffId};
use crate::agreement::state::State;
use crate::meters::{self, Outcome};
use crate::notices::zone_of;
use crate::record::RecordError;
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp, Zoned};
use lettre::AsyncTransport as _;
use lettre::message::Mailbox;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// The queue is looked at again after this, whatever is known to be in it.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// How long handing in one letter may take, however slowly the mail server answers.
const HANDING_IN: Duration = Duration::from_secs(120);

/// Letters that are handed in at once.
const AT_ONCE: usize = 4;

/// Sends until `stop`.
pub(super) async fn work(office: Arc<Office>, stop: CancellationToken) {
    loop {
        let sent = tokio::select! {
            () = stop.cancelled() => return,
            sent = office.send_what_is_due() => sent,
        };
        let pause = match sent {
            Ok(next) => next.map_or(LOOK_AGAIN, |next| until(next).min(LOOK_AGAIN)),
            Err(error) => {
                tracing::warn!(%error, "the letters that wait cannot be read");
                office.settings.first_pause
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = office.queued.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn until(at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(Timestamp::now())).unwrap_or_default()
}

/// A letter that can go out now.
struct Ready {
    to: Mailbox,
    words: Words,
    more: More,
    /// The letter as it is stored with its link, and its version.
    letter: Letter,
    version: u64,
}

impl Office {
    /// Hands in every letter whose time has come; answers when the next one's comes.
    pub(super) async fn send_what_is_due(&self) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let now = Timestamp::now();
            let mut waiting = Vec::new();
            for (_, found) in self.store.scan(LETTERS).await? {
                match Letter::read(&found.value) {
                    Ok(letter) => waiting.push((letter, found.version)),
                    // A newer release may have queued it; the others need not wait for that.
                    Err(error) => tracing::error!(%error, "a letter stays where it is"),
                }
            }
            meters::letters_waiting(waiting.len());
            let next = waiting.iter().map(|(letter, _)| letter.not_before).min();
            waiting.retain(|(letter, _)| letter.not_before <= now);
            if waiting.is_empty() {
                return Ok(next);
            }
            waiting.sort_by_key(|(letter, _)| letter.order());
            let sending = stream::iter(waiting).map(|(letter, version)| self.send(letter, version));
            let results: Vec<_> = sending.buffer_unordered(AT_ONCE).collect().await;
            results.into_iter().collect::<Result<(), _>>()?;
        }
    }

    async fn send(&self, letter: Letter, version: u64) -> Result<(), StoreError> {
        let (kind, language) = (letter.recipe.name(), letter.language);
        // Noted before it is tried: whatever happens then, it is not tried again at once, for ever.
        let ready = match self.make_ready(letter.clone(), version).await {
            Ok(Some(ready)) => ready,
            Ok(None) => return self.take_out(&letter, version).await,
            // Somebody has replaced it, or taken it back.
            Err(RecordError::Store(StoreError::Changed { .. })) => return Ok(()),
            Err(RecordError::Store(error)) => return Err(error),
            Err(error) => {
                let problem = Problem::unwritable(&error, language);
                return self.failed(letter, version, problem).await;
            }
        };
        let Ready { to, words, more, letter, version } = ready;
        let smtp = &self.settings.smtp;
        let problem = match compose::message(smtp, to, &letter.id(), &words, language, more) {
            Err(error) => Problem::unwritable(&error, language),
            Ok(message) => match timeout(HANDING_IN, smtp.transport.send(message)).await {
                Ok(Ok(_)) => {
                    tracing::info!(kind, tries = letter.tries, "a letter was sent");
                    meters::letter(Outcome::Sent);
                    return self.sent(letter, version).await;
                }
                Ok(Err(error)) => Problem::of_smtp(&error, language),
                Err(_) => Problem::too_slow(language),
            },
        };
        self.failed(letter, version, problem).await
    }

    /// Notes that the letter is being tried, makes its link, and gathers what it says. `None` if there is nothing to
    /// tell any more.
    async fn make_ready(&self, mut letter: Letter, version: u64) -> Result<Option<Ready>, RecordError> {
        let now = Timestamp::now();
        letter.tries = letter.tries.saturating_add(1);
        letter.not_before = now.saturating_add(pause(&self.settings, letter.tries)).unwrap_or(Timestamp::MAX);
        let mut batch = Batch::default();
        if let Some(hash) = letter.link.take().as_deref().and_then(SecretHash::from_hex) {
            self.access.end_link(hash, now, &mut batch).await?;
        }
        let written = match letter.recipe.clone() {
            Recipe::Invitation { agreement, member, by } => {
                self.invitation((agreement, member, by), &mut letter, now, &mut batch).await?
            }
            Recipe::SignIn { account } => {
                let Some(account) = self.access.account(account).await? else { return Ok(None) };
                let lifetime = self.settings.asked_lifetime;
                let secret = self.access.new_link(account.id, None, lifetime, now, &mut batch)?;
                letter.link = Some(secret.hash().to_string());
                let name = one_line(&account.name);
                let facts = words::SignIn {
                    name: name.clone(),
                    minutes: lifetime.as_mins().max(1),
                    link: self.settings.public_url.sign_in_link(&secret),
                };
                Some((name, account.email, words::sign_in(&facts, letter.language), More::Nothing))
            }
            Recipe::Receipt { agreement, sign_off } => self.receipt(agreement, sign_off, &letter).await?,
            Recipe::Digest { account, moment, ranges } => {
                self.digest(account, moment, &ranges, &letter, &mut batch).await?
            }
            Recipe::AtOnce { account, about, agreement, sources } => {
                self.at_once(account, about, agreement, &sources, &letter, &mut batch).await?
            }
        };
        let Some((name, email, words, more)) = written else { return Ok(None) };
        let Ok(address) = address::parse(&email) else {
            self.failed(letter.clone(), version, Problem::not_an_address(letter.language)).await?;
            return Err(StoreError::Changed { key: letter.recipe.key() }.into());
        };
        batch.register.push(RegisterWrite {
            key: letter.recipe.key(),
            expected: Expected::Version(version),
            value: Some(letter.write()?),
        });
        self.store.commit(batch).await?;
        let to = Mailbox::new((!name.is_empty()).then_some(name), address);
        Ok(Some(Ready { to, words, more, letter, version: version.saturating_add(1) }))
    }

    async fn invitation(
        &self,
        (agreement, member, by): (AgreementId, MemberId, Option<MemberId>),
        letter: &mut Letter,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Option<Written>, RecordError> {
        let state = self.records.state(agreement).await?;
        let account = self.access.account_of_member(member).await?;
        let (Some(person), Some(account)) = (state.member(member), account) else { return Ok(None) };
        let Some(account) = self.access.account(account).await? else { return Ok(None) };
        let place = Some(Membership { agreement, member });
        let secret = self.access.new_link(account.id, place, INVITATION_LIFETIME, now, batch)?;
        letter.link = Some(secret.hash().to_string());
        let party_of = |party: Option<_>| party.and_then(|party| state.party(party));
        let by = by.and_then(|by| state.present_or_former(by)).and_then(|inviter| {
            let party = party_of(inviter.party).map(|party| one_line(&party.name));
            Some((one_line(inviter.name.text()?), party))
        });
        let name = one_line(person.name.text().unwrap_or(&account.name));
        let until = now.saturating_add(INVITATION_LIFETIME).unwrap_or(Timestamp::MAX);
        let facts = words::Invitation {
            name: name.clone(),
            by,
            title: one_line(state.title().unwrap_or_default()),
            party: party_of(person.party).map(|party| one_line(&party.name)),
            roles: person.roles.iter().copied().collect(),
            until: at_home(&state, until),
            link: self.settings.public_url.sign_in_link(&secret),
        };
        Ok(Some((name, account.email, words::invitation(&facts, letter.language), More::Nothing)))
    }

    async fn receipt(
        &self,
        agreement: AgreementId,
        sign_off: SignOffId,
        letter: &Letter,
    ) -> Result<Option<Written>, RecordError> {
        let state = self.records.state(agreement).await?;
        let Some(receipt) = self.records.receipt(agreement, sign_off).await? else { return Ok(None) };
        let Some(account) = self.access.account_of_member(receipt.member).await? else { return Ok(None) };
        let Some(account) = self.access.account(account).await? else { return Ok(None) };
        let file = format!("receipt-{sign_off}.json");
        let name = one_line(&receipt.member_name);
        let facts = words::Receipt {
            name: name.clone(),
            title: one_line(state.title().unwrap_or_default()),
            section: one_line(&receipt.section_title),
            revision: u64::from(receipt.revision.0),
            party: one_line(&receipt.party_name),
            at: at_home(&state, receipt.at),
            text: receipt.text,
            file: file.clone(),
            link: format!("{}/sections/{}", self.settings.public_url.origin(), receipt.section),
        };
        let words = words::receipt(&facts, letter.language);
        let unwritable = |error: serde_json::Error| RecordError::Unwritable(error.to_string());
        let signed = self.signatory.sign(receipt).map_err(unwritable)?;
        let json = serde_json::to_string_pretty(&signed).map_err(unwritable)?;
        Ok(Some((name, account.email, words, More::Enclosure { name: file, json })))
    }

    /// The mail server has it.
    async fn sent(&self, letter: Letter, version: u64) -> Result<(), StoreError> {
        let now = Timestamp::now();
        match self.take_out_as(&letter, version).await {
            Ok(()) => {}
            Err(StoreError::Changed { .. }) => return self.end_link_of(&letter, now).await,
            Err(error) => return Err(error),
        }
        let until = now.saturating_add(INVITATION_LIFETIME).unwrap_or(Timestamp::MAX);
        self.note(&letter, InvitationState::Sent { at: now, until }).await
    }

    /// It is tried again later, or never.
    async fn failed(&self, mut letter: Letter, version: u64, problem: Problem) -> Result<(), StoreError> {
        let now = Timestamp::now();
        let Problem { for_good, sentence, logged } = problem;
        let kind = letter.recipe.name();
        self.end_link_of(&letter, now).await?;
        if for_good || now.duration_since(letter.queued_at) >= letter.recipe.patience() {
            tracing::warn!(kind, tries = letter.tries, why = logged, "a letter was given up");
            meters::letter(Outcome::GivenUp);
            self.take_out(&letter, version).await?;
            return self.note(&letter, InvitationState::Failed { at: now, problem: sentence }).await;
        }
        tracing::warn!(kind, tries = letter.tries, why = logged, "a letter could not be sent, and waits");
        meters::letter(Outcome::Failed);
        letter.link = None;
        letter.not_before = now.saturating_add(pause(&self.settings, letter.tries)).unwrap_or(Timestamp::MAX);
        let waits = RegisterWrite {
            key: letter.recipe.key(),
            expected: Expected::Version(version),
            value: Some(letter.write()?),
        };
        match self.store.commit(Batch { register: vec![waits], ..Batch::default() }).await {
            Ok(()) => self.note(&letter, InvitationState::Waiting { problem: Some(sentence) }).await,
            Err(StoreError::Changed { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Takes a letter out of the queue, unless another has taken its place.
    async fn take_out(&self, letter: &Letter, version: u64) -> Result<(), StoreError> {
        match self.take_out_as(letter, version).await {
            Err(StoreError::Changed { .. }) => Ok(()),
            done => done,
        }
    }

    async fn take_out_as(&self, letter: &Letter, version: u64) -> Result<(), StoreError> {
        let expected = Expected::Version(version);
        let out = RegisterWrite { key: letter.recipe.key(), expected, value: None };
        self.store.commit(Batch { register: vec![out], ..Batch::default() }).await
    }

    async fn end_link_of(&self, letter: &Letter, now: Timestamp) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        if let Some(hash) = letter.link.as_deref().and_then(SecretHash::from_hex) {
            self.access.end_link(hash, now, &mut batch).await?;
        }
        if batch.register.is_empty() { Ok(()) } else { self.store.commit(batch).await }
    }

    /// Says beside a member what became of their invitation. Of other letters nothing is said.
    async fn note(&self, letter: &Letter, state: InvitationState) -> Result<(), StoreError> {
        let Recipe::Invitation { member, by, .. } = letter.recipe else { return Ok(()) };
        let next = |found: Option<&Invitation>| {
            let invited_at = found.map_or(letter.queued_at, |found| found.invited_at);
            let open = !found.is_some_and(Invitation::is_accepted);
            open.then(|| Invitation { invited_at, by, state: state.clone() })
        };
        self.access.change_invitation(member, next).await
    }
}

/// Whom a letter is to, where, what it says and what goes along.
pub(super) type Written = (String, String, Words, More);

/// How long to wait after so many tries: twice as long each time.
fn pause(settings: &MailSettings, tries: u32) -> SignedDuration {
    let doublings = tries.saturating_sub(1).min(20);
    let pause = settings.first_pause.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    SignedDuration::try_from(pause).unwrap_or(SignedDuration::MAX)
}

/// An instant where the agreement is at home.
fn at_home(state: &State, at: Timestamp) -> Zoned {
    at.to_zoned(zone_of(state))
}
