//! A room in which somebody types while others do what they must not.

use crate::people::SectionId;
use crate::server::Launch;
use crate::socket::Closed;
use crate::wire;
use crate::{Client, Document, Folder, Neighbour, Pass, Seeded, Server, Socket, seed};
use bytes::Bytes;

/// A room in which Maja types without a pause.
#[derive(Debug)]
pub struct Room {
    /// Its data folder.
    pub folder: Folder,
    /// Who there is.
    pub seeded: Seeded,
    /// The server.
    pub server: Server,
    /// The section that is open.
    pub section: SectionId,
    /// Who types in it.
    pub maja: Neighbour,
}

impl Room {
    /// With the usual limits.
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With limits other than the usual ones.
    pub async fn open_with(limits: &[&str]) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let server = Launch::new(&folder).arguments(limits).start().await;
        let section = seeded.section("free").clone();
        let maja = Neighbour::sit_down(&server, &section, &Pass::ours(seeded.token("Maja"))).await;
        Self { folder, seeded, server, section, maja }
    }

    /// A bare connection that has said sync step 1, as everybody does first.
    pub async fn enter(&self, pass: &Pass) -> Socket {
        let mut socket = Socket::open(&self.server, &self.section, pass).await;
        socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
        socket
    }

    /// A bare connection of Erik's.
    pub async fn erik(&self) -> Socket {
        self.enter(&Pass::plain(self.seeded.token("Erik"))).await
    }

    /// A document with everything in the room, under a client id of one's own choice.
    pub async fn copy(&self, client: Option<u64>) -> Document {
        let reader = Client::join(&self.server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        let mut copy = client.map_or_else(Document::stock, Document::new);
        copy.receive(&reader.leave().await.state());
        copy
    }

    /// A client id that is Asta's, who has typed under it and left. Maja's will not do for forgeries: she types on,
    /// and what is forged at a place where she has been since is only a repetition.
    pub async fn astas_client(&self) -> u64 {
        let pass = Pass::ours(self.seeded.token("Asta"));
        let asta = Client::join(&self.server, &self.section, &pass).await;
        asta.edit(|document| document.insert(0, 0, "x"));
        asta.edit(|document| document.remove(0, 0, 1));
        asta.until_saved().await;
        asta.leave().await.client()
    }

    /// Sends a frame of Erik's and awaits that his connection is closed for it.
    pub async fn closes_for(&self, frame: Bytes) -> Closed {
        let mut socket = self.erik().await;
        drop(socket.send(frame).await);
        socket.closed().await
    }

    /// Maja was not disturbed, and the room holds her words and what it began with: in memory, and on disk.
    ///
    /// # Panics
    /// If not.
    pub async fn stayed_as_it_was(self) {
        let maja = self.maja.was_not_disturbed().await;
        let text = maja.text();
        assert!(text.starts_with("Lotsar och fyrar.\n»"), "somebody changed the text: {text}");
        assert_eq!(text.lines().count(), 2, "somebody changed the text: {text}");
        let mut server = self.server;
        let fresh = Client::join(&server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        assert_eq!(fresh.text(), text);
        server.kill_9().await;
        let server = Server::start(&self.folder).await;
        let fresh = Client::join(&server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        assert_eq!(fresh.text(), text);
    }
}
