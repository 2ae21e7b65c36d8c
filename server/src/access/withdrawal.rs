//! Sessions and tokens that stop being good while connections are open by them.

use super::Access;
use super::secret::SecretHash;

/// One session or token was withdrawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Withdrawn(pub(super) SecretHash);

impl Access {
    /// Tells every open connection.
    pub(super) fn announce(&self, withdrawn: Withdrawn) {
        // An error only says that no connection is open.
        let _ = self.withdrawals.send(withdrawn);
    }
}
