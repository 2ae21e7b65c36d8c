//! From a request to who asks, and in which agreement: the extractors that every protected route begins with.
//!
//! A handler that takes [`Identity`], [`InAgreement`] or [`InSection`] cannot be reached without one.

use super::problem::Problem;
use super::{App, cookie};
pub use crate::access::identity::Identity;
use crate::access::identity::{Credential, Scope};
use crate::agreement::decide::Command;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MeetingId, MemberId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::section::Section;
use crate::agreement::state::State;
use crate::record::{Beside, Done};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use axum::http::request::Parts;
use jiff::Timestamp;
use std::str::FromStr;
use std::sync::Arc;

/// What a token offered as a subprotocol begins with.
pub const BEARER_SUBPROTOCOL: &str = "bearer.";

/// Somebody in an agreement they are a member of.
pub struct InAgreement {
    /// Who asks.
    pub identity: Identity,
    /// As which member.
    pub member: MemberId,
    /// The agreement.
    pub state: Arc<State>,
}

impl InAgreement {
    /// Who asks, as the record names them.
    pub fn actor(&self) -> Actor {
        Actor::Member { member: self.member }
    }

    /// Does what is asked for, if the rules allow it.
    pub(super) async fn carry_out(&self, app: &App, command: Command) -> Result<Done, Problem> {
        let (agreement, by) = (self.state.agreement(), self.actor());
        let nothing_beside = |_: &[Entry]| Ok(Beside::default());
        Ok(app.records.run_beside(agreement, command, by, Timestamp::now(), nothing_beside).await?)
    }
}

/// Somebody in an agreement they are a member of, at one of its sections.
pub struct InSection {
    /// Who asks, as which member, in which agreement.
    pub within: InAgreement,
    /// The section.
    pub section: SectionId,
}

/// Somebody in an agreement they are a member of, at one of its meetings.
pub struct InMeeting {
    /// Who asks, as which member, in which agreement.
    pub within: InAgreement,
    /// The meeting.
    pub meeting: MeetingId,
}

impl InSection {
    /// The section as the record has it.
    pub(super) fn found(&self) -> Result<&Section, Problem> {
        self.within.state.section(self.section).ok_or(Problem::SectionUnknown)
    }
}

impl Identity {
    /// Refuses a token: some things are done by a person who is signed in.
    pub(super) fn in_person(&self) -> Result<(), Problem> {
        match self.scope {
            Scope::Session { .. } => Ok(()),
            Scope::Token { .. } => Err(Problem::SessionNeeded),
        }
    }
}

impl FromRequestParts<App> for Identity {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let credential = credential(app, &parts.headers).ok_or(Problem::NotSignedIn)?;
        Ok(app.access.identify(credential, Timestamp::now()).await?)
    }
}

impl FromRequestParts<App> for InAgreement {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let agreement: AgreementId = first_parameter(parts, app).await.ok_or(Problem::AgreementUnknown)?;
        let state = app.records.state(agreement).await?;
        within(identity, state)
    }
}

impl FromRequestParts<App> for InSection {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let section: SectionId = first_parameter(parts, app).await.ok_or(Problem::SectionUnknown)?;
        let agreement = app.records.of_section(section).await?.ok_or(Problem::SectionUnknown)?;
        let state = app.records.state(agreement).await?;
        Ok(Self { within: within(identity, state)?, section })
    }
}

impl FromRequestParts<App> for InMeeting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let meeting: MeetingId = first_parameter(parts, app).await.ok_or(Refusal::NoSuchMeeting)?;
        let agreement = app.records.of_meeting(meeting).await?.ok_or(Refusal::NoSuchMeeting)?;
        let state = app.records.state(agreement).await?;
        Ok(Self { within: within(identity, state)?, meeting })
    }
}

/// `identity` within an agreement, if it is a member there.
pub fn within(identity: Identity, state: Arc<State>) -> Result<InAgreement, Problem> {
    let member = identity.member_in(&state).ok_or(Problem::NotAMember)?;
    Ok(InAgreement { identity, member, state })
}

/// What the request presents. What was said for this one request goes before what the browser always sends.
fn credential<'a>(app: &App, headers: &'a HeaderMap) -> Option<Credential<'a>> {
    if let Some(authorization) = headers.get(AUTHORIZATION) {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then_some(Credential::Token(token.trim()));
    }
    if let Some(token) = bearer_subprotocol(headers) {
        return Some(Credential::Token(token));
    }
    cookie::session_secret(&app.settings, headers).map(Credential::Session)
}

fn bearer_subprotocol(headers: &HeaderMap) -> Option<&str> {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|header| header.to_str().ok());
    offers
        .flat_map(|header| header.split(','))
        .find_map(|offer| offer.trim().strip_prefix(BEARER_SUBPROTOCOL))
}

/// The id in the route's path. One that is no id names nothing, so it is as unknown as any other.
pub(super) async fn first_parameter<T: FromStr>(parts: &mut Parts, app: &App) -> Option<T> {
    let parameters = RawPathParams::from_request_parts(parts, app).await.ok()?;
    let (_, value) = parameters.iter().next()?;
    value.parse().ok()
}
