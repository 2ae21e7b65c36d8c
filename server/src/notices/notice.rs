//! One thing that somebody is told of.

use crate::access::telling::LetterKind;
use crate::agreement::id::{
    CommentId, MandateId, MeetingId, MemberId, ProposalId, ReviewId, SectionId, ThreadId,
};
use crate::agreement::section::Phase;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a notice comes from. Within an agreement, and for one person, it names the notice: nobody is told twice of
/// the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The entry of the record at this position.
    Record(u64),
    /// The entry of the discussion log at this position.
    Discussion(u64),
    /// A day that comes nearer.
    Deadline(Deadline),
}

/// A day that comes nearer, and how many days before it this is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadline {
    /// The first day that is planned for a phase.
    Phase(Phase, Date, i8),
    /// The last day of a mandate.
    Mandate(MandateId, i8),
    /// The last day to answer in a review.
    Review(ReviewId, Date, i8),
    /// The day of a meeting.
    Meeting(MeetingId, Date, i8),
}

/// A thing to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where it comes from.
    pub source: Source,
    /// When it came about.
    pub at: Timestamp,
    /// Whose doing it is; `None` for the server's, the operator's, and the calendar's.
    pub by: Option<MemberId>,
    /// What it is about.
    pub about: About,
}

/// What there is to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// I am named in a comment.
    Mention(Said),
    /// Somebody went on in a thread that I take part in.
    Reply(Said),
    /// Another wording is proposed for text of mine.
    Proposal {
        /// In which section.
        section: SectionId,
        /// Which proposal.
        proposal: ProposalId,
    },
    /// My proposal came to something.
    Outcome {
        /// In which section.
        section: SectionId,
        /// Which proposal.
        proposal: ProposalId,
        /// To what.
        outcome: Outcome,
    },
    /// A section was locked, and my party's approval of it is missing, which I may give.
    SignOff {
        /// Which section.
        section: SectionId,
    },
    /// I am asked whether sections are ready.
    Review {
        /// In which review.
        review: ReviewId,
    },
    /// The last day to answer in a review comes near, or is another, and I have not answered.
    ReviewNear {
        /// Which review.
        review: ReviewId,
        /// Its last day.
        date: Date,
    },
    /// A meeting of the working group.
    Meeting {
        /// Which meeting.
        meeting: MeetingId,
        /// What of it.
        news: MeetingNews,
        /// Its day, as it was then.
        date: Date,
    },
    /// The phases are planned to begin on other days than before.
    Plan,
    /// A phase is planned to begin soon.
    PhaseNear {
        /// Which phase.
        phase: Phase,
        /// Its first day.
        date: Date,
    },
    /// A mandate ends soon.
    MandateNear {
        /// Whose.
        member: MemberId,
        /// Its last day.
        date: Date,
    },
}

/// A comment, where it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// In which section.
    pub section: SectionId,
    /// In which thread.
    pub thread: ThreadId,
    /// Which comment.
    pub comment: CommentId,
}

/// What a proposal came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProposalOutcome)]
pub enum Outcome {
    /// It is in the text.
    Accepted,
    /// It is not.
    Rejected,
}

/// What there is to be told of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeetingNews {
    /// It was called.
    Called,
    /// Its day, or its time and place, are others.
    Moved,
    /// What was noted can be read.
    NotesClosed,
    /// It will not be held.
    Cancelled,
    /// Its day comes near.
    Near,
}

/// What kind of thing it is, as people sort them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeKind)]
pub enum Kind {
    /// I am named in a comment.
    Mention,
    /// Somebody went on in a thread that I take part in.
    Reply,
    /// Another wording is proposed for text of mine.
    Proposal,
    /// My proposal came to something.
    Outcome,
    /// A section waits for my approval.
    SignOff,
    /// I am asked to review.
    Review,
    /// A meeting was called, moved or called off, or its notes were closed.
    Meeting,
    /// Days that were planned, or come near.
    Deadline,
}

