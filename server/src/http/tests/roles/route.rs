//! A route of the table, and how a row of it is written.

use super::house::{Stage, Who};

/// Who may ask a route.
#[derive(Clone, Copy)]
pub(super) enum Allowed {
    /// Anybody; what the route says no to, it says otherwise than by rights.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Every member.
    Members,
    /// Just these.
    Only(&'static [Who]),
}

/// A route.
pub(super) struct Route {
    name: &'static str,
    allowed: Allowed,
    pub(super) stage: Stage,
    pub(super) question: &'static str,
    pub(super) body: &'static str,
    /// What whoever may ask is answered.
    pub(super) answer: u16,
}

impl Route {
    /// Method and path, as described.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.allowed, Allowed::Open)
    }

    pub(super) fn is_within_an_agreement(&self) -> bool {
        let within =
            ["/api/agreements/", "/api/sections/", "/api/threads/", "/api/proposals/", "/api/meetings/"];
        within.iter().any(|within| self.name.contains(within))
    }

    pub(super) fn is_for(&self, who: Who) -> bool {
        match self.allowed {
            Allowed::Open => false,
            Allowed::SignedIn => who != Who::Nobody,
            Allowed::Members => who.is_member(),
            Allowed::Only(some) => some.contains(&who),
        }
    }
}

/// A question.
pub(super) const fn read(name: &'static str, allowed: Allowed, stage: Stage) -> Route {
    Route { name, allowed, stage, question: "", body: "", answer: 200 }
}

/// A question that is open to anybody.
pub(super) const fn open(name: &'static str) -> Route {
    read(name, Allowed::Open, Stage::Begun)
}

/// Something done.
pub(super) const fn act(
    name: &'static str,
    allowed: Allowed,
    stage: Stage,
    body: &'static str,
    answer: u16,
) -> Route {
    Route { name, allowed, stage, question: "", body, answer }
}

/// With something asked in its address.
pub(super) const fn asking(question: &'static str, route: Route) -> Route {
    Route { question, ..route }
}
