//! The way to a signed agreement: decisions, and the signing.

use super::{Actor, Attachment, text};
use crate::agreement::decision;
use crate::agreement::digest::Digest;
use crate::agreement::id::{DecisionId, PartyId};
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One body of one party has decided on the agreement.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Decision {
    id: DecisionId,
    party: PartyId,
    body: String,
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// Where it stands in the minutes.
    paragraph: String,
    minutes: Option<Attachment>,
    /// The agreement revision that was decided.
    revision: RevisionNumber,
    hash: Digest,
    /// Whether that is still the agreed text.
    current: bool,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    recorded_by: Actor,
}

impl Decision {
    pub(in crate::http) fn of(state: &State, decision: &Recorded<decision::Decision>) -> Self {
        Self {
            id: decision.id,
            party: decision.party,
            body: decision.body.clone(),
            date: decision.date,
            paragraph: text(&decision.paragraph),
            minutes: decision.minutes.as_ref().map(Attachment::of),
            revision: decision.revision,
            hash: decision.hash,
            current: state.current_decisions().any(|current| current.id == decision.id),
            recorded_at: decision.at,
            recorded_by: Actor::of(decision.by),
        }
    }
}

/// A body that must decide, and whether it has (on the text as it is agreed).
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct BodyStanding {
    party: PartyId,
    body: String,
    /// Its current decision.
    decision: Option<DecisionId>,
}

impl BodyStanding {
    /// Of each party's bodies, in order.
    pub(super) fn all(state: &State) -> Vec<Self> {
        let of = |party: PartyId, body: &String| {
            let mut current = state.current_decisions();
            let own = current.find(|decision| decision.party == party && decision.body == *body);
            Self { party, body: body.clone(), decision: own.map(|decision| decision.id) }
        };
        let parties = state.parties().iter();
        parties.flat_map(|party| party.bodies.iter().map(move |body| of(party.id, body))).collect()
    }
}

/// Who signs.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Signatory {
    /// For which party.
    pub(in crate::http) party: PartyId,
    pub(in crate::http) name: String,
    pub(in crate::http) title: String,
    /// What their authority rests on.
    pub(in crate::http) authority: String,
}

/// The agreement was signed.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Signing {
    #[schema(value_type = String, format = Date)]
    date: Date,
    place: String,
    signatories: Vec<Signatory>,
    /// The signed paper.
    scan: Option<Attachment>,
    /// The agreement revision that was signed.
    revision: RevisionNumber,
    hash: Digest,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    recorded_by: Actor,
}

impl Signing {
    pub(in crate::http) fn of(signing: &Recorded<decision::Signing>) -> Self {
        let signatories = signing.signatories.iter().map(|one| Signatory {
            party: one.party,
            name: text(&one.name),
            title: text(&one.title),
            authority: text(&one.authority),
        });
        Self {
            date: signing.date,
            place: text(&signing.place),
            signatories: signatories.collect(),
            scan: signing.scan.as_ref().map(Attachment::of),
            revision: signing.revision,
            hash: signing.hash,
            recorded_at: signing.at,
            recorded_by: Actor::of(signing.by),
        }
    }
}
