//! Files that belong to decisions, the signing and meetings: uploaded first, then named by their hash.

use super::App;
use super::download;
use super::identity::InAgreement;
use super::media::Media;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use super::sent::{Queried, Second};
use super::view::Attachment;
use crate::agreement::decide::{NewAttachment, needed};
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::record::attachment::Upload;
use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bytes of a file: a scan of some hundred pages. The largest body that is taken anywhere.
const FILE_SIZE: usize = 20 * 1024 * 1024;

/// Files of one agreement, and bytes in all: so that nobody who may upload fills the disk for everybody.
const MOST_FILES: usize = 5_000;
const MOST_BYTES: u64 = 5 << 30;

/// Of a file that is shown all the same: it loads nothing, runs nothing, and is nobody's page.
const ALONE: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

pub(super) fn router() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::max(FILE_SIZE));
    OpenApiRouter::new().routes(routes!(file)).merge(upload)
}

/// What a file is called.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Called {
    /// 1 to 200 characters; of a path, its last part.
    name: String,
}

/// Uploads a file, to be named in a decision, the signing or a meeting: a PDF, PNG or JPEG of at most 20 MiB. What it is, is
/// seen from its content.
#[utoipa::path(post, path = "/api/agreements/{id}/attachments", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id"), Called),
    request_body(content(
        ("application/pdf"), ("image/png"), ("image/jpeg"), ("application/octet-stream"),
    ), description = "The file"),
    responses(
        (status = 201, body = Attachment),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 413, description = "`too-large`", body = ProblemBody),
        (status = 415, description = "`unsupported-media`", body = ProblemBody),
        (status = 422, description = "`field-missing`, `field-too-long` or `field-unreadable`: the name; \
            `too-many`: 5,000 files, or 5 GiB of them, are kept for the agreement", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`, `not-a-drafter-or-coordinator` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
    ),
)]
async fn upload(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    Queried(Called { name }): Queried<Called>,
    request: Request,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    // Before the body is read: it is large, and who may not send it is not to fill the memory with it.
    state.may_attach(member)?;
    let (files, bytes) = app.records.uploads(state.agreement()).await?;
    if files >= MOST_FILES {
        return Err(Refusal::TooMany(Limit::Uploads, MOST_FILES).into());
    }
    if bytes >= MOST_BYTES {
        return Err(Refusal::TooMany(Limit::Mebibytes, (MOST_BYTES >> 20) as usize).into());
    }
    let content = Bytes::from_request(request, &app).await?;
    let media = Media::of(&content).ok_or(Problem::UnsupportedMedia)?;
    let media_type = media.name().to_owned();
    let name = media.named(needed(Field::FileName, name.rsplit(['/', '\\']).next().unwrap_or_default())?);
    let bytes = content.len() as u64;
    let upload = Upload { name, media_type, bytes, member, at: Timestamp::now() };
    let id = app.records.upload(state.agreement(), content, &upload).await?;
    let Upload { name, media_type, bytes, .. } = upload;
    Ok((StatusCode::CREATED, Json(Attachment { id, name, media_type, bytes })))
}

/// A file that was uploaded to the agreement, as a download.
#[utoipa::path(get, path = "/api/agreements/{id}/attachments/{hash}", tag = "approval",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("hash" = Digest, Path, description = "The file's id: SHA-256 of its content"),
    ),
    responses(
        (status = 200, description = "The file", content(
            ("application/pdf"), ("image/png"), ("image/jpeg"),
        )),
        (status = 404, description = "`agreement-unknown` or `attachment-unknown`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn file(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
    Second(hash): Second<Digest>,
) -> Result<Response, Problem> {
    let hash = hash.ok_or(Problem::AttachmentUnknown)?;
    let found = app.records.uploaded_content(state.agreement(), hash).await?;
    let (upload, content) = found.ok_or(Problem::AttachmentUnknown)?;
    let media_type = HeaderValue::from_str(&upload.media_type).map_err(Problem::internal)?;
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, download::disposition(&upload.name)),
        (CONTENT_SECURITY_POLICY, ALONE),
    ];
    Ok((headers, content).into_response())
}

/// The file that a client names, as it was uploaded: its kind and size are not the client's to say. What it is called
/// is: another party may have uploaded the same under another name.
pub(super) async fn named(
    app: &App,
    agreement: AgreementId,
    named: Option<Attachment>,
) -> Result<Option<NewAttachment>, Problem> {
    let Some(Attachment { id, name, .. }) = named else { return Ok(None) };
    let upload = app.records.uploaded(agreement, id).await?.ok_or(Problem::AttachmentUnknown)?;
    // Nothing is added to no name: that is refused.
    let name = match Media::called(&upload.media_type) {
        Some(media) if !name.trim().is_empty() => media.named(name.trim()),
        _ => name,
    };
    Ok(Some(upload.attached(id, name)))
}
