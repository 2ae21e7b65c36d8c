//! What becomes of the words that are erased: their digests stay, and nothing of their content.

use super::State;
use crate::agreement::decision::{Attachment, Decision, Signing};
use crate::agreement::digest::Digest;
use crate::agreement::revision::AgreementRevision;
use crate::agreement::section::Section;
use crate::agreement::words::Words;
use std::sync::Arc;

impl State {
    /// Forgets the content of the words with these digests, wherever they stand.
    pub(super) fn forget(&mut self, erased: &[Digest]) {
        let forget = |words: &mut Words| {
            if erased.contains(&words.digest()) {
                words.erase();
            }
        };
        self.matter.iter_mut().for_each(|matter| forget(&mut matter.what.title));
        for member in self.members.iter_mut().chain(&mut self.former_members) {
            forget(&mut member.name);
            forget(&mut member.email);
        }
        for section in self.sections.iter_mut().chain(&mut self.retired) {
            in_section(Arc::make_mut(section), forget);
        }
        for revision in &mut self.revisions {
            let AgreementRevision { name, note, .. } = &mut Arc::make_mut(revision).what;
            name.iter_mut().chain(note).for_each(forget);
        }
        for mandate in &mut self.mandates {
            let mandate = &mut Arc::make_mut(mandate).what;
            forget(&mut mandate.issuer);
            forget(&mut mandate.paragraph);
        }
        self.forget_reviewed(forget);
        for decision in &mut self.decisions {
            let Decision { paragraph, minutes, .. } = &mut Arc::make_mut(decision).what;
            forget(paragraph);
            in_attachment(minutes.as_mut(), forget);
        }
        for meeting in &mut self.meetings {
            Arc::make_mut(meeting).words_mut().for_each(forget);
        }
        if let Some(signing) = &mut self.signing {
            let Signing { place, signatories, scan, .. } = &mut Arc::make_mut(signing).what;
            forget(place);
            for signatory in signatories {
                forget(&mut signatory.name);
                forget(&mut signatory.title);
                forget(&mut signatory.authority);
            }
            in_attachment(scan.as_mut(), forget);
        }
    }
}

fn in_section(section: &mut Section, forget: impl Fn(&mut Words)) {
    for revision in &mut section.revisions {
        let revision = &mut Arc::make_mut(revision).what;
        revision.name.iter_mut().chain(&mut revision.note).for_each(&forget);
    }
    for withdrawn in section.sign_offs.iter_mut().filter_map(|one| one.withdrawn.as_mut()) {
        forget(&mut withdrawn.what);
    }
    section.reservations.iter_mut().for_each(|reservation| forget(&mut reservation.what.text));
    section.lock.iter_mut().filter_map(|lock| lock.what.reason.as_mut()).for_each(&forget);
    section.reopened.iter_mut().chain(&mut section.retired).for_each(|reason| forget(&mut reason.what));
}

fn in_attachment(attachment: Option<&mut Attachment>, forget: impl Fn(&mut Words)) {
    attachment.into_iter().for_each(|attachment| forget(&mut attachment.name));
}
