//! Promises of this floor, tried with yrs documents as clients.

mod accepting;
mod anchored;
pub(super) mod authors;
mod carets;
pub(super) mod client;
pub(super) mod document;
mod gate;
mod house;
mod locking;
mod looking;
mod passages;
mod quiet;
pub(super) mod random;
mod refusing;
mod renewal;
mod restoring;
mod saving;
