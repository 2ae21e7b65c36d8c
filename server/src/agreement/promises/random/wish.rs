//! What somebody may come to ask for, sensible or not. Numbers are taken round by what there is to choose from.

use super::meeting::{Meet, some_meet};
use super::reviewing::{Reviewing, some_reviewing};
use super::shaping::{Shaping, some_shaping};
use crate::agreement::member::{ROLES, Role};
use crate::agreement::section::Phase;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    /// Time goes by.
    Wait { hours: u8 },
    /// A text is edited; the room refuses nothing here.
    Write { section: u8, words: u8 },
    /// Somebody asks for something.
    Ask { by: u8, what: Asked },
    /// Every approver of every party approves a section, under new mandates.
    EverybodySignsOff { section: u8 },
    /// Every section is saved and approved by all, and every body decides.
    EveryBodyDecides,
}

#[derive(Clone, Debug)]
pub(super) enum Asked {
    ChangeRoles { of: u8, roles: BTreeSet<Role> },
    Remove { of: u8 },
    Rename { section: u8, title: u8 },
    ChangeApproval { party: u8, count: u8 },
    Save { section: u8, named: bool, restored_from: Option<u8> },
    SaveWhole,
    RecordMandate { of: u8, begun: i8, ends: Option<i8> },
    SignOff { section: u8, mandate: u8, amiss: Option<Amiss>, reserved: bool },
    Withdraw { which: u8 },
    Reserve { section: u8, revision: u8, personal: bool },
    Lock { section: u8 },
    Reopen { section: u8 },
    Decide { party: u8, body: u8 },
    Sign { parties: u8 },
    Enter { phase: Phase },
    Shape(Shaping),
    Meet(Meet),
    Review(Reviewing),
}

/// What is wrong with a sign-off.
#[derive(Clone, Copy, Debug)]
pub(super) enum Amiss {
    Revision,
    Hash,
    Name,
    Unsound,
}

const PHASES: [Phase; 9] = [
    Phase::Preparation,
    Phase::Drafting,
    Phase::Consultation,
    Phase::Approval,
    Phase::Decided,
    Phase::Signed,
    Phase::InForce,
    Phase::UnderRevision,
    Phase::Ended,
];

pub(super) fn some_roles() -> impl Strategy<Value = BTreeSet<Role>> {
    prop::collection::btree_set(prop::sample::select(&ROLES[..]), 0..=3)
}

fn some_asked() -> impl Strategy<Value = Asked> {
    let n = any::<u8>;
    let amiss = prop::sample::select(&[Amiss::Revision, Amiss::Hash, Amiss::Name, Amiss::Unsound][..]);
    let amiss = prop::option::weighted(0.2, amiss);
    prop_oneof![
        2 => (n(), some_roles()).prop_map(|(of, roles)| Asked::ChangeRoles { of, roles }),
        1 => n().prop_map(|of| Asked::Remove { of }),
        1 => (n(), 0..3_u8).prop_map(|(section, title)| Asked::Rename { section, title }),
        2 => (n(), 0..4_u8).prop_map(|(party, count)| Asked::ChangeApproval { party, count }),
        4 => (n(), any::<bool>(), prop::option::weighted(0.3, 0..4_u8))
            .prop_map(|(section, named, restored_from)| Asked::Save { section, named, restored_from }),
        1 => Just(Asked::SaveWhole),
        3 => (n(), -3..2_i8, prop::option::of(-2..5_i8))
            .prop_map(|(of, begun, ends)| Asked::RecordMandate { of, begun, ends }),
        6 => (n(), n(), amiss, any::<bool>())
            .prop_map(|(section, mandate, amiss, reserved)| Asked::SignOff { section, mandate, amiss, reserved }),
        3 => n().prop_map(|which| Asked::Withdraw { which }),
        2 => (n(), 0..4_u8, any::<bool>())
            .prop_map(|(section, revision, personal)| Asked::Reserve { section, revision, personal }),
        2 => n().prop_map(|section| Asked::Lock { section }),
        4 => n().prop_map(|section| Asked::Reopen { section }),
        3 => (n(), n()).prop_map(|(party, body)| Asked::Decide { party, body }),
        1 => prop_oneof![Just(u8::MAX), n()].prop_map(|parties| Asked::Sign { parties }),
        4 => prop::sample::select(&PHASES[..]).prop_map(|phase| Asked::Enter { phase }),
        12 => some_shaping().prop_map(Asked::Shape),
        9 => some_meet().prop_map(Asked::Meet),
        9 => some_reviewing().prop_map(Asked::Review),
    ]
}

pub(super) fn some_wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        2 => any::<u8>().prop_map(|hours| Wish::Wait { hours }),
        5 => (any::<u8>(), 0..3_u8).prop_map(|(section, words)| Wish::Write { section, words }),
        24 => (any::<u8>(), some_asked()).prop_map(|(by, what)| Wish::Ask { by, what }),
        2 => any::<u8>().prop_map(|section| Wish::EverybodySignsOff { section }),
        1 => Just(Wish::EveryBodyDecides),
    ]
}
