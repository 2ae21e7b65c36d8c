//! A letter that waits: what it is to be made from, and how often it was tried.

use crate::access::account::AccountId;
use crate::access::telling::LetterKind;
use crate::agreement::id::{AgreementId, MemberId, SignOffId};
use crate::agreement::refusal::Language;
use crate::notices::letters::Range;
use crate::notices::notice::Source;
use crate::store::{Expected, RegisterWrite, StoreError};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Where letters stand in the register.
pub(super) const LETTERS: &str = "letter/";

/// How long a letter is tried: mail servers are mended within a day, or somebody must look into it.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// The same for a digest: no later one repeats it, so it is not given up over a long weekend.
const PATIENCE_FOR_A_DIGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

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
    /// Tells somebody what is new.
    Digest {
        /// Whom.
        account: AccountId,
        /// As of when.
        moment: Timestamp,
        /// What of each agreement.
        ranges: Vec<Range>,
    },
    /// Tells somebody of something at once.
    AtOnce {
        /// Whom.
        account: AccountId,
        /// What kind of thing it is.
        about: LetterKind,
        /// In which agreement.
        agreement: AgreementId,
        /// Of what.
        sources: Vec<Source>,
    },
}

impl Recipe {
    /// Where its letter stands: there is one for each thing to be told, and a newer one replaces it.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Invitation { member, .. } => invitation_key(*member),
            Self::SignIn { account } => format!("{LETTERS}sign-in/{account}"),
            Self::Receipt { sign_off, .. } => format!("{LETTERS}receipt/{sign_off}"),
            Self::Digest { account, moment, .. } => format!("{LETTERS}digest/{account}/{moment}"),
            Self::AtOnce { account, about, agreement, sources } => {
                // None replaces another: each tells of other things.
                let about = match about {
                    LetterKind::Digest => "news",
                    LetterKind::Mention => "mention",
                    LetterKind::SignOff => "sign-off",
                };
                let first = sources.first().map(ToString::to_string).unwrap_or_default();
                format!("{LETTERS}at-once/{account}/{agreement}/{about}-{first}")
            }
        }
    }

    /// How long it is tried.
    pub(super) fn patience(&self) -> SignedDuration {
        match self {
            Self::Invitation { .. } | Self::Receipt { .. } | Self::AtOnce { .. } => PATIENCE,
            Self::Digest { .. } => PATIENCE_FOR_A_DIGEST,
            Self::SignIn { .. } => PATIENCE_FOR_SIGN_IN,
        }
    }

    /// As the log calls it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::SignIn { .. } => "sign-in link",
            Self::Receipt { .. } => "receipt",
            Self::Digest { .. } => "digest",
            Self::AtOnce { .. } => "notice",
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

    /// What mail programs know it by. The same for each try, so that they see one if it was handed in twice; but not
    /// if there is a link in it that signs in, because the first one's ended.
    pub(super) fn id(&self) -> String {
        if self.link.is_some() {
            return Uuid::new_v4().to_string();
        }
        let whole = format!("{} {}", self.recipe.key(), self.queued_at);
        let hash: [u8; 32] = Sha256::digest(whole.as_bytes()).into();
        hex::encode(&hash[..16])
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
