//! Problem på svenska.

use super::super::problem::{Place, Problem, Rule, WrongEntry, WrongReceipt, WrongSignature, WrongWords};
use super::super::zip::Damage;
use super::phrase::{named, when};
use crate::record::chain::Break;
use crate::text::wording::moment;

pub(super) fn sentence(problem: &Problem) -> String {
    match problem {
        Problem::Archive(damage) => archive(damage),
        Problem::NewerFormat(format) => {
            format!("Uttaget har format {format}, som den här versionen av Överens inte känner. Använd en nyare.")
        }
        Problem::Unreadable { file, line: Some(line), why } => {
            format!("Rad {line} i {file} går inte att läsa: den är ändrad eller inte hel ({why}).")
        }
        Problem::Unreadable { file, line: None, why } => {
            format!("Filen {file} går inte att läsa: den är ändrad eller inte hel ({why}).")
        }
        Problem::Missing(file) => format!("Filen {file} saknas i uttaget."),
        Problem::Unexpected(file) => format!("Filen {file} hör inte till uttaget."),
        Problem::OutOfOrder { file, expected } => {
            format!("Filen {file} står där {expected} skulle stå.")
        }
        Problem::Checksum(file) => {
            format!("Arkivets egen kontrollsumma för {file} är ändrad: den är inte innehållets.")
        }
        Problem::Entry(place, wrong) => entry(place, wrong),
        Problem::Head { signed, found } if found < signed => {
            format!("Ärendeloggen (record.jsonl) har {found} poster, och servern har skrivit under {signed}: de sista saknas.")
        }
        Problem::Head { signed, found } if found > signed => {
            format!("Ärendeloggen (record.jsonl) har {found} poster, och servern har skrivit under {signed}: poster har lagts till.")
        }
        Problem::Head { found, .. } => format!(
            "Ärendeloggen (record.jsonl) är inte den som servern har skrivit under: post {} eller en före den är ändrad.",
            found.saturating_sub(1)
        ),
        Problem::Words(wrong) => words(wrong),
        Problem::Hash { file, place, expected, found } => format!(
            "Innehållet i {file} är ändrat. Enligt {} har det kontrollsumman {expected}, men nu har det {found}.",
            entry_at(place)
        ),
        Problem::Text { file, place } => format!(
            "Texten i {file} är inte den som {} säger: avsnittet, rubriken, parterna eller delarna är andra.",
            entry_at(place)
        ),
        Problem::Differs(difference) => format!(
            "Rad {} i {} är ändrad. Där skulle stå «{}», men där står «{}».",
            difference.line, difference.file, difference.expected, difference.found
        ),
        Problem::Listed(file) => {
            format!("Innehållet i {file} och listan i manifest.json stämmer inte överens: någon av dem är ändrad.")
        }
        Problem::Signature(wrong) => match wrong {
            WrongSignature::Forged => "Underskriften i signature.json hör inte till det här uttaget: den, eller nyckeln bredvid, är ändrad.".to_owned(),
            WrongSignature::OtherFiles => "Underskriften i signature.json gäller en annan lista över filer än den i manifest.json.".to_owned(),
            WrongSignature::OtherAgreement => "Underskriften i signature.json gäller en annan överenskommelse eller ett annat slags uttag.".to_owned(),
            WrongSignature::OtherKey { expected, found } => format!(
                "Uttaget är undertecknat av någon annan: med nyckeln {found}, och inte med {expected}, som du angav."
            ),
        },
        Problem::Receipt(file, wrong) => receipt(file, wrong),
    }
}

