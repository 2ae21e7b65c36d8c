//! Överens: a collaborative drafting service for agreement text.
//!
//! Each module is one floor of the house and imports only what stands below it:
//!
//! ```text
//! cli        the command line: serve, demo, seed, invite, export, verify, backup, restore, doctor
//! http       routes, cookies, problem+json, OpenAPI, the static web; no rules of its own
//! operator   what the operator may do, from the command line or through the socket beside a running server
//! mail       letters: invitations, sign-in links, receipts, news; the queue they wait in and the worker that sends them
//! notices    being told: who is told what of what happens, and how far each was told and has read
//! founding   a new agreement: record, first texts and accounts in one batch
//! access     who is asking: invitations, sign-in links, sessions, personal access tokens
//! archive    what leaves the house: an agreement's export, and how anybody checks it
//! approving  what needs text and record at once: revisions, sign-offs, locks, decisions
//! discussing proposals and threads: the discussion log of each agreement, and what it folds into
//! drafting   live text: one room per open section, connections, presence, verified authorship
//! record     runs a command against an agreement: load, decide, append, publish
//! text       a CRDT document read as blocks; canonical form and hash; what a text log holds
//! agreement  the domain, pure: entries of the record, the state they fold into, the rules
//! store      logs, checkpoints, register and blobs; the engines that keep them
//! meters     what the server counts and times of itself, for whoever watches over it
//! ```

pub mod access;
pub mod agreement;
pub mod approving;
pub mod archive;
pub mod cli;
pub mod discussing;
pub mod drafting;
pub mod founding;
pub mod http;
pub mod mail;
pub mod meters;
pub mod notices;
pub mod operator;
pub mod record;
pub mod store;
pub mod text;