impl About {
    /// What kind it is of.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Mention(_) => Kind::Mention,
            Self::Reply(_) => Kind::Reply,
            Self::Proposal { .. } => Kind::Proposal,
            Self::Outcome { .. } => Kind::Outcome,
            Self::SignOff { .. } => Kind::SignOff,
            Self::Review { .. } => Kind::Review,
            Self::Plan
            | Self::PhaseNear { .. }
            | Self::MandateNear { .. }
            | Self::ReviewNear { .. }
            | Self::Meeting { news: MeetingNews::Near, .. } => Kind::Deadline,
            Self::Meeting { .. } => Kind::Meeting,
        }
    }

    /// The section it is about; `None` for what concerns the whole.
    pub fn section(&self) -> Option<SectionId> {
        match self {
            Self::Mention(said) | Self::Reply(said) => Some(said.section),
            Self::Proposal { section, .. } | Self::Outcome { section, .. } | Self::SignOff { section } => {
                Some(*section)
            }
            Self::Review { .. }
            | Self::ReviewNear { .. }
            | Self::Meeting { .. }
            | Self::Plan
            | Self::PhaseNear { .. }
            | Self::MandateNear { .. } => None,
        }
    }

    /// Whether it is worth a letter of its own, at once.
    pub fn urgent(&self) -> Option<LetterKind> {
        match self.kind() {
            Kind::Mention => Some(LetterKind::Mention),
            Kind::SignOff => Some(LetterKind::SignOff),
            Kind::Reply | Kind::Proposal | Kind::Outcome | Kind::Review | Kind::Meeting | Kind::Deadline => {
                None
            }
        }
    }
}

/// A text that names no notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that names no notice")]
pub struct NotASource;

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(position) => write!(formatter, "record-{position}"),
            Self::Discussion(position) => write!(formatter, "discussion-{position}"),
            Self::Deadline(Deadline::Phase(phase, date, days)) => {
                let phase = serde_json::to_value(phase).map_err(|_| fmt::Error)?;
                write!(formatter, "phase-{days}-{date}-{}", phase.as_str().unwrap_or_default())
            }
            Self::Deadline(Deadline::Mandate(mandate, days)) => write!(formatter, "mandate-{days}-{mandate}"),
            Self::Deadline(Deadline::Review(review, date, days)) => {
                write!(formatter, "review-{days}-{date}_{review}")
            }
            Self::Deadline(Deadline::Meeting(meeting, date, days)) => {
                write!(formatter, "meeting-{days}-{date}_{meeting}")
            }
        }
    }
}

impl FromStr for Source {
    type Err = NotASource;

    fn from_str(text: &str) -> Result<Self, NotASource> {
        let (kind, rest) = text.split_once('-').ok_or(NotASource)?;
        let position = || rest.parse().map_err(|_| NotASource);
        let read = match kind {
            "record" => Self::Record(position()?),
            "discussion" => Self::Discussion(position()?),
            "phase" | "mandate" | "review" | "meeting" => {
                let (days, rest) = rest.split_once('-').ok_or(NotASource)?;
                let days = days.parse().map_err(|_| NotASource)?;
                Self::Deadline(if kind == "mandate" {
                    Deadline::Mandate(rest.parse().map_err(|_| NotASource)?, days)
                } else if kind == "review" || kind == "meeting" {
                    let (date, which) = rest.split_once('_').ok_or(NotASource)?;
                    let date = date.parse().map_err(|_| NotASource)?;
                    match kind {
                        "review" => Deadline::Review(which.parse().map_err(|_| NotASource)?, date, days),
                        _ => Deadline::Meeting(which.parse().map_err(|_| NotASource)?, date, days),
                    }
                } else {
                    let (date, phase) = rest.rsplit_once('-').ok_or(NotASource)?;
                    let phase = serde_json::from_value(phase.into()).map_err(|_| NotASource)?;
                    Deadline::Phase(phase, date.parse().map_err(|_| NotASource)?, days)
                })
            }
            _ => return Err(NotASource),
        };
        // One spelling only: what is kept of it is compared as text.
        if read.to_string() == text { Ok(read) } else { Err(NotASource) }
    }
}

impl Serialize for Source {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
