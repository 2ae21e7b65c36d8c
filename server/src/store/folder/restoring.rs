//! A data folder that a backup is restored into: all of it is put together beside its places first.

use super::{DataFolder, FORMAT, FORMAT_FILE, FORMAT_LINE, LOCK, STORE, UNFINISHED_STORE, remove};
use crate::store::sled::sync_folder;
use crate::store::steps::{self, Step};
use crate::store::{OpenError, SledOptions, SledStore};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

/// Where a restore puts things together. While there is no store beside it, no server opens the folder.
const RESTORING: &str = "restoring";

impl DataFolder {
    /// Takes a folder for a restore into it: one that is missing or empty, or in which a restore was interrupted.
    ///
    /// A refusal changes nothing in the folder.
    pub fn open_for_restore(path: &Path) -> Result<Self, OpenError> {
        let not_empty = || OpenError::NotEmpty { path: path.to_owned() };
        if path.join(STORE).exists() || path.join(FORMAT_FILE).exists() && !path.join(RESTORING).exists() {
            return Err(not_empty());
        }
        match Self::take(path) {
            Err(OpenError::NotOurs { .. }) => Err(not_empty()),
            taken => taken,
        }
    }

    /// An empty store, to be filled with what is restored. It is the folder's only when
    /// [`finish_restore`](Self::finish_restore) has put it there.
    pub fn begin_restore(&self, options: SledOptions) -> Result<Arc<SledStore>, OpenError> {
        let system = |error: io::Error| OpenError::system(&self.path, &error);
        let unfinished = self.path.join(RESTORING);
        remove(&unfinished).and_then(|()| remove(&self.path.join(UNFINISHED_STORE))).map_err(system)?;
        DirBuilder::new().mode(0o700).create(&unfinished).map_err(system)?;
        sync_folder(&self.path).map_err(system)?;
        steps::taken(Step::RestoreBegun);
        SledStore::open(&unfinished.join(STORE), options)
    }

