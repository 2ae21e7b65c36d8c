//! The server's signature: an Ed25519 key in the data folder, and what is signed with it.
//!
//! What is signed is the canonical JSON (RFC 8785) of an object that says in `kind` what it is, so that no
//! signature of one thing passes for one of another. docs/record-format.md has it for other readers.

use super::chain::Tip;
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The file that holds the key: 64 hexadecimal digits and a line break.
pub const KEY_FILE: &str = "signing-key";

/// Signs for this server.
pub struct Signatory {
    key: SigningKey,
}

/// Why the key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the signing key {KEY_FILE} in the data folder cannot be read or made: {0}")]
    File(#[from] std::io::Error),
    /// The file is not what was written.
    #[error(
        "the file {KEY_FILE} in the data folder is no signing key: it must hold 64 hexadecimal digits. Put back \
         the one from your backup; only if it is lost, move the file away, and a new key is made"
    )]
    Unreadable,
}

/// What was signed, with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Signed<T> {
    /// What was signed.
    #[serde(flatten)]
    pub what: T,
    /// The public key, 64 hexadecimal digits.
    pub key: Digest,
    /// Ed25519 over the canonical JSON of everything but the signature; 128 hexadecimal digits.
    pub signature: String,
}

/// The end of a record at one moment: it stands for every entry up to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordHead {
    /// Always `record-head`.
    pub kind: HeadKind,
    /// Whose record.
    pub agreement: AgreementId,
    /// How many entries it has.
    pub position: u64,
    /// The hash of the last.
    pub hash: Digest,
}

/// Says what a [`RecordHead`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeadKind {
    /// The end of a record.
    RecordHead,
}

impl RecordHead {
    /// The head of an agreement's record whose chain ends in `tip`.
    pub fn of(agreement: AgreementId, tip: Tip) -> Self {
        Self { kind: HeadKind::RecordHead, agreement, position: tip.position().0, hash: tip.hash() }
    }
}

/// What the signature covers.
#[derive(Serialize)]
struct Covered<'a, T> {
    #[serde(flatten)]
    what: &'a T,
    key: Digest,
}

impl Signatory {
    /// The key of a data folder; made at the first start, readable by its owner only.
    ///
    /// # Errors
    /// [`KeyError`]. A key that cannot be read is never replaced.
    pub fn of_folder(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(KEY_FILE);
        match std::fs::File::open(&path) {
            Ok(mut file) => {
                let mut digits = Zeroizing::new(Vec::new());
                file.read_to_end(&mut digits)?;
                let mut secret = Zeroizing::new([0; 32]);
                hex::decode_to_slice(digits.trim_ascii(), &mut *secret).map_err(|_| KeyError::Unreadable)?;
                Ok(Self { key: SigningKey::from_bytes(&secret) })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let secret = Zeroizing::new(rand::random::<[u8; 32]>());
                // Under another name first: a power cut leaves no half of a key.
                let beginning = folder.join(format!("{KEY_FILE}.new"));
                let mut options = OpenOptions::new();
                let mut file =
                    options.create(true).write(true).truncate(true).mode(0o600).open(&beginning)?;
                writeln!(file, "{}", *Zeroizing::new(hex::encode(*secret)))?;
                file.sync_all()?;
                std::fs::rename(&beginning, &path)?;
                std::fs::File::open(folder)?.sync_all()?;
                let made = Self { key: SigningKey::from_bytes(&secret) };
                tracing::info!(key = %made.public(), "a signing key was made");
                Ok(made)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A key that nobody keeps, for what is only tried.
    pub fn passing() -> Self {
        Self { key: SigningKey::from_bytes(&rand::random()) }
    }

    /// A key for tests, of these bytes.
    #[cfg(test)]
    pub(crate) fn of_bytes(secret: [u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(&secret) }
    }

    /// The public key.
    pub fn public(&self) -> Digest {
        Digest(self.key.verifying_key().to_bytes())
    }

    /// Signs. Signing the same again gives the same.
    ///
    /// # Errors
    /// If it has no canonical JSON; none of today's types lacks one.
    pub fn sign<T: Serialize>(&self, what: T) -> Result<Signed<T>, serde_json::Error> {
        let key = self.public();
        let covered = serde_json_canonicalizer::to_vec(&Covered { what: &what, key })?;
        let signature = hex::encode(self.key.sign(&covered).to_bytes());
        Ok(Signed { what, key, signature })
    }
}

impl<T: Serialize> Signed<T> {
    /// Whether the signature is that of the key it names. Whose key that is, is another question.
    pub fn is_consistent(&self) -> bool {
        let check = || {
            let key = VerifyingKey::from_bytes(&self.key.0).ok()?;
            let signature = ed25519_dalek::Signature::from_slice(&hex::decode(&self.signature).ok()?).ok()?;
            let covered = Covered { what: &self.what, key: self.key };
            let covered = serde_json_canonicalizer::to_vec(&covered).ok()?;
            key.verify_strict(&covered, &signature).ok()
        };
        check().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn head() -> RecordHead {
        let agreement = "0192f0c1-7a00-7000-8000-000000000001".parse().unwrap();
        RecordHead { kind: HeadKind::RecordHead, agreement, position: 7, hash: Digest([9; 32]) }
    }

    #[test]
    fn a_key_is_made_once_and_is_its_owners_only() {
        let folder = tempfile::tempdir().unwrap();
        let first = Signatory::of_folder(folder.path()).unwrap();
        assert_eq!(Signatory::of_folder(folder.path()).unwrap().public(), first.public());
        let mode = folder.path().join(KEY_FILE).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let another = tempfile::tempdir().unwrap();
        assert_ne!(Signatory::of_folder(another.path()).unwrap().public(), first.public());
    }

    #[test]
    fn a_damaged_key_is_an_error_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY_FILE);
        std::fs::write(&path, "not a key").unwrap();
        assert!(matches!(Signatory::of_folder(folder.path()), Err(KeyError::Unreadable)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a key");
    }

    #[test]
    fn whatever_is_changed_the_signature_does_not_hold() {
        let signed = Signatory::of_bytes([1; 32]).sign(head()).unwrap();
        assert!(signed.is_consistent());
        assert_eq!(signed, Signatory::of_bytes([1; 32]).sign(head()).unwrap());
        let other_position = RecordHead { position: 8, ..head() };
        assert!(!Signed { what: other_position, ..signed.clone() }.is_consistent());
        let other_hash = RecordHead { hash: Digest([8; 32]), ..head() };
        assert!(!Signed { what: other_hash, ..signed.clone() }.is_consistent());
        let other_key = Signatory::of_bytes([2; 32]).public();
        assert!(!Signed { key: other_key, ..signed.clone() }.is_consistent());
        let mut flipped = signed.clone();
        flipped.signature.replace_range(0..1, if flipped.signature.starts_with('0') { "1" } else { "0" });
        assert!(!flipped.is_consistent());
    }

    #[test]
    fn a_signed_head_is_read_as_it_was_written() {
        let signed = Signatory::of_bytes([1; 32]).sign(head()).unwrap();
        let json = serde_json::to_string(&signed).unwrap();
        assert!(json.starts_with("{\"kind\":\"record-head\","), "{json}");
        let read: Signed<RecordHead> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, signed);
    }
}
