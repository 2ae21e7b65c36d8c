//! Whether somebody has anything to do on this server.

use super::Access;
use super::account::{Account, AccountId};
use crate::record::{RecordError, Records};
use jiff::Timestamp;

impl Access {
    /// Whether a person takes part in an agreement now, or may found one.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn has_business(&self, account: &Account, records: &Records) -> Result<bool, RecordError> {
        if account.may_found {
            return Ok(true);
        }
        for place in &account.memberships {
            match records.state(place.agreement).await {
                Ok(state) if state.member(place.member).is_some() => return Ok(true),
                Ok(_) | Err(RecordError::Unknown(_)) => {}
                Err(error @ RecordError::Store(_)) => return Err(error),
                // An agreement that is damaged keeps nobody out of the others.
                Err(error) => tracing::error!(%error, "an agreement cannot be read"),
            }
        }
        Ok(false)
    }

    /// Ends the sessions of somebody who has left their last place.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn show_out(&self, id: AccountId, records: &Records) -> Result<(), RecordError> {
        let has_business = match self.account(id).await? {
            Some(account) => self.has_business(&account, records).await?,
            None => false,
        };
        if !has_business {
            self.end_other_sessions(id, None, Timestamp::now()).await?;
        }
        Ok(())
    }
}
