//! Why a connection is closed: the codes of docs/wire.md.

use crate::text::reader::Malformed;

/// A reason to close, as the client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closing {
    /// The server stops; come back.
    #[error("the server restarts")]
    Restart,
    /// The store failed or the room starts anew; come back later.
    #[error("the section cannot be saved right now; nothing that was saved is lost")]
    Unavailable,
    /// Bytes that are not the protocol.
    #[error("not understood: {0}")]
    Malformed(&'static str),
    /// No session and no token, or no longer.
    #[error("not signed in")]
    NotSignedIn,
    /// Not a member of this agreement, or no longer.
    #[error("not a member of this agreement")]
    NotAMember,
    /// Text from somebody without the right to write.
    #[error("no right to write in this section")]
    ReadOnly,
    /// New text under a client id of somebody else.
    #[error("the text is under somebody else's client id")]
    ForeignText,
    /// Nothing has this id.
    #[error("no such section")]
    NoSuchSection,
    /// No sync step 1 within the time for it.
    #[error("no first message in time")]
    Silent,
    /// A document of another epoch.
    #[error("the document is of another epoch; keep its text and load the section anew")]
    OtherEpoch,
    /// A frame or a document over its limit.
    #[error("over the limit: {0}")]
    TooLarge(&'static str),
    /// The section is locked at a revision.
    #[error("the section is locked")]
    Locked,
    /// Too much in too short a time.
    #[error("too much in too short a time")]
    TooMuch,
}

impl Closing {
    /// The WebSocket close code. 44xx are final for a y-websocket client.
    pub fn code(self) -> u16 {
        match self {
            Self::Restart => 1012,
            Self::Unavailable => 1013,
            Self::Malformed(_) => 4400,
            Self::NotSignedIn => 4401,
            Self::NotAMember | Self::ReadOnly | Self::ForeignText => 4403,
            Self::NoSuchSection => 4404,
            Self::Silent => 4408,
            Self::OtherEpoch => 4409,
            Self::TooLarge(_) => 4413,
            Self::Locked => 4423,
            Self::TooMuch => 4429,
        }
    }

    /// A stable name, for the web client's catalogue and for logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Unavailable => "unavailable",
            Self::Malformed(_) => "malformed",
            Self::NotSignedIn => "not-signed-in",
            Self::NotAMember => "not-a-member",
            Self::ReadOnly => "read-only",
            Self::ForeignText => "foreign-text",
            Self::NoSuchSection => "no-such-section",
            Self::Silent => "silent",
            Self::OtherEpoch => "other-epoch",
            Self::TooLarge(_) => "too-large",
            Self::Locked => "section-locked",
            Self::TooMuch => "too-much",
        }
    }

    /// Whether the client did something that is not to be tried again.
    pub fn is_refusal(self) -> bool {
        self.code() >= 4400
    }
}

impl From<Malformed> for Closing {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed.0)
    }
}