fn archive(damage: &Damage) -> String {
    match damage {
        Damage::NotAnArchive => {
            "Filen är inget uttag ur Överens, eller så är dess första tecken ändrade.".to_owned()
        }
        Damage::Header { after: Some(file), at } => format!(
            "Vid byte {at} i arkivet, efter {file}, står något som inte hör dit: där skulle en fil börja."
        ),
        Damage::Header { after: None, at } => {
            format!("Vid byte {at} i arkivet, i det som står före den första filen, är något ändrat.")
        }
        Damage::CutOff { file } => format!("Arkivet slutar mitt i {file}."),
        Damage::Directory { file, at } => format!(
            "Vid byte {at} säger arkivets förteckning något annat om {file} än det som står före den filen."
        ),
        Damage::Ending { at } => {
            format!("Vid byte {at}, i arkivets slut, är något ändrat, borttaget eller tillagt.")
        }
    }
}

fn entry(place: &Place, wrong: &WrongEntry) -> String {
    let entry = entry_at(place);
    let sentence = match wrong {
        WrongEntry::Changed => {
            format!("{entry} är ändrad: posten efter bär kontrollsumman av en annan.")
        }
        WrongEntry::Severed => {
            format!("{entry} följer inte på den före: någon av dem är ändrad, eller så saknas en däremellan.")
        }
        WrongEntry::Broken(Break::Unreadable(why)) => {
            format!("{entry} går inte att läsa: den är ändrad ({why}).")
        }
        WrongEntry::Broken(Break::Format(format)) => {
            format!("{entry} har format {format}, som den här versionen av Överens inte känner.")
        }
        WrongEntry::Broken(Break::NotCanonical) => {
            format!("{entry} är inte skriven som Överens skriver: något i den är ändrat eller gömt.")
        }
        WrongEntry::Broken(Break::Agreement(_)) => format!("{entry} hör till en annan överenskommelse."),
        WrongEntry::Broken(Break::Position(position)) => {
            format!("{entry} säger att den är post {position}: poster är flyttade, borttagna eller tillagda.")
        }
        WrongEntry::Broken(Break::Previous) => format!("{entry} följer inte på den före."),
        WrongEntry::Broken(Break::Founding) => {
            format!(
                "{entry} grundar överenskommelsen, vilket bara den första posten gör, eller så gör den första det inte."
            )
        }
        WrongEntry::Rule(rule) => format!("{entry} säger något som inte kan vara: {}.", rule_in_words(*rule)),
    };
    sentence.replacen("post", "Post", 1)
}

fn rule_in_words(rule: Rule) -> &'static str {
    match rule {
        Rule::Time => "den är äldre än posten före",
        Rule::Actor => "den som gjorde det var inte med då",
        Rule::Number => "revisionen har ett annat nummer än det nästa",
        Rule::Unknown => "den nämner något som inte finns i ärendeloggen",
        Rule::Hash => "kontrollsumman är en annan än den nämnda revisionens",
        Rule::Approver => "godkännandet är av någon som inte kunde ge det",
        Rule::Erasure => "den raderar något som inte finns",
    }
}

fn words(wrong: &WrongWords) -> String {
    match wrong {
        WrongWords::Other { place, field, found } => format!(
            "I words.jsonl är {} i {} ändrat: «{found}» är inte det som antecknades.",
            named(&FIELDS, field),
            entry_at(place)
        ),
        WrongWords::Unknown { line } => {
            format!(
                "Rad {line} i words.jsonl hör inte till någon post i ärendeloggen: den är ändrad eller tillagd."
            )
        }
        WrongWords::Missing { place, field } => format!(
            "I words.jsonl saknas {} i {}, och ingen post i ärendeloggen raderar det.",
            named(&FIELDS, field),
            entry_at(place)
        ),
        WrongWords::Erased { place, field, by } => format!(
            "I words.jsonl står {} i {}, fast {} raderar det.",
            named(&FIELDS, field),
            entry_at(place),
            entry_at(by)
        ),
    }
}

