//! Promises of this floor, tried with yrs documents as clients.

mod client;
mod document;
mod rooms;
