//! Promises of this floor, tried with yrs documents as clients.

mod carets;
mod client;
mod document;
mod gate;
mod house;
mod locking;
mod looking;
mod passages;
mod quiet;
mod random;
mod refusing;
mod renewal;
mod restoring;
mod saving;
