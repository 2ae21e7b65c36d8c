//! Which files an export has, in which order, and what stands in each. Who writes an export and who checks one
//! both ask here.

use super::chronicle::{Chronicle, ToldRevision};
use super::material::{Kept, Material, RECORD, WORDS};
use super::members;
use super::problem::{Place, Problem};
use super::readme::{self, README};
use super::rules;
use crate::agreement::digest::Digest;
use crate::text::canonical::{ReadSection, read, read_agreement};
use crate::text::html::{self, About};
use crate::text::markdown::page as markdown;

/// Files that are written together, because they are made of the same.
#[derive(Clone, Copy, Debug)]
pub enum Group {
    /// [`README`].
    Readme,
    /// The entries.
    Record,
    /// Names and texts.
    Words,
    /// The register of members, as JSON and as a table.
    Members,
    /// A revision of a section, by their places in the [`Chronicle`].
    Revision(usize, usize),
    /// A revision of the whole.
    Whole(usize),
    /// An attached file.
    Attachment(usize),
}

/// Content that is not in the record itself but named by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The file of the export that holds it.
    pub file: String,
    /// Its SHA-256.
    pub hash: Digest,
    /// Where the record names it.
    pub position: u64,
}

/// Everything that goes into an export but its manifest and signature.
#[derive(Clone, Debug)]
pub struct Files<'a> {
    material: &'a Material,
    told: &'a Chronicle,
}

impl<'a> Files<'a> {
    /// The files of an export of this record.
    pub fn new(material: &'a Material, told: &'a Chronicle) -> Self {
        Self { material, told }
    }

