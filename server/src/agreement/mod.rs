//! The domain, pure: entries of the record, the state they fold into, and the rules.
//!
//! Nothing here knows a clock, a disk, a network or a CRDT. Who asks and when comes in a
//! [`Context`](decide::Context); the answer is a list of entries, or a refusal that says why.

mod actor;
mod agreed;
pub mod chance;
pub mod decide;
pub mod decision;
pub mod description;
pub mod digest;
pub mod entry;
pub mod founding;
pub mod id;
pub mod meeting;
pub mod member;
pub mod party;
pub mod recorded;
pub mod refusal;
pub mod review;
pub mod revision;
pub mod rights;
pub mod section;
pub mod sign_off;
pub mod state;
pub mod words;

#[cfg(test)]
mod promises;
#[cfg(test)]
pub(crate) mod sample;
