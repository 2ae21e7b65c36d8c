//! The domain, pure: entries of the record, the state they fold into, and the rules.
//!
//! Nothing here knows a clock, a disk, a network or a CRDT. Who asks and when comes in a
//! [`Context`](decide::Context); the answer is a list of entries, or a refusal that says why.

pub mod chance;
pub mod decide;
pub mod description;
pub mod digest;
pub mod entry;
mod founding;
pub mod id;
pub mod member;
pub mod party;
pub mod refusal;
pub mod section;
pub mod state;
pub mod words;

#[cfg(test)]
mod promises;
#[cfg(test)]
pub(crate) mod sample;
