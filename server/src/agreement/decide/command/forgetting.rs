//! What may be asked to be forgotten.

use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};

/// Words to be erased.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Where their entry stands in the record.
    pub position: u64,
    /// That entry, as the record has it.
    pub entry: Box<Entry>,
    /// Who wrote it.
    pub by: Actor,
    /// Which of its words.
    pub words: Digest,
    /// Why.
    pub reason: String,
}
