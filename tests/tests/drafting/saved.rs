//! What is said to be saved is on the disk.

use overens_tests::Place;

#[tokio::test]
async fn saved_means_that_a_crash_takes_nothing() {
    let mut place = Place::open().await;
    let erik = place.join("Erik", "commitments").await;
    erik.edit(|document| document.append("Kommunen öppnar fyren."));
    erik.until_saved().await;
    place.restart().await;
    let fresh = place.stock("Maja", "commitments").await;
    assert_eq!(fresh.text(), "Kommunen öppnar fyren.");
}

#[tokio::test]
async fn deletions_are_saved_too() {
    let mut place = Place::open().await;
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.remove_text("Lotsar och "));
    erik.until_saved().await;
    place.restart().await;
    assert_eq!(place.stock("Maja", "free").await.text(), "fyrar.");
}
