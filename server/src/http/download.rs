//! Answers that a browser is to keep as a file instead of showing them.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What need not be escaped in `filename*` besides letters and digits (RFC 8187, `attr-char`).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The `Content-Disposition` (RFC 6266) of a file with this name: once in plain letters for old clients, and as
/// it is.
pub(super) fn disposition(name: &str) -> HeaderValue {
    let plain =
        |letter: char| if letter.is_ascii_alphanumeric() || " -_.()".contains(letter) { letter } else { '_' };
    let fallback: String = name.chars().map(plain).collect();
    let escaped = utf8_percent_encode(name, ESCAPED);
    let header = format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{escaped}");
    HeaderValue::from_str(&header).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_cannot_say_more_than_a_name() {
        for (name, expected) in [
            ("plan.pdf", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"),
            (
                "Årsmöte 1.pdf",
                "attachment; filename=\"_rsm_te 1.pdf\"; filename*=UTF-8''%C3%85rsm%C3%B6te%201.pdf",
            ),
            (
                "a\"; x=\"\r\nb",
                "attachment; filename=\"a__ x____b\"; filename*=UTF-8''a%22%3B%20x%3D%22%0D%0Ab",
            ),
        ] {
            assert_eq!(disposition(name).to_str().unwrap(), expected);
        }
    }
}
