//! A purge takes what was proposed and said, too: from the log, from the register, and from the disk.

use crate::talk::Talk;
use overens_tests::PATIENCE;
use overens_tests::server::Launch;
use serde_json::{Value, json};

/// Words that stand nowhere but in the discussion.
const IN_A_COMMENT: &str = "Oglamt kommenterat";
const BEFORE_AN_EDIT: &str = "Oglamt och omskrivet";
const IN_A_PROPOSAL: &str = "Oglamt föreslaget";
const IN_A_REASON: &str = "Oglamt avvisat";

impl Talk {
    /// Whether any file of the data folder holds these words.
    fn is_on_disk(&self, words: &str) -> bool {
        let words = words.as_bytes();
        let files = self.group.folder.listing().into_values().flatten();
        files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words))
    }

    /// What Erik downloads of how the texts came to be. Nothing in it is compressed.
    async fn working_material(&self) -> Vec<u8> {
        let path =
            format!("/api/agreements/{}/working-material?as_of=2099-12-31", self.group.seeded.agreement);
        self.group.erik.bytes(&path).await
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_takes_what_was_proposed_and_said_and_the_export_says_so() {
    let mut talk = Talk::begin().await;
    let (section, agreement) = (talk.section.clone(), talk.group.seeded.agreement.clone());
    let threads = format!("/api/sections/{section}/threads");
    let said = json!({"anchor": null, "text": BEFORE_AN_EDIT, "mentions": []});
    let thread = talk.rut.post(&threads, said).await.done();
    let comment = thread["comments"][0]["id"].as_str().unwrap().to_owned();
    let thread = format!("/api/threads/{}", thread["id"].as_str().unwrap());
    let edit = json!({"text": IN_A_COMMENT, "mentions": []});
    talk.rut.post(&format!("{thread}/comments/{comment}/edits"), edit).await.done();
    talk.group.maja.post(&format!("{thread}/readings"), json!({"comments": 1})).await.done();
    let rejected = talk.propose(&talk.rut, 0, IN_A_PROPOSAL).await;
    let reason = json!({"reason": IN_A_REASON});
    talk.group.erik.post(&format!("{rejected}/rejections"), reason).await.done();
    // Made when the revision stood already, it blocks nobody, and is open to the end.
    talk.group.erik.save(&section, "").await;
    let open = talk.propose(&talk.rut, 1, &format!("{IN_A_PROPOSAL} igen")).await;
    let decision = talk.group.decide().await;

    let words = [IN_A_COMMENT, IN_A_PROPOSAL, IN_A_REASON];
    let before = talk.working_material().await;
    for words in words {
        // Or the test would show nothing.
        assert!(talk.is_on_disk(words) && holds(&before, words), "{words}");
    }
    assert!(holds(&before, "\"purged\":null"));

    let path = format!("/api/agreements/{agreement}/purge");
    talk.group.erik.post(&path, json!({"decision": decision})).await.done();
    let launch = Launch::new(&talk.group.folder);
    for start in 0..3 {
        for proposal in [&rejected, &open] {
            assert_eq!(talk.group.erik.get(proposal).await.code(), "no-such-proposal", "after start {start}");
        }
        assert_eq!(talk.group.erik.get(&thread).await.code(), "no-such-thread", "after start {start}");
        for (path, list) in
            [(threads.clone(), "threads"), (threads.replace("threads", "proposals"), "proposals")]
        {
            let listed = talk.group.erik.get(&path).await.done();
            assert_eq!(listed[list], json!([]), "after start {start}");
            assert!(listed["position"].as_u64().unwrap() > 4, "positions stay what they were");
        }
        let after = talk.working_material().await;
        assert!(holds(&after, &format!("\"decision\":{decision}")), "it says on what ground");
        for words in [&words[..], &[BEFORE_AN_EDIT]].concat() {
            assert!(!holds(&after, words), "{words:?} is exported after start {start}");
            assert!(start == 0 || !talk.is_on_disk(words), "{words:?} is on the disk after start {start}");
        }
        // By SIGKILL or by SIGTERM, it is gone from the disk when the service has started again.
        match start {
            0 => talk.group.server.kill_9().await,
            _ => talk.group.server.terminate(),
        }
        talk.group.server.ended(PATIENCE).await;
        if start > 0 {
            for key in ["proposal/", "thread/", "comment/", "reading/"] {
                let id =
                    [&rejected, &thread, &comment].map(|path| path.rsplit('/').next().unwrap().to_owned());
                for id in id {
                    assert!(!talk.is_on_disk(&format!("{key}{id}")), "{key}{id}");
                }
            }
        }
        talk.restart(&launch).await;
    }
    let record = talk.group.erik.get(&format!("/api/agreements/{agreement}/record?most=200")).await.done();
    let purges = |entry: &&Value| entry["kind"] == "working_material_purged";
    assert_eq!(record["entries"].as_array().unwrap().iter().filter(purges).count(), 1);
}
