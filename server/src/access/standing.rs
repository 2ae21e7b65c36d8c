//! How an open connection learns that what opened it was withdrawn.

use super::Access;
use super::identity::{Identity, Scope};
use super::secret::SecretHash;
use super::withdrawal::Withdrawn;
use jiff::Timestamp;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Watches the session or token that a connection was opened by.
pub struct Standing {
    access: Access,
    withdrawals: Receiver<Withdrawn>,
    hash: SecretHash,
    scope: Scope,
    /// The store is asked first: the credential may have been withdrawn between the check and the watch.
    must_ask: bool,
}

impl Access {
    /// Watches whether an identity still stands.
    pub fn watch(&self, identity: &Identity) -> Standing {
        Standing {
            access: self.clone(),
            withdrawals: self.withdrawals.subscribe(),
            hash: identity.hash,
            scope: identity.scope,
            must_ask: true,
        }
    }
}

impl Standing {
    /// Resolves when the session or token is revoked, signed out or over; never before.
    ///
    /// Cancel safe, so it can stand in a `select!` loop.
    pub async fn ended(&mut self) {
        let over = sleep_until(match self.scope {
            Scope::Session { expires_at, .. } => Some(expires_at),
            Scope::Token { .. } => None,
        });
        tokio::select! {
            () = over => {}
            () = self.withdrawn() => {}
        }
    }

    async fn withdrawn(&mut self) {
        loop {
            if self.must_ask {
                if !self.still_known().await {
                    return;
                }
                self.must_ask = false;
            }
            match self.withdrawals.recv().await {
                Ok(Withdrawn(hash)) if hash == self.hash => return,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => self.must_ask = true,
                // The sender lives as long as `self.access`.
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// A store that does not answer is no reason to turn anybody away: the rooms close for it by themselves.
    async fn still_known(&self) -> bool {
        let known = match self.scope {
            Scope::Session { .. } => {
                self.access.session(self.hash, Timestamp::now()).await.map(|found| found.is_some())
            }
            Scope::Token { .. } => self.access.token(self.hash).await.map(|found| found.is_some()),
        };
        known.unwrap_or(true)
    }
}

/// Waits for an instant of the wall clock, in steps short enough that a clock set right is noticed.
async fn sleep_until(instant: Option<Timestamp>) {
    /// Between two looks at the clock.
    const STEP: Duration = Duration::from_secs(600);
    let Some(instant) = instant else { return std::future::pending().await };
    loop {
        match Duration::try_from(instant.duration_since(Timestamp::now())) {
            Ok(left) if !left.is_zero() => tokio::time::sleep(left.min(STEP)).await,
            _ => return,
        }
    }
}
