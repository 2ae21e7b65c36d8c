//! An anchoring sheet as a page that stands by itself: what is asked of an organisation, what changed since it last
//! saw the text, and the text.

use super::blocks::Writer;
use super::escape::escaped;
use crate::agreement::id::PartyId;
use crate::agreement::refusal::Language;
use crate::agreement::revision::RevisionNumber;
use crate::text::canonical::ReadSection;
use crate::text::comparison::{BlockChange, ComparedBlock, Comparison, Piece, PieceChange};
use crate::text::wording::Wording;
use jiff::civil::Date;

/// Printed on A4; what was added and removed is told apart without colour.
const STYLE: &str = "ins{text-decoration:underline;text-decoration-thickness:2px;background:#e3f1e5}\
del{text-decoration:line-through;background:#f8e4e1}.words{white-space:pre-wrap}\
.change{border-left:3px solid #777;padding-left:1rem;margin:.8rem 0}.change p{margin:.2rem 0}\
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\
@page{size:A4;margin:20mm}@media print{body{max-width:none;margin:0;padding:0;font-size:11pt}\
h2,h3,h4{break-after:avoid}.change,.numbered{break-inside:avoid}a{color:inherit}}";

/// What is said about a sheet.
#[derive(Clone, Debug)]
pub struct SheetAbout<'a> {
    /// The language of labels.
    pub labels: Language,
    /// The language of the text (BCP 47).
    pub text_language: &'a str,
    /// The agreement's title.
    pub agreement: &'a str,
    /// The agreement's case number, if it has one.
    pub case_number: Option<String>,
    /// For whom.
    pub organisation: &'a str,
    /// The organisation's party.
    pub party: &'a str,
    /// On which day.
    pub made: Date,
    /// The last day to answer.
    pub due: Option<Date>,
    /// Whom to answer.
    pub answer_to: &'a str,
    /// And where.
    pub email: Option<&'a str>,
    /// What mandate is asked for.
    pub mandate_asked: &'a str,
    /// What is still open; may be empty.
    pub questions: &'a str,
    /// The parties by name.
    pub parties: &'a [(PartyId, String)],
}

/// A section on a sheet.
#[derive(Clone, Copy, Debug)]
pub struct SheetSection<'a> {
    /// Which revision of it.
    pub revision: RevisionNumber,
    /// Its text.
    pub text: &'a ReadSection,
    /// The revision that the organisation was shown before.
    pub shown_before: Option<RevisionNumber>,
    /// What changed since then, if anything did.
    pub changed: Option<&'a Comparison>,
}

impl SheetAbout<'_> {
    fn say(&self, swedish: &'static str, english: &'static str) -> &'static str {
        self.wording().say(swedish, english)
    }

    fn wording(&self) -> Wording<'_> {
        Wording { language: self.labels, parties: self.parties }
    }

    /// The attribute for what is in the language of the text.
    fn in_text_language(&self) -> String {
        format!(" lang=\"{}\"", escaped(self.text_language))
    }
}

/// The page of an anchoring sheet.
pub fn sheet_page(about: &SheetAbout<'_>, sections: &[SheetSection<'_>]) -> String {
    let heading = about.say("Förankringsunderlag", "Anchoring sheet");
    let mut body = format!("<p class=\"about\">{heading}</p>\n<h1>{}</h1>\n", escaped(about.agreement));
    body.push_str(&facts(about));
    let mut part = |title: &str, words: &str| {
        if !words.is_empty() {
            body.push_str(&format!("<h2>{title}</h2>\n<p class=\"words\">{}</p>\n", escaped(words)));
        }
    };
    part(about.say("Det här ber vi er om", "What you are asked for"), about.mandate_asked);
    part(about.say("Öppna frågor", "Open questions"), about.questions);
    body.push_str(&changes(about, sections));
    body.push_str(&format!("<h2>{}</h2>\n", about.say("Texten nu", "The text now")));
    for section in sections {
        let (title, lang) = (escaped(&section.text.title), about.in_text_language());
        body.push_str(&format!("<section>\n<h3{lang}>{title}</h3>\n"));
        body.push_str(&format!("<p class=\"about\">Revision {}</p>\n", section.revision));
        let written = Writer::after_title(3, about.wording()).write(&section.text.blocks);
        body.push_str(&format!("<div{lang}>\n{written}</div>\n</section>\n"));
    }
    let language = match about.labels {
        Language::Swedish => "sv",
        Language::English => "en",
    };
    super::document(language, &format!("{heading}: {}", escaped(about.agreement)), STYLE, &body)
}

