//! What a proposal means for approvals: what was open when a revision was saved is settled first, what came later
//! waits.

use crate::talk::Talk;
use serde_json::{Value, json};

impl Talk {
    /// Whether the panel of an approver says that nothing proposed stands in the way.
    async fn proposals_are_settled(&self) -> Value {
        let path = format!("/api/sections/{}/approval", self.section);
        let panel = self.group.asta.get(&path).await.done();
        let conditions = panel["conditions"].as_array().unwrap();
        conditions.iter().find(|one| one["code"] == "proposals").unwrap()["met"].clone()
    }

    async fn state(&self) -> Value {
        self.group.look(&self.section).await["state"].clone()
    }
}

#[tokio::test]
async fn a_proposal_that_was_open_when_the_revision_was_saved_is_settled_before_anybody_approves() {
    let talk = Talk::begin().await;
    let (section, group) = (&talk.section, &talk.group);
    let [rejected, withdrawn] = [
        talk.propose(&talk.rut, 0, "Fyrar och lotsar.").await,
        talk.propose(&talk.rut, 1, "Bara fyrar.").await,
    ];
    group.erik.save(section, "").await;
    for approver in [&group.asta, &group.bo, &group.ivar] {
        let refused = approver.sign_off(section).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "proposal-open"), "{refused:?}");
    }
    assert_eq!(talk.proposals_are_settled().await, json!(false));
    // Another wording of it is not a later one.
    let base = json!([talk.paragraphs().await[0].1]);
    let blocks = json!([{"type": "paragraph", "content": [{"type": "text", "text": "Lotsar först."}]}]);
    let renewed = json!({"base": base, "blocks": blocks, "reason": null});
    talk.rut.post(&format!("{rejected}/renewals"), renewed).await.done();
    assert_eq!(group.asta.sign_off(section).await.code(), "proposal-open");
    group.erik.post(&format!("{rejected}/rejections"), json!({"reason": "Nej."})).await.done();
    assert_eq!(group.asta.sign_off(section).await.code(), "proposal-open", "one is left");
    talk.rut.post(&format!("{withdrawn}/withdrawals"), json!({"reason": null})).await.done();
    assert_eq!(talk.proposals_are_settled().await, json!(true));
    group.asta.sign_off(section).await.done();
    assert_eq!(talk.state().await, "in_approval");
}

#[tokio::test]
async fn what_is_proposed_later_blocks_nobody_until_the_next_revision() {
    let talk = Talk::begin().await;
    let (section, group) = (&talk.section, &talk.group);
    group.erik.save(section, "").await;
    let later = talk.propose(&talk.rut, 0, "Fyrar och lotsar.").await;
    group.asta.sign_off(section).await.done();
    // And not what is proposed while it is locked, either.
    let locked = talk.propose(&group.maja, 1, "Bara fyrar.").await;
    for approver in [&group.bo, &group.ivar] {
        approver.sign_off(section).await.done();
    }
    assert_eq!(talk.state().await, "agreed");
    for proposal in [&later, &locked] {
        assert_eq!(talk.look(proposal).await["state"], "open");
        // They wait: nothing comes into a text that is locked.
        let accept = talk.acceptance(usize::from(proposal == &locked)).await;
        let refused = group.erik.post(&format!("{proposal}/acceptances"), accept).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "section-agreed"), "{refused:?}");
    }
    group.reopen(section).await;
    group.write("Bo", section, "Ett stycke till.").await;
    group.erik.save(section, "").await;
    assert_eq!(group.asta.sign_off(section).await.code(), "proposal-open");
    talk.rut.post(&format!("{later}/withdrawals"), json!({"reason": null})).await.done();
    let accept = talk.acceptance(1).await;
    group.erik.post(&format!("{locked}/acceptances"), accept).await.done();
    // What was accepted is an edit, as any other.
    assert_eq!(group.asta.sign_off(section).await.code(), "edited-since");
    group.erik.save(section, "").await;
    group.asta.sign_off(section).await.done();
}
