//! A data folder that is looked at and left as it is.

use super::{DataFolder, LOCK, STORE, inspect};
use crate::store::sled::salvage;
use crate::store::{OpenError, Salvage};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

impl DataFolder {
    /// Reads what can be read of the store in the folder at `path`, and writes nothing there.
    ///
    /// # Errors
    /// If there is no folder, somebody is using it, it is of a newer format, or holds something else.
    pub fn salvage(path: &Path) -> Result<Salvage, OpenError> {
        let system = |error: io::Error| OpenError::system(path, &error);
        if !std::fs::metadata(path).map_err(system)?.is_dir() {
            return Err(OpenError::NotOurs { path: path.to_owned() });
        }
        let _lock = hold(path)?;
        let mut findings = Vec::new();
        match inspect(path) {
            // A store without it is one all the same.
            Err(OpenError::Damaged { .. }) => {
                findings.push("FORMAT: it is missing or cannot be read".to_owned())
            }
            looked => drop(looked?),
        }
        let mut salvage = salvage(&path.join(STORE));
        salvage.findings.splice(0..0, findings);
        Ok(salvage)
    }
}

/// Keeps others away as long as it lives. What is not there is not made.
fn hold(path: &Path) -> Result<Option<File>, OpenError> {
    let lock = match File::open(path.join(LOCK)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|error| OpenError::system(path, &error))?,
    };
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(OpenError::system(path, &error)),
    }
}
