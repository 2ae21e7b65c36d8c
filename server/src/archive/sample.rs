//! An agreement with a bit of everything, for tests; told through the doors that people use.

use super::{Export, ExportError};
use crate::agreement::decide::{
    AgreementChange, AttendanceNoted, Command, Erasure, MeetingPlan, NewAnswer, NewAttachment, NewDecision,
    NewMandate, NewMeeting, NewMember, NewReview, NewSheet, NewSignatory, NewSigning,
};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, MemberId, SectionId, SignOffId};
use crate::agreement::member::Role;
use crate::agreement::sample::{description, named, noon};
use crate::agreement::section::{Phase, SectionKind};
use crate::agreement::sign_off::MandateKind;
use crate::agreement::state::State;
use crate::approving::{Approving, SignedOff, When};
use crate::discussing::Discussions;
use crate::drafting::{Limits, Rooms};
use crate::record::Records;
use crate::record::attachment::Upload;
use crate::record::chain::Sealed;
use crate::record::receipt::Receipt;
use crate::record::signature::{Signatory, Signed};
use crate::store::{Append, LogId, MemoryStore, Position, Store};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, text_log};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::sync::Arc;

/// The agreement, and what it lies in.
pub(crate) struct Sample {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) records: Arc<Records>,
    pub(crate) agreement: AgreementId,
    approving: Approving,
    /// Minutes since noon: each deed is one later.
    minutes: i64,
}

/// The key of the server that it lies on.
pub(crate) const KEY: [u8; 32] = [9; 32];

impl Sample {
    /// From the founding to the signing, with names and texts erased on the way.
    pub(crate) async fn tell() -> Self {
        Self::tell_without_forgetting().await.forgotten().await
    }

    /// The same before anything is erased.
    pub(crate) async fn tell_without_forgetting() -> Unforgotten {
        let mut sample = Self::found().await;
        sample.write().await;
        sample.shape().await;
        sample.review().await;
        sample.approve().await;
        sample.decide().await;
        sample.meet().await;
        Unforgotten { sample }
    }

