//! A well-behaved writer beside whatever else happens in a room: what it types is saved in time, or the test fails.

use crate::people::SectionId;
use crate::{Client, Pass, Server};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use yrs::XmlTextRef;

/// Longer than any save takes beside a disturbance on a slow, shared machine; much shorter than a room that hangs.
const TROUBLE: Duration = Duration::from_secs(5);

/// Saves before and after the disturbance, so that both are seen.
const AT_LEAST: usize = 5;

/// Somebody who types letter by letter, each when the one before is saved.
#[derive(Debug)]
pub struct Neighbour {
    client: Arc<Client>,
    place: XmlTextRef,
    enough: watch::Sender<bool>,
    saves: watch::Receiver<usize>,
    typing: JoinHandle<String>,
}

impl Neighbour {
    /// Sits down in a section and begins to type in a paragraph of their own.
    pub async fn sit_down(server: &Server, section: &SectionId, pass: &Pass) -> Self {
        let client = Arc::new(Client::join(server, section, pass).await);
        let place = client.edit_and_get(|document| document.begin_paragraph("»"));
        client.until_saved().await;
        let (enough, stop) = watch::channel(false);
        let (saved, saves) = watch::channel(0);
        let typing = tokio::spawn(type_on(client.clone(), place.clone(), stop, saved));
        let neighbour = Self { client, place, enough, saves, typing };
        neighbour.more_saves().await;
        neighbour
    }

    /// Their connection.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits until some more of their letters are saved.
    pub async fn more_saves(&self) {
        let mut saves = self.saves.clone();
        let goal = *saves.borrow_and_update() + AT_LEAST;
        // The typing itself fails when a save takes too long; then its end shows here.
        drop(saves.wait_for(|saves| *saves >= goal).await);
    }

    /// Lets them type some more and stop; checks that nothing troubled them and that the room has all of it.
    ///
    /// # Panics
    /// If something did.
    pub async fn was_not_disturbed(self) -> Arc<Client> {
        self.more_saves().await;
        self.enough.send_replace(true);
        let typed = self.typing.await.expect("the neighbour was disturbed");
        assert_eq!(self.client.state().closed, None, "the neighbour was thrown out");
        assert_eq!(
            self.client.state().document.read(&self.place),
            typed,
            "the neighbour's words were changed"
        );
        self.client
    }
}

async fn type_on(
    client: Arc<Client>,
    place: XmlTextRef,
    stop: watch::Receiver<bool>,
    saved: watch::Sender<usize>,
) -> String {
    let mut typed = "»".to_owned();
    for letter in ('a'..='z').cycle() {
        if *stop.borrow() {
            break;
        }
        let began = Instant::now();
        client.edit(|document| document.append_into(&place, &letter.to_string()));
        typed.push(letter);
        let is_saved = client.holds_within(TROUBLE, crate::client::State::all_saved).await;
        assert!(is_saved, "a letter was not saved within {:?}: {:?}", began.elapsed(), client.state().closed);
        saved.send_modify(|saves| *saves += 1);
    }
    typed
}
