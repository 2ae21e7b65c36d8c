//! A record told from its first entry to its last, each entry checked against those before it.

use super::chronicle::Chronicle;
use super::material::Material;
use super::problem::{Place, Problem, WrongEntry};
use super::rules;

/// Folds a record, and checks on the way what can be checked of its entries.
///
/// # Errors
/// The first entry that says what cannot be.
pub(super) fn tell(material: &Material) -> Result<Chronicle, Problem> {
    let mut told = Chronicle::before(material.agreement);
    for sealed in &material.entries {
        rules::check(&told, material, sealed)
            .map_err(|rule| Problem::Entry(Place::of(sealed), WrongEntry::Rule(rule)))?;
        told.apply(sealed);
    }
    Ok(told)
}