    async fn found() -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let records = Records::new(store.clone());
        let mut described = description();
        described.parties[1].approval = Default::default();
        described.parties[1].bodies = vec!["Årsmötet".to_owned()];
        let mut founding = records.found(&described, None, noon()).unwrap();
        for section in founding.state.sections() {
            founding.batch.appends.push(first_text(section.id));
        }
        store.commit(founding.batch).await.unwrap();
        let rooms = Rooms::new(store.clone(), records.clone(), Limits::default());
        let approving =
            Approving::new(store.clone(), records.clone(), rooms, Discussions::new(store.clone()));
        Self { store, records, agreement: founding.agreement, approving, minutes: 0 }
    }

    pub(crate) async fn state(&self) -> Arc<State> {
        self.records.state(self.agreement).await.unwrap()
    }

    async fn member(&self, name: &str) -> MemberId {
        named(&*self.state().await, name)
    }

    fn now(&mut self) -> Timestamp {
        self.minutes += 1;
        noon() + SignedDuration::from_mins(self.minutes)
    }

    pub(crate) async fn run(&mut self, by: &str, command: Command) -> Arc<State> {
        let (member, at) = (self.member(by).await, self.now());
        self.records.run(self.agreement, command, Actor::Member { member }, at).await.unwrap()
    }

    async fn section(&self, index: usize) -> SectionId {
        self.state().await.sections()[index].id
    }

    async fn save(&mut self, index: usize, by: &str, blocks: serde_json::Value, name: &str, note: &str) {
        let (section, member, at) = (self.section(index).await, self.member(by).await, self.now());
        let blocks: Vec<Block> = serde_json::from_value(blocks).unwrap();
        self.approving.write(section, member, &blocks, When::At(at)).await.unwrap();
        let by = Actor::Member { member };
        let saved = self.approving.save(self.agreement, section, (name, note), by, When::At(at)).await;
        assert!(saved.unwrap().is_new);
    }

    async fn write(&mut self) {
        let party = self.state().await.parties()[1].id;
        let paragraph =
            |text: &str| json!({"type": "paragraph", "content": [{"type": "text", "text": text}]});
        self.save(0, "Astrid", json!([paragraph("Vi vill samma sak: att <unga> & gamla möts.")]), "", "")
            .await;
        self.save(0, "David", json!([paragraph("Vi vill något annat.")]), "Andra", "David prövade.").await;
        let (section, member, at) = (self.section(0).await, self.member("Astrid").await, self.now());
        let first = crate::agreement::revision::RevisionNumber(1);
        self.approving.restore(self.agreement, section, first, member, When::At(at)).await.unwrap();
        let sheet = json!([
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Vad handlar det om?"}]},
            paragraph("Öppna dörrar."),
            {"type": "measure", "attrs": {"responsible": [party], "level": "dialogue", "due": "2031-09-01"},
             "content": [{"type": "text", "text": "Två öppna råd om året."}]},
            {"type": "table", "content": [{"type": "tableRow", "content": [
                {"type": "tableHeader", "content": [paragraph("Råd")]},
                {"type": "tableCell", "content": [paragraph("Vår")]}]}]},
        ]);
        self.save(1, "David", sheet, "Till styrelserna", "").await;
        self.save(2, "Astrid", json!([paragraph("Alla ska med.")]), "", "").await;
    }

    async fn shape(&mut self) {
        let state = self.run("Astrid", Command::EnterPhase { phase: Phase::Drafting }).await;
        let section = state.sections()[2].id;
        let organisation = state.organisations_of(state.parties()[1].id).next().unwrap().id;
        let title = "Mångfald och möten".to_owned();
        self.run("Astrid", Command::RenameSection { section, title }).await;
        let name = "Simklubben".to_owned();
        self.run("Cilla", Command::RenameOrganisation { organisation, name }).await;
        let title = "Överenskommelse om fritid för unga och gamla".to_owned();
        let change = AgreementChange { title: Some(title), ..AgreementChange::default() };
        self.run("Elin", Command::ChangeAgreement(change)).await;
        self.run("Elin", Command::ChangePlan { plan: [(Phase::Approval, date(2027, 6, 1))].into() }).await;
        let party = Some(state.parties()[0].id);
        let new = NewMember {
            name: "Frida Ek".to_owned(),
            email: "frida@bjorkdal.example".to_owned(),
            party,
            organisation: None,
            roles: [Role::Reviewer].into(),
        };
        self.run("Astrid", Command::InviteMember(new)).await;
        let member = self.member("Frida").await;
        let roles = [Role::Reviewer, Role::Observer].into();
        self.run("Astrid", Command::ChangeRoles { member, roles }).await;
        let (kind, title) = (SectionKind::Free, "Övrigt".to_owned());
        let state = self.run("Elin", Command::AddSection { kind, title, responsible: vec![] }).await;
        let section = state.sections()[3].id;
        self.run("Elin", Command::RetireSection { section, reason: "Behövs inte.".to_owned() }).await;
        let (member, at) = (self.member("Astrid").await, self.now());
        let (by, when) = (Actor::Member { member }, When::At(at));
        self.approving.save_whole(self.agreement, ("Samråd", "Alla avsnitt."), by, when).await.unwrap();
    }

    /// A review with an answer, and a sheet for an organisation.
    async fn review(&mut self) {
        let state = self.state().await;
        let latest = |index: usize| {
            let section = &state.sections()[index];
            (section.id, section.latest().unwrap().number)
        };
        let sections = vec![latest(0), latest(1)];
        let (reviewers, due) = (vec![self.member("David").await], date(2031, 1, 20));
        let new =
            NewReview { sections: sections.clone(), reviewers, question: "Kan det gå ut?".to_owned(), due };
        let asked = self.run("Elin", Command::AskReview(new)).await;
        let review = asked.reviews()[0].asked.id;
        let (section, revision) = latest(1);
        let hash = state.sections()[1].latest().unwrap().hash;
        let because = "Rådens antal är oklart.".to_owned();
        let answer = NewAnswer { review, section, revision, hash, ready: false, because };
        self.run("David", Command::AnswerReview(answer)).await;
        self.run("Astrid", Command::ExtendReview { review, due: date(2031, 2, 1) }).await;
        self.run("Astrid", Command::CloseReview { review }).await;
        let sheet = NewSheet {
            organisation: state.organisations_of(state.parties()[1].id).next().unwrap().id,
            sections,
            questions: "Räcker två råd?".to_owned(),
            mandate_asked: "Att godkänna.".to_owned(),
            due: Some(due),
        };
        self.run("Cilla", Command::MakeSheet(sheet)).await;
    }

    async fn approve(&mut self) {
        for (by, of) in [("Astrid", "Bo"), ("Cilla", "Cilla")] {
            let mandate = NewMandate {
                member: self.member(of).await,
                kind: MandateKind::Minutes,
                issuer: "Styrelsen".to_owned(),
                date: date(2027, 1, 10),
                paragraph: "§ 3".to_owned(),
                valid_until: Some(date(2028, 12, 31)),
                sheet: None,
            };
            self.run(by, Command::RecordMandate(mandate)).await;
        }
        let first = self.sign_off(0, "Bo", Some("Vi hade hellre sett ett årtal.")).await;
        self.run("Bo", Command::WithdrawSignOff { sign_off: first, reason: "Fel paragraf.".to_owned() })
            .await;
        for index in 0..3 {
            for by in ["Bo", "Cilla"] {
                self.sign_off(index, by, None).await;
            }
        }
    }

    async fn sign_off(&mut self, index: usize, by: &str, reservation: Option<&str>) -> SignOffId {
        let (state, member, at) = (self.state().await, self.member(by).await, self.now());
        let section = &state.sections()[index];
        let latest = section.latest().unwrap();
        let mandate = state.mandates().iter().find(|mandate| mandate.member == member).unwrap().id;
        let name = state.member(member).unwrap().name.text().unwrap().to_owned();
        let reservation = reservation.map(str::to_owned);
        let said = SignedOff { revision: latest.number, hash: latest.hash, mandate, name, reservation };
        let agreement = self.agreement;
        self.approving.sign_off(agreement, section.id, member, said, When::At(at), |_| vec![]).await.unwrap();
        self.state().await.section(section.id).unwrap().sign_offs.last().unwrap().given.id
    }

    async fn decide(&mut self) {
        self.run("Astrid", Command::EnterPhase { phase: Phase::Approval }).await;
        let whole = self.state().await.revisions().last().unwrap().hash;
        for (party, by) in [(0, "Astrid"), (1, "Cilla")] {
            let minutes = Some(self.attach(by, "protokoll.pdf", b"%PDF-1.7 paragraf 12").await);
            let (member, at) = (self.member(by).await, self.now());
            let party = self.state().await.parties()[party].clone();
            let decision = NewDecision {
                party: party.id,
                body: party.bodies[0].clone(),
                date: date(2027, 2, 1),
                paragraph: "§ 12".to_owned(),
                minutes,
            };
            let (agreement, when) = (self.agreement, When::At(at));
            self.approving.record_decision(agreement, member, decision, whole, when).await.unwrap();
        }
        let state = self.state().await;
        assert_eq!(state.phase(), Phase::Decided);
        let signatory = |(party, name): (usize, &str)| NewSignatory {
            party: state.parties()[party].id,
            name: name.to_owned(),
            title: "Ordförande".to_owned(),
            authority: "Delegation".to_owned(),
        };
        let signatories = [(0, "Gun Holm"), (1, "Hans Åberg")].map(signatory).into();
        let scan = Some(self.attach("Astrid", "påskrivet.png", b"\x89PNG\r\n\x1a\n bild").await);
        let place = "Björkdal".to_owned();
        let signing = NewSigning { date: date(2027, 2, 1), place, signatories, scan };
        self.run("Astrid", Command::RecordSigning(signing)).await;
    }

    /// A meeting on another day than it was called for, with a file, and notes that were closed twice.
    async fn meet(&mut self) {
        let (member, at) = (self.member("Astrid").await, self.now());
        let (by, when) = (Actor::Member { member }, When::At(at));
        let section = self.section(0).await;
        let called = NewMeeting {
            date: date(2027, 2, 2),
            title: "Efter beslutet".to_owned(),
            place: "Kl. 9".to_owned(),
            convener: None,
            sections: vec![section],
        };
        let call = Command::CallMeeting(called);
        self.approving.call_meeting(self.agreement, call, by, when).await.unwrap();
        let state = self.state().await;
        let (meeting, notes) = (state.meetings()[0].id(), state.meetings()[0].notes());
        let plan = MeetingPlan { date: Some(date(2027, 2, 3)), ..MeetingPlan::default() };
        self.run("Elin", Command::ChangeMeeting { meeting, plan }).await;
        let guests = Some("Två från länet".to_owned());
        let noted = AttendanceNoted { present: vec![member], guests, ..AttendanceNoted::default() };
        self.run("Elin", Command::NoteAttendance { meeting, noted }).await;
        let file = self.attach("Astrid", "kallelse.pdf", b"%PDF-1.7 kallelse").await;
        let content = file.content;
        self.run("Astrid", Command::AddMeetingFile { meeting, file }).await;
        self.run("Astrid", Command::RemoveMeetingFile { meeting, content }).await;
        for words in ["Vi gick igenom det hela.", "Vi gick igenom det hela en gång till."] {
            let blocks = [Block::of_text("paragraph", words)];
            self.approving.write(notes, member, &blocks, when).await.unwrap();
            let when = When::At(self.now());
            self.approving.close_notes(self.agreement, meeting, member, when).await.unwrap();
            if self.state().await.meetings()[0].closed.len() == 1 {
                let when = When::At(self.now());
                self.approving.reopen_notes(self.agreement, meeting, member, when).await.unwrap();
            }
        }
        self.run("Elin", Command::WithholdCoAuthor { section, withheld: true }).await;
    }

    async fn attach(&mut self, by: &str, name: &str, content: &'static [u8]) -> NewAttachment {
        let (member, at) = (self.member(by).await, self.now());
        let media_type = if name.ends_with("pdf") { "application/pdf" } else { "image/png" }.to_owned();
        let upload = Upload { name: name.to_owned(), media_type, bytes: content.len() as u64, member, at };
        let hash = self.records.upload(self.agreement, content.into(), &upload).await.unwrap();
        upload.attached(hash, name.to_owned())
    }

    async fn forget(&mut self) {
        let member = self.member("David").await;
        let ground = "GDPR artikel 17".to_owned();
        self.run("Cilla", Command::AnonymiseMember { member, ground }).await;
        let (position, sealed) = self.find("reservation_made").await;
        let words = sealed.entry.words()[0].digest();
        let (entry, by, reason) = (Box::new(sealed.entry), sealed.by, "Nämnde någon.".to_owned());
        self.run("Astrid", Command::EraseWords(Erasure { position, entry, by, words, reason })).await;
    }

    /// The last entry of a kind.
    pub(crate) async fn find(&self, kind: &str) -> (u64, Sealed) {
        let page = self.records.page(self.agreement, Position(u64::MAX), 1, |sealed| {
            serde_json::to_value(&sealed.entry).unwrap()["kind"] == kind
        });
        let (sealed, _) = page.await.unwrap().entries.into_iter().next().unwrap();
        (sealed.position, sealed)
    }

    /// The receipt of the last sign-off by somebody.
    pub(crate) async fn receipt(&self, by: &str) -> Signed<Receipt> {
        let (state, member) = (self.state().await, self.member(by).await);
        let given = state.sections().iter().flat_map(|section| &section.sign_offs);
        let mut own = given.filter(|one| one.given.member == member);
        let last = own.next_back().unwrap().given.id;
        let receipt = self.records.receipt(self.agreement, last).await.unwrap().unwrap();
        Signatory::of_bytes(KEY).sign(receipt).unwrap()
    }

    /// Its export, signed by the server it lies on.
    pub(crate) async fn export(&self) -> Vec<u8> {
        self.export_signed(KEY).await.unwrap()
    }

    pub(crate) async fn export_signed(&self, key: [u8; 32]) -> Result<Vec<u8>, ExportError> {
        let signatory = Arc::new(Signatory::of_bytes(key));
        let mut export = Export::begin(self.store.clone(), signatory, self.agreement).await?;
        let mut bytes = Vec::new();
        while let Some(piece) = export.next().await? {
            bytes.extend(piece);
        }
        Ok(bytes)
    }

    /// How many entries its record has.
    pub(crate) async fn entries(&self) -> u64 {
        self.store.head(LogId::record(self.agreement.0)).await.unwrap().0
    }
}

/// A sample in which nothing is erased yet.
pub(crate) struct Unforgotten {
    pub(crate) sample: Sample,
}

impl Unforgotten {
    /// With names and texts erased.
    pub(crate) async fn forgotten(mut self) -> Sample {
        self.sample.forget().await;
        self.sample
    }
}

pub(crate) fn first_text(section: SectionId) -> Append {
    let entry = first_epoch(&[Block::of_text("paragraph", "Början.")], 0, EpochReason::Created);
    let entries = vec![entry.encode().unwrap().into()];
    Append { log: text_log(section), expected: Position::START, entries }
}

/// The public half of a key.
pub(crate) fn public(key: [u8; 32]) -> Digest {
    Signatory::of_bytes(key).public()
}
