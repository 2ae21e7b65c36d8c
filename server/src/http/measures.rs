//! The measures of all sections in one register.

use super::identity::InAgreement;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use super::spreadsheet::csv;
use super::{App, download, language};
use crate::agreement::digest::Digest;
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::refusal::{Language, Refusal};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State as Agreement;
use crate::text::block::Block;
use crate::text::measures::{Level, measures};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(register)).routes(routes!(table))
}

/// Of which text.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfText {
    /// The number of an agreement revision; left out: of the texts as they stand.
    revision: Option<u32>,
}

/// Of which text, and in which language the headings are.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TableOf {
    /// The number of an agreement revision; left out: of the texts as they stand.
    revision: Option<u32>,
    /// Left out: by `Accept-Language`.
    #[param(inline)]
    language: Option<HeadingLanguage>,
}

/// A language of the headings.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum HeadingLanguage {
    /// Svenska.
    Sv,
    /// English.
    En,
}

/// The measures of all sections.
#[derive(Serialize, ToSchema)]
struct Measures {
    /// The agreement revision that they are of; null for the texts as they stand.
    revision: Option<RevisionNumber>,
    /// In the order of the text.
    measures: Vec<RegisteredMeasure>,
}

/// A measure in the register.
#[derive(Serialize, ToSchema)]
struct RegisteredMeasure {
    section: SectionId,
    section_title: String,
    /// From 1 among the principles; null for other kinds.
    section_number: Option<usize>,
    /// Its number in the section.
    number: usize,
    /// On one line.
    text: String,
    /// Empty if it is not decided.
    responsible: Vec<PartyId>,
    /// Null if it is not decided.
    level: Option<Level>,
    /// Null if it is not decided.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
}

/// The measures of all sections: of the texts as they stand, or of an agreement revision.
#[utoipa::path(get, path = "/api/agreements/{id}/measures", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id"), OfText),
    responses(
        (status = 200, body = Measures),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn register(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
    Queried(OfText { revision }): Queried<OfText>,
) -> Result<Json<Measures>, Problem> {
    let revision = revision.map(RevisionNumber);
    Ok(Json(Measures { revision, measures: registered(&app, &state, revision).await? }))
}

/// The same as a table for spreadsheets: CSV in UTF-8 with a byte order mark, fields parted by semicolons, and none that
/// a spreadsheet would take for a formula.
#[utoipa::path(get, path = "/api/agreements/{id}/measures.csv", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id"), TableOf),
    responses(
        (status = 200, description = "The table", body = String, content_type = "text/csv"),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn table(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
    Queried(TableOf { revision, language }): Queried<TableOf>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = match language {
        Some(HeadingLanguage::Sv) => Language::Swedish,
        Some(HeadingLanguage::En) => Language::English,
        None => language::preferred(&headers),
    };
    let found = registered(&app, &state, revision.map(RevisionNumber)).await?;
    let (headings, name) = match language {
        Language::Swedish => {
            (["Avsnitt", "Nummer", "Åtgärd", "Ansvarar", "Delaktighetsnivå", "Senast"], "Åtgärder.csv")
        }
        Language::English => {
            (["Section", "Number", "Measure", "Responsible", "Level of participation", "Due"], "Measures.csv")
        }
    };
    let rows = found.iter().map(|one| one.row(&state, language));
    let rows = [headings.map(str::to_owned)].into_iter().chain(rows);
    let headers = [
        (CONTENT_TYPE, axum::http::HeaderValue::from_static("text/csv; charset=utf-8")),
        (CONTENT_DISPOSITION, download::disposition(name)),
    ];
    Ok((headers, csv(rows)).into_response())
}

impl RegisteredMeasure {
    fn row(&self, state: &Agreement, language: Language) -> [String; 6] {
        let party = |id: &PartyId| state.party(*id).map(|party| party.name.clone());
        let responsible: Vec<String> = self.responsible.iter().filter_map(party).collect();
        let level = self.level.map(|level| match (level, language) {
            (Level::Information, _) => "information",
            (Level::Consultation, Language::Swedish) => "samråd",
            (Level::Consultation, Language::English) => "consultation",
            (Level::Dialogue, Language::Swedish) => "dialog",
            (Level::Dialogue, Language::English) => "dialogue",
            (Level::Partnership, Language::Swedish) => "partnerskap",
            (Level::Partnership, Language::English) => "partnership",
        });
        [
            self.section_title.clone(),
            self.number.to_string(),
            self.text.clone(),
            responsible.join(", "),
            level.unwrap_or_default().to_owned(),
            self.due.map(|due| due.to_string()).unwrap_or_default(),
        ]
    }
}

async fn registered(
    app: &App,
    state: &Arc<Agreement>,
    revision: Option<RevisionNumber>,
) -> Result<Vec<RegisteredMeasure>, Problem> {
    let mut found = Vec::new();
    match revision {
        None => {
            for section in state.sections() {
                let standing = app.rooms.standing(section.id).await?;
                found.extend(of_section(state, section.id, &section.title, &standing.blocks));
            }
        }
        Some(number) => {
            let whole = state.revision(number).ok_or(Refusal::NoSuchRevision)?;
            let texts: Vec<(SectionId, Digest)> =
                whole.sections.iter().map(|one| (one.section, one.hash)).collect();
            for (section, hash) in texts {
                let content = app.approving.content(hash).await?.section;
                found.extend(of_section(state, section, &content.title, &content.blocks));
            }
        }
    }
    Ok(found)
}

fn of_section(
    state: &Agreement,
    section: SectionId,
    title: &str,
    blocks: &[Block],
) -> impl Iterator<Item = RegisteredMeasure> {
    let section_number = state.number(section);
    measures(blocks).into_iter().map(move |measure| RegisteredMeasure {
        section,
        section_title: title.to_owned(),
        section_number,
        number: measure.number,
        text: measure.text,
        responsible: measure.responsible,
        level: measure.level,
        due: measure.due,
    })
}
