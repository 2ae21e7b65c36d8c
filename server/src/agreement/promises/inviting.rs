//! Who lets whom take part.

use super::*;
use crate::agreement::decide::{NewMember, NewParty};
use crate::agreement::founding::founder;
use crate::agreement::member::Role::{self, Approver, Drafter, Observer};
use crate::agreement::party::PartyKind;

fn somebody(email: &str, party: Option<PartyId>, roles: &[Role]) -> NewMember {
    let roles = roles.iter().copied().collect();
    NewMember { name: " Sven  Grahn ".into(), email: email.into(), party, organisation: None, roles }
}

fn third_party(letter: char, name: &str, email: &str) -> Command {
    Command::AddParty(NewParty {
        letter: super::letter(letter),
        name: name.into(),
        kind: PartyKind::Civil,
        approval: Approval::Any,
        bodies: vec![],
        coordinator: ("Tyra Holm".into(), email.into()),
    })
}

#[test]
fn a_coordinator_invites_into_their_own_party_and_the_operator_whom_nobody_else_can() {
    let mut work = Work::begun();
    let (a, b) = (work.party('A'), work.party('B'));
    let invite = |party, roles: &[Role]| Command::InviteMember(somebody("sven@ny.example", party, roles));
    let refused = Err(Refusal::OtherPartysMatter(letter('B')));
    assert_eq!(work.ask("Astrid", invite(Some(b), &[Approver])), refused);
    assert_eq!(work.ask("Astrid", invite(None, &[Observer])), Err(Refusal::OtherParty(None)));
    // Who is of no party acts for none, and who coordinates nothing invites nobody.
    assert_eq!(work.ask("Elin", invite(Some(a), &[Approver])), Err(Refusal::NoPartyToActFor));
    assert_eq!(work.ask("Bo", invite(Some(a), &[Observer])), Err(Refusal::NotACoordinator));
    // The operator is of no side: neutral people, and a party's first coordinator.
    assert_eq!(work.ask_as(Actor::Operator, invite(Some(b), &[Approver])), refused);
    assert_eq!(work.ask_as(Actor::Operator, invite(None, &[Approver])), Err(Refusal::NeutralApprover));
    assert_eq!(work.ask_as(Actor::Server, invite(Some(a), &[Approver])), Err(Refusal::MembersOnly));
    work.ask_as(Actor::Operator, invite(None, &[Observer])).unwrap();
    work.ask("Cilla", Command::InviteMember(somebody("sigge@ny.example", Some(b), &[Approver]))).unwrap();
    let sven = work.state.member(work.member("Sven")).unwrap();
    assert_eq!((sven.name.text(), sven.party), (Some("Sven Grahn"), None));
}

#[test]
fn one_address_is_one_member_however_it_is_written() {
    let mut work = Work::begun();
    let a = Some(work.party('A'));
    let invite = |email: &str| Command::InviteMember(somebody(email, a, &[Drafter]));
    for taken in ["bo@bjorkdal.example", " BO@Bjorkdal.Example "] {
        assert_eq!(work.ask("Astrid", invite(taken)), Err(Refusal::AddressTaken));
    }
    for none in ["bo", "bo@", "a@b@c.example", "a b@c.example", "a@c.example\r\nBcc: x@y.example"] {
        assert_eq!(work.ask("Astrid", invite(none)), Err(Refusal::NotAnAddress), "{none}");
    }
    let bo = work.member("Bo");
    work.ask("Astrid", Command::RemoveMember { member: bo }).unwrap();
    work.ask("Astrid", invite("bo@bjorkdal.example")).unwrap();
    assert_ne!(work.member("Sven"), bo, "who comes back is a member anew");
}

#[test]
fn a_party_that_is_added_brings_its_first_coordinator_and_invites_for_itself() {
    let mut work = Work::begun();
    let add = |letter, name, email| third_party(letter, name, email);
    assert_eq!(work.ask("Bo", add('C', "Ny", "t@ny.example")), Err(Refusal::NotACoordinator));
    let taken = Err(Refusal::LetterTaken(letter('B')));
    assert_eq!(work.ask("Astrid", add('B', "Ny", "t@ny.example")), taken);
    assert_eq!(work.ask("Astrid", add('C', "Föreningsrådet", "t@ny.example")), Err(Refusal::NameTaken));
    // Nobody coordinates two parties by being invited into the other.
    assert_eq!(work.ask("Astrid", add('C', "Ny", "astrid@bjorkdal.example")), Err(Refusal::AddressTaken));
    work.ask("Elin", add('C', "Ny", "t@ny.example")).unwrap();
    let c = Some(work.party('C'));
    let refused = Err(Refusal::OtherPartysMatter(letter('C')));
    let invite = Command::InviteMember(somebody("sven@ny.example", c, &[Approver]));
    assert_eq!(work.ask("Astrid", invite.clone()), refused);
    work.ask("Tyra", invite).unwrap();
}

#[test]
fn who_founds_an_agreement_coordinates_in_it_and_so_does_somebody_of_every_party() {
    let mut described = description();
    assert_eq!(founder(&described, "Elin@process.example"), Ok(4));
    assert_eq!(founder(&described, "bo@bjorkdal.example"), Err(Refusal::FounderLeftOut));
    assert_eq!(founder(&described, "sven@ny.example"), Err(Refusal::FounderLeftOut));
    described.members.retain(|member| !member.name.starts_with("Cilla"));
    assert_eq!(founder(&described, "elin@process.example"), Err(Refusal::NobodyCoordinates(letter('B'))));
}
