//! What stands on an anchoring sheet: fixed texts, and what changed in them since an organisation saw them.

use super::{Approving, ApprovingError};
use crate::agreement::revision::SectionRevision;
use crate::text::canonical::ReadSection;
use crate::text::comparison::Comparison;
use std::sync::Arc;

/// A section as a sheet shows it.
#[derive(Clone, Debug)]
pub struct ShownSection {
    /// Its text.
    pub text: ReadSection,
    /// What changed since it was shown before; `None` if it was not, or says the same.
    pub changed: Option<Arc<Comparison>>,
}

impl Approving {
    /// A section as it was fixed, compared with what was shown before.
    ///
    /// # Errors
    /// If a text is not kept.
    pub async fn shown(
        &self,
        shown: &SectionRevision,
        before: Option<&SectionRevision>,
    ) -> Result<ShownSection, ApprovingError> {
        let text = self.content(shown.hash).await?.section;
        let Some(before) = before.filter(|before| before.hash != shown.hash) else {
            return Ok(ShownSection { text, changed: None });
        };
        let hashes = (before.hash, shown.hash);
        let comparing = async {
            let before = self.content(before.hash).await?.section;
            self.comparisons.of(hashes, before.into(), text.clone().into()).await
        };
        let compared = self.comparisons.kept(hashes, comparing).await?;
        Ok(ShownSection { text, changed: Some(compared.comparison.clone()) })
    }
}
