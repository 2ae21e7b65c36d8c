//! Promises of the pages of fixed texts.

use super::*;
use crate::text::block::Block;
use crate::text::canonical::read;
use crate::text::epoch::tests::blocks;
use crate::text::markdown::page as markdown;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn parties() -> Vec<(PartyId, String)> {
    vec![(PartyId(Uuid::from_u128(1)), "Ån & <Bäcken>".to_owned())]
}

fn about<'a>(language: &'a str, parties: &'a [(PartyId, String)]) -> About<'a> {
    About {
        language,
        case_number: "KS 1",
        number: RevisionNumber(3),
        name: Some("Till \"styrelsen\""),
        at: "2027-03-01T08:15:30Z".parse().unwrap(),
        hash: Digest([1; 32]),
        parties,
    }
}

fn section(blocks: Vec<Block>) -> ReadSection {
    ReadSection {
        agreement: crate::agreement::id::AgreementId(Uuid::nil()),
        section: crate::agreement::id::SectionId(Uuid::nil()),
        kind: "principle".to_owned(),
        title: "<Dialog>".to_owned(),
        responsible: parties(),
        blocks,
    }
}

fn of(language: &str, value: serde_json::Value) -> String {
    section_page(&about(language, &parties()), &section(serde_json::from_value(value).unwrap()))
}

#[test]
fn a_page_says_what_it_is_and_escapes_everything() {
    let text = json!([{"type": "paragraph", "content": [
        {"type": "text", "text": "<script>alert('x')</script>", "marks": [{"type": "bold"}]},
        {"type": "hardBreak"},
        {"type": "text", "text": "här", "marks": [{"type": "link", "attrs": {"href": "https://a.example/?a=\"&b", "title": "<t>"}}]},
        {"type": "text", "text": "där", "marks": [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}]},
    ]}]);
    let page = of("sv", text);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"sv\">"));
    assert!(page.contains("<title>&lt;Dialog&gt;</title>"));
    assert!(page.contains("<h1>&lt;Dialog&gt;</h1>"));
    assert!(page.contains("<dt>Kallad</dt><dd>Till &quot;styrelsen&quot;</dd>"));
    assert!(page.contains("<dt>Sparad</dt><dd>2027-03-01 08:15 UTC</dd>"));
    assert!(page.contains("<strong>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</strong><br>"));
    assert!(page.contains(
        "<a href=\"https://a.example/?a=&quot;&amp;b\" title=\"&lt;t&gt;\" rel=\"noopener noreferrer\">här</a>där"
    ));
    assert!(!page.contains("javascript:"));
}

#[test]
fn measures_and_commitments_have_numbers_and_their_fields_in_words() {
    let text = json!([
        {"type": "measure", "attrs": {"responsible": [parties()[0].0], "level": "dialogue", "due": "2031-09-01"},
         "content": [{"type": "text", "text": "Två råd."}]},
        {"type": "measure", "attrs": {"frist": 3}, "content": [{"type": "text", "text": "Ett råd."}]},
        {"type": "commitment", "attrs": {"kind": "joint"}, "content": [{"type": "text", "text": "Vi ses."}]},
    ]);
    let page = of("sv", text.clone());
    for expected in [
        "<p><strong>Åtgärd 1.</strong> Två råd.</p>",
        "<dt>Ansvarar</dt><dd>Ån &amp; &lt;Bäcken&gt;</dd>",
        "<dt>Delaktighetsnivå</dt><dd>dialog</dd>",
        "<dt>Senast</dt><dd>2031-09-01</dd>",
        "<p><strong>Åtgärd 2.</strong> Ett råd.</p>",
        "<dt>Senast</dt><dd>inte bestämt</dd>",
        "<dt>frist</dt><dd>3</dd>",
        "<p><strong>Åtagande 1.</strong> Vi ses.</p>",
        "<dt>Vems åtagande</dt><dd>gemensamt</dd>",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    let read = section(serde_json::from_value(text).unwrap());
    let page = markdown::section_page(&about("en", &parties()), &read);
    assert!(page.starts_with("# \\<Dialog\\>\n\n- Case number: KS 1\n- Revision: 3\n"), "{page}");
    assert!(page.contains("**Measure 1.** Två råd.\n\n- Responsible: Ån \\& \\<Bäcken\\>\n- Level of participation: dialogue\n- Due: 2031-09-01\n"), "{page}");
    assert!(page.contains("**Commitment 1.** Vi ses.\n\n- Whose commitment: joint\n"), "{page}");
}

#[test]
fn headings_leave_out_no_level_and_tables_name_their_cells() {
    let cell = |kind: &str, text: &str| {
        json!({"type": kind, "attrs": {"colspan": 2}, "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": text}]}]})
    };
    let text = json!([
        {"type": "heading", "attrs": {"level": 4}, "content": [{"type": "text", "text": "Djup"}]},
        {"type": "heading", "content": [{"type": "text", "text": "Ett"}]},
        {"type": "heading", "attrs": {"level": 3}},
        {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Två"}]},
        {"type": "table", "content": [
            {"type": "tableRow", "content": [cell("tableHeader", "Råden")]},
            {"type": "tableRow", "content": [cell("tableHeader", "Vår"), cell("tableCell", "Ja")]},
        ]},
        {"type": "orderedList", "attrs": {"start": 3}, "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Tre"}]}]}]},
        {"type": "framtida", "content": [{"type": "text", "text": "Okänt"}]},
    ]);
    let page = of("fi", text);
    assert!(page.contains("<html lang=\"fi\">"));
    assert!(page.contains("<dl class=\"about\" lang=\"en\">"));
    assert!(page.contains("<h2>Djup</h2>\n<h2>Ett</h2>\n<h3>Två</h3>\n"), "{page}");
    assert!(page.contains("<th scope=\"col\" colspan=\"2\">\n<p>Råden</p>\n</th>"));
    assert!(
        page.contains("<th scope=\"row\" colspan=\"2\">\n<p>Vår</p>\n</th>\n<td colspan=\"2\">\n<p>Ja</p>")
    );
    assert!(page.contains("<ol start=\"3\">\n<li>\n<p>Tre</p>\n</li>\n</ol>\n<p>Okänt</p>\n"));
}

