//! What a refusal speaks of.

/// What somebody writes into the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Why something is done.
    Reason,
    /// What is to be said about a revision.
    Note,
    /// What a reservation says.
    Reservation,
    /// What reviewers are asked.
    Question,
    /// Why a section is not ready yet.
    Because,
    /// What is still open, on an anchoring sheet.
    Questions,
    /// What mandate an organisation is asked for.
    MandateAsked,
    /// A heading, or a person's title.
    Title,
    /// What something or somebody is called.
    Name,
    /// Who gave a mandate.
    Issuer,
    /// Where something stands in its paper.
    Paragraph,
    /// Which body decided.
    Body,
    /// Where something was signed.
    Place,
    /// What a signatory's authority rests on.
    Authority,
    /// What a file is called.
    FileName,
    /// Under which number a matter is filed.
    CaseNumber,
    /// Who else is at a meeting.
    Guests,
    /// What is said in a discussion.
    Comment,
    /// What a discussion is about.
    Passage,
}

/// Of what there is only so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Who take part.
    Members,
    /// Sides.
    Parties,
    /// Bodies that decide for a party.
    Bodies,
    /// Organisations of a party.
    Organisations,
    /// Parts of the text.
    Sections,
    /// Languages of the text.
    Languages,
    /// Meetings.
    Meetings,
    /// Files of a meeting.
    Files,
    /// Files that are kept for an agreement, whatever they belong to.
    Uploads,
    /// How much room those take.
    Mebibytes,
    /// Discussions.
    Threads,
    /// What is said in one discussion.
    Comments,
    /// Who is named in one comment.
    Mentions,
}
