//! A section's log: who sent what and when, entry by entry.

use super::App;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use crate::agreement::id::MemberId;
use crate::store::Position;
use crate::text::history;
use crate::text::log::{TextEntry, text_log};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Entries in one answer, unless asked for fewer or more.
const USUAL: usize = 200;

/// Entries in one answer, whatever was asked for.
const MOST: usize = 1000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(history))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// The first position; 0 unless given.
    #[serde(default)]
    from: u64,
    /// How many at most; 200 unless given, and never more than 1000.
    most: Option<usize>,
}

/// A part of a section's log.
#[derive(Serialize, ToSchema)]
struct History {
    /// In the order of the log.
    entries: Vec<Entry>,
    /// Where to go on; null at the end.
    next: Option<u64>,
    /// How many entries at the beginning were purged; the first that is left has this position.
    purged: u64,
    packed: PackedEntries,
}

/// How many of a section's oldest entries are packed, with time, sender and authors, and in how many bytes.
#[derive(Serialize, ToSchema)]
struct PackedEntries {
    entries: u64,
    bytes: u64,
}

/// One entry of a section's log, without its content.
#[derive(Serialize, ToSchema)]
struct Entry {
    position: u64,
    kind: Kind,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who sent it, or accepted it; null for what the server did.
    member: Option<MemberId>,
    /// Whose words an accepted proposal brought; null for everything else.
    author: Option<MemberId>,
    /// The size of the change.
    bytes: usize,
    /// How many runs in it are words that were somebody's before.
    carried: usize,
}

/// What an entry is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// A new document began.
    Epoch,
    /// A member changed the text.
    Update,
    /// The section was locked at a revision.
    Lock,
    /// The section was reopened.
    Unlock,
    /// A member accepted a proposal.
    Accepted,
}

/// Who sent what and when, entry by entry.
#[utoipa::path(get, path = "/api/sections/{id}/history", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id"), Page),
    responses(
        (status = 200, body = History),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn history(
    at: InSection,
    State(app): State<App>,
    Queried(page): Queried<Page>,
) -> Result<Json<History>, Problem> {
    let most = page.most.unwrap_or(USUAL).clamp(1, MOST);
    let log = text_log(at.section);
    let head = app.store.head(log).await?;
    let packed = app.store.packed(log).await?;
    let from = Position(page.from.clamp(packed.purged.0.min(head.0), head.0));
    let read = history::read(&*app.store, log, from, most).await?;
    let next = Some(from.after(read.len())).filter(|next| *next < head).map(|next| next.0);
    let mut entries = Vec::with_capacity(read.len());
    for (position, bytes) in (from.0..).zip(&read) {
        let entry = TextEntry::decode(bytes).map_err(Problem::internal)?;
        entries.push(Entry::of(position, &entry)?);
    }
    let purged = packed.purged.0;
    let packed = PackedEntries { entries: packed.until.0 - purged, bytes: packed.bytes };
    Ok(Json(History { entries, next, purged, packed }))
}

impl Entry {
    fn of(position: u64, entry: &TextEntry) -> Result<Self, Problem> {
        let (kind, at, member, bytes, carried) = match entry {
            TextEntry::Epoch { at, initial, .. } => (Kind::Epoch, *at, None, initial.len(), 0),
            TextEntry::Update { at, member, update, carried } => {
                (Kind::Update, *at, Some(*member), update.len(), carried.len())
            }
            TextEntry::Lock { at, .. } => (Kind::Lock, *at, None, 0, 0),
            TextEntry::Unlock { at } => (Kind::Unlock, *at, None, 0, 0),
            TextEntry::Accepted { at, member, update, carried, .. } => {
                (Kind::Accepted, *at, Some(*member), update.len(), carried.len())
            }
        };
        let author = match entry {
            TextEntry::Accepted { author, .. } => Some(*author),
            TextEntry::Epoch { .. }
            | TextEntry::Update { .. }
            | TextEntry::Lock { .. }
            | TextEntry::Unlock { .. } => None,
        };
        let at = Timestamp::from_millisecond(at).map_err(Problem::internal)?;
        Ok(Self { position, kind, at, member, author, bytes, carried })
    }
}
