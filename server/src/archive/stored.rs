//! A record as the store keeps it, with the names and texts beside it.

use super::error::ExportError;
use super::material::{Kept, Material, is_address};
use crate::agreement::id::AgreementId;
use crate::agreement::words::{Content, Words};
use crate::store::{LogId, Position, Store};
use bytes::Bytes;
use std::collections::BTreeMap;

/// Entries read from the log at one go.
const PAGE: usize = 512;

/// An agreement's record, with the names and texts that are kept beside it.
pub(super) async fn material(store: &dyn Store, agreement: AgreementId) -> Result<Material, ExportError> {
    loop {
        let read = read_once(store, agreement).await;
        // Words may have been erased after the log was read; then it has the entry that says so now.
        let Err((ExportError::Damaged(_), seen)) = read else { return read.map_err(|(error, _)| error) };
        if store.head(LogId::record(agreement.0)).await? == seen {
            return read.map_err(|(error, _)| error);
        }
    }
}

/// One look at it; with an error, how far the log was read.
async fn read_once(store: &dyn Store, agreement: AgreementId) -> Result<Material, (ExportError, Position)> {
    let mut read = 0;
    let material = words_and_lines(store, agreement, &mut read).await;
    material.map_err(|error| (error, Position(read)))
}

async fn words_and_lines(
    store: &dyn Store,
    agreement: AgreementId,
    seen: &mut u64,
) -> Result<Material, ExportError> {
    let mut lines: Vec<Bytes> = Vec::new();
    loop {
        let page = store.read(LogId::record(agreement.0), Position(lines.len() as u64), PAGE).await?;
        let is_last = page.len() < PAGE;
        lines.extend(page);
        *seen = lines.len() as u64;
        if is_last {
            break;
        }
    }
    if lines.is_empty() {
        return Err(ExportError::Unknown(agreement));
    }
    let material = Material::read(lines)?;
    // After the log: what an entry needs in the register was written with it.
    let prefix = format!("words/{agreement}/");
    let mut kept = BTreeMap::new();
    for (key, value) in store.scan(&prefix).await? {
        let content: Content = serde_json::from_slice(&value.value)
            .map_err(|error| ExportError::Register { key, why: error.to_string() })?;
        kept.insert(content.digest(), content);
    }
    let of_record = material.entries.iter().flat_map(|sealed| {
        let digests = sealed.entry.words().into_iter().map(Words::digest);
        digests.filter(|digest| !is_address(&sealed.entry, *digest))
    });
    let of_record = of_record.filter_map(|digest| kept.remove_entry(&digest));
    let kept: Vec<Kept> = of_record.map(|(digest, content)| Kept { digest, content }).collect();
    Ok(material.with_words(kept)?)
}
