//! Which of our languages somebody reads.

use crate::agreement::refusal::Language;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// As in `Content-Language`.
pub(super) fn tag(language: Language) -> &'static str {
    match language {
        Language::Swedish => "sv",
        Language::English => "en",
    }
}

/// The best of ours for an `Accept-Language`, the first of equals; Swedish for those who wish for neither.
pub(super) fn preferred(headers: &HeaderMap) -> Language {
    let wishes = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Language::Swedish);
    for wish in wishes.split(',') {
        let mut parts = wish.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("sv" | "*") => Language::Swedish,
            Some("en") => Language::English,
            _ => continue,
        };
        let weight =
            parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::preferred;
    use crate::agreement::refusal::Language::{English, Swedish};
    use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_LANGUAGE};

    #[test]
    fn the_reader_gets_the_language_they_like_best() {
        for (wish, language) in [
            ("", Swedish),
            ("sv-SE,sv;q=0.9,en;q=0.8", Swedish),
            ("en-GB,en;q=0.9,sv;q=0.8", English),
            ("de,en;q=0.5,sv;q=0.4", English),
            ("de", Swedish),
            ("en;q=0, sv;q=0.1", Swedish),
            ("en;q=loads", English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(wish).unwrap());
            assert_eq!(preferred(&headers), language, "{wish}");
        }
    }
}
