//! The text a section begins with when nobody gave one.

use super::block::{Block, HEADING, MEASURE, PARAGRAPH};

/// The guiding questions of a principle's sheet and the heading of its measures.
struct Wording {
    questions: [&'static str; 3],
    measures: &'static str,
}

const SWEDISH: Wording = Wording {
    questions: ["Vad handlar det om?", "Varför är det viktigt?", "Vilka genomför?"],
    measures: "Åtgärder",
};

const ENGLISH: Wording = Wording {
    questions: ["What is it about?", "Why does it matter?", "Who carries it out?"],
    measures: "Measures",
};

/// The first blocks of a section of this `kind` (as the API spells it) in an agreement whose first
/// language is `language` (as `sv` or `en-GB`): a principle gets its guiding questions and a first,
/// empty measure, anything else an empty paragraph. Languages without a wording get the Swedish one.
pub fn blocks(kind: &str, language: &str) -> Vec<Block> {
    if kind != "principle" {
        return vec![Block::new(PARAGRAPH, Vec::new())];
    }
    let wording = match language.split('-').next() {
        Some("en") => ENGLISH,
        _ => SWEDISH,
    };
    let heading = |text| Block::of_text(HEADING, text).with("level", 2);
    let mut blocks = Vec::new();
    for question in wording.questions {
        blocks.extend([heading(question), Block::new(PARAGRAPH, Vec::new())]);
    }
    blocks.extend([heading(wording.measures), Block::new(MEASURE, Vec::new())]);
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principle_begins_with_its_questions_and_an_empty_measure() {
        let kinds: Vec<_> = blocks("principle", "sv").into_iter().map(|block| block.kind).collect();
        let expected =
            [HEADING, PARAGRAPH, HEADING, PARAGRAPH, HEADING, PARAGRAPH, HEADING, MEASURE].map(str::to_owned);
        assert_eq!(kinds, expected);
        assert_eq!(blocks("principle", "en-GB")[6], Block::of_text(HEADING, "Measures").with("level", 2));
    }

    #[test]
    fn any_other_section_begins_with_an_empty_paragraph() {
        assert_eq!(blocks("vision", "sv"), [Block::new(PARAGRAPH, Vec::new())]);
    }
}
