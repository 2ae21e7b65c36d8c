//! What waits for one connection's socket. Bounded: a slow reader costs what the bound says and no more.

use super::closing::Closing;
use super::protocol;
use super::vitals::Queued;
use bytes::Bytes;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The queue between a room and a socket.
#[derive(Debug)]
pub(super) struct Outbox {
    limit: usize,
    /// What waits in all outboxes together.
    queued: Queued,
    state: Mutex<State>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct State {
    frames: Vec<Bytes>,
    bytes: usize,
    saved: Option<u64>,
    closing: Option<Closing>,
    /// Something was left out; the socket tells the room when it has sent all before it.
    behind: bool,
}

/// What the socket is to do next.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// Frames to send, in order; flush once after the last.
    pub frames: Vec<Bytes>,
    /// After them: close, and why.
    pub closing: Option<Closing>,
    /// After them: tell the room that it can go on (`Connection::caught_up`).
    pub behind: bool,
}

impl Outbox {
    pub(super) fn new(limit: usize, queued: Queued) -> Self {
        Self { limit, queued, state: Mutex::default(), wake: Notify::new() }
    }

    /// Queues frames until the bound is reached; returns how many found room.
    ///
    /// From the first that did not, nothing more is queued until the socket has sent what is there.
    pub(super) fn push<'a>(&self, frames: impl Iterator<Item = &'a Bytes>) -> usize {
        self.push_announced(frames.map(|frame| (None, frame)))
    }

    /// The same for frames of which some are told of by another just before: both are queued, or neither.
    pub(super) fn push_announced<'a>(
        &self,
        frames: impl Iterator<Item = (Option<&'a Bytes>, &'a Bytes)>,
    ) -> usize {
        let mut state = self.lock();
        let before = state.bytes;
        let mut pushed = 0;
        for (announced, frame) in frames {
            if state.behind || state.closing.is_some() {
                break;
            }
            let bytes = frame.len() + announced.map_or(0, Bytes::len);
            // An empty queue takes one frame of any size, or a large one could never be sent.
            if state.bytes + bytes > self.limit && !state.frames.is_empty() {
                state.behind = true;
                break;
            }
            state.bytes += bytes;
            state.frames.extend(announced.cloned());
            state.frames.push(frame.clone());
            pushed += 1;
        }
        self.queued.add(state.bytes - before);
        drop(state);
        self.wake.notify_one();
        pushed
    }

    /// Queues a frame that the client waits for, whatever the bound; the room asks for few such.
    pub(super) fn answer(&self, frame: Bytes) {
        let mut state = self.lock();
        if state.closing.is_none() {
            state.bytes += frame.len();
            self.queued.add(frame.len());
            state.frames.push(frame);
        }
        drop(state);
        self.wake.notify_one();
    }

    /// Says how many messages are saved; only the latest number is kept.
    pub(super) fn saved(&self, count: u64) {
        self.lock().saved = Some(count);
        self.wake.notify_one();
    }

    /// Whether as much is waiting as may.
    pub(super) fn is_full(&self) -> bool {
        self.lock().bytes >= self.limit
    }

    /// Something was left out: the room is to be told when what is queued has been sent.
    pub(super) fn fall_behind(&self) {
        self.lock().behind = true;
        self.wake.notify_one();
    }

    /// Ends the connection; a refusal is explained in the protocol's own words first.
    pub(super) fn refuse(&self, closing: Closing, ours: bool) {
        if let Some(explanation) = protocol::explanation(closing, ours) {
            self.answer(explanation);
        }
        self.close(closing);
    }

    /// Ends the connection after what is queued. The first reason stays.
    pub(super) fn close(&self, closing: Closing) {
        self.lock().closing.get_or_insert(closing);
        self.wake.notify_one();
    }

    /// Waits for something to do.
    pub(super) async fn next(&self) -> Outgoing {
        loop {
            let woken = self.wake.notified();
            let outgoing = {
                let mut state = self.lock();
                let mut frames = std::mem::take(&mut state.frames);
                self.queued.remove(std::mem::take(&mut state.bytes));
                frames.extend(state.saved.take().map(protocol::saved));
                Outgoing { frames, closing: state.closing, behind: std::mem::take(&mut state.behind) }
            };
            if !outgoing.frames.is_empty() || outgoing.closing.is_some() || outgoing.behind {
                return outgoing;
            }
            woken.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code under this lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.queued.remove(self.lock().bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn past_the_bound_nothing_is_queued_until_the_socket_has_caught_up() {
        let outbox = Outbox::new(10, Queued::default());
        let frames = [Bytes::from_static(b"12345678"), Bytes::from_static(b"90ab"), Bytes::from_static(b"c")];
        assert_eq!(outbox.push(frames.iter()), 1);
        assert_eq!(
            outbox.push(frames[2..].iter()),
            0,
            "a later frame must not overtake one that was left out"
        );
        let outgoing = outbox.next().await;
        assert_eq!(outgoing.frames, frames[..1]);
        assert!(outgoing.behind);
        assert_eq!(outbox.push(frames[2..].iter()), 1);
        assert!(!outbox.next().await.behind);
    }

    #[tokio::test]
    async fn nothing_is_announced_that_does_not_follow() {
        let outbox = Outbox::new(10, Queued::default());
        let [first, notice, update] =
            [b"1234", b"5678", b"90ab"].map(|frame| Bytes::copy_from_slice(frame.as_slice()));
        assert_eq!(outbox.push_announced([(None, &first), (Some(&notice), &update)].into_iter()), 1);
        assert_eq!(outbox.next().await.frames, [first]);
        assert_eq!(outbox.push_announced([(Some(&notice), &update)].into_iter()), 1);
        assert_eq!(outbox.next().await.frames, [notice, update]);
    }

    #[tokio::test]
    async fn a_frame_over_the_bound_goes_alone() {
        let outbox = Outbox::new(4, Queued::default());
        let frames = [Bytes::from_static(b"12345678"), Bytes::from_static(b"9")];
        assert_eq!(outbox.push(frames.iter()), 1);
        assert_eq!(outbox.next().await.frames.len(), 1);
    }

    #[tokio::test]
    async fn closing_comes_after_what_was_queued_and_keeps_its_first_reason() {
        let outbox = Outbox::new(100, Queued::default());
        outbox.push([Bytes::from_static(b"last words")].iter());
        outbox.close(Closing::ReadOnly);
        outbox.close(Closing::Restart);
        let outgoing = outbox.next().await;
        assert_eq!((outgoing.frames.len(), outgoing.closing), (1, Some(Closing::ReadOnly)));
    }
}
