//! What leaves the house: the export of an agreement, and how anybody checks it.

pub mod zip;