    /// Puts a restored store, which is closed, into its place, and files beside it: the store last, so that whatever
    /// interrupts this leaves either all of it or nothing that a server would open.
    pub fn finish_restore(&self, files: &[(&str, &[u8])]) -> Result<(), OpenError> {
        let system = |error: io::Error| OpenError::system(&self.path, &error);
        let restored = self.path.join(RESTORING);
        let format = format!("{FORMAT_LINE}{FORMAT}\n");
        for (name, content) in files.iter().copied().chain([(FORMAT_FILE, format.as_bytes())]) {
            let beside = restored.join(name);
            let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside);
            let mut file = file.map_err(system)?;
            file.write_all(content).and_then(|()| file.sync_all()).map_err(system)?;
            fs::rename(beside, self.path.join(name)).map_err(system)?;
            steps::taken(Step::RestoreFilePlaced);
        }
        sync_folder(&restored).and_then(|()| sync_folder(&self.path)).map_err(system)?;
        fs::rename(restored.join(STORE), self.path.join(STORE)).map_err(system)?;
        steps::taken(Step::RestorePlaced);
        sync_folder(&self.path).map_err(system)?;
        remove(&restored).map_err(system)
    }

    /// Removes what a restore has put together; a folder that is empty then goes, too, if it was made for it.
    pub fn give_up_restore(self, was_made: bool) {
        // Whatever stays is refused by a server and replaced by the next restore.
        let _ = remove(&self.path.join(RESTORING));
        if was_made {
            let _ = fs::remove_file(self.path.join(LOCK));
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Refuses a folder in which a restore was interrupted, and tidies up after one that was not.
    pub(super) fn is_not_half_restored(&self) -> Result<(), OpenError> {
        if is_half_restored(&self.path) {
            return Err(OpenError::HalfRestored { path: self.path.clone() });
        }
        remove(&self.path.join(RESTORING)).map_err(|error| OpenError::system(&self.path, &error))
    }
}

/// Whether a restore goes on here, or was interrupted.
pub(super) fn is_half_restored(path: &Path) -> bool {
    path.join(RESTORING).exists() && !path.join(STORE).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Batch;
    use crate::store::{Expected, RegisterWrite, Store};
    use bytes::Bytes;
    use std::path::PathBuf;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    async fn put_together(path: &Path) -> DataFolder {
        let folder = DataFolder::open_for_restore(path).unwrap();
        let store = folder.begin_restore(SledOptions::default()).unwrap();
        let (key, expected) = ("key".to_owned(), Expected::Absent);
        let register = vec![RegisterWrite { key, expected, value: Some(Bytes::from("value")) }];
        store.commit(Batch { register, ..Batch::default() }).await.unwrap();
        store.close().await.unwrap();
        folder
    }

    async fn is_restored(path: &Path) {
        let folder = DataFolder::open(path).unwrap();
        let store = folder.store(SledOptions::default()).unwrap();
        assert_eq!(store.get("key").await.unwrap().unwrap().value, "value");
        assert_eq!(names(path), ["FORMAT", "a-key", "lock", "store"]);
        assert_eq!(fs::read(path.join("a-key")).unwrap(), b"secret");
    }

    #[tokio::test]
    async fn a_restored_folder_opens_with_what_was_put_into_it() {
        let path = tempfile::tempdir().unwrap();
        put_together(path.path()).await.finish_restore(&[("a-key", b"secret")]).unwrap();
        is_restored(path.path()).await;
    }

    #[tokio::test]
    async fn a_restore_that_stopped_anywhere_is_opened_by_no_server_and_can_be_begun_again() {
        let files: [(&str, &[u8]); 1] = [("a-key", b"secret")];
        // Everything but the last step, and what was done of the steps before by then.
        let undone: [&dyn Fn(&Path); 3] = [
            &|path| drop(fs::remove_dir_all(path.join("restoring/store"))),
            &|path| drop(fs::remove_file(path.join("FORMAT"))),
            &|path| drop(fs::remove_file(path.join("a-key"))),
        ];
        for steps in 0..=undone.len() {
            let path = tempfile::tempdir().unwrap();
            let path = path.path();
            put_together(path).await.finish_restore(&files).unwrap();
            fs::create_dir(path.join("restoring")).unwrap();
            fs::rename(path.join("store"), path.join("restoring/store")).unwrap();
            undone[..steps].iter().for_each(|undo| undo(path));
            let before = names(path);
            let refusal = DataFolder::open(path).err().unwrap();
            assert!(matches!(refusal, OpenError::HalfRestored { .. }), "{refusal}");
            assert_eq!(names(path), before);
            put_together(path).await.finish_restore(&files).unwrap();
            is_restored(path).await;
        }
    }

    #[tokio::test]
    async fn what_a_finished_restore_left_is_tidied_up() {
        let path = tempfile::tempdir().unwrap();
        put_together(path.path()).await.finish_restore(&[("a-key", b"secret")]).unwrap();
        fs::create_dir(path.path().join("restoring")).unwrap();
        is_restored(path.path()).await;
    }

    #[test]
    fn a_folder_that_holds_anything_is_refused_and_left_alone() {
        let parent = tempfile::tempdir().unwrap();
        let service = parent.path().join("service");
        drop(DataFolder::open(&service).unwrap().store(SledOptions::default()).unwrap());
        let other = parent.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("letter.txt"), "Dear").unwrap();
        for path in [service, other] {
            let before = names(&path);
            let refusal = DataFolder::open_for_restore(&path).unwrap_err();
            assert!(matches!(refusal, OpenError::NotEmpty { .. }), "{refusal}");
            assert_eq!(names(&path), before);
        }
        let file: PathBuf = parent.path().join("other/letter.txt");
        assert!(matches!(DataFolder::open_for_restore(&file), Err(OpenError::NotEmpty { .. })));
    }

    #[tokio::test]
    async fn a_restore_given_up_leaves_an_empty_folder_or_none() {
        let parent = tempfile::tempdir().unwrap();
        let missing = parent.path().join("data");
        put_together(&missing).await.give_up_restore(true);
        assert!(!missing.exists());
        fs::create_dir(&missing).unwrap();
        put_together(&missing).await.give_up_restore(false);
        assert_eq!(names(&missing), ["lock"]);
        put_together(&missing).await.finish_restore(&[("a-key", b"secret")]).unwrap();
        is_restored(&missing).await;
    }
}
