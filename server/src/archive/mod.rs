//! What leaves the house: the export of an agreement, and how anybody checks it.
//!
//! An export is made of an agreement's record and what that names, by functions that know no clock and no
//! store ([`files`]); so whoever checks one ([`verify`]) makes it again from what it holds, and compares.
//! docs/export-format.md has the format for others.

mod chronicle;
mod error;
pub mod export;
mod files;
pub mod manifest;
mod material;
mod members;
mod outgoing;
mod parcel;
pub mod problem;
mod readme;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod slug;
mod stored;
mod telling;
pub mod verify;
pub mod working;
pub mod zip;

pub use error::ExportError;
pub use export::Export;
pub use outgoing::Outgoing;
pub use working::WorkingMaterial;
