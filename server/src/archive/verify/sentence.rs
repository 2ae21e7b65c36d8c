//! What was found, in words for somebody who is no programmer.

use super::super::manifest::Kind;
use super::super::problem::Problem;
use super::{Verified, english, swedish};
use crate::agreement::refusal::Language;
use crate::text::wording::moment;

/// The first thing that is wrong, in a sentence or two.
pub fn sentence(problem: &Problem, language: Language) -> String {
    match language {
        Language::Swedish => swedish::sentence(problem),
        Language::English => english::sentence(problem),
    }
}

/// What a whole export is, one thing on each line.
pub fn said(verified: &Verified, language: Language) -> String {
    let say = |swedish: String, english: String| match language {
        Language::Swedish => swedish,
        Language::English => english,
    };
    let Verified { agreement, entries, head, files, signed_by, receipts, erased, .. } = verified;
    let title = verified.title.as_deref().unwrap_or("–");
    let last = verified.last_entry_at.map(moment).unwrap_or_default();
    let mut lines = vec![match verified.kind {
        Kind::AgreementExport => say(
            format!("Uttaget är helt: ingenting är ändrat, borttaget eller tillagt i dess {files} filer."),
            format!("The export is whole: nothing in its {files} files was changed, removed or added."),
        ),
        Kind::WorkingMaterial => say(
            format!(
                "Arbetsmaterialet är helt: ingenting är ändrat, borttaget eller tillagt i dess {files} filer."
            ),
            format!(
                "The working material is whole: nothing in its {files} files was changed, removed or added."
            ),
        ),
    }];
    lines.push(format!("  {title} ({agreement})"));
    lines.push(match verified.as_of {
        None => say(
            format!("  Ärendeloggen har {entries} poster, den sista skriven {last}, med kontrollsumman {head}."),
            format!("  The record has {entries} entries, the last written {last}, with the checksum {head}."),
        ),
        Some(day) => say(
            format!("  {entries} poster om hur texterna kom till, till och med {day}; ärendeloggen slutade då uttaget gjordes med {head}."),
            format!("  {entries} entries of how the texts came to be, up to and including {day}; the record ended in {head} when it was taken out."),
        ),
    });
    if *erased > 0 {
        lines.push(say(
            format!("  Namn och texter som är raderade, med post i ärendeloggen: {erased}."),
            format!("  Names and texts that were erased, with an entry of the record: {erased}."),
        ));
    }
    lines.push(if verified.is_signer_checked {
        say(
            format!("  Undertecknat med den nyckel du angav: {signed_by}."),
            format!("  Signed with the key that you gave: {signed_by}."),
        )
    } else {
        say(
            format!(
                "  Det hänger ihop, men vem som har undertecknat är inte kontrollerat. Nyckeln i uttaget är {signed_by}; \
                 hämta serverns nyckel på annat håll och ange den med --key."
            ),
            format!(
                "  Consistent, signer not checked. The key in the export is {signed_by}; get the server's key from \
                 elsewhere and give it with --key."
            ),
        )
    });
    if *receipts > 0 {
        lines.push(say(
            format!("  Kvitton som stämmer med ärendeloggen: {receipts}."),
            format!("  Receipts that agree with the record: {receipts}."),
        ));
    }
    lines.join("\n") + "\n"
}
