//! Promises of being told. The clock is a number here: every function takes the time it is.

mod deadlines;
mod house;
mod kinds;
mod random;
mod shown;
mod sources;