#[test]
fn the_whole_text_has_its_sections_under_their_titles() {
    let heading =
        json!([{"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Syfte"}]}]);
    let one = section(serde_json::from_value(heading).unwrap());
    let letter = crate::agreement::party::Letter::new('A').unwrap();
    let text = ReadAgreement {
        agreement: one.agreement,
        title: "Avtal".to_owned(),
        parties: vec![(parties()[0].0, letter, "Ån".to_owned())],
        sections: vec![crate::text::canonical::TextHash([5; 32])],
    };
    let sections = [(RevisionNumber(7), one)];
    let page = whole_page(&about("sv", &parties()), &text, &sections);
    assert!(page.contains("<li><a href=\"#s1\">&lt;Dialog&gt;</a></li>"));
    assert!(page.contains("<h2 id=\"s1\">&lt;Dialog&gt;</h2>"));
    assert!(page.contains("<h3>Syfte</h3>"));
    assert!(page.contains("Revision 7. Ansvarar: Ån &amp; &lt;Bäcken&gt;. SHA-256 0505"));
    let page = markdown::whole_page(&about("sv", &parties()), &text, &sections);
    assert!(page.contains("\n## \\<Dialog\\>\n\n- Revision: 7\n"), "{page}");
    assert!(page.contains("\n### Syfte\n"), "{page}");
}

proptest! {
    #[test]
    fn any_text_makes_a_page_of_tags_that_close(blocks in blocks()) {
        let page = of("sv", serde_json::to_value(&blocks).unwrap());
        prop_assert_eq!(&page, &of("sv", serde_json::to_value(&blocks).unwrap()));
        let mut open: Vec<&str> = Vec::new();
        for part in page.split('<').skip(1) {
            let tag = part.split('>').next().unwrap();
            let name = tag.split(' ').next().unwrap();
            match name.strip_prefix('/') {
                Some(closed) => prop_assert_eq!(open.pop(), Some(closed)),
                None if ["!DOCTYPE", "meta", "br"].contains(&name) => {}
                None => open.push(name),
            }
        }
        prop_assert!(open.is_empty());
        prop_assert!(markdown::section_page(&about("sv", &parties()), &section(blocks)).starts_with("# "));
    }
}

#[test]
fn the_worked_example_makes_a_page() {
    let example = include_str!("../../../../docs/canonical-text.md");
    let canonical = example.split("```canonical\n").nth(1).unwrap().split("\n```").next().unwrap();
    let read = read(canonical.as_bytes()).unwrap();
    let page = section_page(&about("sv", &parties()), &read);
    assert!(page.contains("<strong><em>före</em></strong>"));
    assert!(page.contains("<strong>Åtgärd 2.</strong>"));
}
