//! What I am told, of all my agreements, and what I have read of it.

use super::App;
use super::identity::Identity;
use super::problem::{Problem, ProblemBody};
use super::sent::{Queried, Sent};
use super::view::AgreementTitle;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::section::Phase;
use crate::notices::marks::{Mark, Marks};
use crate::notices::notice::{About, Kind, MeetingNews, Outcome, Source};
use crate::notices::shown::Shown;
use crate::notices::{Listed, NoticeError, Place, Wanted};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Notices in one answer, unless asked for fewer or more.
const USUAL: usize = 100;

/// Notices in one answer, whatever was asked for.
const MOST: usize = 300;

/// Things that one request may say were read.
const MOST_READ: usize = 500;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(unread)).routes(routes!(note_read))
}

/// Which notices.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Question {
    /// Only those that I have not read; all unless given.
    #[serde(default)]
    unread: bool,
    /// How many at most; 100 unless given, and never more than 300.
    most: Option<usize>,
}

/// What I am told.
#[derive(Serialize, ToSchema)]
struct Notices {
    /// Newest first.
    notices: Vec<Notice>,
    /// Whether there are older ones.
    more: bool,
    /// How many I have not read; 100 stands for as many or more.
    unread: usize,
    /// How far this answer goes; sent to `/api/notices/readings` it says that I have read all up to here.
    seen: Vec<Seen>,
}

/// How many I have not read.
#[derive(Serialize, ToSchema)]
#[schema(as = UnreadNotices)]
struct Unread {
    /// 100 stands for as many or more.
    unread: usize,
}

