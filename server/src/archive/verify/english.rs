//! Problems in English.

use super::super::problem::{Place, Problem, Rule, WrongEntry, WrongReceipt, WrongSignature, WrongWords};
use super::super::zip::Damage;
use super::phrase::{named, when};
use crate::record::chain::Break;
use crate::text::wording::moment;

pub(super) fn sentence(problem: &Problem) -> String {
    match problem {
        Problem::Archive(damage) => archive(damage),
        Problem::NewerFormat(format) => {
            format!("The export has format {format}, which this version of Överens does not know. Use a newer one.")
        }
        Problem::Unreadable { file, line: Some(line), why } => {
            format!("Line {line} of {file} cannot be read: it was changed or is not complete ({why}).")
        }
        Problem::Unreadable { file, line: None, why } => {
            format!("The file {file} cannot be read: it was changed or is not complete ({why}).")
        }
        Problem::Missing(file) => format!("The file {file} is missing from the export."),
        Problem::Unexpected(file) => format!("The file {file} does not belong in the export."),
        Problem::OutOfOrder { file, expected } => {
            format!("The file {file} stands where {expected} should stand.")
        }
        Problem::Checksum(file) => {
            format!("The archive's own checksum of {file} was changed: it is not that of the file's content.")
        }
        Problem::Entry(place, wrong) => entry(place, wrong),
        Problem::Head { signed, found } if found < signed => {
            format!("The record (record.jsonl) has {found} entries, and the server signed for {signed}: the last are missing.")
        }
        Problem::Head { signed, found } if found > signed => {
            format!("The record (record.jsonl) has {found} entries, and the server signed for {signed}: entries were added.")
        }
        Problem::Head { found, .. } => format!(
            "The record (record.jsonl) is not the one that the server signed for: entry {} or one before it was changed.",
            found.saturating_sub(1)
        ),
        Problem::Words(wrong) => words(wrong),
        Problem::Hash { file, place, expected, found } => format!(
            "The content of {file} was changed. By {} it has the checksum {expected}, and now it has {found}.",
            entry_at(place)
        ),
        Problem::Text { file, place } => format!(
            "The text in {file} is not about what {} says it is: its section, title, parties or parts are others.",
            entry_at(place)
        ),
        Problem::Differs(difference) => format!(
            "Line {} of {} was changed. There should stand «{}», and there stands «{}».",
            difference.line, difference.file, difference.expected, difference.found
        ),
        Problem::Listed(file) => {
            format!("The content of {file} and the list in manifest.json do not agree: one of the two was changed.")
        }
        Problem::Signature(wrong) => match wrong {
            WrongSignature::Forged => "The signature in signature.json is not one of this export: it, or the key beside it, was changed.".to_owned(),
            WrongSignature::OtherFiles => "The signature in signature.json was given for another list of files than the one in manifest.json.".to_owned(),
            WrongSignature::OtherAgreement => "The signature in signature.json was given for another agreement or another kind of export.".to_owned(),
            WrongSignature::OtherKey { expected, found } => format!(
                "The export was signed by somebody else: with the key {found}, and not with {expected}, which you gave."
            ),
        },
        Problem::Receipt(file, wrong) => receipt(file, wrong),
    }
}

fn archive(damage: &Damage) -> String {
    match damage {
        Damage::NotAnArchive => {
            "The file is no export from Överens, or its first bytes were changed.".to_owned()
        }
        Damage::Header { after: Some(file), at } => format!(
            "At byte {at} of the archive, after {file}, something stands that does not belong there: a file should begin there."
        ),
        Damage::Header { after: None, at } => {
            format!(
                "At byte {at} of the archive, in what stands before its first file, something was changed."
            )
        }
        Damage::CutOff { file } => format!("The archive ends in the midst of {file}."),
        Damage::Directory { file, at } => format!(
            "At byte {at} of the archive its directory says something else about {file} than stands before that file."
        ),
        Damage::Ending { at } => {
            format!("At byte {at}, at the end of the archive, something was changed, removed or added.")
        }
    }
}

fn entry(place: &Place, wrong: &WrongEntry) -> String {
    let entry = entry_at(place);
    let sentence = match wrong {
        WrongEntry::Changed => {
            format!("{entry} was changed: the entry after it carries the checksum of another one.")
        }
        WrongEntry::Severed => {
            format!(
                "{entry} does not follow on the one before it: one of the two was changed, or one between them is missing."
            )
        }
        WrongEntry::Broken(Break::Unreadable(why)) => {
            format!("{entry} cannot be read: it was changed ({why}).")
        }
        WrongEntry::Broken(Break::Format(format)) => {
            format!("{entry} has format {format}, which this version of Överens does not know.")
        }
        WrongEntry::Broken(Break::NotCanonical) => {
            format!("{entry} is not written as Överens writes: something in it was changed or hidden.")
        }
        WrongEntry::Broken(Break::Agreement(_)) => format!("{entry} belongs to another agreement."),
        WrongEntry::Broken(Break::Position(position)) => {
            format!("{entry} says that it is entry {position}: entries were moved, removed or put in.")
        }
        WrongEntry::Broken(Break::Previous) => format!("{entry} does not follow on the one before it."),
        WrongEntry::Broken(Break::Founding) => {
            format!(
                "{entry} founds the agreement, which only the first entry does, or the first one does not."
            )
        }
        WrongEntry::Rule(rule) => format!("{entry} says what cannot be: {}.", rule_in_words(*rule)),
    };
    sentence.replacen("entry", "Entry", 1)
}

