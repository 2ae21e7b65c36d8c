//! Blocks that come from outside, in ProseMirror's JSON or in the canonical form: read, and held against the schema.

use super::SeenBlock;
use crate::agreement::id::PartyId;
use crate::agreement::words::is_hidden;
use crate::text::block::{Block, MAX_DEPTH, Mark, Node, Text};
use crate::text::canonical::{canonical_attributes, canonical_blocks, canonical_marks};
use crate::text::schema::{self, Kind};
use crate::text::sound::is_sound;
use serde_json::Value;
use std::collections::HashSet;

/// Blocks of a run, and of what is to stand in its place.
const MOST_BLOCKS: usize = 200;

/// Characters of a run, and of what is to stand in its place.
const MOST_CHARACTERS: usize = 60_000;

/// Blocks, runs and marks in all.
const MOST_NODES: usize = 20_000;

/// What somebody saw, and what they want to stand there instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The run as they saw it.
    pub seen: Vec<SeenBlock>,
    /// What is to stand there; nothing takes the run out.
    pub blocks: Vec<Block>,
}

/// Why blocks are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenProblem {
    /// A run is at least one block, and names none twice.
    NoRun,
    /// There is too much of it.
    TooLarge,
    /// It holds what no text can hold, or not where it stands.
    Strange,
    /// It holds characters that nobody sees, and that were not there before.
    Unseen,
}

impl Given {
    /// Takes what was sent, if it can stand in a text between these parties.
    ///
    /// # Errors
    /// [`GivenProblem`].
    pub fn check(seen: Vec<SeenBlock>, blocks: &[Block], parties: &[PartyId]) -> Result<Self, GivenProblem> {
        let mut names = HashSet::new();
        if seen.is_empty() || !seen.iter().all(|block| names.insert(block.id())) {
            return Err(GivenProblem::NoRun);
        }
        fits(seen.iter().map(|seen| &seen.block), seen.len())?;
        fits(blocks.iter(), blocks.len())?;
        if !is_sound(&canonical_blocks(blocks), parties) || !blocks.iter().all(is_complete) {
            return Err(GivenProblem::Strange);
        }
        let known: HashSet<char> = {
            let mut known = HashSet::new();
            seen.iter().for_each(|seen| hidden(&seen.block, &mut known));
            known
        };
        let mut brought = HashSet::new();
        blocks.iter().for_each(|block| hidden(block, &mut brought));
        if !brought.is_subset(&known) {
            return Err(GivenProblem::Unseen);
        }
        Ok(Self { seen, blocks: blocks.iter().map(plain).collect() })
    }
}

/// Bounds what anything else looks at.
fn fits<'a>(blocks: impl Iterator<Item = &'a Block>, count: usize) -> Result<(), GivenProblem> {
    let (mut characters, mut nodes) = (0, 0);
    if count > MOST_BLOCKS {
        return Err(GivenProblem::TooLarge);
    }
    let mut ahead: Vec<(&Block, usize)> = blocks.map(|block| (block, 1)).collect();
    while let Some((block, depth)) = ahead.pop() {
        nodes += 1 + block.attributes.len();
        // A text lies one level deeper than the block it stands in.
        if depth >= MAX_DEPTH {
            return Err(GivenProblem::TooLarge);
        }
        for node in &block.content {
            match node {
                Node::Block(child) => ahead.push((child, depth + 1)),
                Node::Text(run) => {
                    nodes += 1 + run.marks.len();
                    characters += run.text.chars().count();
                }
            }
        }
        if nodes > MOST_NODES || characters > MOST_CHARACTERS {
            return Err(GivenProblem::TooLarge);
        }
    }
    Ok(())
}

/// Whether a block and all in it hold as much as the schema asks for, in its order: an editor takes out what does not.
fn is_complete(block: &Block) -> bool {
    let Some(kind) = schema::description().nodes.get(&block.kind) else { return false };
    let children = block.content.iter().filter_map(|node| match node {
        Node::Block(child) => Some(child),
        Node::Text(_) => None,
    });
    holds(kind, &children.clone().map(|child| child.kind.as_str()).collect::<Vec<_>>())
        && children.into_iter().all(is_complete)
}

/// Whether children of these kinds are what a kind's content says: terms in order, each a name, a group or a choice
/// of them, once, or `+`, or `*`.
fn holds(kind: &Kind, children: &[&str]) -> bool {
    let mut left = children;
    for term in terms(&kind.content) {
        let fits = |child: &&&str| {
            let groups = schema::description().nodes.get(**child).map_or("", |kind| kind.group.as_str());
            term.names.iter().any(|name| *name == **child || groups.split(' ').any(|group| group == *name))
        };
        let most = if term.many { left.len() } else { 1 };
        let count = left.iter().take(most).take_while(fits).count();
        // Characters were left out of the children, so a place for them needs none.
        if count < usize::from(term.needed && !term.names.contains(&"inline")) {
            return false;
        }
        left = &left[count..];
    }
    left.is_empty()
}

struct Term<'a> {
    names: Vec<&'a str>,
    needed: bool,
    many: bool,
}

fn terms(content: &str) -> Vec<Term<'_>> {
    let mut terms = Vec::new();
    let mut rest = content.trim();
    while !rest.is_empty() {
        let (inside, after) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some(choice) => choice,
            None => rest.split_at(rest.find([' ', '+', '*']).unwrap_or(rest.len())),
        };
        let names = inside.split('|').map(str::trim).collect();
        let (needed, many) = match after.as_bytes().first() {
            Some(b'+') => (true, true),
            Some(b'*') => (false, true),
            _ => (true, false),
        };
        terms.push(Term { names, needed, many });
        rest = after.trim_start_matches(['+', '*']).trim_start();
    }
    terms
}

/// The characters in a block that nobody sees.
fn hidden(block: &Block, found: &mut HashSet<char>) {
    let mut note = |text: &str| found.extend(text.chars().filter(|character| is_hidden(*character)));
    let words = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_default();
    block.attributes.values().for_each(|value| note(&words(value)));
    for node in &block.content {
        if let Node::Text(run) = node {
            note(&run.text);
            run.marks.iter().flat_map(|mark| mark.attributes.values()).for_each(|value| note(&words(value)));
        }
    }
    for node in &block.content {
        if let Node::Block(child) = node {
            hidden(child, found);
        }
    }
}

/// A block without what says nothing, letter for letter: a canonical text composes letters, and what is to be written
/// keeps those that stand.
fn plain(block: &Block) -> Block {
    let mut content: Vec<Node> = Vec::new();
    for node in &block.content {
        match node {
            Node::Block(child) => content.push(Node::Block(plain(child))),
            Node::Text(run) if run.text.is_empty() => {}
            Node::Text(run) => {
                let marks: Vec<Mark> = canonical_marks(&run.marks);
                match content.last_mut() {
                    Some(Node::Text(last)) if last.marks == marks => last.text.push_str(&run.text),
                    _ => content.push(Node::Text(Text { text: run.text.clone(), marks })),
                }
            }
        }
    }
    let attributes = canonical_attributes(&block.kind, &block.attributes);
    Block { kind: block.kind.clone(), attributes, content }
}
