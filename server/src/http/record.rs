//! The record: its entries for people to read, its head signed, and the key to check signatures with.

use super::App;
use super::identity::InAgreement;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use super::view::{EntryKind, RecordEntry};
use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::state::State;
use crate::record::chain::Sealed;
use crate::record::signature::{RecordHead, Signed};
use crate::store::Position;
use axum::Json;
use axum::extract::State as Within;
use serde::de::value::{Error as KindError, StrDeserializer};
use serde::de::{Error as _, IntoDeserializer as _};
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Entries in one answer, unless asked for fewer or more.
const USUAL: usize = 50;

/// Entries in one answer, whatever was asked for.
const MOST: usize = 200;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(entries)).routes(routes!(head)).routes(routes!(signing_key))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RecordQuestion {
    /// Only those before this position; all unless given.
    before: Option<u64>,
    /// How many at most; 50 unless given, and never more than 200.
    most: Option<usize>,
    /// Only those of these kinds, parted by commas.
    #[serde(default, deserialize_with = "parted_by_commas")]
    #[param(style = Form, explode = false, value_type = Option<Vec<EntryKind>>)]
    kind: Vec<EntryKind>,
    /// Only those about this section.
    section: Option<SectionId>,
    /// Only what this member did, and what is about them.
    member: Option<MemberId>,
}

/// A part of the record.
#[derive(Serialize, ToSchema)]
struct RecordPage {
    /// Newest first.
    entries: Vec<RecordEntry>,
    /// Ask with `before` = this for more; null at the beginning of the record.
    next: Option<u64>,
    head: Signed<RecordHead>,
}

/// The public half of the server's key.
#[derive(Serialize, ToSchema)]
struct SigningKey {
    algorithm: Algorithm,
    /// 64 hexadecimal digits.
    key: Digest,
}

/// How the server signs (RFC 8032).
#[derive(Serialize, ToSchema)]
enum Algorithm {
    Ed25519,
}

/// The record, newest first.
#[utoipa::path(get, path = "/api/agreements/{id}/record", tag = "record",
    params(("id" = Uuid, Path, description = "The agreement's id"), RecordQuestion),
    responses(
        (status = 200, body = RecordPage),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn entries(
    InAgreement { state, member, .. }: InAgreement,
    Within(app): Within<App>,
    Queried(question): Queried<RecordQuestion>,
) -> Result<Json<RecordPage>, Problem> {
    let agreement = state.agreement();
    let (state, head) = signed_head(&app, agreement).await?;
    let before = Position(question.before.unwrap_or(u64::MAX)).min(state.position());
    let most = question.most.unwrap_or(USUAL).clamp(1, MOST);
    let wanted = |sealed: &Sealed| question.asks_for(&state, sealed);
    let page = app.records.page(agreement, before, most, wanted).await?;
    let entries = page.entries.iter().map(|(sealed, hash)| RecordEntry::of(&state, sealed, *hash, member));
    let entries = entries.collect::<Result<_, _>>().map_err(Problem::internal)?;
    Ok(Json(RecordPage { entries, next: page.next.map(|next| next.0), head }))
}

/// The end of the record, signed: whoever keeps it can tell whether any entry up to it was changed later.
#[utoipa::path(get, path = "/api/agreements/{id}/record/head", tag = "record",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = Signed<RecordHead>), InAgreementProblems),
)]
async fn head(
    InAgreement { state, .. }: InAgreement,
    Within(app): Within<App>,
) -> Result<Json<Signed<RecordHead>>, Problem> {
    Ok(Json(signed_head(&app, state.agreement()).await?.1))
}

/// The key that this server's signatures are checked with.
#[utoipa::path(get, path = "/api/signing-key", tag = "record", security(()), responses(
    (status = 200, body = SigningKey),
))]
async fn signing_key(Within(app): Within<App>) -> Json<SigningKey> {
    Json(SigningKey { algorithm: Algorithm::Ed25519, key: app.signatory.public() })
}

async fn signed_head(app: &App, agreement: AgreementId) -> Result<(Arc<State>, Signed<RecordHead>), Problem> {
    let (state, tip) = app.records.head(agreement).await?;
    let head = app.signatory.sign(RecordHead::of(agreement, tip)).map_err(Problem::internal)?;
    Ok((state, head))
}

impl RecordQuestion {
    fn asks_for(&self, state: &State, sealed: &Sealed) -> bool {
        (self.kind.is_empty() || self.kind.contains(&EntryKind::of(&sealed.entry)))
            && self.section.is_none_or(|section| RecordEntry::is_about(state, &sealed.entry, section))
            && self.member.is_none_or(|member| RecordEntry::concerns(state, sealed, member))
    }
}

fn parted_by_commas<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EntryKind>, D::Error> {
    let list = String::deserialize(deserializer)?;
    let kind = |name: &str| {
        let name: StrDeserializer<'_, KindError> = name.into_deserializer();
        EntryKind::deserialize(name).map_err(D::Error::custom)
    };
    list.split(',').filter(|name| !name.is_empty()).map(kind).collect()
}
