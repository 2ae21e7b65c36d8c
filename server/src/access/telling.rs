//! What a person wants letters about, and the links by which they end them without signing in.

use super::account::{Account, AccountId, account_key};
use super::secret::{Secret, SecretHash};
use super::{Access, read, write};
use crate::agreement::refusal::Language;
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a letter's unsubscribe link works: people find old letters.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// How often a change of an account is tried anew because somebody else changed it first.
const ATTEMPTS: usize = 20;

/// The letters that tell of what happens, and that can be turned off.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Once a day, what is new.
    Digest,
    /// At once, when I am named in a comment.
    Mention,
    /// At once, when a section waits for my approval.
    SignOff,
}

/// What a person wants letters about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterSettings {
    /// Once a day what is new.
    pub digest: bool,
    /// Since when they want it again, having done without: what is older is not told by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_since: Option<Timestamp>,
    /// At which hour; `None`: when the operator chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<i8>,
    /// At once when they are named.
    pub mention: bool,
    /// At once when a section waits for their approval.
    pub sign_off: bool,
    /// In which language; `None`: that of the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

impl Default for LetterSettings {
    fn default() -> Self {
        Self { digest: true, digest_since: None, hour: None, mention: true, sign_off: true, language: None }
    }
}

impl LetterSettings {
    /// Whether they want a kind of letters.
    pub fn wants(&self, kind: LetterKind) -> bool {
        match kind {
            LetterKind::Digest => self.digest,
            LetterKind::Mention => self.mention,
            LetterKind::SignOff => self.sign_off,
        }
    }

    /// The same without a kind of letters.
    #[must_use]
    pub fn without(mut self, kind: LetterKind) -> Self {
        match kind {
            LetterKind::Digest => self.digest = false,
            LetterKind::Mention => self.mention = false,
            LetterKind::SignOff => self.sign_off = false,
        }
        self
    }
}

/// What an unsubscribe link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsubscription {
    /// Whose letters.
    pub account: AccountId,
    /// Which of them.
    pub kind: LetterKind,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Access {
    /// Every account.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let found = self.store.scan("account/").await?;
        found.iter().map(|(key, found)| read(key, found)).collect()
    }

    /// Changes what a person wants letters about; `None` if there is no such account any more.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn change_letters(
        &self,
        id: AccountId,
        change: impl Fn(LetterSettings) -> LetterSettings,
    ) -> Result<Option<LetterSettings>, StoreError> {
        let key = account_key(id);
        let mut before = StoreError::Changed { key: key.clone() };
        for _ in 0..ATTEMPTS {
            let Some((account, version)) = self.load::<Account>(&key).await? else { return Ok(None) };
            let letters = change(account.letters);
            if letters == account.letters {
                return Ok(Some(letters));
            }
            let value = Some(write(&Account { letters, ..account })?);
            let changed = RegisterWrite { key: key.clone(), expected: Expected::Version(version), value };
            match self.store.commit(Batch { register: vec![changed], ..Batch::default() }).await {
                Ok(()) => return Ok(Some(letters)),
                Err(error @ StoreError::Changed { .. }) => before = error,
                Err(error) => return Err(error),
            }
        }
        Err(before)
    }

    /// Adds to `batch` a link that ends a kind of letters. The secret is not kept anywhere else than in the answer.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn new_unsubscription(
        &self,
        account: AccountId,
        kind: LetterKind,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Secret, StoreError> {
        let secret = Secret::new("");
        let value = Some(write(&Unsubscription { account, kind, created_at: now })?);
        batch.register.push(RegisterWrite { key: key(secret.hash()), expected: Expected::Absent, value });
        Ok(secret)
    }

    /// What a link would end, and whose account it is; `None` if there is no such link, or no such account any more.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unsubscription(
        &self,
        secret: &str,
    ) -> Result<Option<(Unsubscription, Account)>, StoreError> {
        let found = self.load::<Unsubscription>(&key(SecretHash::of(secret))).await?;
        let Some((found, _)) = found else { return Ok(None) };
        Ok(self.account(found.account).await?.map(|account| (found, account)))
    }

    /// The keys of links that are too old to be of use.
    pub(super) async fn old_unsubscriptions(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let mut old = Vec::new();
        for (key, found) in self.store.scan(UNSUBSCRIPTIONS).await? {
            let link: Unsubscription = read(&key, &found)?;
            if now.duration_since(link.created_at) >= REMEMBERED {
                old.push(key);
            }
        }
        Ok(old)
    }

    /// Adds to `batch` what makes this server forget how far somebody was told, and their links.
    pub(super) async fn forget_telling(
        &self,
        account: AccountId,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let mut gone = vec![told_key(account), read_key(account)];
        for (key, found) in self.store.scan(UNSUBSCRIPTIONS).await? {
            let link: Unsubscription = read(&key, &found)?;
            if link.account == account {
                gone.push(key);
            }
        }
        let gone =
            gone.into_iter().map(|key| RegisterWrite { key, expected: Expected::Anything, value: None });
        batch.register.extend(gone);
        Ok(())
    }
}

/// Where links stand in the register.
const UNSUBSCRIPTIONS: &str = "unsubscribe/";

fn key(hash: SecretHash) -> String {
    format!("{UNSUBSCRIPTIONS}{hash}")
}

/// Where it stands how far letters have told somebody what happened.
pub fn told_key(account: AccountId) -> String {
    format!("notice-told/{account}")
}

/// Where it stands how far somebody has read what happened.
pub fn read_key(account: AccountId) -> String {
    format!("notice-read/{account}")
}