fn receipt(file: &str, wrong: &WrongReceipt) -> String {
    match wrong {
        WrongReceipt::Forged => format!("Kvittot {file} är självt ändrat: dess underskrift håller inte."),
        WrongReceipt::NoRecord => {
            format!(
                "Arbetsmaterialet innehåller ingen ärendelogg, så kvittot {file} kan inte kontrolleras mot det."
            )
        }
        WrongReceipt::OtherKey => format!("Kvittot {file} är undertecknat med en annan nyckel än uttaget."),
        WrongReceipt::OtherAgreement => format!("Kvittot {file} gäller en annan överenskommelse."),
        WrongReceipt::Entry { position, section, at } => format!(
            "Kvittot {file} visar ett godkännande av «{section}» givet {}, som post {position}. I den här ärendeloggen \
             står en annan post där: den är omskriven efter att kvittot gavs.",
            moment(*at)
        ),
        WrongReceipt::Head { position, found } => format!(
            "När kvittot {file} gavs hade ärendeloggen {position} poster, som den här ({found} poster) inte är en \
             fortsättning av: den är omskriven eller avkortad sedan dess."
        ),
    }
}

fn entry_at(place: &Place) -> String {
    let kind = place.kind.as_deref().map(|kind| format!(" ({}{})", named(&KINDS, kind), when(place)));
    format!("post {} i ärendeloggen{}", place.position, kind.unwrap_or_default())
}

/// Slag av poster.
const KINDS: [(&str, &str); 38] = [
    ("agreement_founded", "överenskommelsen grundad"),
    ("party_added", "ny part"),
    ("organisation_added", "ny organisation"),
    ("member_added", "ny medlem"),
    ("section_added", "nytt avsnitt"),
    ("phase_entered", "ny fas"),
    ("roles_changed", "roller ändrade"),
    ("member_removed", "medlem lämnade"),
    ("section_renamed", "avsnitt omdöpt"),
    ("approval_changed", "regel för godkännande ändrad"),
    ("revision_saved", "revision sparad"),
    ("revision_named", "revision namngiven"),
    ("agreement_revision_saved", "helhetsversion sparad"),
    ("mandate_recorded", "mandat antecknat"),
    ("section_signed_off", "avsnitt godkänt"),
    ("sign_off_withdrawn", "godkännande återtaget"),
    ("reservation_made", "reservation"),
    ("review_asked", "granskning begärd"),
    ("review_answered", "granskning besvarad"),
    ("review_extended", "granskning med ny sista dag"),
    ("review_closed", "granskning avslutad"),
    ("anchoring_sheet_made", "förankringsunderlag gjort"),
    ("section_locked", "avsnitt låst"),
    ("section_reopened", "avsnitt öppnat igen"),
    ("decision_recorded", "beslut"),
    ("signing_recorded", "undertecknande"),
    ("agreement_changed", "överenskommelsen ändrad"),
    ("plan_changed", "tidsplan ändrad"),
    ("party_changed", "part ändrad"),
    ("organisation_renamed", "organisation omdöpt"),
    ("organisation_removed", "organisation borttagen"),
    ("sections_ordered", "avsnitt omordnade"),
    ("section_retired", "avsnitt utgått"),
    ("section_brought_back", "avsnitt återtaget"),
    ("responsible_changed", "ansvariga parter ändrade"),
    ("member_anonymised", "medlem avidentifierad"),
    ("words_erased", "text raderad"),
    ("working_material_purged", "arbetsmaterial gallrat"),
];

/// Fält med namn och texter.
const FIELDS: [(&str, &str); 16] = [
    ("title", "titeln"),
    ("name", "namnet"),
    ("email", "e-postadressen"),
    ("note", "kommentaren"),
    ("issuer", "utfärdaren"),
    ("paragraph", "paragrafen"),
    ("reason", "skälet"),
    ("text", "texten"),
    ("place", "platsen"),
    ("question", "frågan"),
    ("because", "varför det inte är klart"),
    ("questions", "de öppna frågorna"),
    ("mandate_asked", "det efterfrågade mandatet"),
    ("authority", "behörigheten"),
    ("ground", "den rättsliga grunden"),
    ("", "en text"),
];
