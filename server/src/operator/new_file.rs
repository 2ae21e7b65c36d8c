//! A file that replaces nothing: beside its place first, and under its name when it is whole.

use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Why there is no new file.
#[derive(Debug, thiserror::Error)]
pub enum NewFileError {
    /// It replaces nothing.
    #[error("{} is there already; name another file", .0.display())]
    Exists(PathBuf),
    /// It cannot be written; nothing of it is left.
    #[error("{} cannot be written ({error}); nothing of it was left", .file.display())]
    Write {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl NewFileError {
    /// What the system said of a file.
    pub(super) fn of(file: &Path, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Exists(file.to_owned()),
            _ => Self::Write { file: file.to_owned(), error },
        }
    }
}

/// A file under another name until it is whole; removed unless it is. It is its owner's only: it holds names.
pub(super) struct NewFile {
    name: PathBuf,
    beside: PathBuf,
    is_whole: bool,
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_whole {
            // Nothing more can be done about it.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

impl NewFile {
    /// Begins it, open to be written.
    ///
    /// # Errors
    /// If there is one of that name, or none can be made there.
    pub(super) fn begin(file: &Path) -> Result<(Self, File), NewFileError> {
        let failed = |error| NewFileError::of(file, error);
        let name = file.file_name().ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?;
        if fs::symlink_metadata(file).is_ok() {
            return Err(NewFileError::Exists(file.to_owned()));
        }
        let mut beside = name.to_owned();
        beside.push(format!(".{:08x}.unfinished", rand::random::<u32>()));
        let beside = file.with_file_name(beside);
        let out =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(failed)?;
        Ok((Self { name: file.to_owned(), beside, is_whole: false }, out))
    }

    /// Where it lies until it is whole.
    pub(super) fn beside(&self) -> &Path {
        &self.beside
    }

    /// Gives it its name, once all of it is on the disk.
    ///
    /// # Errors
    /// If something has that name by now, or the system refuses.
    pub(super) fn finish(mut self) -> Result<(), NewFileError> {
        let failed = |file: &Self, error| NewFileError::of(&file.name, error);
        name_it(&self.beside, &self.name).map_err(|error| failed(&self, error))?;
        self.is_whole = true;
        let folder = self.name.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        folder.and_then(|folder| folder.sync_all()).map_err(|error| failed(&self, error))
    }
}

/// Gives a file its name, unless something has it.
fn name_it(path: &Path, name: &Path) -> io::Result<()> {
    match renameat_with(CWD, path, CWD, name, RenameFlags::NOREPLACE) {
        // Not every file system can; those have hard links, which replace nothing either.
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            fs::hard_link(path, name)?;
            fs::remove_file(path)
        }
        renamed => Ok(renamed?),
    }
}

#[cfg(test)]
mod tests {
    use super::{NewFile, NewFileError};
    use std::fs;

    #[test]
    fn what_took_the_name_meanwhile_is_kept_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("export.zip");
        let (new, _out) = NewFile::begin(&name).unwrap();
        fs::write(&name, "precious").unwrap();
        assert!(matches!(new.finish(), Err(NewFileError::Exists(file)) if file == name));
        assert_eq!(fs::read(&name).unwrap(), b"precious");
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, ["export.zip"]);
    }
}
