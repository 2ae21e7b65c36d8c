//! A fixed text as a page of HTML that stands by itself: no script, no picture, nothing to load.
//!
//! The same text makes the same bytes, always: an export holds these pages, and whoever checks it makes them
//! again. So a change of what is written here is another [`VERSION`], which is part of the export's format.

mod blocks;
mod escape;
mod sheet;
#[cfg(test)]
mod tests;

use super::canonical::{ReadAgreement, ReadSection};
use super::wording::{Wording, labels_for, moment};
pub use sheet::{SheetAbout, SheetSection, sheet_page};

use crate::agreement::digest::Digest;
use crate::agreement::id::PartyId;
use crate::agreement::refusal::Language;
use crate::agreement::revision::RevisionNumber;
use blocks::Writer;
use escape::escaped;
use jiff::Timestamp;

/// Number of how pages are written, in HTML and in Markdown.
pub const VERSION: u32 = 1;

/// Small, and good on paper too.
const STYLE: &str = "body{font:1rem/1.55 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}\
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.6em 0 .5em}p,h1,h2,h3,h4,h5,h6,dd{white-space:pre-wrap;overflow-wrap:anywhere}\
blockquote{margin-left:0;padding-left:1rem;border-left:3px solid #777}table{border-collapse:collapse}\
th,td{border:1px solid #777;padding:.3rem .6rem;text-align:left;vertical-align:top}\
.numbered{border-left:3px solid #1b1b1b;padding-left:1rem;margin:1rem 0}dl{margin:.4rem 0}dl div{display:flex;gap:.5rem}\
dt{font-weight:bold}dt::after{content:\":\"}dd{margin:0}td p,th p,li p{margin:.2rem 0}.about{font:.85rem/1.5 sans-serif;color:#444;overflow-wrap:anywhere}\
a{color:#0b4f8a}";

/// The circumstances of a revision that stand on its page.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The language of the text (BCP 47).
    pub language: &'a str,
    /// The agreement's case number.
    pub case_number: &'a str,
    /// The revision's number.
    pub number: RevisionNumber,
    /// What it is called, if anything.
    pub name: Option<&'a str>,
    /// When it was saved.
    pub at: Timestamp,
    /// The hash of its canonical form.
    pub hash: Digest,
    /// The parties by the names they went by then.
    pub parties: &'a [(PartyId, String)],
}

impl About<'_> {
    pub(super) fn wording(&self) -> Wording<'_> {
        Wording { language: labels_for(self.language), parties: self.parties }
    }

    /// Label and value of each thing that is said about a revision.
    pub(super) fn said(&self, responsible: &[String]) -> Vec<(String, String)> {
        let wording = self.wording();
        let mut said = Vec::new();
        let mut say = |label: &str, value: String| said.push((label.to_owned(), value));
        say(wording.say("Diarienummer", "Case number"), self.case_number.to_owned());
        say(wording.say("Revision", "Revision"), self.number.to_string());
        if let Some(name) = self.name {
            say(wording.say("Kallad", "Called"), name.to_owned());
        }
        say(wording.say("Sparad", "Saved"), moment(self.at));
        if !responsible.is_empty() {
            say(wording.say("Ansvarar", "Responsible"), responsible.join(", "));
        }
        say(wording.say("Kontrollsumma (SHA-256)", "Checksum (SHA-256)"), self.hash.to_string());
        said.retain(|(_, value)| !value.is_empty());
        said
    }
}

/// The page of a section's revision.
pub fn section_page(about: &About<'_>, text: &ReadSection) -> String {
    let title = escaped(&text.title);
    let mut body = format!("<h1>{title}</h1>\n");
    body.push_str(&list_of(about, &responsible_of(text)));
    body.push_str(&Writer::after_title(1, about.wording()).write(&text.blocks));
    page(about, &title, &body)
}

/// The page of an agreement revision: the whole text, each section with the number of its revision.
pub fn whole_page(
    about: &About<'_>,
    text: &ReadAgreement,
    sections: &[(RevisionNumber, ReadSection)],
) -> String {
    let title = escaped(&text.title);
    let parties: Vec<String> =
        text.parties.iter().map(|(_, letter, name)| format!("{letter} {name}")).collect();
    let wording = about.wording();
    let mut body = format!("<h1>{title}</h1>\n");
    body.push_str(&list_of(about, &[]));
    body.push_str(&format!(
        "<p{}>{}: {}</p>\n",
        tagged(about),
        wording.say("Parter", "Parties"),
        escaped(&parties.join(", "))
    ));
    body.push_str(&format!(
        "<nav aria-label=\"{}\"{}>\n<ul>\n",
        wording.say("Innehåll", "Contents"),
        tagged(about)
    ));
    for (index, (_, section)) in (1..).zip(sections) {
        let title = escaped(&section.title);
        body.push_str(&format!("<li><a href=\"#s{index}\">{title}</a></li>\n"));
    }
    body.push_str("</ul>\n</nav>\n");
    for (index, ((number, section), hash)) in (1..).zip(sections.iter().zip(&text.sections)) {
        let responsible = responsible_of(section);
        body.push_str(&format!("<section aria-labelledby=\"s{index}\">\n"));
        body.push_str(&format!("<h2 id=\"s{index}\">{}</h2>\n", escaped(&section.title)));
        let mut said = format!("{} {number}", wording.say("Revision", "Revision"));
        if !responsible.is_empty() {
            said = format!("{said}. {}: {}", wording.say("Ansvarar", "Responsible"), responsible.join(", "));
        }
        body.push_str(&format!(
            "<p class=\"about\"{}>{}. SHA-256 {hash}</p>\n",
            tagged(about),
            escaped(&said)
        ));
        body.push_str(&Writer::after_title(2, about.wording()).write(&section.blocks));
        body.push_str("</section>\n");
    }
    page(about, &title, &body)
}

/// The parties that answer for a section, by name.
pub(super) fn responsible_of(text: &ReadSection) -> Vec<String> {
    text.responsible.iter().map(|(_, name)| name.clone()).collect()
}

/// The attribute for what is worded in another language than the text.
fn tagged(about: &About<'_>) -> &'static str {
    let primary = about.language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match labels_for(about.language) {
        Language::English if primary != "en" => " lang=\"en\"",
        Language::English | Language::Swedish => "",
    }
}

fn list_of(about: &About<'_>, responsible: &[String]) -> String {
    let said = about.said(responsible);
    let said = said
        .iter()
        .map(|(label, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(label), escaped(value)));
    format!("<dl class=\"about\"{}>\n{}</dl>\n", tagged(about), said.collect::<String>())
}

fn page(about: &About<'_>, title: &str, body: &str) -> String {
    document(about.language, title, "", body)
}

/// A page with more style than the usual.
fn document(language: &str, title: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(language)
    )
}
