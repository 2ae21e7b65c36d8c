//! A section's document read as blocks: canonical form, hash, and what a text log holds.
//!
//! This floor reads and makes documents; it keeps none alive and knows no connection.

mod alignment;
pub mod authors;
pub mod block;
pub mod canonical;
pub mod comparison;
pub mod document;
pub mod epoch;
pub mod fingerprint;
pub mod history;
pub mod html;
pub mod log;
pub mod markdown;
mod matching;
pub mod measures;
pub mod pack;
pub mod passage;
pub mod read;
pub mod reader;
pub mod rewrite;
pub mod schema;
pub mod sound;
pub mod template;
pub mod wording;
pub(crate) mod words;
mod write;
