//! Meetings of the working group: called, held, noted.

use super::identity::{InAgreement, InMeeting};
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::Problem;
use super::sent::{Second, Sent};
use super::shaping::NothingMore;
use super::view::{Attachment, Meeting, Permission};
use super::{App, attachments, language};
use crate::agreement::decide::{AttendanceNoted, Command, MeetingPlan, NewMeeting};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State as Agreement;
use crate::approving::When;
use crate::text::block::Block;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, call))
        .routes(routes!(one, change))
        .routes(routes!(attendance))
        .routes(routes!(add_file))
        .routes(routes!(remove_file))
        .routes(routes!(cancel))
        .routes(routes!(notes))
        .routes(routes!(close_notes))
        .routes(routes!(reopen_notes))
}

/// The meetings of an agreement.
#[derive(Serialize, ToSchema)]
struct Meetings {
    /// In the order they were called.
    meetings: Vec<Meeting>,
    may_call: Permission,
}

/// A meeting to be called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeetingRequest {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// 1 to 200 characters.
    title: String,
    /// At what time and where: at most 200 characters; empty for nothing.
    #[serde(default)]
    place: String,
    /// Whoever calls it, if it is null or left out.
    convener: Option<MemberId>,
    /// The sections it concerns.
    #[serde(default)]
    sections: Vec<SectionId>,
}

/// What of a meeting is to be another; what is left out or null stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeetingChangeRequest {
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<Date>,
    /// 1 to 200 characters.
    title: Option<String>,
    /// At most 200 characters; empty: nothing is said.
    place: Option<String>,
    convener: Option<MemberId>,
    sections: Option<Vec<SectionId>>,
}

/// Who is there. Who stands in neither list stays as it was noted before, so that two who note at once do not undo each
/// other.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttendanceRequest {
    present: Vec<MemberId>,
    absent: Vec<MemberId>,
    /// Who else: at most 10,000 characters; empty for nobody, null or left out: as before.
    guests: Option<String>,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CancellationRequest {
    /// 1 to 10,000 characters.
    reason: String,
}

/// The notes of a meeting.
#[derive(Serialize, ToSchema)]
struct Notes {
    /// Whether they take no more text.
    closed: bool,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
}

/// The meetings of an agreement.
#[utoipa::path(get, path = "/api/agreements/{id}/meetings", tag = "meetings",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = Meetings), InAgreementProblems),
)]
async fn list(InAgreement { member, state, .. }: InAgreement, headers: HeaderMap) -> Json<Meetings> {
    let (language, now) = (language::preferred(&headers), Timestamp::now());
    let meeting = |one: &std::sync::Arc<_>| Meeting::of(&state, one, member, language, now);
    let meetings = state.meetings().iter().map(meeting).collect();
    Json(Meetings { meetings, may_call: Permission::of(state.may_call_meetings(member), language) })
}

/// Calls a meeting. For drafters and coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/meetings", tag = "meetings",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = MeetingRequest,
    responses((status = 201, body = Meeting), CommandProblems),
)]
async fn call(
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<MeetingRequest>,
) -> Result<(StatusCode, Json<Meeting>), Problem> {
    let MeetingRequest { date, title, place, convener, sections } = request;
    let command = Command::CallMeeting(NewMeeting { date, title, place, convener, sections });
    let (agreement, by) = (within.state.agreement(), within.actor());
    let done = app.approving.call_meeting(agreement, command, by, When::Now).await?;
    let called = done.entries.iter().find_map(|entry| match entry {
        Entry::MeetingCalled { meeting } => done.state.meeting(meeting.id),
        _ => None,
    });
    let called = called.ok_or_else(|| Problem::internal("the meeting is not in its state"))?;
    let language = language::preferred(&headers);
    let meeting = Meeting::of(&done.state, called, within.member, language, Timestamp::now());
    Ok((StatusCode::CREATED, Json(meeting)))
}

/// A meeting.
#[utoipa::path(get, path = "/api/meetings/{id}", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    responses((status = 200, body = Meeting), InAgreementProblems),
)]
async fn one(at: InMeeting, headers: HeaderMap) -> Result<Json<Meeting>, Problem> {
    at.seen(&at.within.state, &headers)
}

/// Changes something about a meeting. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = MeetingChangeRequest,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn change(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<MeetingChangeRequest>,
) -> Result<Json<Meeting>, Problem> {
    let MeetingChangeRequest { date, title, place, convener, sections } = request;
    let plan = MeetingPlan { date, title, place, convener, sections };
    at.carry_out(&app, &headers, Command::ChangeMeeting { meeting: at.meeting, plan }).await
}

