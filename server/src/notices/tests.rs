//! Promises of being told.
