//! Lets somebody found agreements, and prints a sign-in link for them.

use super::{Operator, OperatorError};
use crate::access::link::INVITATION_LIFETIME;
use crate::access::public_url::PublicUrl;
use crate::mail::address;
use crate::store::{Batch, StoreError};
use jiff::Timestamp;
use serde::Serialize;

/// How often to begin anew when the account changes meanwhile.
const TRIES: usize = 5;

/// Who may found agreements now.
#[derive(Serialize)]
pub(super) struct Admitted {
    name: String,
    link: String,
}

impl Operator {
    /// Admits the person of an address, known or new, and makes a link that signs them in.
    pub(super) async fn admit(
        &self,
        name: &str,
        email: &str,
        url: &PublicUrl,
    ) -> Result<Admitted, OperatorError> {
        address::parse(email)?;
        let mut tries = 0;
        let account = loop {
            tries += 1;
            let mut batch = Batch::default();
            let account = self.access.admit(name, email, &mut batch).await?;
            match self.store.commit(batch).await {
                Err(StoreError::Changed { .. }) if tries < TRIES => {}
                done => break done.map(|()| account)?,
            }
        };
        let mut batch = Batch::default();
        let now = Timestamp::now();
        let secret = self.access.new_link(account, None, INVITATION_LIFETIME, now, &mut batch)?;
        self.store.commit(batch).await?;
        Ok(Admitted { name: name.to_owned(), link: url.sign_in_link(&secret) })
    }
}
