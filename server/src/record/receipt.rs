//! What an approver takes home: proof of what was approved, against which any later export can be checked.

use super::signature::RecordHead;
use super::{RecordError, Records};
use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, MandateId, MemberId, PartyId, SectionId, SignOffId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A sign-off, the entry that holds it, and the record's head when the receipt was given.
///
/// Names stand in it as they were known then: it is its holder's paper, and no part of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Receipt {
    /// Always `sign-off-receipt`.
    pub kind: ReceiptKind,
    /// Which sign-off.
    pub sign_off: SignOffId,
    /// Of which section.
    pub section: SectionId,
    /// Its title then.
    pub section_title: String,
    /// The revision that was approved.
    pub revision: RevisionNumber,
    /// SHA-256 of its canonical text: what was approved.
    pub text: Digest,
    /// Who approved.
    pub member: MemberId,
    /// Their name.
    pub member_name: String,
    /// For which party.
    pub party: PartyId,
    /// Its name.
    pub party_name: String,
    /// Under which mandate.
    pub mandate: MandateId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Where in the record the sign-off stands, from 0.
    pub entry_position: u64,
    /// SHA-256 of that entry.
    pub entry: Digest,
    /// The record's head when the receipt was given.
    pub head: RecordHead,
}

/// Says what a [`Receipt`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptKind {
    /// Proof of one sign-off.
    SignOffReceipt,
}

impl Records {
    /// The receipt of a sign-off, to be signed; `None` if there is no such sign-off.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub async fn receipt(
        &self,
        agreement: AgreementId,
        sign_off: SignOffId,
    ) -> Result<Option<Receipt>, RecordError> {
        let (state, tip) = self.head(agreement).await?;
        let Some((section, given)) = state.sign_off(sign_off) else { return Ok(None) };
        let given = &given.given;
        let Some(entry) = self.hash_at(agreement, given.position).await? else { return Ok(None) };
        let member_name = name_of(&state, given.member);
        let party_name = state.party(given.party).map(|party| party.name.clone()).unwrap_or_default();
        Ok(Some(Receipt {
            kind: ReceiptKind::SignOffReceipt,
            sign_off,
            section: section.id,
            section_title: section.title.clone(),
            revision: given.revision,
            text: given.hash,
            member: given.member,
            member_name,
            party: given.party,
            party_name,
            mandate: given.mandate,
            at: given.at,
            entry_position: given.position.0,
            entry,
            head: RecordHead::of(agreement, tip),
        }))
    }
}

fn name_of(state: &State, member: MemberId) -> String {
    let name = state.present_or_former(member).and_then(|member| member.name.text());
    name.unwrap_or_default().to_owned()
}
