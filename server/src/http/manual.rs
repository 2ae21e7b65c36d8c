//! The manual, carried within the binary: the Markdown of docs/manual as pages, in two languages, for everybody.

use super::language;
use super::problem::Problem;
use super::web::answer;
use crate::agreement::refusal::Language;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, html};
use rust_embed::RustEmbed;

/// The manual as it is written: a folder for each language, one for pictures, and a style sheet.
#[derive(RustEmbed)]
#[folder = "../docs/manual"]
struct Manual;

/// Its chapters, by the names of their files, in the order in which they are listed.
const CHAPTERS: [&str; 9] =
    ["start", "write", "propose", "discuss", "compare", "history", "approve", "meet", "review"];

/// A newer server may have another text.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// What stands around a chapter, in one language.
struct Frame {
    code: &'static str,
    other: &'static str,
    other_name: &'static str,
    manual: &'static str,
    back: &'static str,
    chapters: &'static str,
}

const SWEDISH: Frame = Frame {
    code: "sv",
    other: "en",
    other_name: "English",
    manual: "Handbok",
    back: "Till Överens",
    chapters: "Kapitel",
};

const ENGLISH: Frame = Frame {
    code: "en",
    other: "sv",
    other_name: "Svenska",
    manual: "Manual",
    back: "To Överens",
    chapters: "Chapters",
};

/// Answers for a path below `/manual`, without it.
pub(super) fn serve_manual(path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_matches('/');
    let (language, chapter) = path.split_once('/').unwrap_or((path, ""));
    let frame = match language {
        "sv" => &SWEDISH,
        "en" => &ENGLISH,
        "" => match language::preferred(headers) {
            Language::Swedish => return lead_to(&SWEDISH),
            Language::English => return lead_to(&ENGLISH),
        },
        _ if path.ends_with(".md") => return Problem::NotFound.into_response(),
        _ => {
            return Manual::get(path)
                .map_or(Problem::NotFound.into_response(), |file| answer(file, headers, ASK_AGAIN));
        }
    };
    if chapter.is_empty() {
        return lead_to(frame);
    }
    // Within the manual chapters link to each other as the files do.
    let chapter = chapter.strip_suffix(".md").unwrap_or(chapter);
    match CHAPTERS.iter().find(|known| **known == chapter).and_then(|known| page(frame, known)) {
        Some(page) => ([(CACHE_CONTROL, ASK_AGAIN)], Html(page)).into_response(),
        None => Problem::NotFound.into_response(),
    }
}

fn lead_to(frame: &Frame) -> Response {
    let first = format!("/manual/{}/{}", frame.code, CHAPTERS[0]);
    (StatusCode::FOUND, [(LOCATION, first)]).into_response()
}

fn markdown(frame: &Frame, chapter: &str) -> Option<String> {
    let file = Manual::get(&format!("{}/{chapter}.md", frame.code))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The words of a chapter's first heading.
fn title(markdown: &str) -> String {
    let mut is_title = false;
    let mut title = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => is_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => break,
            Event::Text(text) if is_title => title.push_str(&text),
            _ => {}
        }
    }
    title
}

fn page(frame: &Frame, chapter: &str) -> Option<String> {
    let text = markdown(frame, chapter)?;
    let mut list = String::new();
    for known in CHAPTERS {
        let here = if known == chapter { " aria-current=\"page\"" } else { "" };
        let name = title(&markdown(frame, known)?);
        list.push_str(&format!("<li><a href=\"{known}\"{here}>{name}</a></li>\n"));
    }
    let mut body = String::new();
    html::push_html(&mut body, Parser::new(&text));
    let Frame { code, other, other_name, manual, back, chapters } = frame;
    let title = title(&text);
    Some(format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – {manual} – Överens</title>\n<link rel=\"icon\" href=\"/mark.svg\">\n\
         <link rel=\"stylesheet\" href=\"/manual/manual.css\">\n</head>\n<body>\n\
         <header><a href=\"/\">{back}</a> <span>{manual}</span> \
         <a href=\"/manual/{other}/{chapter}\" lang=\"{other}\" hreflang=\"{other}\">{other_name}</a></header>\n\
         <div class=\"page\">\n<nav aria-label=\"{chapters}\"><ol>\n{list}</ol></nav>\n\
         <main>\n{body}</main>\n</div>\n</body>\n</html>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::CONTENT_TYPE;

    fn asked(path: &str) -> Response {
        serve_manual(path, &HeaderMap::new())
    }

    /// Where a chapter's links and pictures lead, as a browser would find them.
    fn targets(frame: &Frame, chapter: &str) -> Vec<String> {
        let text = markdown(frame, chapter).unwrap();
        let of = |event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        };
        Parser::new(&text).filter_map(of).collect()
    }

    #[test]
    fn every_chapter_is_there_in_both_languages_and_every_link_leads_somewhere() {
        for frame in [&SWEDISH, &ENGLISH] {
            let mut pictures = 0;
            for chapter in CHAPTERS {
                assert_eq!(asked(&format!("/{}/{chapter}", frame.code)).status(), StatusCode::OK);
                assert!(!title(&markdown(frame, chapter).unwrap()).is_empty(), "{chapter} has no title");
                for target in targets(frame, chapter) {
                    let path = match target.strip_prefix("../") {
                        Some(picture) => {
                            pictures += 1;
                            format!("/{picture}")
                        }
                        None => format!("/{}/{target}", frame.code),
                    };
                    assert_eq!(asked(&path).status(), StatusCode::OK, "{chapter}: {target}");
                }
            }
            assert!(pictures >= 8, "{pictures}");
        }
    }

    #[test]
    fn both_languages_have_the_same_pictures() {
        for chapter in CHAPTERS {
            let pictures = |frame: &Frame| {
                let own = format!("../pictures/{}-", frame.code);
                let all = targets(frame, chapter).into_iter();
                all.filter_map(|target| target.strip_prefix(&own).map(str::to_owned)).collect::<Vec<_>>()
            };
            assert_eq!(pictures(&SWEDISH), pictures(&ENGLISH), "{chapter}");
        }
    }

    #[test]
    fn whoever_asks_for_the_manual_is_led_to_its_first_chapter_in_their_language() {
        let led = |path: &str, language: &'static str| {
            let headers = [("accept-language".parse().unwrap(), HeaderValue::from_static(language))];
            let response = serve_manual(path, &headers.into_iter().collect());
            assert_eq!(response.status(), StatusCode::FOUND);
            response.headers()[LOCATION].to_str().unwrap().to_owned()
        };
        assert_eq!(led("", "en-GB,en;q=0.9"), "/manual/en/start");
        assert_eq!(led("/", "sv"), "/manual/sv/start");
        assert_eq!(led("/en", "sv"), "/manual/en/start");
    }

    #[test]
    fn nothing_but_the_manual_is_served() {
        for path in [
            "/sv/nothing",
            "/de/start",
            "/../Cargo.toml",
            "/sv/../../Cargo.toml",
            "/sv/start/more",
            "/de/start.md",
        ] {
            assert_eq!(asked(path).status(), StatusCode::NOT_FOUND, "{path}");
        }
        let style = asked("/manual.css");
        assert_eq!(style.headers()[CONTENT_TYPE], "text/css");
    }
}
