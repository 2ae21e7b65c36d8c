//! A letter that waits: what it is to be made from, and how often it was tried.

use crate::access::account::AccountId;
use crate::agreement::id::{AgreementId, MemberId, SignOffId};
use crate::agreement::refusal::Language;
use crate::store::{Expected, RegisterWrite, StoreError};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Where letters stand in the register.
pub(super) const LETTERS: &str = "letter/";

/// How long a letter is tried: mail servers are mended within a day, or somebody must look into it.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// The same for one that somebody is waiting for.
const PATIENCE_FOR_SIGN_IN: SignedDuration = SignedDuration::from_hours(1);

/// What a letter is made from when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recipe {
    /// Invites a member to sign in.
    Invitation {
        /// To which agreement.
        agreement: AgreementId,
        /// Whom.
        member: MemberId,
        /// Who invites; `None` is the operator.
        by: Option<MemberId>,
    },
    /// Lets somebody sign in who asked for it.
    SignIn {
        /// Whom.
        account: AccountId,
    },
    /// Brings an approver the receipt of their sign-off.
    Receipt {
        /// In which agreement.
        agreement: AgreementId,
        /// Of which sign-off.
        sign_off: SignOffId,
    },
}

impl Recipe {
    /// Where its letter stands: there is one for each thing to be told, and a newer one replaces it.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Invitation { member, .. } => invitation_key(*member),
            Self::SignIn { account } => format!("{LETTERS}sign-in/{account}"),
            Self::Receipt { sign_off, .. } => format!("{LETTERS}receipt/{sign_off}"),
        }
    }

    /// How long it is tried.
    pub(super) fn patience(&self) -> SignedDuration {
        match self {
            Self::Invitation { .. } | Self::Receipt { .. } => PATIENCE,
            Self::SignIn { .. } => PATIENCE_FOR_SIGN_IN,
        }
    }

    /// As the log calls it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::SignIn { .. } => "sign-in link",
            Self::Receipt { .. } => "receipt",
        }
    }
}

/// What is stored of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) recipe: Recipe,
    pub(super) language: Language,
    pub(super) queued_at: Timestamp,
    /// How often it was begun to be sent.
    pub(super) tries: u32,
    /// When it is tried next.
    pub(super) not_before: Timestamp,
    /// What the link of the last try is found by; it ends with the next.
    pub(super) link: Option<String>,
}

impl Letter {
    pub(super) fn new(recipe: Recipe, language: Language, now: Timestamp) -> Self {
        Self { recipe, language, queued_at: now, tries: 0, not_before: now, link: None }
    }

    /// What puts it into the queue, in place of any other of its key.
    pub(super) fn queue(&self) -> Result<RegisterWrite, StoreError> {
        Ok(RegisterWrite { key: self.recipe.key(), expected: Expected::Anything, value: Some(self.write()?) })
    }

    pub(super) fn write(&self) -> Result<Bytes, StoreError> {
        serde_json::to_vec(self).map(Into::into).map_err(|error| StoreError::Invalid(error.to_string()))
    }

    pub(super) fn read(value: &[u8]) -> Result<Self, StoreError> {
        let damaged =
            |error| StoreError::Damaged(format!("a letter in the register cannot be read: {error}"));
        serde_json::from_slice(value).map_err(damaged)
    }

    /// Those that somebody waits for go first, then the oldest.
    pub(super) fn order(&self) -> (bool, Timestamp) {
        (!matches!(self.recipe, Recipe::SignIn { .. }), self.queued_at)
    }
}

/// What takes a member's invitation out of the queue.
pub fn uninvite(member: MemberId) -> RegisterWrite {
    RegisterWrite { key: invitation_key(member), expected: Expected::Anything, value: None }
}

fn invitation_key(member: MemberId) -> String {
    format!("{LETTERS}invitation/{member}")
}
