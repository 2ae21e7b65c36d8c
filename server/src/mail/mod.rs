//! Letters: what they say, when those are queued that tell what has happened, the queue in which they wait, and the worker that sends them.
//!
//! What is queued is a letter's [recipe](letter::Recipe), never its words and never a secret: the sign-in link in it
//! is made when it is sent, and ends if it could not be sent after all. The queue lies in the register, so a letter is
//! queued in the same batch as what it tells of, and goes out at least once, whatever happens to this process.

pub mod address;
mod compose;
pub mod letter;
mod problem;
mod sign_in;
pub mod smtp;
pub mod telling;
#[cfg(test)]
mod tests;
mod words;
mod worker;

use crate::access::Access;
use crate::access::public_url::PublicUrl;
use crate::agreement::refusal::Language;
use crate::notices::Notices;
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::{RegisterWrite, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use letter::{Letter, Recipe};
use sign_in::Asked;
use smtp::Smtp;
use std::sync::Arc;
use std::time::Duration;
use telling::Telling;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

/// Requests for sign-in links that wait to be looked into. Beyond it they are refused, whoever asks.
const MOST_ASKED: usize = 256;

/// What the operator decided about letters.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Where they are handed in, and from whom they are.
    pub smtp: Smtp,
    /// What links in them begin with.
    pub public_url: PublicUrl,
    /// After this a letter that could not be sent is tried again; then after twice as long, and so on.
    pub first_pause: Duration,
    /// How long a link holds that somebody asked for.
    pub asked_lifetime: SignedDuration,
    /// When people are told what has happened.
    pub telling: Telling,
}

/// What letters are made from.
struct Office {
    store: Arc<dyn Store>,
    records: Arc<Records>,
    access: Access,
    notices: Arc<Notices>,
    signatory: Arc<Signatory>,
    settings: MailSettings,
    queued: Notify,
}

/// The way to the queue; nothing is queued on a server that sends no mail.
#[derive(Clone, Default)]
pub struct Mail(Option<Queue>);

#[derive(Clone)]
struct Queue {
    office: Arc<Office>,
    asked: mpsc::Sender<Asked>,
}

/// Too many have asked for a sign-in link at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyAsk;

impl Mail {
    /// A server that sends no mail.
    pub fn none() -> Self {
        Self(None)
    }

    /// Sends letters until `stop`.
    pub fn start(
        store: Arc<dyn Store>,
        records: Arc<Records>,
        access: Access,
        notices: Arc<Notices>,
        signatory: Arc<Signatory>,
        settings: MailSettings,
        stop: CancellationToken,
    ) -> Self {
        let queued = Notify::new();
        let office = Arc::new(Office { store, records, access, notices, signatory, settings, queued });
        let (asked, asking) = mpsc::channel(MOST_ASKED);
        tokio::spawn(worker::work(Arc::clone(&office), stop.clone()));
        tokio::spawn(telling::tell(Arc::clone(&office), stop.clone()));
        tokio::spawn(sign_in::look_into(Arc::clone(&office), asking, stop));
        Self(Some(Queue { office, asked }))
    }

    /// Whether this server sends mail.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// When people are told what has happened; `None` if this server sends no mail.
    pub fn telling(&self) -> Option<Telling> {
        self.0.as_ref().map(|queue| queue.office.settings.telling)
    }

    /// What queues a letter, to be written beside what it tells of; in place of one of the same recipe that still
    /// waits. `None` if this server sends no mail. Call [`wake`](Self::wake) once it is written.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn queue(
        &self,
        recipe: Recipe,
        language: Language,
        now: Timestamp,
    ) -> Result<Option<RegisterWrite>, StoreError> {
        self.0.as_ref().map(|_| Letter::new(recipe, language, now).queue()).transpose()
    }

    /// Has the worker look at the queue now.
    pub fn wake(&self) {
        if let Some(queue) = &self.0 {
            queue.office.queued.notify_one();
        }
    }

    /// Somebody asks for a link to sign in by. Whether anybody has that address is looked into later, elsewhere, so that
    /// neither this answer nor how long it takes tells.
    ///
    /// # Errors
    /// [`TooManyAsk`], whatever the address.
    pub fn ask_to_sign_in(&self, email: String, language: Language) -> Result<(), TooManyAsk> {
        let Some(queue) = &self.0 else { return Ok(()) };
        queue.asked.try_send(Asked { email, language }).map_err(|_| TooManyAsk)
    }
}
