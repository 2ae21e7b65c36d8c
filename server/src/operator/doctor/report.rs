//! What was found, for a person and for a program.

use crate::store::Salvage;
use serde::Serialize;
use std::fmt;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What can be read of a data folder, or what a new one was made of.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The folder that was looked at.
    pub data: PathBuf,
    /// Whether nothing is wrong: of the folder, or of the one that was made of it.
    pub is_whole: bool,
    /// What is wrong with its files.
    pub findings: Vec<String>,
    /// Each log: the records of agreements, the texts of sections, discussions.
    pub logs: Vec<LogReport>,
    /// Agreements that cannot be taken out, and why.
    pub exports: Vec<String>,
    /// Whether the store's own sums say that this is all there was.
    pub is_all: bool,
    /// How many values of the store (entries, values of the register, blobs, checkpoints) are known to be missing.
    pub missing: u64,
    /// Values of the register that can be read.
    pub values: u64,
    /// Blobs whose content has its hash.
    pub blobs: u64,
    /// Values that were taken from the backup.
    pub values_of_backup: u64,
    /// Blobs that were taken from the backup.
    pub blobs_of_backup: u64,
    /// Whether there is a signing key. None was made yet, or it is gone; a server makes one when it starts.
    pub has_signing_key: bool,
    /// The folder that was made of it.
    pub rebuilt: Option<PathBuf>,
}

/// One log.
#[derive(Debug, Serialize)]
pub struct LogReport {
    /// `record`, `text` or `discussion`.
    pub log: &'static str,
    /// The agreement, or the section or meeting.
    pub id: Uuid,
    /// The agreement's title.
    pub title: Option<String>,
    /// Its first entry that was not purged.
    pub purged: u64,
    /// How far it can be read without a gap.
    pub reads_until: u64,
    /// How far it went.
    pub head: u64,
    /// How many of its entries are the backup's.
    pub of_backup: u64,
    /// Why what can be read of it cannot be used.
    pub problem: Option<String>,
}

impl Report {
    pub(super) fn of(folder: &Path, found: &Salvage, key: &Result<Option<Vec<u8>>, String>) -> Self {
        let mut findings = found.findings.clone();
        findings.extend(key.as_ref().err().cloned());
        Self {
            data: folder.to_owned(),
            is_whole: false,
            findings,
            logs: Vec::new(),
            exports: Vec::new(),
            is_all: found.is_all,
            missing: found.missing,
            values: found.register.len() as u64,
            blobs: found.blobs.len() as u64,
            values_of_backup: 0,
            blobs_of_backup: 0,
            has_signing_key: matches!(key, Ok(Some(_))),
            rebuilt: None,
        }
    }

    /// Whether the folder is whole.
    pub(super) fn judge(&mut self) {
        self.is_whole = self.findings.is_empty() && self.is_read();
    }

    /// Whether what was made of it is whole, whatever its files were.
    /// Without a backup, what is missing altogether is lost even if it left no gap.
    pub(super) fn judge_rebuilt(&mut self, with_backup: bool) {
        self.is_whole = self.is_read() && (self.is_all || with_backup);
    }

    fn is_read(&self) -> bool {
        self.exports.is_empty() && self.logs.iter().all(LogReport::is_whole)
    }
}

impl LogReport {
    fn is_whole(&self) -> bool {
        self.problem.is_none() && self.reads_until == self.head
    }
}

impl fmt::Display for LogReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.log, self.id)?;
        if let Some(title) = &self.title {
            write!(out, " ({title:?})")?;
        }
        write!(out, ": entries {} to {}", self.purged, self.reads_until)?;
        if self.of_backup > 0 {
            write!(out, ", {} of them from the backup", self.of_backup)?;
        }
        if self.reads_until < self.head {
            write!(out, "; LOST: {} to {}", self.reads_until, self.head)?;
        }
        match &self.problem {
            Some(problem) => write!(out, "; CANNOT BE USED: {problem}"),
            None if self.log == "record" => write!(out, "; the chain holds"),
            None => write!(out, "; reads"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(out, "file {finding}")?;
        }
        for log in &self.logs {
            writeln!(out, "{log}")?;
        }
        let of_backup = |count: u64| match count {
            0 => String::new(),
            count => format!(" and {count} from the backup"),
        };
        writeln!(out, "register: {} values{}", self.values, of_backup(self.values_of_backup))?;
        writeln!(out, "blobs: {}{}", self.blobs, of_backup(self.blobs_of_backup))?;
        if !self.has_signing_key {
            writeln!(
                out,
                "signing key: none; a server makes a new one when it starts, unless you put back the old one"
            )?;
        }
        for export in &self.exports {
            writeln!(out, "CANNOT BE TAKEN OUT: {export}")?;
        }
        match (&self.rebuilt, self.is_whole) {
            (Some(new), true) if !self.is_all => writeln!(
                out,
                "All of these logs are in {}, each as far as the files and the backup know of it; what was begun after the backup, and left nothing that can be read, is not. Every section goes on in a new epoch there. Start the server on it, and keep {} until you have looked.",
                new.display(),
                self.data.display()
            ),
            (Some(new), true) => writeln!(
                out,
                "All of these logs are in {}. Every section goes on in a new epoch there. Start the server on it, and keep {} until you have looked.",
                new.display(),
                self.data.display()
            ),
            (Some(new), false) => writeln!(
                out,
                "What can be read is in {}; what is LOST is named above, and what left nothing that can be read is not even named. Name a backup with --backup to fill it in, or start the server on it if you can do without.",
                new.display()
            ),
            (None, true) => writeln!(out, "All of it is whole."),
            (None, false) => writeln!(
                out,
                "Not all of it is whole. Put what can be read into a new folder with --rebuild NEWDIR, and fill in the rest with --backup FILE; nothing in {} is changed.",
                self.data.display()
            ),
        }
    }
}
