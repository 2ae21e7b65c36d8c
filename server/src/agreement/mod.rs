//! The domain, pure: entries of the record, the state they fold into, and the rules.
//!
//! Nothing here knows a clock, a disk, a network or a CRDT. Who asks and when comes in a
//! [`Context`](decide::Context); the answer is a list of entries, or a refusal that says why.

pub mod id;
