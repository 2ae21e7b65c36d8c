//! Who did something.

use crate::agreement::entry;
use crate::agreement::id::MemberId;
use serde::Serialize;
use utoipa::ToSchema;

/// Who did something: a member, the operator at the server's command line, or the server by itself.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Actor {
    kind: ActorKind,
    /// Null for the others.
    member: Option<MemberId>,
}

/// What kind of actor.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ActorKind {
    /// A member.
    Member,
    /// Who runs the server.
    Operator,
    /// The server by itself, as it was set up to.
    Server,
}

impl Actor {
    pub(in crate::http) fn of(actor: entry::Actor) -> Self {
        let kind = match actor {
            entry::Actor::Member { .. } => ActorKind::Member,
            entry::Actor::Operator => ActorKind::Operator,
            entry::Actor::Server => ActorKind::Server,
        };
        Self { kind, member: actor.member() }
    }
}
