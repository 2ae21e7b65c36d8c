//! A mail server for tests: it speaks SMTP on this machine, keeps what it takes, and has moods.

use crate::PATIENCE;
use mail_parser::{Message, MessageParser, MimeHeaders};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How the mail server is today.
#[derive(Clone, Debug)]
pub enum Mood {
    /// Takes everything.
    Takes,
    /// Answers every recipient with this.
    Refuses(&'static str),
    /// Takes a letter, and hangs up without saying so.
    HangsUpAfterTheLetter,
    /// Hangs up as soon as the letter begins.
    HangsUpBeforeTheLetter,
    /// Takes everything, and its time.
    TakesItsTime(Duration),
}

/// A letter, as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Who it was said to be from on the envelope.
    pub from: String,
    /// Whom the envelope was for.
    pub to: Vec<String>,
    /// All of it, as it was sent.
    pub raw: Vec<u8>,
}

/// A mail server; it closes when it is dropped.
#[derive(Debug)]
pub struct PostOffice {
    address: SocketAddr,
    shelf: Arc<Shelf>,
    letters: watch::Receiver<Vec<Received>>,
    tries: watch::Receiver<usize>,
    listening: JoinHandle<()>,
}

#[derive(Debug)]
struct Shelf {
    mood: Mutex<Mood>,
    letters: watch::Sender<Vec<Received>>,
    tries: watch::Sender<usize>,
}

impl PostOffice {
    /// Opens on a free port.
    ///
    /// # Panics
    /// If there is none.
    pub async fn open() -> Self {
        Self::open_at("127.0.0.1:0".parse().expect("an address")).await
    }

