//! What the operator may do: seed agreements, admit founders, print sign-in links, show the demo.
//!
//! The command line does it with the store in its own hands while no server runs, and asks the server
//! through a Unix socket in the data folder ([`socket`], [`client`]) while one does. It is the same code both
//! ways: a [`Request`] goes into [`Operator::answer`].

mod admit;
pub mod backup;
pub mod client;
pub mod demo;
pub mod doctor;
mod export;
#[cfg(feature = "faults")]
mod fault;
mod invite;
mod new_file;
mod newcomer;
mod seed;
pub mod socket;
#[cfg(test)]
mod tests;

#[cfg(feature = "faults")]
pub use fault::Fault;
pub use newcomer::NewPerson;

use crate::access::Access;
use crate::access::public_url::{NotAPublicUrl, PublicUrl};
use crate::agreement::description::{Description, Problems};
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::refusal::Refusal;
use crate::approving::ApprovingError;
use crate::discussing::{DiscussionError, ProposingError};
use crate::drafting::past::PastError;
use crate::founding::FoundingError;
use crate::mail::address::NotAnAddress;
use crate::record::{RecordError, Records, RunError};
use crate::store::{Store, StoreError};
use backup::BackupError;
use export::ExportFileError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the operator's commands take hold.
#[derive(Clone)]
pub struct Operator {
    /// Logs and register.
    pub store: Arc<dyn Store>,
    /// The agreements.
    pub records: Arc<Records>,
    /// Links and tokens.
    pub access: Access,
    /// What links begin with, unless the request names another address.
    pub public_url: PublicUrl,
    /// The data folder, with the signing key in it.
    pub folder: PathBuf,
}

/// What the command line asks for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Add an agreement.
    Seed {
        /// The text of its description.
        description: String,
        /// Whether each member gets a personal access token, too.
        tokens: bool,
        /// What links begin with; the server's own address if absent.
        public_url: Option<String>,
    },
    /// A new sign-in link for somebody who is a member already.
    Invite {
        /// In which agreement.
        agreement: AgreementId,
        /// Who.
        who: Invited,
        /// What the link begins with; the server's own address if absent.
        public_url: Option<String>,
    },
    /// Let somebody new take part whom no coordinator can invite, and make a sign-in link.
    InviteNew {
        /// In which agreement.
        agreement: AgreementId,
        /// Who.
        person: NewPerson,
        /// What the link begins with; the server's own address if absent.
        public_url: Option<String>,
    },
    /// Let somebody found agreements.
    Admit {
        /// Their name.
        name: String,
        /// Their e-mail address.
        email: String,
        /// What the link begins with; the server's own address if absent.
        public_url: Option<String>,
    },
    /// One agreement, into a new file.
    Export {
        /// Which one.
        agreement: AgreementId,
        /// Its working material up to and including this day, instead of its record.
        as_of: Option<Date>,
        /// Which file; absolute, for the server's own folder is another.
        file: PathBuf,
    },
    /// All there is, into a new file.
    Backup {
        /// Which file; absolute, for the server's own folder is another.
        file: PathBuf,
    },
    /// For tests only.
    #[cfg(feature = "faults")]
    Fault {
        /// What to bring about.
        fault: Fault,
        /// In which section.
        section: crate::agreement::id::SectionId,
    },
}

/// Whom to print a link for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invited {
    /// This member.
    Member(MemberId),
    /// Whoever has this e-mail address.
    Email(String),
}

/// What comes back: one JSON object, or why not.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was done.
    Done(serde_json::Value),
    /// Nothing was done; one thing wrong to a line.
    Refused(String),
}