fn rule_in_words(rule: Rule) -> &'static str {
    match rule {
        Rule::Time => "it is older than the entry before it",
        Rule::Actor => "whoever did it took no part then",
        Rule::Number => "the revision has another number than the next",
        Rule::Unknown => "it names something that is not in the record",
        Rule::Hash => "the checksum is another than that of the revision it names",
        Rule::Approver => "the approval is of somebody who could not give it",
        Rule::Erasure => "it erases something that is not there",
    }
}

fn words(wrong: &WrongWords) -> String {
    match wrong {
        WrongWords::Other { place, field, found } => format!(
            "In words.jsonl, {} of {} was changed: «{found}» is not what was recorded.",
            named(&FIELDS, field),
            entry_at(place)
        ),
        WrongWords::Unknown { line } => {
            format!("Line {line} of words.jsonl belongs to no entry of the record: it was changed or put in.")
        }
        WrongWords::Missing { place, field } => format!(
            "In words.jsonl, {} of {} is missing, and no entry of the record erases it.",
            named(&FIELDS, field),
            entry_at(place)
        ),
        WrongWords::Erased { place, field, by } => format!(
            "In words.jsonl stands {} of {}, although {} erases it.",
            named(&FIELDS, field),
            entry_at(place),
            entry_at(by)
        ),
    }
}

fn receipt(file: &str, wrong: &WrongReceipt) -> String {
    match wrong {
        WrongReceipt::Forged => {
            format!("The receipt {file} was itself changed: its signature does not hold.")
        }
        WrongReceipt::NoRecord => {
            format!("Working material holds no record, so the receipt {file} cannot be checked against it.")
        }
        WrongReceipt::OtherKey => format!("The receipt {file} was signed with another key than the export."),
        WrongReceipt::OtherAgreement => format!("The receipt {file} is about another agreement."),
        WrongReceipt::Entry { position, section, at } => format!(
            "The receipt {file} proves an approval of «{section}» given {}, as entry {position}. In this record another \
             entry stands there: the record was rewritten after the receipt was given.",
            moment(*at)
        ),
        WrongReceipt::Head { position, found } => format!(
            "When the receipt {file} was given, the record had {position} entries, of which this one ({found} entries) is \
             no continuation: it was rewritten or cut since."
        ),
    }
}

fn entry_at(place: &Place) -> String {
    let kind = place.kind.as_deref().map(|kind| format!(" ({}{})", named(&KINDS, kind), when(place)));
    format!("entry {} of the record{}", place.position, kind.unwrap_or_default())
}

/// Kinds of entries.
const KINDS: [(&str, &str); 38] = [
    ("agreement_founded", "agreement founded"),
    ("party_added", "party added"),
    ("organisation_added", "organisation added"),
    ("member_added", "member added"),
    ("section_added", "section added"),
    ("phase_entered", "new phase"),
    ("roles_changed", "roles changed"),
    ("member_removed", "member removed"),
    ("section_renamed", "section renamed"),
    ("approval_changed", "rule of approval changed"),
    ("revision_saved", "revision saved"),
    ("revision_named", "revision named"),
    ("agreement_revision_saved", "revision of the whole saved"),
    ("mandate_recorded", "mandate recorded"),
    ("section_signed_off", "section approved"),
    ("sign_off_withdrawn", "approval withdrawn"),
    ("reservation_made", "reservation"),
    ("review_asked", "review asked for"),
    ("review_answered", "review answered"),
    ("review_extended", "review given another last day"),
    ("review_closed", "review closed"),
    ("anchoring_sheet_made", "anchoring sheet made"),
    ("section_locked", "section locked"),
    ("section_reopened", "section reopened"),
    ("decision_recorded", "decision"),
    ("signing_recorded", "signing"),
    ("agreement_changed", "agreement changed"),
    ("plan_changed", "plan changed"),
    ("party_changed", "party changed"),
    ("organisation_renamed", "organisation renamed"),
    ("organisation_removed", "organisation removed"),
    ("sections_ordered", "sections reordered"),
    ("section_retired", "section retired"),
    ("section_brought_back", "section brought back"),
    ("responsible_changed", "responsible parties changed"),
    ("member_anonymised", "member anonymised"),
    ("words_erased", "text erased"),
    ("working_material_purged", "working material purged"),
];

/// Fields with names and texts.
const FIELDS: [(&str, &str); 16] = [
    ("title", "the title"),
    ("name", "the name"),
    ("email", "the e-mail address"),
    ("note", "the note"),
    ("issuer", "the issuer"),
    ("paragraph", "the paragraph"),
    ("reason", "the reason"),
    ("text", "the text"),
    ("place", "the place"),
    ("question", "the question"),
    ("because", "why it is not ready"),
    ("questions", "the open questions"),
    ("mandate_asked", "the mandate asked for"),
    ("authority", "the authority"),
    ("ground", "the legal ground"),
    ("", "a text"),
];
