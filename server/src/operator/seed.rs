//! Adds an agreement from its description: record, first texts, accounts, links and tokens in one batch.

use super::{Operator, OperatorError};
use crate::access::account::{AccountId, Membership};
use crate::access::invitation::invited;
use crate::access::link::INVITATION_LIFETIME;
use crate::access::public_url::PublicUrl;
use crate::access::token::TokenOwner;
use crate::agreement::description::Description;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::member::{Member, Role};
use crate::agreement::section::SectionKind;
use crate::agreement::state::State;
use crate::founding::{self, Prepared};
use crate::store::{Batch, RegisterWrite, StoreError};
use jiff::Timestamp;
use serde::Serialize;

/// How often to begin anew when an account changes while its agreement is prepared.
const TRIES: usize = 5;

/// What the tokens of `seed --tokens` are called.
const SEEDED_TOKEN: &str = "seed";

/// What `seed` prints.
#[derive(Serialize)]
pub(super) struct Seeded {
    pub(super) agreement: AgreementId,
    sections: Vec<SeededSection>,
    pub(super) members: Vec<SeededMember>,
}

#[derive(Serialize)]
struct SeededSection {
    id: SectionId,
    kind: SectionKind,
    title: String,
}

#[derive(Serialize)]
pub(super) struct SeededMember {
    pub(super) id: MemberId,
    name: String,
    /// The party's letter.
    party: Option<String>,
    pub(super) roles: Vec<Role>,
    link: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// More to write in the same batch, made from what is seeded.
pub(super) type Also<'a> = &'a (dyn Fn(&State) -> Result<RegisterWrite, OperatorError> + Send + Sync);

impl Operator {
    /// Adds an agreement, wholly or not at all.
    pub(super) async fn seed(
        &self,
        description: &Description,
        tokens: bool,
        url: &PublicUrl,
        also: Option<Also<'_>>,
        at: Timestamp,
    ) -> Result<Seeded, OperatorError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_to_seed(description, tokens, url, also, at).await {
                Err(OperatorError::Store(StoreError::Changed { .. })) if tries < TRIES => {}
                done => return done,
            }
        }
    }

    async fn try_to_seed(
        &self,
        description: &Description,
        tokens: bool,
        url: &PublicUrl,
        also: Option<Also<'_>>,
        now: Timestamp,
    ) -> Result<Seeded, OperatorError> {
        let prepared = founding::prepare(&self.records, &self.access, description, None, now).await?;
        let Prepared { state, accounts, mut batch } = prepared;
        let mut members = Vec::with_capacity(accounts.len());
        for (member, account) in state.members().iter().zip(accounts) {
            members.push(self.hand_out(&state, member, account, tokens, url, &mut batch)?);
        }
        if let Some(also) = also {
            batch.register.push(also(&state)?);
        }
        self.store.commit(batch).await?;
        let sections = state.sections().iter().map(|section| SeededSection {
            id: section.id,
            kind: section.kind,
            title: section.title.clone(),
        });
        Ok(Seeded { agreement: state.agreement(), sections: sections.collect(), members })
    }

    /// A link, and a token if asked for, for one member.
    fn hand_out(
        &self,
        state: &State,
        member: &Member,
        account: AccountId,
        tokens: bool,
        url: &PublicUrl,
        batch: &mut Batch,
    ) -> Result<SeededMember, OperatorError> {
        let now = Timestamp::now();
        let agreement = state.agreement();
        let place = Some(Membership { agreement, member: member.id });
        let secret = self.access.new_link(account, place, INVITATION_LIFETIME, now, batch)?;
        batch.register.push(invited(member.id, &super::invite::printed(now))?);
        let token = if tokens {
            let owner = TokenOwner { account, agreement, member: member.id };
            let (_, secret) = self.access.new_token(owner, SEEDED_TOKEN, now, batch)?;
            Some(secret.reveal().to_owned())
        } else {
            None
        };
        let party = member.party.and_then(|party| state.party(party));
        Ok(SeededMember {
            id: member.id,
            name: member.name.text().unwrap_or_default().to_owned(),
            party: party.map(|party| party.letter.to_string()),
            roles: member.roles.iter().copied().collect(),
            link: url.sign_in_link(&secret),
            token,
        })
    }
}
