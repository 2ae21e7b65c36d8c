//! Every step of keeping things at which a process may die, in one place.
//!
//! In a build with the feature `faults`, `OVERENS_FAULT_STEP=NAME` or `NAME:TIMES` kills the process (SIGKILL) as it
//! takes that step, the first time or the so-many-th; counted are only those times at which the file that
//! `OVERENS_FAULT_ARMED_BY` names is there, if it names one. The tests go through all steps. In any other build nothing
//! of this is left.

#[cfg(feature = "faults")]
use std::sync::LazyLock;
#[cfg(feature = "faults")]
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! steps {
    ($($(#[$doc:meta])* $step:ident $name:literal)*) => {
        /// A step at which a process may die; each is taken when what it says has been done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Step {
            $($(#[$doc])* $step,)*
        }

        #[cfg(feature = "faults")]
        impl Step {
            /// Every step there is.
            pub const ALL: &[Self] = &[$(Self::$step),*];

            /// What `OVERENS_FAULT_STEP` calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$step => $name,)*
                }
            }
        }
    };
}

steps! {
    /// A new store has a folder.
    FolderMade "folder-made"
    /// It has an empty database.
    DatabaseMade "database-made"
    /// It has its `progress`, and is whole.
    ProgressMade "progress-made"
    /// The data folder says its format.
    FormatWritten "format-written"
    /// The store is in its place.
    StorePlaced "store-placed"

    /// The copy for a trial is made.
    TrialCopied "trial-copied"
    /// The copy has shown what it holds, and is removed.
    TrialOver "trial-over"
    /// The seal is gone.
    SealRemoved "seal-removed"
    /// A new journal lies beside its place.
    JournalMade "journal-made"
    /// A new journal is in its place.
    JournalPlaced "journal-placed"
    /// sled has been opened.
    Opened "opened"
    /// sled has what the journal has, in memory.
    Recovered "recovered"
    /// And on the disk.
    RecoverySynced "recovery-synced"

    /// A gathering is built.
    Gathered "gathered"
    /// Its record is in the journal's file, and not yet on the disk.
    JournalWritten "journal-written"
    /// Its record is on the disk.
    JournalSynced "journal-synced"
    /// sled has been given an entry of a log.
    EntryTakenIn "entry-taken-in"
    /// sled has been given a log's head.
    HeadTakenIn "head-taken-in"
    /// sled has been given a checkpoint.
    CheckpointTakenIn "checkpoint-taken-in"
    /// sled has been given a pack, or what stands for something purged.
    PackTakenIn "pack-taken-in"
    /// sled has been given a value of the register.
    ValueTakenIn "value-taken-in"
    /// sled has been given a blob.
    BlobTakenIn "blob-taken-in"
    /// sled has lost an entry that was packed or purged.
    EntryTakenAway "entry-taken-away"
    /// sled has lost a value of the register.
    ValueTakenAway "value-taken-away"
    /// sled has all of a gathering.
    TakenIn "taken-in"
    /// `progress` says so, and nobody has been answered.
    Noted "noted"

    /// The journal is full.
    JournalFull "journal-full"
    /// sled has handed all it has to the system.
    Flushed "flushed"
    /// sled's file is on the disk.
    Synced "synced"
    /// The journal begins anew.
    JournalAnew "journal-anew"

    /// The store was shut because it could not be written.
    Shut "shut"
    /// It has been read anew.
    ReadAnew "read-anew"

    /// All is on the disk, and the store is being closed.
    ClosingSynced "closing-synced"
    /// sled is closed.
    Closed "closed"
    /// The seal lies beside its place.
    SealWritten "seal-written"
    /// The seal is in its place.
    SealPlaced "seal-placed"

    /// A store that is written anew: nothing is left in the journal.
    JournalWiped "journal-wiped"
    /// Part of it is in the new database.
    PartCopied "part-copied"
    /// All of it is, on the disk and checked.
    AllCopied "all-copied"
    /// The old database is out of its place.
    OldAside "old-aside"
    /// The new one is in it.
    NewPlaced "new-placed"
    /// The old one is gone.
    OldRemoved "old-removed"

    /// A backup has begun.
    BackupBegun "backup-begun"
    /// All of it is written.
    BackupWritten "backup-written"
    /// It has been read back, and has not its name yet.
    BackupRead "backup-read"
    /// It has its name.
    BackupNamed "backup-named"

    /// A restore has a place to put things together.
    RestoreBegun "restore-begun"
    /// Part of the backup is in the store.
    RestorePart "restore-part"
    /// All of it is.
    RestoreFilled "restore-filled"
    /// Texts are in new epochs, links have ended, the store is closed.
    RestoreRenewed "restore-renewed"
    /// A file beside the store is in its place.
    RestoreFilePlaced "restore-file-placed"
    /// The store is in its place.
    RestorePlaced "restore-placed"
}

/// Says that a step has been taken.
#[cfg(not(feature = "faults"))]
#[inline(always)]
pub fn taken(_: Step) {}

/// The same where it takes something to tell which step it is, if any.
#[inline(always)]
pub fn taken_if_any(step: impl FnOnce() -> Option<Step>) {
    if cfg!(feature = "faults") {
        step().into_iter().for_each(taken);
    }
}

/// Says that a step has been taken, which may be the last.
#[cfg(feature = "faults")]
pub fn taken(step: Step) {
    static DEADLY: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let asked = std::env::var("OVERENS_FAULT_STEP").ok()?;
        let (name, times) = asked.split_once(':').unwrap_or((&asked, "1"));
        Some((name.to_owned(), times.parse().unwrap_or(1)))
    });
    static ARMED_BY: LazyLock<Option<std::ffi::OsString>> =
        LazyLock::new(|| std::env::var_os("OVERENS_FAULT_ARMED_BY"));
    static TIMES: AtomicU64 = AtomicU64::new(0);
    let Some((_, times)) = DEADLY.as_ref().filter(|(name, _)| name == step.name()) else { return };
    if ARMED_BY.as_ref().is_some_and(|file| !std::path::Path::new(file).exists()) {
        return;
    }
    if TIMES.fetch_add(1, Ordering::SeqCst) + 1 == *times {
        eprintln!("killed at the step {}", step.name());
        let sent = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        // The signal comes before the call is over; if it could not be sent, this ends it as suddenly.
        if sent.is_err() {
            std::process::abort();
        }
    }
}