    /// The groups, in the order of the export.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups = vec![Group::Readme, Group::Record, Group::Words, Group::Members];
        for (section, told) in self.told.sections.iter().enumerate() {
            groups.extend((0..told.revisions.len()).map(|revision| Group::Revision(section, revision)));
        }
        groups.extend((0..self.told.wholes.len()).map(Group::Whole));
        groups.extend((0..self.told.attachments.len()).map(Group::Attachment));
        groups
    }

    /// The paths of a group's files, in the order of the export.
    pub fn paths(&self, group: Group) -> Vec<String> {
        match group {
            Group::Readme => vec![README.to_owned()],
            Group::Record => vec![RECORD.to_owned()],
            Group::Words => vec![WORDS.to_owned()],
            Group::Members => vec!["members.json".to_owned(), "members.csv".to_owned()],
            Group::Revision(section, revision) => {
                let section = &self.told.sections[section];
                three(&section.folder, &section.revisions[revision])
            }
            Group::Whole(whole) => three("agreement", &self.told.wholes[whole]),
            Group::Attachment(index) => {
                let attachment = &self.told.attachments[index].0;
                let ending = match attachment.media_type.as_str() {
                    "application/pdf" => "pdf",
                    "image/png" => "png",
                    "image/jpeg" => "jpg",
                    _ => "bin",
                };
                vec![format!("attachments/{}.{ending}", attachment.content)]
            }
        }
    }

    /// What a group is made of besides the record: first its own content, then what else it takes.
    pub fn needed(&self, group: Group) -> Vec<Needed> {
        let own = |hash, position| Needed { file: self.paths(group).swap_remove(0), hash, position };
        match group {
            Group::Readme | Group::Record | Group::Words | Group::Members => vec![],
            Group::Revision(section, revision) => {
                let told = &self.told.sections[section].revisions[revision];
                vec![own(told.hash, told.position)]
            }
            Group::Whole(whole) => {
                let told = &self.told.wholes[whole];
                let mut needed = vec![own(told.hash, told.position)];
                for one in &told.sections {
                    let section = self.told.sections.iter().position(|known| known.id == one.section);
                    let Some(section) = section else { continue };
                    let revisions = &self.told.sections[section].revisions;
                    let Some(revision) = revisions.iter().position(|known| known.number == one.revision)
                    else {
                        continue;
                    };
                    let file = self.paths(Group::Revision(section, revision)).swap_remove(0);
                    needed.push(Needed { file, hash: one.hash, position: told.position });
                }
                needed
            }
            Group::Attachment(index) => {
                let (attachment, position) = &self.told.attachments[index];
                vec![own(attachment.content, *position)]
            }
        }
    }

    /// The contents of a group's files, from what it [needs](Self::needed).
    ///
    /// # Errors
    /// A text that is none, or not the one that the record tells of.
    pub fn write(&self, group: Group, needed: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Problem> {
        let own = || needed.first().cloned().unwrap_or_default();
        match group {
            Group::Readme => Ok(vec![readme::write(self.material, self.told).into_bytes()]),
            Group::Record => Ok(vec![lines(self.material.lines.iter().map(|line| line.to_vec()))]),
            Group::Words => {
                let kept = |kept: &Kept| serde_json_canonicalizer::to_vec(kept).unwrap_or_default();
                Ok(vec![lines(self.material.words.iter().map(kept))])
            }
            Group::Members => {
                let register = members::register(self.material, self.told);
                Ok(vec![members::json(&register), members::csv(&register).into_bytes()])
            }
            Group::Revision(section, revision) => {
                let section = &self.told.sections[section];
                let told = &section.revisions[revision];
                let text = self.section_text(&self.needed(group)[0].file, &own())?;
                if !rules::is_text_of(self.material, section.id, told, &text) {
                    return Err(self.other_text(group));
                }
                let names = names(told);
                let about = about(told, &names);
                let page = html::section_page(&about, &text).into_bytes();
                Ok(vec![own(), page, markdown::section_page(&about, &text).into_bytes()])
            }
            Group::Whole(whole) => {
                let told = &self.told.wholes[whole];
                let from = self.needed(group);
                let text =
                    read_agreement(&own()).map_err(|error| unreadable(&from[0].file, error.to_string()))?;
                if !rules::is_whole_of(self.material, told, &text) {
                    return Err(self.other_text(group));
                }
                let mut sections = Vec::with_capacity(told.sections.len());
                for ((one, from), bytes) in told.sections.iter().zip(&from[1..]).zip(&needed[1..]) {
                    sections.push((one.revision, self.section_text(&from.file, bytes)?));
                }
                let names = names(told);
                let about = about(told, &names);
                let page = html::whole_page(&about, &text, &sections).into_bytes();
                Ok(vec![own(), page, markdown::whole_page(&about, &text, &sections).into_bytes()])
            }
            Group::Attachment(_) => Ok(vec![own()]),
        }
    }

    fn section_text(&self, file: &str, bytes: &[u8]) -> Result<ReadSection, Problem> {
        read(bytes).map_err(|error| unreadable(file, error.to_string()))
    }

    fn other_text(&self, group: Group) -> Problem {
        let Needed { file, position, .. } = self.needed(group).swap_remove(0);
        Problem::Text { file, place: self.place(position) }
    }

    /// The entry at a position, for people.
    pub fn place(&self, position: u64) -> Place {
        self.material.place(position)
    }
}

fn unreadable(file: &str, why: String) -> Problem {
    Problem::Unreadable { file: file.to_owned(), line: None, why }
}

fn three(folder: &str, told: &ToldRevision) -> Vec<String> {
    ["json", "html", "md"].map(|ending| format!("{folder}/r{:04}.{ending}", told.number.0)).to_vec()
}

fn names(told: &ToldRevision) -> Vec<(crate::agreement::id::PartyId, String)> {
    told.parties.iter().map(|(id, _, name)| (*id, name.clone())).collect()
}

fn about<'a>(told: &'a ToldRevision, names: &'a [(crate::agreement::id::PartyId, String)]) -> About<'a> {
    About {
        language: &told.language,
        case_number: &told.case_number,
        number: told.number,
        name: told.name.as_ref().and_then(|name| name.text()),
        at: told.at,
        hash: told.hash,
        parties: names,
    }
}

fn lines(contents: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut lines = Vec::new();
    for content in contents {
        lines.extend(content);
        lines.push(b'\n');
    }
    lines
}
