//! Which letters I get.

use super::App;
use super::identity::Identity;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use crate::access::account::AccountId;
use crate::access::telling::LetterSettings;
use crate::agreement::refusal::Language;
use crate::mail::telling::Telling;
use crate::notices::zone_of;
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(settings, change))
}

/// Which letters I get, and what the server does by itself.
#[derive(Serialize, ToSchema)]
struct Letters {
    /// Whether I want a letter a day with what is new, when there is something.
    digest: bool,
    /// At which hour, from 0 to 23; null: at the usual one.
    hour: Option<i8>,
    /// Whether I want a letter at once when I am named in a comment.
    mention: bool,
    /// Whether I want a letter at once when a section waits for my approval.
    sign_off: bool,
    /// In which language; null: that of the agreement.
    language: Option<LetterLanguage>,
    /// Whether this server sends e-mail at all.
    mail: bool,
    /// The usual hour; null: this server sends no daily letters.
    usual_hour: Option<i8>,
    /// The time zone in which hours are counted: that of the agreement I have been in longest.
    #[schema(example = "Europe/Stockholm")]
    time_zone: String,
    /// Where letters go.
    email: String,
}

/// Which letters I want; all of it takes the place of what was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LettersRequest {
    /// A letter a day with what is new, when there is something.
    digest: bool,
    /// At which hour, from 0 to 23; null: at the usual one.
    hour: Option<i8>,
    /// A letter at once when I am named in a comment.
    mention: bool,
    /// A letter at once when a section waits for my approval.
    sign_off: bool,
    /// In which language; null: that of the agreement.
    language: Option<LetterLanguage>,
}

/// A language of letters.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LetterLanguage {
    Sv,
    En,
}

/// Which letters I get.
#[utoipa::path(get, path = "/api/notices/settings", tag = "notices", responses(
    (status = 200, body = Letters),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn settings(identity: Identity, State(app): State<App>) -> Result<Json<Letters>, Problem> {
    let letters = identity.account.letters;
    answer(&app, identity.account.id, identity.account.email, letters).await
}

/// Chooses which letters I get. Needs a session: a token speaks in one agreement, and this is about all.
#[utoipa::path(post, path = "/api/notices/settings", tag = "notices", security(("session" = [])),
    request_body = LettersRequest,
    responses(
        (status = 200, body = Letters),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`session-needed` or `wrong-origin`", body = ProblemBody),
        (status = 413, description = "`too-large`", body = ProblemBody),
    ),
)]
async fn change(
    identity: Identity,
    State(app): State<App>,
    Sent(wanted): Sent<LettersRequest>,
) -> Result<Json<Letters>, Problem> {
    identity.in_person()?;
    if wanted.hour.is_some_and(|hour| !(0..=23).contains(&hour)) {
        return Err(Problem::BadRequest("hour: from 0 to 23, or null".to_owned()));
    }
    let (before, now) = (identity.account.letters, Timestamp::now());
    let is_again = wanted.digest && !before.digest;
    let letters = LetterSettings {
        digest: wanted.digest,
        digest_since: if is_again { Some(now) } else { before.digest_since },
        hour: wanted.hour,
        mention: wanted.mention,
        sign_off: wanted.sign_off,
        language: wanted.language.map(|language| match language {
            LetterLanguage::Sv => Language::Swedish,
            LetterLanguage::En => Language::English,
        }),
    };
    let changed = app.access.change_letters(identity.account.id, |_| letters).await?;
    let letters = changed.ok_or(Problem::NotSignedIn)?;
    answer(&app, identity.account.id, identity.account.email, letters).await
}

async fn answer(
    app: &App,
    account: AccountId,
    email: String,
    letters: LetterSettings,
) -> Result<Json<Letters>, Problem> {
    let places = app.notices.places(account).await?;
    let zone = places.first().map(|place| zone_of(&place.state));
    let zone = zone.as_ref().and_then(|zone| zone.iana_name()).unwrap_or("UTC").to_owned();
    let telling: Option<Telling> = app.mail.telling();
    Ok(Json(Letters {
        digest: letters.digest,
        hour: letters.hour,
        mention: letters.mention,
        sign_off: letters.sign_off,
        language: letters.language.map(|language| match language {
            Language::Swedish => LetterLanguage::Sv,
            Language::English => LetterLanguage::En,
        }),
        mail: app.mail.is_on(),
        usual_hour: telling.and_then(|telling| telling.hour),
        time_zone: zone,
        email,
    }))
}
