//! A section's text at any moment of its past.

use super::App;
use super::authors::{CanonicalRun, instant};
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use super::timeline::Session;
use crate::agreement::id::MemberId;
use crate::drafting::past::{self, What};
use crate::store::Position;
use crate::text::block::Block;
use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(moment))
}

/// Since when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The earlier moment with which the text is compared; the one just before unless given.
    since: Option<u64>,
}

/// A section's text at a moment of its past.
#[derive(Serialize, ToSchema)]
struct Moment {
    /// How many entries of the section's log the text is the outcome of.
    position: u64,
    /// The earlier moment with which it is compared.
    since: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    change: Change,
    /// Who wrote the last of it; null if the last entry is none of writing.
    member: Option<MemberId>,
    /// Who wrote since the earlier moment, in the order in which they began.
    writers: Vec<MemberId>,
    /// The session it was written in; null if it was written in none.
    session: Option<Session>,
    /// Where the first of what has changed stands, in UTF-16 units of the canonical text; null if nothing has.
    place: Option<u32>,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// Who wrote its characters, in the order of the text.
    runs: Vec<CanonicalRun>,
    /// What stood at the earlier moment and has gone, in the order of the text.
    removed: Vec<Removed>,
}

/// What the last entry did.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MomentChange)]
enum Change {
    /// A document began.
    Begun,
    /// Somebody wrote.
    Written,
    /// The section was locked.
    Locked,
    /// The section was opened again.
    Reopened,
}

/// Words that went.
#[derive(Serialize, ToSchema)]
#[schema(as = MomentRemoval)]
struct Removed {
    /// Where they would stand, in UTF-16 units of the canonical text.
    offset: u32,
    /// Whether they belong to the character after that place rather than to the one before.
    leads: bool,
    /// Whose words they were; null for the template's, and for those of which nobody knows.
    member: Option<MemberId>,
    /// What they said; of more than 2,000 units, the beginning.
    text: String,
    /// How many UTF-16 units went.
    length: u32,
}

impl Moment {
    fn of(moment: &past::Moment) -> Self {
        let (change, member) = match moment.what {
            What::Begun => (Change::Begun, None),
            What::Written(member) => (Change::Written, Some(member)),
            What::Locked => (Change::Locked, None),
            What::Reopened => (Change::Reopened, None),
        };
        Self {
            position: moment.position.0,
            since: moment.since.0,
            at: instant(moment.at).unwrap_or_default(),
            change,
            member,
            writers: moment.writers.clone(),
            session: moment.session.as_ref().map(Session::of),
            place: place(moment),
            blocks: moment.blocks.clone(),
            runs: moment.runs.iter().map(CanonicalRun::of).collect(),
            removed: moment.gone.iter().map(Removed::of).collect(),
        }
    }
}

impl Removed {
    fn of(gone: &past::Gone) -> Self {
        let past::Gone { offset, leads, member, text, length } = gone;
        Self { offset: *offset, leads: *leads, member: *member, text: text.clone(), length: *length }
    }
}

fn place(moment: &past::Moment) -> Option<u32> {
    let mut offset = 0;
    let came = moment.runs.iter().find_map(|run| {
        let here = offset;
        offset += run.length;
        run.is_new.then_some(here)
    });
    let went = moment.gone.iter().map(|gone| gone.offset).min();
    came.into_iter().chain(went).min()
}

/// A section's text at a moment of its past: who had written it, who wrote at that moment and what they changed.
#[utoipa::path(get, path = "/api/sections/{id}/moments/{moment}", tag = "sections",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("moment" = u64, Path, description = "How many entries of the section's log the text is the outcome of"),
        Since,
    ),
    responses(
        (status = 200, body = Moment),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `moment-unknown`", body = ProblemBody),
        (status = 408, description = "`timed-out`: the history is long and is still being read; try again", body = ProblemBody),
        (status = 410, description = "`history-purged`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn moment(
    at: InSection,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
    Queried(Since { since }): Queried<Since>,
) -> Result<Json<Moment>, Problem> {
    let position = path.1.parse().map(Position).map_err(|_| Problem::MomentUnknown)?;
    let moment = app.rooms.past().moment(at.section, position, since.map(Position)).await?;
    Ok(Json(Moment::of(&moment)))
}
