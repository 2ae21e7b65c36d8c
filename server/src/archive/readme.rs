//! The page in an export that says, in Swedish and English, what it is and how to check it by hand.

use super::chronicle::Chronicle;
use super::material::Material;
use super::working::manifest::{PurgedBefore, WorkingManifest};
use crate::agreement::party::Party;
use crate::text::wording::moment;

/// Words about the export, for people.
pub(super) const README: &str = "README.txt";

/// Both languages, as it stands in the export.
pub(super) fn write(material: &Material, told: &Chronicle) -> String {
    let title = told.state.title().unwrap_or("–");
    let case_number = told.state.matter().map(|matter| matter.case_number.as_str()).unwrap_or_default();
    let last = material.entries.last().map(|last| moment(last.at)).unwrap_or_default();
    let count = material.entries.len();
    let head = material.tip.hash();
    let party = |party: &Party| format!("  {} {}\n", party.letter, party.name);
    let parties: String = told.state.parties().iter().map(party).collect();
    let sections: String =
        told.sections.iter().map(|section| format!("  {}/  {}\n", section.folder, section.title)).collect();
    let about = format!("{title}\n{case_number}\n{}\n\n{parties}\n{sections}\n", material.agreement);
    let swedish = SWEDISH.replace("{count}", &count.to_string()).replace("{last}", &last);
    let english = ENGLISH.replace("{count}", &count.to_string()).replace("{last}", &last);
    format!(
        "{about}{}\n\n----\n\n{}\n",
        swedish.replace("{head}", &head.to_string()).trim(),
        english.replace("{head}", &head.to_string()).trim()
    )
}

const SWEDISH: &str = r"
VAD DET HÄR ÄR

Ett uttag ur Överens av överenskommelsen ovan: allt som är fastställt eller beslutat
i den. Ärendeloggen har {count} poster, den sista skriven {last}.
Samma ärendelogg ger alltid samma uttag, byte för byte.

  record.jsonl    ärendeloggen, en post på varje rad. Varje post bär
                  kontrollsumman (SHA-256) av posten före
  words.jsonl     namn och fri text. I ärendeloggen står bara deras kontroll-
                  summor, så att de kan raderas utan att kedjan bryts. Det som
                  är raderat saknas här; en post i ärendeloggen säger varför.
                  E-postadresser är aldrig med
  members.json    medlemmarna, deras roller över tid och mandat; members.csv är
                  samma sak för ett kalkylprogram
  sections/       varje revision av varje avsnitt: .json är texten i den form
                  som är godkänd (filens SHA-256 är revisionens), .html och .md
                  är samma text att läsa. Mappens nummer och namn är avsnittets
                  första; vad det heter nu står ovan
  agreement/      varje revision av helheten, på samma sätt
  attachments/    bifogade filer, var och en under sin SHA-256
  manifest.json   alla filer med storlek och SHA-256
  signature.json  serverns underskrift (Ed25519) av manifest.json och av
                  ärendeloggens slut

Alla tider är i UTC.

HUR DET KONTROLLERAS

  overens verify FIL.zip
  overens verify FIL.zip --key SERVERNS-NYCKEL --receipt KVITTO.json

Utan --key kontrolleras att uttaget hänger ihop, men inte vem som skrev under det.
Ta därför serverns nyckel från något annat håll än härifrån. Med --receipt
kontrolleras att det som en godkännare har fått kvitto på står kvar.

För hand, utan Överens: sha256sum av varje fil ska vara den i manifest.json; sha256sum
av manifest.json är det som signature.json skriver under. I record.jsonl är 'previous' på
varje rad SHA-256 av raden före (utan radbrytning). Den sista radens är
  {head}
Formatet är beskrivet i docs/export-format.md i Överens källkod.
";

const ENGLISH: &str = r"
WHAT THIS IS

