//! Sign-in links: looked at as often as anybody likes (mail scanners open every link), spent once.

use super::account::{AccountId, Membership};
use super::secret::{Secret, SecretHash};
use super::session::{NewSession, is_ahead};
use super::{Access, read, write};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an invitation's link can be spent: a letter is read within the week, and an old mailbox opens nothing.
pub const INVITATION_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a link can be spent that somebody asked for by e-mail: they are waiting for it.
pub const ASKED_LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// What is stored of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Whom it signs in.
    pub account: AccountId,
    /// The agreement it leads to; `None` for one that somebody asked for to sign in.
    pub agreement: Option<AgreementId>,
    /// Who the account is there.
    pub member: Option<MemberId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it signs nobody in.
    pub expires_at: Timestamp,
    /// When it was spent, if it was.
    pub used_at: Option<Timestamp>,
    /// When it was ended before its time, if it was.
    #[serde(default)]
    pub revoked_at: Option<Timestamp>,
}

impl Link {
    /// The place in an agreement that it leads to.
    pub fn place(&self) -> Option<Membership> {
        Some(Membership { agreement: self.agreement?, member: self.member? })
    }

    /// Whether it can still be spent.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && self.expires_at > now
    }
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
    /// It was ended: by a newer one, or because the invitation was taken back.
    #[error("the link was revoked")]
    Revoked,
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Access {
    /// Adds a new link to `batch`: to a place in an agreement, or to none, which just signs in. The secret is not
    /// kept anywhere else than in the answer.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn new_link(
        &self,
        account: AccountId,
        place: Option<Membership>,
        lifetime: SignedDuration,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Secret, StoreError> {
        let secret = Secret::new("");
        let link = Link {
            account,
            agreement: place.map(|place| place.agreement),
            member: place.map(|place| place.member),
            created_at: now,
            expires_at: now.saturating_add(lifetime).unwrap_or(Timestamp::MAX),
            used_at: None,
            revoked_at: None,
        };
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

    /// Signs in by a link, on a device by that name. Of any number of simultaneous calls one succeeds: the link
    /// is written as used and the session is made in one batch that expects the link as it was read.
    ///
    /// # Errors
    /// [`LinkError`] says why nobody was signed in.
    pub async fn spend_link(
        &self,
        secret: &str,
        device: Option<String>,
        now: Timestamp,
    ) -> Result<(Link, NewSession), LinkError> {
        let (link, version) = self.spendable(secret, now).await?;
        if self.account(link.account).await?.is_none() {
            // Whoever it was for is forgotten.
            return Err(LinkError::Revoked);
        }
        let used = Link { used_at: Some(now), ..link };
        let mut batch = Batch::default();
        batch.register.push(RegisterWrite {
            key: key(SecretHash::of(secret)),
            expected: Expected::Version(version),
            value: Some(write(&used)?),
        });
        let session = self.new_session(used.account, device, now, &mut batch)?;
        match self.store.commit(batch).await {
            Ok(()) => {}
            Err(StoreError::Changed { .. }) => return Err(LinkError::Used),
            Err(error) => return Err(error.into()),
        }
        self.accept_invitations(used.account, now).await;
        Ok((used, session))
    }

    /// Adds to `batch` what ends every open link to a member's place.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_links_of(
        &self,
        member: MemberId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        for (key, found) in self.store.scan(LINKS).await? {
            let link: Link = read(&key, &found)?;
            if link.member == Some(member) && link.is_open(now) {
                batch.register.push(ended(key, link, now)?);
            }
        }
        Ok(())
    }

    /// Adds to `batch` what ends one link, if it is still open.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_link(
        &self,
        hash: SecretHash,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let key = key(hash);
        if let Some((link, _)) = self.load::<Link>(&key).await?
            && link.is_open(now)
        {
            batch.register.push(ended(key, link, now)?);
        }
        Ok(())
    }

    async fn spendable(&self, secret: &str, now: Timestamp) -> Result<(Link, u64), LinkError> {
        let found = self.load::<Link>(&key(SecretHash::of(secret))).await?;
        let (link, version) = found.ok_or(LinkError::Unknown)?;
        if link.used_at.is_some() {
            return Err(LinkError::Used);
        }
        if link.revoked_at.is_some() {
            return Err(LinkError::Revoked);
        }
        if link.expires_at <= now || is_ahead(link.created_at, now) {
            return Err(LinkError::Expired);
        }
        Ok((link, version))
    }
}

fn ended(key: String, link: Link, now: Timestamp) -> Result<RegisterWrite, StoreError> {
    let ended = Link { revoked_at: Some(now), ..link };
    Ok(RegisterWrite { key, expected: Expected::Anything, value: Some(write(&ended)?) })
}

/// Where links stand in the register.
pub(super) const LINKS: &str = "link/";

fn key(hash: SecretHash) -> String {
    format!("{LINKS}{hash}")
}
