//! Those who ask for a link to sign in by.

use super::Office;
use super::letter::{Letter, Recipe};
use crate::agreement::refusal::Language;
use crate::record::RecordError;
use crate::store::Batch;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Somebody asked; whether they are known here is not.
pub(super) struct Asked {
    pub(super) email: String,
    pub(super) language: Language,
}

/// Looks into one request after the other, until `stop`.
pub(super) async fn look_into(
    office: Arc<Office>,
    mut asking: mpsc::Receiver<Asked>,
    stop: CancellationToken,
) {
    loop {
        let asked = tokio::select! {
            () = stop.cancelled() => return,
            asked = asking.recv() => asked,
        };
        let Some(asked) = asked else { return };
        if let Err(error) = office.answer(asked).await {
            tracing::warn!(%error, "a sign-in link that somebody asked for was not queued");
        }
    }
}

impl Office {
    async fn answer(&self, asked: Asked) -> Result<(), RecordError> {
        let Some((account, _)) = self.access.account_of(&asked.email).await? else { return Ok(()) };
        if !self.access.has_business(&account, &self.records).await? {
            return Ok(());
        }
        let recipe = Recipe::SignIn { account: account.id };
        let mut letter = Letter::new(recipe, asked.language, Timestamp::now());
        // The link of one that is being sent just now ends with this one.
        if let Some(before) = self.store.get(&letter.recipe.key()).await? {
            letter.link = Letter::read(&before.value)?.link;
        }
        let register = vec![letter.queue()?];
        self.store.commit(Batch { register, ..Batch::default() }).await?;
        self.queued.notify_one();
        Ok(())
    }
}