/// Notes who is at a meeting. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/attendance", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = AttendanceRequest,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn attendance(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<AttendanceRequest>,
) -> Result<Json<Meeting>, Problem> {
    let AttendanceRequest { present, absent, guests } = request;
    let noted = AttendanceNoted { present, absent, guests };
    at.carry_out(&app, &headers, Command::NoteAttendance { meeting: at.meeting, noted }).await
}

/// Adds a file to a meeting, which was uploaded to the agreement before. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/files", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = Attachment,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn add_file(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<Attachment>,
) -> Result<Json<Meeting>, Problem> {
    at.within.state.may_change_meeting(at.within.member, at.meeting)?;
    let file = attachments::named(&app, at.within.state.agreement(), Some(request)).await?;
    let file = file.ok_or(Problem::AttachmentUnknown)?;
    at.carry_out(&app, &headers, Command::AddMeetingFile { meeting: at.meeting, file }).await
}

/// Shows a file with a meeting no more; it stays in the record. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/files/{hash}/remove", tag = "meetings",
    params(
        ("id" = Uuid, Path, description = "The meeting's id"),
        ("hash" = Digest, Path, description = "The file's id: SHA-256 of its content"),
    ),
    request_body = NothingMore,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn remove_file(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Second(hash): Second<Digest>,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Meeting>, Problem> {
    let content = hash.ok_or(Problem::AttachmentUnknown)?;
    at.carry_out(&app, &headers, Command::RemoveMeetingFile { meeting: at.meeting, content }).await
}

/// Calls a meeting off. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/cancellation", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = CancellationRequest,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn cancel(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(CancellationRequest { reason }): Sent<CancellationRequest>,
) -> Result<Json<Meeting>, Problem> {
    at.carry_out(&app, &headers, Command::CancelMeeting { meeting: at.meeting, reason }).await
}

/// The notes of a meeting: as they were closed, or as they stand.
#[utoipa::path(get, path = "/api/meetings/{id}/notes", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    responses((status = 200, body = Notes), InAgreementProblems),
)]
async fn notes(at: InMeeting, State(app): State<App>) -> Result<Json<Notes>, Problem> {
    let meeting = at.found(&at.within.state)?;
    let blocks = app.approving.notes(meeting).await?;
    Ok(Json(Notes { closed: meeting.notes_closed, blocks }))
}

/// Fixes a meeting's notes as they are; they take no more text. For drafters and coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/notes/closing", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = NothingMore,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn close_notes(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Meeting>, Problem> {
    let (agreement, member) = (at.within.state.agreement(), at.within.member);
    let state = app.approving.close_notes(agreement, at.meeting, member, When::Now).await?;
    at.seen(&state, &headers)
}

/// Lets a meeting's notes take text again. For coordinators.
#[utoipa::path(post, path = "/api/meetings/{id}/notes/reopening", tag = "meetings",
    params(("id" = Uuid, Path, description = "The meeting's id")),
    request_body = NothingMore,
    responses((status = 200, body = Meeting), CommandProblems),
)]
async fn reopen_notes(
    at: InMeeting,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Meeting>, Problem> {
    let (agreement, member) = (at.within.state.agreement(), at.within.member);
    let state = app.approving.reopen_notes(agreement, at.meeting, member, When::Now).await?;
    at.seen(&state, &headers)
}

impl InMeeting {
    fn found<'a>(&self, state: &'a Agreement) -> Result<&'a crate::agreement::meeting::Meeting, Refusal> {
        state.may_read_meeting(self.within.member, self.meeting)
    }

    /// The meeting as it is in a state, as who asks sees it.
    fn seen(&self, state: &Agreement, headers: &HeaderMap) -> Result<Json<Meeting>, Problem> {
        let language = language::preferred(headers);
        let meeting = self.found(state)?;
        Ok(Json(Meeting::of(state, meeting, self.within.member, language, Timestamp::now())))
    }

    /// Does a command that goes with nothing else.
    async fn carry_out(
        &self,
        app: &App,
        headers: &HeaderMap,
        command: Command,
    ) -> Result<Json<Meeting>, Problem> {
        let done = self.within.carry_out(app, command).await?;
        self.seen(&done.state, headers)
    }
}
