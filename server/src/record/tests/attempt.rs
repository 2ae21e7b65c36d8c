//! A command planned on what the caller had seen, with entries of another log beside it.

use super::approving::Ready;
use super::*;
use crate::agreement::decide::NewSignOff;
use crate::record::AttemptError;
use crate::store::Append;

impl Ready {
    fn text_log(&self) -> LogId {
        LogId::text(self.section.0)
    }

    /// What locks the text, where the caller saw the head of its log.
    fn locking(&self, expected: Position) -> impl FnOnce(&[Entry]) -> Result<Beside, RecordError> + use<> {
        let log = self.text_log();
        let append = Append { log, expected, entries: vec![Bytes::from_static(b"locked")] };
        move |_| Ok(Beside { appends: vec![append], ..Beside::default() })
    }

    async fn sign_off(&self, seen: &State, expected: Position) -> Result<Done, AttemptError> {
        let by = Actor::Member { member: self.bo };
        let command = Command::SignOff(self.signing(seen));
        self.records.attempt(seen, command, by, noon(), self.locking(expected)).await
    }

    fn written(&self) -> Vec<(LogId, usize)> {
        let logs = self.store.logs.lock().unwrap();
        let mut written: Vec<_> = logs.iter().map(|(log, entries)| (*log, entries.len())).collect();
        written.sort();
        written
    }
}

fn never(_: &[Entry]) -> Result<Beside, RecordError> {
    panic!("nothing was decided that anything could stand beside")
}

#[tokio::test]
async fn what_stands_beside_is_written_in_the_same_batch() {
    let ready = Ready::made().await;
    let batches = ready.store.batches.load(Ordering::SeqCst);
    let seen = ready.state().await;
    let done = ready.sign_off(&seen, Position::START).await.unwrap();
    assert!(matches!(done.entries[..], [Entry::SectionSignedOff { .. }]), "{:?}", done.entries);
    assert_eq!(ready.store.batches.load(Ordering::SeqCst), batches + 1);
    assert_eq!(ready.store.logs.lock().unwrap()[&ready.text_log()], [Bytes::from_static(b"locked")]);
    assert_eq!(ready.state().await, done.state);
    assert_eq!(anew(&ready.store).state(ready.agreement).await.unwrap(), done.state);
}

#[tokio::test]
async fn who_has_seen_an_older_record_looks_again() {
    let ready = Ready::made().await;
    let seen = ready.state().await;
    let astrid = Actor::Member { member: named(&seen, "Astrid") };
    ready.run(astrid, roles(ready.bo, &[Role::Approver, Role::Reviewer])).await;
    let before = ready.written();
    let command = Command::SignOff(ready.signing(&seen));
    let by = Actor::Member { member: ready.bo };
    let moved = ready.records.attempt(&seen, command, by, noon(), never).await;
    assert_eq!(moved.unwrap_err(), AttemptError::Moved);
    assert_eq!(ready.written(), before);
    let seen = ready.state().await;
    ready.sign_off(&seen, Position::START).await.unwrap();
}

#[tokio::test]
async fn what_another_process_appended_meanwhile_is_seen_at_the_next_attempt() {
    let ready = Ready::made().await;
    let (seen, tip) = ready.records.head(ready.agreement).await.unwrap();
    // Without a word to those who follow, as if it had come just now.
    let entry = Entry::MemberRemoved { member: named(&seen, "Elin") };
    let (bytes, _) = tip.seal(&entry, Actor::Operator, noon()).unwrap();
    ready.store.logs.lock().unwrap().get_mut(&LogId::record(ready.agreement.0)).unwrap().push(bytes);
    let before = ready.written();
    assert_eq!(ready.sign_off(&seen, Position::START).await.unwrap_err(), AttemptError::Moved);
    assert_eq!(ready.written(), before);
    let now = ready.state().await;
    assert_eq!(now.position(), seen.position().after(1));
    ready.sign_off(&now, Position::START).await.unwrap();
}

#[tokio::test]
async fn a_text_that_was_written_meanwhile_is_looked_at_again_and_nothing_is_recorded() {
    let ready = Ready::made().await;
    let seen = ready.state().await;
    let typed = vec![Bytes::from_static(b"typed")];
    ready.store.logs.lock().unwrap().insert(ready.text_log(), typed);
    let before = ready.written();
    assert_eq!(ready.sign_off(&seen, Position::START).await.unwrap_err(), AttemptError::Moved);
    assert_eq!(ready.written(), before);
    assert_eq!(ready.state().await, seen);
    assert_eq!(anew(&ready.store).state(ready.agreement).await.unwrap(), seen);
    ready.sign_off(&seen, Position(1)).await.unwrap();
}

#[tokio::test]
async fn what_is_refused_writes_nothing_beside_either() {
    let ready = Ready::made().await;
    let seen = ready.state().await;
    let before = ready.written();
    let command = Command::SignOff(NewSignOff { name: "Någon annan".into(), ..ready.signing(&seen) });
    let by = Actor::Member { member: ready.bo };
    let refused = ready.records.attempt(&seen, command, by, noon(), never).await;
    assert_eq!(refused.unwrap_err(), AttemptError::Refused(Refusal::NameDiffers));
    assert_eq!(ready.written(), before);
}

#[tokio::test]
async fn what_is_so_already_writes_nothing_beside_either() {
    let ready = Ready::made().await;
    let seen = ready.state().await;
    ready.sign_off(&seen, Position::START).await.unwrap();
    let seen = ready.state().await;
    let before = ready.written();
    let command = Command::SignOff(ready.signing(&seen));
    let by = Actor::Member { member: ready.bo };
    let done = ready.records.attempt(&seen, command, by, noon(), never).await.unwrap();
    assert_eq!((done.entries, done.state), (vec![], seen));
    assert_eq!(ready.written(), before);
}

#[tokio::test]
async fn a_store_that_fails_is_an_error_and_not_a_moved_record() {
    let ready = Ready::made().await;
    let seen = ready.state().await;
    ready.store.failing.store(1, Ordering::SeqCst);
    let failed = ready.sign_off(&seen, Position::START).await.unwrap_err();
    assert!(matches!(failed, AttemptError::Record(RecordError::Store(_))), "{failed:?}");
    assert_eq!(ready.state().await, seen);
}
