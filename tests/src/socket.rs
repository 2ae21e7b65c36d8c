//! A WebSocket to a section, with nothing of the protocol in it: tests of hostile clients use it bare.

use crate::people::{SectionId, Token};
use crate::wire::Said;
use crate::{PATIENCE, Server};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// The subprotocol with which the server says what is saved.
pub const OURS: &str = "overens.v1";

/// How a client says who it is, and which protocol it speaks.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    headers: Vec<(&'static str, String)>,
    subprotocols: Vec<String>,
}

impl Pass {
    /// Nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// A token in the header, and no subprotocol: as y-websocket does in Node.
    pub fn plain(token: &Token) -> Self {
        Self::none().header("authorization", &format!("Bearer {token}"))
    }

    /// A token in the header, and `overens.v1`.
    pub fn ours(token: &Token) -> Self {
        Self::plain(token).subprotocol(OURS)
    }

    /// A token beside a subprotocol: as a browser without a session does.
    pub fn beside(token: &Token, subprotocol: &str) -> Self {
        Self::none().subprotocol(&format!("bearer.{token}")).subprotocol(subprotocol)
    }

    /// One more header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// One more subprotocol.
    pub fn subprotocol(mut self, name: &str) -> Self {
        self.subprotocols.push(name.to_owned());
        self
    }
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The close code; 1006 if the connection just ended.
    pub code: u16,
    /// The server's words.
    pub reason: String,
}

/// An open WebSocket.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// The subprotocol that the server selected.
    pub selected: Option<String>,
    /// How the server closed it, while the close is being answered.
    closing: Option<Closed>,
}

impl Socket {
    /// Opens one.
    ///
    /// # Panics
    /// If the handshake is refused.
    pub async fn open(server: &Server, section: &SectionId, pass: &Pass) -> Self {
        match Self::try_open(server, section, pass).await {
            Ok(socket) => socket,
            Err(status) => panic!("the handshake is refused with {status}"),
        }
    }

    /// Opens one.
    ///
    /// # Errors
    /// The HTTP status with which the handshake was refused; 0 if nobody answered.
    pub async fn try_open(server: &Server, section: &SectionId, pass: &Pass) -> Result<Self, u16> {
        let mut request = format!("ws://{}/sync/{section}", server.address()).into_client_request().unwrap();
        let headers = request.headers_mut();
        for (name, value) in &pass.headers {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        if !pass.subprotocols.is_empty() {
            let offered = pass.subprotocols.join(", ");
            headers.insert("sec-websocket-protocol", HeaderValue::from_str(&offered).unwrap());
        }
        let opening = async {
            let stream = TcpStream::connect(server.address()).await.map_err(|_| 0_u16)?;
            stream.set_nodelay(true).map_err(|_| 0_u16)?;
            let config = WebSocketConfig::default().read_buffer_size(16 << 10).max_message_size(None);
            let config = config.max_frame_size(None);
            client_async_with_config(request, stream, Some(config)).await.map_err(|error| match error {
                Error::Http(response) => response.status().as_u16(),
                _ => 0,
            })
        };
        let (stream, response) = timeout(PATIENCE, opening).await.expect("the handshake hangs")?;
        let selected = response.headers().get("sec-websocket-protocol");
        let selected = selected.map(|name| name.to_str().expect("plain ASCII").to_owned());
        Ok(Self { stream, selected, closing: None })
    }

    /// Sends a binary frame.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn send(&mut self, frame: Bytes) -> Result<(), Error> {
        self.stream.send(Message::Binary(frame)).await
    }

    /// Sends whatever WebSocket knows.
    ///
    /// # Errors
    /// If the connection is over.
    pub async fn send_message(&mut self, message: Message) -> Result<(), Error> {
        self.stream.send(message).await
    }

    /// The next frame. Nothing is lost when the wait for it is given up.
    ///
    /// # Errors
    /// How the connection ended.
    pub async fn next(&mut self) -> Result<Bytes, Closed> {
        while self.closing.is_none() {
            match self.stream.next().await {
                Some(Ok(Message::Binary(frame))) => return Ok(frame),
                Some(Ok(Message::Close(close))) => {
                    let (code, reason) = match close {
                        Some(close) => (close.code.into(), close.reason.to_string()),
                        None => (1005, String::new()),
                    };
                    self.closing = Some(Closed { code, reason });
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Closed { code: 1006, reason: error.to_string() }),
                None => return Err(Closed { code: 1006, reason: "it just ended".to_owned() }),
            }
        }
        // Lets our answer to the close out.
        while let Some(Ok(_)) = self.stream.next().await {}
        Err(self.closing.clone().unwrap_or_else(|| Closed { code: 1006, reason: String::new() }))
    }

    /// The next thing the server says.
    ///
    /// # Errors
    /// How the connection ended.
    ///
    /// # Panics
    /// If nothing comes in time, or something that is not in `docs/wire.md`.
    pub async fn hear(&mut self) -> Result<Said, Closed> {
        let frame = timeout(PATIENCE, self.next()).await.expect("the server is silent")?;
        Ok(Said::read(&frame).unwrap_or_else(|| panic!("no such frame: {frame:?}")))
    }

    /// Reads on until the server has closed the connection.
    ///
    /// # Panics
    /// If it does not do so in time.
    pub async fn closed(mut self) -> Closed {
        let ending = async {
            loop {
                if let Err(closed) = self.next().await {
                    return closed;
                }
            }
        };
        timeout(PATIENCE, ending).await.expect("the server does not close the connection")
    }

    /// Sends half of a binary frame and ends the connection, without a goodbye.
    pub async fn cut_within(mut self, frame: &[u8]) {
        let length = u64::try_from(frame.len()).expect("a length");
        // A final binary frame, masked with zeros, its length in eight bytes.
        let mut bytes = vec![0x82, 0x80 | 127];
        bytes.extend(length.to_be_bytes());
        bytes.extend([0; 4]);
        bytes.extend(&frame[..frame.len() / 2]);
        // What was sent before goes out whole. A server that is gone does not need to hear it.
        drop(self.stream.flush().await);
        drop(self.stream.get_mut().write_all(&bytes).await);
        drop(self.stream.get_mut().shutdown().await);
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        // A server that is gone does not need to hear it.
        drop(self.stream.close(None).await);
        drop(timeout(PATIENCE, async { while let Some(Ok(_)) = self.stream.next().await {} }).await);
    }
}
