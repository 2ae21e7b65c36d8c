//! Who is refused, and who is not.

use super::client::Client;
use super::house::{Closed, House};
use crate::drafting::{Closing, Limits, protocol};
use std::time::Duration;
use yrs::updates::encoder::Encode;

#[tokio::test]
async fn a_reader_is_refused_at_the_first_word_and_the_others_go_on() {
    let house = House::build(Limits::default()).await;
    let mut bo = house.guest(house.bo, 3).await;
    let mut david = house.guest(house.david, 2).await;
    bo.write(bo.client.type_at(0, 0, "Jag också")).await;
    bo.until(|bo| bo.last == Closed::For(Closing::ReadOnly)).await;
    david.write(david.client.type_at(0, 0, "Vi")).await;
    david.until(|david| david.saved == 2).await;
    assert_eq!(david.client.text(), "Vi¶\n");
}

#[tokio::test]
async fn text_before_sync_step_1_is_refused() {
    let house = House::build(Limits::default()).await;
    let connection = house.rooms.join(house.section, house.astrid, false).await.unwrap();
    let client = Client::new(1);
    connection.receive(protocol::update(&client.paragraph(0, "för tidigt"))).await.unwrap();
    let closing = loop {
        if let Some(closing) = connection.outgoing().await.closing {
            break closing;
        }
    };
    assert_eq!(closing.code(), 4400);
}

#[tokio::test(start_paused = true)]
async fn a_client_learns_whether_its_text_is_the_servers() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Lika ")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let vector = astrid.client.state_vector().encode_v1();
    let own = crate::text::fingerprint::fingerprint(&astrid.client.document).unwrap();
    let mut other_vector = astrid.client.state_vector();
    other_vector.inc_by(yrs::ClientID::new(77), 1);
    let asked = [
        (vector.clone(), own, 0),
        (vector.clone(), own, 2),
        (vector.clone(), [0; 32], 1),
        (other_vector.encode_v1(), own, 2),
    ];
    for (index, (vector, fingerprint, verdict)) in asked.into_iter().enumerate() {
        // The second question comes too soon after the first.
        if index != 1 {
            tokio::time::advance(Duration::from_secs(21)).await;
        }
        let before = astrid.verdicts().len();
        astrid.say(protocol::check(&vector, &fingerprint)).await;
        astrid.until(|astrid| astrid.verdicts().len() > before).await;
        assert_eq!(astrid.verdicts()[before], verdict, "question {index}");
    }
}
