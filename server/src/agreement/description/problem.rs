//! What is wrong with a description, and where.

use std::fmt;

/// One thing wrong, at one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's path, such as `members[2].party`; empty for the whole.
    pub field: String,
    /// What is wrong with it, and what would be right.
    pub what: String,
}

impl Problem {
    /// At `field`, `what`.
    pub fn new(field: impl Into<String>, what: impl Into<String>) -> Self {
        Self { field: field.into(), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => formatter.write_str(&self.what),
            field => write!(formatter, "{field}: {}", self.what),
        }
    }
}

/// Everything wrong; at least one thing. Shown one to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    first: Problem,
    rest: Vec<Problem>,
}

impl Problems {
    /// Nothing wrong, or what is.
    pub(super) fn none_or(problems: Vec<Problem>) -> Result<(), Self> {
        let mut problems = problems.into_iter();
        match problems.next() {
            None => Ok(()),
            Some(first) => Err(Self { first, rest: problems.collect() }),
        }
    }

    /// What serde could not read, with the field it stood at.
    pub(super) fn unreadable(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let path = error.path().to_string();
        let path = if path == "." { "" } else { &path };
        let what = error.inner().to_string();
        // serde names a missing field in its message and only the object in the path.
        let missing = what.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
        Self::from(match missing {
            Some((field, place)) => {
                let dot = if path.is_empty() { "" } else { "." };
                Problem::new(format!("{path}{dot}{field}"), format!("is missing{place}"))
            }
            None => Problem::new(path, what),
        })
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl From<Problem> for Problems {
    fn from(first: Problem) -> Self {
        Self { first, rest: Vec::new() }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.first)?;
        self.rest.iter().try_for_each(|problem| write!(formatter, "\n{problem}"))
    }
}

impl std::error::Error for Problems {}