/// How far a list goes in one agreement.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticesSeen)]
struct Seen {
    agreement: AgreementId,
    record: u64,
    discussion: u64,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// One thing that I am told.
#[derive(Serialize, ToSchema)]
struct Notice {
    /// Its name within its agreement.
    id: String,
    agreement: AgreementTitle,
    kind: Kind,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whose doing it is; null for the server's, the operator's, and the calendar's.
    by: Option<NamedMember>,
    /// What it is about; null for what concerns the whole.
    section: Option<NamedSection>,
    /// What was written, shortened, on one line; null if it goes without words.
    words: Option<String>,
    /// The page it leads to.
    path: String,
    /// Whether I have read it.
    read: bool,
    /// Whether it still calls for something, or still is so.
    current: bool,
    /// What my proposal came to; null for anything else.
    outcome: Option<Outcome>,
    /// The phase that comes near; null for anything else.
    phase: Option<Phase>,
    /// Whether the day that comes near is the last one to answer in a review.
    answer_due: bool,
    /// What there is to be told of a meeting; null for anything else.
    meeting: Option<MeetingNews>,
    /// The day that comes near, or the meeting's; null for anything else.
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<Date>,
    /// Whose mandate ends, if not mine; null for anything else.
    member: Option<NamedMember>,
}

/// A member with the name they go by.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeMember)]
struct NamedMember {
    id: MemberId,
    /// Null if it was erased.
    name: Option<String>,
}

/// A section with its title.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeSection)]
struct NamedSection {
    id: SectionId,
    title: String,
}

/// What I have read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeReadings)]
struct Readings {
    /// Just these; at most 500.
    #[serde(default)]
    notices: Vec<Reading>,
    /// All up to here, as a list has said it; at most 500 agreements.
    #[serde(default)]
    seen: Vec<Seen>,
}

/// A notice that I have read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeReading)]
struct Reading {
    agreement: AgreementId,
    /// Its name within the agreement.
    id: String,
}

/// What I am told: mentions, replies in threads that I take part in, proposals on my text and what became of mine,
/// approvals that wait for me, meetings, and days that come near. A token: in its own agreement.
#[utoipa::path(get, path = "/api/notices", tag = "notices", params(Question), responses(
    (status = 200, body = Notices),
    (status = 400, description = "`bad-request`", body = ProblemBody),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn list(
    identity: Identity,
    State(app): State<App>,
    Queried(question): Queried<Question>,
) -> Result<Json<Notices>, Problem> {
    let places = places(&app, &identity).await?;
    let most = question.most.unwrap_or(USUAL).min(MOST);
    let wanted = Wanted { unread_only: question.unread, most };
    let Listed { shown, more, unread, seen } =
        app.notices.list(identity.account.id, &places, wanted, Timestamp::now()).await?;
    let seen = seen.into_iter().map(|(agreement, mark)| Seen::of(agreement, &mark)).collect();
    let notices = shown.into_iter().map(|(shown, read, current)| Notice::of(&shown, read, current)).collect();
    Ok(Json(Notices { notices, more, unread, seen }))
}

/// How many notices I have not read.
#[utoipa::path(get, path = "/api/notices/unread", tag = "notices", responses(
    (status = 200, body = Unread),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn unread(identity: Identity, State(app): State<App>) -> Result<Json<Unread>, Problem> {
    let places = places(&app, &identity).await?;
    let wanted = Wanted { unread_only: true, most: 0 };
    let listed = app.notices.list(identity.account.id, &places, wanted, Timestamp::now()).await?;
    Ok(Json(Unread { unread: listed.unread }))
}

/// Says what I have read. What is not, or not any more, among my notices is passed over.
#[utoipa::path(post, path = "/api/notices/readings", tag = "notices", request_body = Readings, responses(
    (status = 204, description = "Noted"),
    (status = 400, description = "`bad-request`", body = ProblemBody),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
    (status = 403, description = "`wrong-origin`", body = ProblemBody),
    (status = 413, description = "`too-large`", body = ProblemBody),
))]
async fn note_read(
    identity: Identity,
    State(app): State<App>,
    Sent(readings): Sent<Readings>,
) -> Result<StatusCode, Problem> {
    if readings.notices.len() > MOST_READ || readings.seen.len() > MOST_READ {
        return Err(Problem::BadRequest(format!("notices and seen: at most {MOST_READ} each")));
    }
    let read: Vec<(AgreementId, Source)> = readings
        .notices
        .iter()
        .filter_map(|reading| Some((reading.agreement, reading.id.parse().ok()?)))
        .collect();
    let seen: Marks = readings.seen.into_iter().map(|seen| (seen.agreement, seen.mark())).collect();
    let mut places = places(&app, &identity).await?;
    places.retain(|place| {
        let agreement = place.state.agreement();
        seen.contains_key(&agreement) || read.iter().any(|(one, _)| *one == agreement)
    });
    app.notices.note_read(identity.account.id, &places, &read, &seen, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where somebody who asks takes part, as far as what they ask with reaches.
async fn places(app: &App, identity: &Identity) -> Result<Vec<Place>, Problem> {
    let mut places = app.notices.places(identity.account.id).await?;
    places.retain(|place| identity.membership_in(place.state.agreement()) == Some(place.member));
    Ok(places)
}

impl Seen {
    fn of(agreement: AgreementId, mark: &Mark) -> Self {
        Self { agreement, record: mark.record, discussion: mark.discussion, until: mark.until }
    }

    fn mark(&self) -> Mark {
        Mark { record: self.record, discussion: self.discussion, until: self.until, ..Mark::START }
    }
}

impl Notice {
    fn of(shown: &Shown, read: bool, current: bool) -> Self {
        let Shown { notice, to, state, words, path } = shown;
        let named =
            |member: MemberId| NamedMember { id: member, name: shown.name(member).map(str::to_owned) };
        let (mut outcome, mut phase, mut date, mut member, mut meeting) = (None, None, None, None, None);
        match notice.about {
            About::Outcome { outcome: what, .. } => outcome = Some(what),
            About::PhaseNear { phase: what, date: day } => (phase, date) = (Some(what), Some(day)),
            About::MandateNear { member: whose, date: day } => {
                date = Some(day);
                member = (whose != *to).then(|| named(whose));
            }
            About::ReviewNear { date: day, .. } => date = Some(day),
            About::Meeting { news, date: day, .. } => (meeting, date) = (Some(news), Some(day)),
            About::Mention(_)
            | About::Reply(_)
            | About::Proposal { .. }
            | About::SignOff { .. }
            | About::Review { .. }
            | About::Plan => {}
        }
        Self {
            id: notice.source.to_string(),
            agreement: AgreementTitle::of(state),
            kind: notice.about.kind(),
            at: notice.at,
            by: notice.by.map(named),
            section: notice.about.section().and_then(|id| {
                let title = shown.section()?.to_owned();
                Some(NamedSection { id, title })
            }),
            words: words.clone(),
            path: path.clone(),
            read,
            current,
            outcome,
            phase,
            answer_due: matches!(notice.about, About::ReviewNear { .. }),
            meeting,
            date,
            member,
        }
    }
}

impl From<NoticeError> for Problem {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::Record(error) => error.into(),
            NoticeError::Store(error) => error.into(),
            NoticeError::Discussion(error) => error.into(),
        }
    }
}
