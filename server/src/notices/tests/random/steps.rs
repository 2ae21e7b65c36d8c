//! What happens on random days.

use crate::notices::tests::house::ALL;
use proptest::prelude::*;

/// What happens next. Numbers choose among what there is.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Open(usize, Vec<usize>),
    Reply(usize, usize, Vec<usize>),
    Edit(usize, Vec<usize>),
    Delete(usize),
    Lock(usize),
    Reopen(usize),
    Sign(usize, usize),
    Call(usize),
    Move(usize, usize),
    CloseNotes(usize),
    CallOff(usize),
    Leave,
    Want(usize, bool, bool, bool),
    ReadAll(usize),
    ReadOne(usize, usize),
    ReadThread(usize, usize),
    Pass(i64),
    AtOnce,
    Digest(usize),
    /// What a crash before the batch leaves: nothing.
    DigestInVain(usize),
    Send(usize),
    BeginAnew,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..ALL.len();
    let named = prop::collection::vec(0..ALL.len(), 0..3);
    let step = prop_oneof![
        4 => (who.clone(), named.clone()).prop_map(|(by, named)| Step::Open(by, named)),
        5 => (who.clone(), 0..9_usize, named.clone()).prop_map(|(by, of, named)| Step::Reply(by, of, named)),
        2 => (0..20_usize, named).prop_map(|(which, named)| Step::Edit(which, named)),
        2 => (0..20_usize).prop_map(Step::Delete),
        2 => (0..3_usize).prop_map(Step::Lock),
        1 => (0..3_usize).prop_map(Step::Reopen),
        1 => (0..3_usize, 0..3_usize).prop_map(|(by, of)| Step::Sign(by, of)),
        2 => (0..2_usize).prop_map(Step::Call),
        2 => (0..2_usize, 0..5_usize).prop_map(|(by, which)| Step::Move(by, which)),
        2 => (0..5_usize).prop_map(Step::CloseNotes),
        1 => (0..5_usize).prop_map(Step::CallOff),
        1 => Just(Step::Leave),
        1 => (who.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(who, a, b, c)| Step::Want(who, a, b, c)),
        1 => who.clone().prop_map(Step::ReadAll),
        2 => (who.clone(), 0..20_usize).prop_map(|(who, which)| Step::ReadOne(who, which)),
        2 => (who.clone(), 0..9_usize).prop_map(|(who, which)| Step::ReadThread(who, which)),
        5 => prop_oneof![Just(1), Just(119), Just(3_600), Just(30_000)].prop_map(Step::Pass),
        3 => Just(Step::AtOnce),
        4 => who.clone().prop_map(Step::Digest),
        1 => who.prop_map(Step::DigestInVain),
        4 => (0..5_usize).prop_map(Step::Send),
        1 => Just(Step::BeginAnew),
    ];
    prop::collection::vec(step, 1..60)
}