An export from Överens of the agreement above: everything that was fixed or decided in it,
so far. Its record has {count} entries, the last written {last}.
The same record always gives the same export, byte for byte.

  record.jsonl    the record, one entry on each line. Each entry carries the
                  checksum (SHA-256) of the one before
  words.jsonl     names and free text. The record holds only their checksums, so
                  that they can be erased without breaking the chain. What was
                  erased is missing here; an entry of the record says why.
                  E-mail addresses are never in it
  members.json    the members, their roles over time and mandates; members.csv is
                  the same for a spreadsheet
  sections/       every revision of every section: .json is the text in the form
                  that is approved (the file's SHA-256 is the revision's), .html
                  and .md are the same text to read. A folder's number and name
                  are the section's first; what it is called now stands above
  agreement/      every revision of the whole, in the same way
  attachments/    attached files, each under its SHA-256
  manifest.json   all files with size and SHA-256
  signature.json  the server's signature (Ed25519) of manifest.json and of the
                  end of the record

All times are in UTC.

HOW TO CHECK IT

  overens verify FILE.zip
  overens verify FILE.zip --key THE-SERVERS-KEY --receipt RECEIPT.json

Without --key it is checked that the export holds together, but not who signed it. So
take the server's key from somewhere else than here. With --receipt it is checked that
what an approver has a receipt of still stands.

By hand, without Överens: the sha256sum of each file must be the one in manifest.json; the
sha256sum of manifest.json is what signature.json signs. In record.jsonl, 'previous' on each
line is the SHA-256 of the line before (without its line break). That of the last line is
  {head}
The format is described in docs/export-format.md in the source of Överens.
";

/// The page in working material.
pub(super) fn working(manifest: &WorkingManifest) -> String {
    let title = manifest.title.as_deref().unwrap_or("–");
    let about = format!("{title}\n{}\n", manifest.agreement);
    let (gone, gone_english) = match &manifest.purged {
        None => (String::new(), String::new()),
        Some(PurgedBefore { at, entry, .. }) => (
            format!(
                "\nArbetsmaterialet gallrades {} (post {entry} i ärendeloggen). Det som fanns\nföre dess finns inte längre, och inte här.\n",
                moment(*at)
            ),
            format!(
                "\nThe working material was purged {} (entry {entry} of the record). What there\nwas before then is no more, and not in here.\n",
                moment(*at)
            ),
        ),
    };
    let (said, said_english) = match manifest.discussion {
        None => ("", ""),
        Some(_) => (
            "\n  discussion.jsonl ändringsförslag och diskussioner, en händelse på varje rad, med\n                   kommentarernas ord om de inte är borttagna",
            "\n  discussion.jsonl proposals and discussions, one event on each line, with the\n                   words of comments unless they were deleted",
        ),
    };
    let day = manifest.as_of;
    format!(
        "{about}\n{}\n\n----\n\n{}\n",
        WORKING_SWEDISH
            .replace("{day}", &day.to_string())
            .replace("{gone}", &gone)
            .replace("{said}", said)
            .trim(),
        WORKING_ENGLISH
            .replace("{day}", &day.to_string())
            .replace("{gone}", &gone_english)
            .replace("{said}", said_english)
            .trim()
    )
}

const WORKING_SWEDISH: &str = r"
VAD DET HÄR ÄR

Arbetsmaterialet till överenskommelsen ovan till och med {day}: hur varje avsnitts text
kom till, ändring för ändring.
{gone}
  sections/        för varje avsnitt log.jsonl, en ändring på varje rad (var i loggen,
                   när, vilken medlem, ändringen som Yjs-uppdatering i base64), och
                   texten som den stod då: text.json och text.md{said}
  manifest.json    alla filer med storlek och SHA-256
  signature.json   serverns underskrift (Ed25519) av manifest.json

Alla tider är i UTC. Det kontrolleras med: overens verify FIL.zip --key SERVERNS-NYCKEL
Formatet är beskrivet i docs/export-format.md i Överens källkod.
";

const WORKING_ENGLISH: &str = r"
WHAT THIS IS

The working material of the agreement above up to and including {day}: how each section's
text came to be, change by change.
{gone}
  sections/        for each section log.jsonl, one change on each line (where in the log,
                   when, which member, the change as a Yjs update in base64), and the
                   text as it stood then: text.json and text.md{said}
  manifest.json    all files with size and SHA-256
  signature.json   the server's signature (Ed25519) of manifest.json

All times are in UTC. It is checked with: overens verify FILE.zip --key THE-SERVERS-KEY
The format is described in docs/export-format.md in the source of Överens.
";