fn facts(about: &SheetAbout<'_>) -> String {
    let organisation = match about.party {
        "" => about.organisation.to_owned(),
        party => format!("{} ({party})", about.organisation),
    };
    let answer_to = match about.email {
        Some(email) => format!("{}, {email}", about.answer_to),
        None => about.answer_to.to_owned(),
    };
    let due = about.due.map(|due| due.to_string()).unwrap_or_default();
    let said = [
        (about.say("Till", "To"), organisation),
        (about.say("Svara till", "Answer to"), answer_to),
        (about.say("Svara senast", "Answer by"), due),
        (about.say("Gjort", "Made"), about.made.to_string()),
        (about.say("Diarienummer", "Case number"), about.case_number.clone().unwrap_or_default()),
    ];
    let lines = said.iter().filter(|(_, value)| !value.is_empty());
    let lines =
        lines.map(|(label, value)| format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", escaped(value)));
    format!("<dl>\n{}</dl>\n", lines.collect::<String>())
}

/// What changed since the organisation saw the text; nothing if it is shown it for the first time.
fn changes(about: &SheetAbout<'_>, sections: &[SheetSection<'_>]) -> String {
    if sections.iter().all(|section| section.shown_before.is_none()) {
        return String::new();
    }
    let title = about.say("Ändrat sedan ni sist såg texten", "Changed since you last saw the text");
    let mut body = format!("<h2>{title}</h2>\n");
    for section in sections {
        let heading = escaped(&section.text.title);
        body.push_str(&format!("<h3{}>{heading}</h3>\n", about.in_text_language()));
        let said = match (section.shown_before, section.changed) {
            (None, _) => {
                about.say("Nytt för er: se texten nedan.", "New to you: see the text below.").to_owned()
            }
            (Some(before), None) => match about.labels {
                Language::Swedish => format!("Oförändrat sedan revision {before}."),
                Language::English => format!("Unchanged since revision {before}."),
            },
            (Some(before), Some(_)) => match about.labels {
                Language::Swedish => format!("Från revision {before} till revision {}:", section.revision),
                Language::English => format!("From revision {before} to revision {}:", section.revision),
            },
        };
        body.push_str(&format!("<p>{said}</p>\n"));
        let blocks = section.changed.map(|changed| changed.blocks.as_slice()).unwrap_or_default();
        let changed = blocks.iter().filter(|block| block.change != BlockChange::Same);
        body.extend(changed.map(|block| change(about, block)));
    }
    body
}

/// A block that changed: its words, those that came and went marked in words, too.
fn change(about: &SheetAbout<'_>, block: &ComparedBlock) -> String {
    let said: String = block.pieces.iter().map(|one| piece(about, one)).collect();
    let moved = match block.change {
        BlockChange::MovedAway => {
            about.say("Stod förut här, är nu flyttat.", "Stood here before, was moved.")
        }
        BlockChange::MovedHere => about.say("Är flyttat hit.", "Was moved here."),
        BlockChange::Same | BlockChange::Changed | BlockChange::Added | BlockChange::Removed => "",
    };
    let beside = match (block.pieces.iter().all(|one| one.change == PieceChange::Same), block.change) {
        // Bold, a link, a list's numbering: words stayed.
        (true, BlockChange::Changed) => {
            let said =
                about.say("Formen är ändrad, orden är desamma.", "Its form changed, its words did not.");
            format!("<p class=\"about\">{said}</p>\n")
        }
        _ if !moved.is_empty() => format!("<p class=\"about\">{moved}</p>\n"),
        _ => String::new(),
    };
    let lang = about.in_text_language();
    format!("<div class=\"change\">\n<p class=\"words\"{lang}>{said}</p>\n{beside}</div>\n")
}

fn piece(about: &SheetAbout<'_>, piece: &Piece) -> String {
    let text = escaped(&piece.text);
    let lang = match about.labels {
        Language::Swedish => "sv",
        Language::English => "en",
    };
    let marked = |tag: &str, begins: &str, ends: &str| {
        let hidden = |words: &str| format!("<span class=\"hidden\" lang=\"{lang}\"> [{words}] </span>");
        format!("{}<{tag}>{text}</{tag}>{}", hidden(begins), hidden(ends))
    };
    match piece.change {
        PieceChange::Same => text,
        PieceChange::Added => {
            marked("ins", about.say("tillagt", "added"), about.say("slut på tillägg", "end of addition"))
        }
        PieceChange::Removed => {
            marked("del", about.say("struket", "removed"), about.say("slut på strykning", "end of removal"))
        }
    }
}
