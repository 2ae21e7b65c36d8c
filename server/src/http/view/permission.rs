//! Whether somebody may do something, and if not, why.

use crate::agreement::refusal::{Language, Refusal};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether I may do a thing now.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Permission {
    allowed: bool,
    /// The code of the rule that says no; null if I may.
    code: Option<&'static str>,
    /// The rule's sentence in my language; null if I may.
    reason: Option<String>,
}

impl Permission {
    pub(in crate::http) fn of<T>(asked: Result<T, Refusal>, language: Language) -> Self {
        let refusal = asked.err();
        Self {
            allowed: refusal.is_none(),
            code: refusal.as_ref().map(Refusal::code),
            reason: refusal.map(|refusal| refusal.sentence(language)),
        }
    }
}
