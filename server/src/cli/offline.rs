//! The operator's commands: asked of the running server, or done here while none runs.

use super::server;
use crate::access::Access;
use crate::access::public_url::PublicUrl;
use crate::operator::{Answer, Operator, Request, client};
use crate::record::Records;
use crate::store::{OpenError, SledOptions};
use anyhow::{Context as _, anyhow};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long to wait for whoever has the folder and does not answer yet: a server that starts, or another command.
const PATIENCE: Duration = Duration::from_secs(5);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// What links begin with when neither the command nor a running server says otherwise.
const USUAL_URL: &str = "http://127.0.0.1:8080";

/// Has a request done, and gives what came of it.
pub(super) async fn carry_out(folder: &Path, request: Request) -> anyhow::Result<serde_json::Value> {
    let started = Instant::now();
    let request = Arc::new(request);
    loop {
        if let Some(answer) = ask(folder.to_owned(), Arc::clone(&request)).await? {
            return done(answer);
        }
        match server::open(folder, SledOptions::default()).await {
            Ok((folder, store)) => {
                let operator = Operator {
                    records: Records::new(Arc::clone(&store)),
                    access: Access::new(Arc::clone(&store)),
                    store: Arc::clone(&store),
                    public_url: usual_url()?,
                    folder: folder.path().to_owned(),
                };
                let request = Arc::into_inner(request).context("the request is still being sent")?;
                let answer = operator.answer(request).await;
                store.close().await?;
                drop(folder);
                return done(answer);
            }
            Err(error) if is_in_use(&error) && started.elapsed() < PATIENCE => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}

async fn ask(folder: PathBuf, request: Arc<Request>) -> anyhow::Result<Option<Answer>> {
    tokio::task::spawn_blocking(move || {
        client::ask(&folder, &request)
            .with_context(|| format!("the server on {} cannot be asked", folder.display()))
    })
    .await?
}

fn done(answer: Answer) -> anyhow::Result<serde_json::Value> {
    match answer {
        Answer::Done(value) => Ok(value),
        Answer::Refused(why) => Err(anyhow!(why)),
    }
}

fn is_in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(OpenError::InUse { .. }))
}

fn usual_url() -> anyhow::Result<PublicUrl> {
    Ok(USUAL_URL.parse()?)
}
