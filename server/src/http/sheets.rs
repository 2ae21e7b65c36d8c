//! Anchoring sheets: made, listed, read, and as a page to send.

use super::identity::{Identity, InAgreement, first_parameter, within};
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::{Problem, ProblemBody};
use super::reviews::ChosenSection;
use super::sent::Sent;
use super::view::{AnswerTo, Sheet, SheetToRead, case_number, leading_language};
use super::{App, download, language};
use crate::agreement::decide::{Command, NewSheet};
use crate::agreement::entry::Entry;
use crate::agreement::id::{OrganisationId, SheetId};
use crate::agreement::recorded::Recorded;
use crate::agreement::refusal::Refusal;
use crate::agreement::review;
use crate::approving::ShownSection;
use crate::text::html::{SheetAbout, SheetSection, sheet_page};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Characters of an organisation's name in a file's name.
const LONGEST_NAME: usize = 80;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(one)).routes(routes!(page))
}

/// An anchoring sheet to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SheetRequest {
    /// One of my party.
    organisation: OrganisationId,
    /// At least one, each at its latest revision.
    sections: Vec<ChosenSection>,
    /// What is still open: at most 10,000 characters. May be left out.
    questions: Option<String>,
    /// What mandate is asked for: 1 to 10,000 characters.
    mandate_asked: String,
    /// The last day to answer: today or later, in the agreement's time zone. May be left out.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
}

/// Somebody in an agreement they are a member of, at one of its anchoring sheets.
struct InSheet {
    within: InAgreement,
    sheet: SheetId,
}

impl FromRequestParts<App> for InSheet {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let sheet: SheetId = first_parameter(parts, app).await.ok_or(Refusal::NoSuchSheet)?;
        let agreement = app.records.of_sheet(sheet).await?.ok_or(Refusal::NoSuchSheet)?;
        let state = app.records.state(agreement).await?;
        Ok(Self { within: within(identity, state)?, sheet })
    }
}

impl InSheet {
    fn found(&self) -> Result<&Recorded<review::Sheet>, Problem> {
        Ok(self.within.state.sheet(self.sheet).ok_or(Refusal::NoSuchSheet)?)
    }

    /// The texts of its sections, and what changed in each since the organisation saw it.
    async fn texts(&self, app: &App) -> Result<Vec<ShownSection>, Problem> {
        let sheet = self.found()?;
        let mut texts = Vec::with_capacity(sheet.sections.len());
        for shown in &sheet.sections {
            let before = self.within.state.shown_before(sheet, shown.section);
            texts.push(app.approving.shown(shown, before).await?);
        }
        Ok(texts)
    }
}

/// Every anchoring sheet, newest first, and what it led to.
#[utoipa::path(get, path = "/api/agreements/{id}/anchoring-sheets", tag = "anchoring",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Sheet]), InAgreementProblems),
)]
async fn list(InAgreement { state, .. }: InAgreement) -> Json<Vec<Sheet>> {
    let now = Timestamp::now();
    Json(state.sheets().iter().rev().map(|sheet| Sheet::of(&state, sheet, now)).collect())
}

/// Makes an anchoring sheet for an organisation of my party. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/anchoring-sheets", tag = "anchoring",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = SheetRequest,
    responses((status = 201, body = Sheet), CommandProblems),
)]
async fn make(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<SheetRequest>,
) -> Result<(StatusCode, Json<Sheet>), Problem> {
    let SheetRequest { organisation, sections, questions, mandate_asked, due } = request;
    let sections = sections.into_iter().map(|one| (one.section, one.revision)).collect();
    let questions = questions.unwrap_or_default();
    let new = NewSheet { organisation, sections, questions, mandate_asked, due };
    let done = within.carry_out(&app, Command::MakeSheet(new)).await?;
    let made = done.entries.iter().find_map(|entry| match entry {
        Entry::AnchoringSheetMade { sheet } => done.state.sheet(sheet.id),
        _ => None,
    });
    let made = made.ok_or_else(|| Problem::internal("the sheet is not there"))?;
    Ok((StatusCode::CREATED, Json(Sheet::of(&done.state, made, Timestamp::now()))))
}

/// One anchoring sheet with all that stands on it.
#[utoipa::path(get, path = "/api/anchoring-sheets/{id}", tag = "anchoring",
    params(("id" = Uuid, Path, description = "The sheet's id")),
    responses(
        (status = 200, body = SheetToRead),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`no-such-sheet`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn one(at: InSheet, State(app): State<App>) -> Result<Json<SheetToRead>, Problem> {
    let texts = at.texts(&app).await?;
    let (state, member) = (&at.within.state, at.within.member);
    Ok(Json(SheetToRead::of(state, at.found()?, texts, member, Timestamp::now())))
}

/// An anchoring sheet as a page of HTML that stands by itself, to be printed or sent.
#[utoipa::path(get, path = "/api/anchoring-sheets/{id}/page", tag = "anchoring",
    params(("id" = Uuid, Path, description = "The sheet's id")),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`no-such-sheet`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn page(at: InSheet, State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let texts = at.texts(&app).await?;
    let (state, sheet) = (&at.within.state, at.found()?);
    let organisation = state.organisation(sheet.organisation);
    let party = organisation.and_then(|organisation| state.party(organisation.party));
    let answer_to = AnswerTo::of(state, sheet, at.within.member);
    let parties: Vec<_> = state.parties().iter().map(|party| (party.id, party.name.clone())).collect();
    let text_language = leading_language(state);
    let about = SheetAbout {
        labels: language::preferred(&headers),
        text_language: &text_language,
        agreement: state.title().unwrap_or_default(),
        case_number: case_number(state),
        organisation: organisation.map(|organisation| organisation.name.as_str()).unwrap_or_default(),
        party: party.map(|party| party.name.as_str()).unwrap_or_default(),
        made: state.day_of(sheet.at),
        due: sheet.due,
        answer_to: &answer_to.name,
        email: answer_to.email.as_deref(),
        mandate_asked: sheet.mandate_asked.text().unwrap_or_default(),
        questions: sheet.questions.as_ref().and_then(|questions| questions.text()).unwrap_or_default(),
        parties: &parties,
    };
    let sections = sheet.sections.iter().zip(&texts).map(|(shown, text)| SheetSection {
        revision: shown.revision,
        text: &text.text,
        shown_before: state.shown_before(sheet, shown.section).map(|before| before.revision),
        changed: text.changed.as_deref(),
    });
    let page = sheet_page(&about, &sections.collect::<Vec<_>>());
    let name: String = about.organisation.chars().take(LONGEST_NAME).collect();
    let name = format!("{} {}.html", name.replace(['/', '\\'], "-").trim(), about.made);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(CONTENT_TYPE, html), (CONTENT_DISPOSITION, download::disposition(name.trim()))], page)
        .into_response())
}
