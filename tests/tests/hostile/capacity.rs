//! More connections than there may be: of one member, to sections, and at all.

use overens_tests::client::State;
use overens_tests::{Client, Pass, Room, Socket};

#[tokio::test]
async fn a_member_with_too_many_connections_is_4429_and_others_are_not() {
    let room = Room::open_with(&["--member-connections", "3"]).await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(Client::join(&room.server, &room.section, &pass).await);
    }
    let one_more = Socket::open(&room.server, &room.section, &pass).await;
    assert_eq!(one_more.closed().await.code, 4429);
    Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    // A place that was left is free.
    open.pop().unwrap().leave().await;
    let again = Client::connect(&room.server, &room.section, &pass, None).await;
    let is_heard = |state: &State| state.synced || state.closed.is_some();
    again.until("an answer", is_heard).await;
    assert_eq!(again.state().closed, None);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_server_that_is_full_says_come_back_later_and_then_has_room() {
    let room = Room::open_with(&["--section-connections", "3"]).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    // In whatever section: all count.
    let elsewhere = room.seeded.section("commitments");
    let asta = Client::join(&room.server, elsewhere, &Pass::ours(room.seeded.token("Asta"))).await;
    for section in [&room.section, elsewhere] {
        for pass in [Pass::plain(room.seeded.token("Bo")), Pass::ours(room.seeded.token("Bo"))] {
            let one_more = Socket::open(&room.server, section, &pass).await;
            assert_eq!(one_more.closed().await.code, 1013);
        }
    }
    assert_eq!((erik.state().closed.clone(), asta.state().closed.clone()), (None, None));
    asta.leave().await;
    erik.leave().await;
    // Their places may be counted for a moment longer than they are heard of.
    let bo = Pass::ours(room.seeded.token("Bo"));
    let is_heard = |state: &State| state.all_saved() || state.closed.is_some();
    let coming_back = async {
        loop {
            let again = Client::connect(&room.server, elsewhere, &bo, None).await;
            again.until("an answer", is_heard).await;
            if again.state().closed.is_none() {
                return again;
            }
        }
    };
    let again = tokio::time::timeout(overens_tests::PATIENCE, coming_back).await.expect("there is no room");
    again.leave().await;
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn past_the_connections_of_every_kind_one_waits_until_another_ends() {
    let room = Room::open_with(&["--max-connections", "3"]).await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    let one = Socket::open(&room.server, &room.section, &pass).await;
    let other = Socket::open(&room.server, &room.section, &pass).await;
    let mut waiting = Box::pin(Socket::try_open(&room.server, &room.section, &pass));
    tokio::select! {
        opened = &mut waiting => panic!("a connection too many was answered: {opened:?}"),
        () = room.maja.more_saves() => {}
    }
    one.close().await;
    let opened = waiting.await.expect("its turn has come");
    opened.close().await;
    other.close().await;
    room.stayed_as_it_was().await;
}
