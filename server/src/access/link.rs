//! Sign-in links: looked at as often as anybody likes (mail scanners open every link), spent once.

use super::account::AccountId;
use super::secret::{Secret, SecretHash};
use super::session::NewSession;
use super::{Access, write};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a link can be spent: a letter is read within the week, and an old mailbox opens nothing.
pub const LINK_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is stored of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Whom it signs in.
    pub account: AccountId,
    /// The agreement it leads to.
    pub agreement: AgreementId,
    /// Who the account is there.
    pub member: MemberId,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it signs nobody in.
    pub expires_at: Timestamp,
    /// When it was spent, if it was.
    pub used_at: Option<Timestamp>,
}

/// Why a link signs nobody in.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// No link has this secret.
    #[error("there is no such link")]
    Unknown,
    /// Its time is out.
    #[error("the link has expired")]
    Expired,
    /// Somebody signed in by it already.
    #[error("the link was used")]
    Used,
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Access {
    /// Adds a new link to `batch`. The secret is not kept anywhere else than in the answer.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn new_link(
        &self,
        account: AccountId,
        agreement: AgreementId,
        member: MemberId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Secret, StoreError> {
        let secret = Secret::new("");
        let expires_at = now.saturating_add(LINK_LIFETIME).unwrap_or(Timestamp::MAX);
        let link = Link { account, agreement, member, created_at: now, expires_at, used_at: None };
        batch.register.push(RegisterWrite {
            key: key(secret.hash()),
            expected: Expected::Absent,
            value: Some(write(&link)?),
        });
        Ok(secret)
    }

    /// Whom a link would sign in. Spends nothing.
    ///
    /// # Errors
    /// [`LinkError`] says why it would sign in nobody.
    pub async fn look_at_link(&self, secret: &str, now: Timestamp) -> Result<Link, LinkError> {
        Ok(self.spendable(secret, now).await?.0)
    }

    /// Signs in by a link. Of any number of simultaneous calls one succeeds: the link is written as used and the
    /// session is made in one batch that expects the link as it was read.
    ///
    /// # Errors
    /// [`LinkError`] says why nobody was signed in.
    pub async fn spend_link(&self, secret: &str, now: Timestamp) -> Result<(Link, NewSession), LinkError> {
        let (link, version) = self.spendable(secret, now).await?;
        let used = Link { used_at: Some(now), ..link };
        let mut batch = Batch::default();
        batch.register.push(RegisterWrite {
            key: key(SecretHash::of(secret)),
            expected: Expected::Version(version),
            value: Some(write(&used)?),
        });
        let session = self.new_session(used.account, now, &mut batch)?;
        match self.store.commit(batch).await {
            Ok(()) => Ok((used, session)),
            Err(StoreError::Changed { .. }) => Err(LinkError::Used),
            Err(error) => Err(error.into()),
        }
    }

    async fn spendable(&self, secret: &str, now: Timestamp) -> Result<(Link, u64), LinkError> {
        let found = self.load::<Link>(&key(SecretHash::of(secret))).await?;
        let (link, version) = found.ok_or(LinkError::Unknown)?;
        if link.used_at.is_some() {
            return Err(LinkError::Used);
        }
        if link.expires_at <= now {
            return Err(LinkError::Expired);
        }
        Ok((link, version))
    }
}

/// Where links stand in the register.
pub(super) const LINKS: &str = "link/";

fn key(hash: SecretHash) -> String {
    format!("{LINKS}{hash}")
}
