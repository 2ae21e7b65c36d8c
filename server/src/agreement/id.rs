//! Identifiers. Each is a UUID under a name of its own, so that no two kinds can be mixed up.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier: random, and ordered by the time it was made (UUID version 7).
            #[allow(clippy::new_without_default, reason = "every call gives another value")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(/// One agreement.
    AgreementId);
id!(/// One party of one agreement; its letter is for showing.
    PartyId);
id!(/// One organisation within one party.
    OrganisationId);
id!(/// One person in one agreement.
    MemberId);
id!(/// One section, and so one live document; a meeting's notes are one, too, and have an id of this kind.
    SectionId);
id!(/// One mandate: what an approver's authority rests on.
    MandateId);
id!(/// One sign-off of one revision.
    SignOffId);
id!(/// One reservation beside a revision.
    ReservationId);
id!(/// One review: sections that members are asked about.
    ReviewId);
id!(/// One anchoring sheet of one organisation.
    SheetId);
id!(/// One body's decision.
    DecisionId);
id!(/// One meeting.
    MeetingId);
id!(/// One proposal of another wording.
    ProposalId);
id!(/// One discussion, of a passage or a section.
    ThreadId);
id!(/// What one person said in a thread.
    CommentId);
