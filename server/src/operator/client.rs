//! Asks a running server what the command line was asked.

use super::socket::SocketPath;
use super::{Answer, Request};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// Sends a request to the server that runs on a data folder. `None` if none does.
///
/// # Errors
/// What the system says: no right to reach it, or it went away before it answered. In the latter case what was
/// asked for may have been done.
pub fn ask(folder: &Path, request: &Request) -> io::Result<Option<Answer>> {
    let mut stream = match connect(folder) {
        Ok(stream) => stream,
        Err(error) if is_nobody(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    if answer.is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the running server went away before it answered; look whether it was done before trying again",
        ));
    }
    Ok(Some(serde_json::from_str(&answer)?))
}

fn connect(folder: &Path) -> io::Result<UnixStream> {
    UnixStream::connect(SocketPath::of_server(folder)?.path())
}

/// No socket, or one that a killed server left, or no folder.
fn is_nobody(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionRefused, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | ConnectionRefused | NotADirectory)
}
