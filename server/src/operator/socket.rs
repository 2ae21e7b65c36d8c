//! The Unix socket beside a running server: one line of JSON in, one line of JSON out.
//!
//! It lies in the data folder, and only who may write there can reach it.

use super::{Answer, Operator, Request};
use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The socket's name in the data folder.
const NAME: &str = "overens.sock";

/// Its name until nobody but its owner can reach it.
const NAME_BEFORE: &str = "overens.sock.new";

/// Bytes of a request: the longest texts that a description may have, and room for escaping them.
const LONGEST_REQUEST: u64 = 256 * 1024 * 1024;

/// Bytes of a socket's path, with the zero at its end, that the kernel takes.
const LONGEST_PATH: usize = 108;

/// A pause after an error that is the machine's, such as no free file descriptor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);

/// A socket's path as the kernel takes it. Where it would be too long, it leads by way of an open folder.
pub(super) struct SocketPath {
    path: PathBuf,
    _folder: Option<File>,
}

impl SocketPath {
    pub(super) fn in_folder(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(name);
        if path.as_os_str().len() < LONGEST_PATH {
            return Ok(Self { path, _folder: None });
        }
        let folder = File::open(folder)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name);
        Ok(Self { path, _folder: Some(folder) })
    }

    pub(super) fn of_server(folder: &Path) -> io::Result<Self> {
        Self::in_folder(folder, NAME)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// A socket that waits for the command line. Its file goes when this does.
pub struct OperatorSocket {
    listener: UnixListener,
    file: PathBuf,
}

impl OperatorSocket {
    /// Puts the socket into a data folder that this process holds. One that lies there already was left by a
    /// server that was killed, and is replaced.
    ///
    /// # Errors
    /// What the system says.
    pub fn bind(folder: &Path) -> io::Result<Self> {
        let before = folder.join(NAME_BEFORE);
        match fs::remove_file(&before) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(SocketPath::in_folder(folder, NAME_BEFORE)?.path())?;
        // Under its own name it never has other rights than these.
        fs::set_permissions(&before, Permissions::from_mode(0o600))?;
        let file = folder.join(NAME);
        fs::rename(&before, &file)?;
        Ok(Self { listener, file })
    }

    /// Answers until `stop`, then finishes what was begun.
    pub async fn serve(self, operator: Operator, stop: CancellationToken) {
        let conversations = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, _)) => {
                    let (operator, stop) = (operator.clone(), stop.clone());
                    conversations.spawn(async move {
                        if let Err(error) = converse(stream, &operator, &stop).await {
                            tracing::debug!(%error, "the command line hung up");
                        }
                    });
                }
                Err(error) => {
                    tracing::error!(%error, "the operator's socket does not answer");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        conversations.close();
        conversations.wait().await;
    }
}

impl Drop for OperatorSocket {
    fn drop(&mut self) {
        // Whatever stays is replaced by the next server.
        let _ = fs::remove_file(&self.file);
    }
}

/// One request and its answer.
async fn converse(stream: UnixStream, operator: &Operator, stop: &CancellationToken) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    let mut reader = BufReader::new(read.take(LONGEST_REQUEST));
    tokio::select! {
        read = reader.read_line(&mut line) => read?,
        () = stop.cancelled() => return Ok(()),
    };
    let answer = match serde_json::from_str::<Request>(&line) {
        Ok(request) => operator.answer(request).await,
        Err(error) => Answer::Refused(format!(
            "the running server does not understand the request ({error}); use the server's own release"
        )),
    };
    let mut answer = serde_json::to_vec(&answer)?;
    answer.push(b'\n');
    write.write_all(&answer).await?;
    write.shutdown().await
}
