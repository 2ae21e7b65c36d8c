//! One client's WebSocket to a room.

use crate::frames::{Framing, Said};
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// How long a server may take to let somebody in, or to take what is sent.
const PATIENCE: Duration = Duration::from_secs(60);

/// Small for those who only listen: there are thousands of them.
pub const SMALL_BUFFER: usize = 4 << 10;
/// For those who hear a lot.
pub const LARGE_BUFFER: usize = 64 << 10;

/// Where a room is, and how it is entered.
#[derive(Clone, Debug)]
pub struct Place {
    /// The server.
    pub address: SocketAddr,
    /// The path of the WebSocket.
    pub path: String,
    /// How frames are written.
    pub framing: Framing,
    /// Subprotocols to offer.
    pub subprotocols: Option<String>,
}

/// An open WebSocket.
#[derive(Debug)]
pub struct Connection {
    stream: WebSocketStream<TcpStream>,
    framing: Framing,
}

/// What a server had in a room when somebody came.
#[derive(Debug)]
pub struct Joined {
    /// The connection.
    pub connection: Connection,
    /// The first step 2, and updates that came before it.
    pub content: Vec<Bytes>,
    /// How many messages with text were sent to come in.
    pub sent: u64,
}

impl Connection {
    /// Opens a WebSocket and says hello.
    ///
    /// # Errors
    /// If the server does not let it in.
    pub async fn open(place: &Place, read_buffer: usize) -> Result<Self> {
        let mut request = format!("ws://{}{}", place.address, place.path).into_client_request()?;
        if let Some(offered) = &place.subprotocols {
            request.headers_mut().insert("sec-websocket-protocol", offered.parse()?);
        }
        let config = WebSocketConfig::default().read_buffer_size(read_buffer).write_buffer_size(8 << 10);
        let config = config.max_message_size(None).max_frame_size(None);
        let opening = async {
            let stream = TcpStream::connect(place.address).await?;
            stream.set_nodelay(true)?;
            let (stream, _) = client_async_with_config(request, stream, Some(config)).await?;
            anyhow::Ok(stream)
        };
        let stream =
            timeout(PATIENCE, opening).await.context("the server does not answer the handshake")??;
        let mut connection = Self { stream, framing: place.framing.clone() };
        for frame in connection.framing.greeting() {
            connection.feed(frame).await?;
        }
        connection.flush().await?;
        Ok(connection)
    }

    /// Opens a WebSocket and waits for the server's step 2.
    ///
    /// # Errors
    /// If the server does not let it in.
    pub async fn join(place: &Place, read_buffer: usize) -> Result<Joined> {
        let mut connection = Self::open(place, read_buffer).await?;
        let (mut content, mut sent) = (Vec::new(), 0);
        let joining = async {
            loop {
                match connection.hear().await? {
                    Said::Step1 => {
                        connection.answer_step_1().await?;
                        sent += 1;
                    }
                    Said::Step2(update) => {
                        content.push(update);
                        return anyhow::Ok(());
                    }
                    Said::Update(update) => content.push(update),
                    Said::Saved(_) | Said::Other => {}
                    Said::Refused(why) => bail!("the server refuses: {why}"),
                }
            }
        };
        timeout(PATIENCE, joining).await.context("the server does not answer sync step 1")??;
        Ok(Joined { connection, content, sent })
    }

    /// Tells the server that there is nothing it lacks.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn answer_step_1(&mut self) -> Result<()> {
        self.feed(self.framing.nothing_lacking()).await?;
        self.flush().await
    }

    /// Puts an update into what is sent next.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn feed_update(&mut self, update: &[u8]) -> Result<()> {
        let frame = self.framing.update(update);
        self.feed(frame).await
    }

    async fn feed(&mut self, frame: Bytes) -> Result<()> {
        let feeding = self.stream.feed(Message::Binary(frame));
        Ok(timeout(PATIENCE, feeding).await.context("the server reads nothing")??)
    }

    /// Sends what was fed.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn flush(&mut self) -> Result<()> {
        Ok(timeout(PATIENCE, self.stream.flush()).await.context("the server reads nothing")??)
    }

    /// The next thing the server says. Nothing is lost when the wait for it is given up.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn hear(&mut self) -> Result<Said> {
        loop {
            match self.stream.next().await.context("the connection ended")?? {
                Message::Binary(frame) => return self.framing.read(&frame),
                Message::Close(close) => bail!("the server closed the connection: {close:?}"),
                // tungstenite answers pings itself.
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }
}
