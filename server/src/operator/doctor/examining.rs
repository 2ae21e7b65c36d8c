//! Reads everything that was put together, as the server would: chains, texts, discussions, and each agreement's
//! export, for which all of it is needed.

use super::contents::{Contents, Reach};
use super::report::{LogReport, Report};
use crate::agreement::id::{AgreementId, SectionId};
use crate::archive::Outgoing;
use crate::discussing::Discussions;
use crate::drafting::new_epoch;
use crate::operator::backup::BackupError;
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::{LogId, LogKind, Position, Store};
use crate::text::log::EpochReason;
use std::sync::Arc;

/// Reads what is in a store that holds these contents.
pub(super) async fn examine(
    store: &Arc<dyn Store>,
    contents: &Contents,
    backup: Option<&Contents>,
    report: &mut Report,
) -> Result<(), BackupError> {
    let records = Records::new(Arc::clone(store));
    let discussions = Discussions::new(Arc::clone(store));
    for (log, (purged, head, reach)) in contents.reaches(backup) {
        let Reach { until, of_backup } = reach;
        let mut problem = None;
        let mut title = None;
        if until == Position::START {
            problem = Some("nothing of it can be read".to_owned());
        } else {
            match log.kind {
                LogKind::Record => match records.state(AgreementId(log.owner)).await {
                    Ok(state) => title = state.title().map(str::to_owned),
                    Err(error) => problem = Some(error.to_string()),
                },
                LogKind::Text => {
                    // Only tried: that is to read it wholly, and to write it so that it reads the same.
                    let read = new_epoch(&**store, SectionId(log.owner), EpochReason::Rebuilt, 0).await;
                    problem = read.err().map(|error| error.to_string());
                }
                LogKind::Discussion => {
                    let read = discussions.state(AgreementId(log.owner)).await;
                    problem = read.err().map(|error| error.to_string());
                }
            }
        }
        report.logs.push(LogReport {
            log: name_of(log.kind),
            id: log.owner,
            title,
            purged: purged.0,
            reads_until: until.0,
            head: head.0,
            of_backup,
            problem,
        });
    }
    let (values, blobs) = contents.of_backup_beside(backup);
    report.values_of_backup = values;
    report.blobs_of_backup = blobs;
    for log in store.logs(LogKind::Record).await? {
        if let Err(why) = export(store, log).await {
            report.exports.push(format!("agreement {}: {why}", log.owner));
        }
    }
    report.judge();
    Ok(())
}

/// Takes an agreement out, and keeps nothing of it.
async fn export(store: &Arc<dyn Store>, log: LogId) -> Result<(), String> {
    let said = |error: crate::archive::ExportError| error.to_string();
    let signatory = Arc::new(Signatory::passing());
    let mut export =
        Outgoing::begin(Arc::clone(store), signatory, AgreementId(log.owner), None).await.map_err(said)?;
    while export.next().await.map_err(said)?.is_some() {}
    Ok(())
}

fn name_of(kind: LogKind) -> &'static str {
    match kind {
        LogKind::Record => "record",
        LogKind::Text => "text",
        LogKind::Discussion => "discussion",
    }
}