    /// Opens where another one was.
    ///
    /// # Panics
    /// If the port is taken.
    pub async fn open_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (letters, kept) = watch::channel(Vec::new());
        let (tries, tried) = watch::channel(0);
        let shelf = Arc::new(Shelf { mood: Mutex::new(Mood::Takes), letters, tries });
        let inside = shelf.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                inside.tries.send_modify(|count| *count += 1);
                let shelf = inside.clone();
                // Whoever hangs up in the middle has sent nothing.
                tokio::spawn(async move { drop(converse(stream, &shelf).await) });
            }
        });
        Self { address, shelf, letters: kept, tries: tried, listening }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The flags with which a server hands in its letters here, and does not wait long before it tries again.
    pub fn flags(&self) -> Vec<String> {
        let url = format!("smtp://{}", self.address);
        ["--smtp-url", &url, "--mail-from", "overens@fyrar.example", "--mail-retry-seconds", "1"]
            .map(str::to_owned)
            .to_vec()
    }

    /// Changes its mood.
    pub fn be(&self, mood: Mood) {
        *self.shelf.mood.lock().unwrap() = mood;
    }

    /// Everything it took so far.
    pub fn letters(&self) -> Vec<Received> {
        self.letters.borrow().clone()
    }

    /// How often somebody came to hand in a letter.
    pub fn tries(&self) -> usize {
        *self.tries.borrow()
    }

    /// Waits until somebody has come so often.
    ///
    /// # Panics
    /// If nobody does in time.
    pub async fn until_tried(&self, count: usize) {
        let mut tries = self.tries.clone();
        let tried = timeout(PATIENCE, tries.wait_for(|tries| *tries >= count)).await;
        tried.expect("somebody comes in time").expect("the office is open");
    }

    /// The letters to an address, once there are so many.
    ///
    /// # Panics
    /// If they do not come in time.
    pub async fn letters_to(&self, address: &str, count: usize) -> Vec<Received> {
        let to = |letters: &[Received]| -> Vec<Received> {
            letters.iter().filter(|letter| letter.to.iter().any(|to| to == address)).cloned().collect()
        };
        let mut letters = self.letters.clone();
        let found = timeout(PATIENCE, letters.wait_for(|letters| to(letters).len() >= count)).await;
        let found = found.unwrap_or_else(|_| {
            let all: Vec<_> = self.letters().into_iter().map(|letter| letter.to).collect();
            panic!("no {count} letters to {address}, but {all:?}")
        });
        to(&found.expect("the office is open"))
    }

    /// The first letter to an address.
    ///
    /// # Panics
    /// If it does not come in time.
    pub async fn letter_to(&self, address: &str) -> Received {
        self.letters_to(address, 1).await.swap_remove(0)
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn converse(mut stream: TcpStream, shelf: &Shelf) -> std::io::Result<()> {
    let (read, mut write) = stream.split();
    let mut read = BufReader::new(read);
    write.write_all(b"220 post.example ESMTP\r\n").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    let mut line = Vec::new();
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&line).trim_end().to_owned();
        let word = said.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let mood = shelf.mood.lock().unwrap().clone();
        if let Mood::TakesItsTime(time) = mood {
            tokio::time::sleep(time).await;
        }
        let answer = match word.as_str() {
            "EHLO" => "250-post.example\r\n250-8BITMIME\r\n250 SIZE 10000000".to_owned(),
            "MAIL" => {
                from = between(&said);
                "250 Ok".to_owned()
            }
            "RCPT" => match mood {
                Mood::Refuses(reply) => reply.to_owned(),
                _ => {
                    to.push(between(&said));
                    "250 Ok".to_owned()
                }
            },
            "DATA" => {
                if matches!(mood, Mood::HangsUpBeforeTheLetter) {
                    return Ok(());
                }
                write.write_all(b"354 Go ahead\r\n").await?;
                let raw = letter(&mut read).await?;
                let received = Received { from: from.clone(), to: std::mem::take(&mut to), raw };
                shelf.letters.send_modify(|letters| letters.push(received));
                if matches!(mood, Mood::HangsUpAfterTheLetter) {
                    return Ok(());
                }
                "250 Taken".to_owned()
            }
            "RSET" | "NOOP" => "250 Ok".to_owned(),
            "QUIT" => {
                write.write_all(b"221 Bye\r\n").await?;
                return Ok(());
            }
            _ => "502 What?".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// What stands between the angle brackets.
fn between(said: &str) -> String {
    let inside = said.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
}

/// Up to the dot on a line of its own.
async fn letter(read: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match line.as_slice() {
            b".\r\n" => return Ok(raw),
            [b'.', rest @ ..] => raw.extend_from_slice(rest),
            line => raw.extend_from_slice(line),
        }
    }
}

impl Received {
    /// The letter, read.
    ///
    /// # Panics
    /// If it is no letter.
    pub fn read(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).expect("a letter")
    }

    /// Its plain text.
    ///
    /// # Panics
    /// If it has none.
    pub fn text(&self) -> String {
        self.read().body_text(0).expect("a text").into_owned()
    }

    /// Its text as HTML.
    ///
    /// # Panics
    /// If it has none.
    pub fn html(&self) -> String {
        self.read().body_html(0).expect("HTML").into_owned()
    }

    /// Its subject.
    ///
    /// # Panics
    /// If it has none.
    pub fn subject(&self) -> String {
        self.read().subject().expect("a subject").to_owned()
    }

    /// The path of the sign-in link in it.
    ///
    /// # Panics
    /// If there is none.
    pub fn link(&self) -> String {
        let text = self.text();
        let word = text.split_whitespace().find(|word| word.contains("/sign-in/"));
        let word = word.unwrap_or_else(|| panic!("there is no link in {text}"));
        word[word.find("/sign-in/").expect("it is there")..].to_owned()
    }

    /// The file that goes along: its name and its content.
    ///
    /// # Panics
    /// If there is none.
    pub fn file(&self) -> (String, Vec<u8>) {
        let letter = self.read();
        let file = letter.attachments().next().expect("a file");
        (file.attachment_name().expect("with a name").to_owned(), file.contents().to_vec())
    }
}
