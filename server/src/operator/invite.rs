//! Prints a new sign-in link for somebody who is a member already.

use super::{Invited, Operator, OperatorError};
use crate::access::public_url::PublicUrl;
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::Batch;
use jiff::Timestamp;
use serde::Serialize;

/// A link just made.
#[derive(Serialize)]
pub(super) struct Invitation {
    agreement: AgreementId,
    member: MemberId,
    pub(super) name: String,
    pub(super) link: String,
}

impl Operator {
    /// A new link; older ones keep their own time.
    pub(super) async fn invite(
        &self,
        agreement: AgreementId,
        who: &Invited,
        url: &PublicUrl,
    ) -> Result<Invitation, OperatorError> {
        let state = self.records.state(agreement).await?;
        let (member, account) = match who {
            Invited::Member(member) => (Some(*member), self.access.account_of_member(*member).await?),
            Invited::Email(address) => {
                let account = self.access.account_of(address).await?.map(|(account, _)| account);
                let member = account.as_ref().and_then(|account| account.member_of(agreement));
                (member, account.map(|account| account.id))
            }
        };
        let member = member.and_then(|member| state.member(member));
        let (Some(member), Some(account)) = (member, account) else {
            return Err(OperatorError::NotAMember(match who {
                Invited::Member(member) => member.to_string(),
                Invited::Email(address) => address.clone(),
            }));
        };
        let mut batch = Batch::default();
        let secret = self.access.new_link(account, agreement, member.id, Timestamp::now(), &mut batch)?;
        self.store.commit(batch).await?;
        Ok(Invitation {
            agreement,
            member: member.id,
            name: member.name.text().unwrap_or_default().to_owned(),
            link: url.sign_in_link(&secret),
        })
    }
}