/// Why the operator's request was not done.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The description does not hold together.
    #[error(transparent)]
    Description(#[from] Problems),
    /// The address for links is none.
    #[error(transparent)]
    PublicUrl(#[from] NotAPublicUrl),
    /// An address is none.
    #[error(transparent)]
    NotAnAddress(#[from] NotAnAddress),
    /// A rule forbids it.
    #[error("{0}")]
    Refused(String),
    /// Nothing is taken out into the folder that it is taken from.
    #[error("{} lies in the data folder; name a file elsewhere, best on another disk", .0.display())]
    InDataFolder(PathBuf),
    /// Nobody of this description takes part.
    #[error("{0} is not a member of that agreement")]
    NotAMember(String),
    /// The agreement cannot be founded.
    #[error(transparent)]
    Found(FoundingError),
    /// A rule forbids it.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The agreements cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the demo tells could not be done.
    #[error(transparent)]
    Story(#[from] ApprovingError),
    /// Where the words stand that the demo's people speak of could not be found out.
    #[error(transparent)]
    Past(#[from] PastError),
    /// What the people of the demo say could not be written down.
    #[error(transparent)]
    Talk(#[from] DiscussionError),
    /// What the people of the demo propose could not be.
    #[error(transparent)]
    Proposal(#[from] ProposingError),
    /// There is no export.
    #[error(transparent)]
    Export(#[from] ExportFileError),
    /// There is no backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A text could not be read.
    #[cfg(feature = "faults")]
    #[error(transparent)]
    Text(#[from] crate::drafting::LoadError),
    /// An entry of a log could not be encoded.
    #[cfg(feature = "faults")]
    #[error(transparent)]
    Entry(#[from] postcard::Error),
    /// An answer could not be encoded.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<FoundingError> for OperatorError {
    fn from(error: FoundingError) -> Self {
        match error {
            // Told apart, so that it is tried again when an account has changed.
            FoundingError::Store(error) => Self::Store(error),
            error => Self::Found(error),
        }
    }
}

impl From<Refusal> for OperatorError {
    fn from(refusal: Refusal) -> Self {
        Self::Story(refusal.into())
    }
}

impl Operator {
    /// Does what is asked for.
    pub async fn answer(&self, request: Request) -> Answer {
        match self.carry_out(request).await {
            Ok(done) => Answer::Done(done),
            Err(error) => Answer::Refused(error.to_string()),
        }
    }

    async fn carry_out(&self, request: Request) -> Result<serde_json::Value, OperatorError> {
        match request {
            Request::Seed { description, tokens, public_url } => {
                let url = self.address(public_url.as_deref())?;
                let description = Description::parse(&description)?;
                let seeded = self.seed(&description, tokens, &url, None, Timestamp::now()).await?;
                Ok(serde_json::to_value(seeded)?)
            }
            Request::Invite { agreement, who, public_url } => {
                let url = self.address(public_url.as_deref())?;
                Ok(serde_json::to_value(self.invite(agreement, &who, &url).await?)?)
            }
            Request::InviteNew { agreement, person, public_url } => {
                let url = self.address(public_url.as_deref())?;
                Ok(serde_json::to_value(self.invite_new(agreement, &person, &url).await?)?)
            }
            Request::Admit { name, email, public_url } => {
                let url = self.address(public_url.as_deref())?;
                Ok(serde_json::to_value(self.admit(&name, &email, &url).await?)?)
            }
            Request::Export { agreement, as_of, file } => {
                self.outside(&file)?;
                Ok(serde_json::to_value(self.export(agreement, as_of, file).await?)?)
            }
            Request::Backup { file } => {
                self.outside(&file)?;
                Ok(serde_json::to_value(self.back_up(file).await?)?)
            }
            #[cfg(feature = "faults")]
            Request::Fault { fault, section } => {
                self.bring_about(fault, section).await?;
                Ok(serde_json::json!({}))
            }
        }
    }

    /// Refuses a file that would go with what it is a copy of.
    fn outside(&self, file: &Path) -> Result<(), OperatorError> {
        // A folder that cannot be found is said to be missing by whoever writes into it.
        let folders = (self.folder.canonicalize(), file.parent().map(Path::canonicalize));
        match folders {
            (Ok(own), Some(Ok(theirs))) if theirs.starts_with(&own) => {
                Err(OperatorError::InDataFolder(file.to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn address(&self, asked: Option<&str>) -> Result<PublicUrl, NotAPublicUrl> {
        asked.map_or_else(|| Ok(self.public_url.clone()), str::parse)
    }
}
