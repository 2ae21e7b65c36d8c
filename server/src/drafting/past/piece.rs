//! A text, cut by who wrote what and when.

use super::times::Times;
use crate::agreement::id::MemberId;
use crate::drafting::document::Document;
use crate::drafting::update::Span;
use crate::text::authors;
use crate::text::block::{Block, Node};
use crate::text::canonical::canonical_lengths;

/// Neighbouring characters of one writer and one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The ids they stand under.
    pub(super) now: Span,
    /// The ids under which they were first typed.
    pub(super) root: Span,
    /// Who wrote them; `None` for the words the server wrote.
    pub(super) member: Option<MemberId>,
    /// When they were first typed.
    pub(super) at: Option<i64>,
    pub(super) text: Vec<u16>,
    /// Whether it is the first of its block.
    pub(super) opens: bool,
}

impl Document {
    /// Every character that stands, in the order of the text.
    pub(super) fn pieces(&self, times: &Times) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for run in authors::runs(&self.document) {
            let units: Vec<u16> = run.text.encode_utf16().collect();
            let mut from = 0;
            let span = Span { client: run.client, clock: run.clock, length: run.length };
            for mut root in self.authorship.carries.roots(span) {
                let member = self.authorship.writers.get(&root.client).copied();
                for (length, at) in times.of(root) {
                    let to = (from + length as usize).min(units.len());
                    pieces.push(Piece {
                        now: Span { client: run.client, clock: run.clock + from as u32, length },
                        root: Span { length, ..root },
                        member,
                        at: at.filter(|_| member.is_some()),
                        text: units[from..to].to_vec(),
                        opens: run.opens && from == 0,
                    });
                    (from, root.clock) = (to, root.clock + length);
                }
            }
        }
        pieces
    }
}

/// How long each piece is in the canonical form of these blocks; `None` if the pieces are not what the blocks say,
/// which only a text that no editor makes can bring about.
pub(super) fn canonical(blocks: &[Block], pieces: &[Piece]) -> Option<Vec<u32>> {
    let mut said = Vec::new();
    blocks.iter().for_each(|block| gather(block, &mut said));
    let is_same = said.iter().eq(pieces.iter().flat_map(|piece| &piece.text));
    is_same.then(|| canonical_lengths(blocks, pieces.iter().map(|piece| piece.now.length)))
}

/// How many UTF-16 units blocks hold.
pub(super) fn units(blocks: &[Block]) -> u32 {
    let mut said = Vec::new();
    blocks.iter().for_each(|block| gather(block, &mut said));
    said.len() as u32
}

fn gather(block: &Block, said: &mut Vec<u16>) {
    for node in &block.content {
        match node {
            Node::Block(child) => gather(child, said),
            Node::Text(run) => said.extend(run.text.encode_utf16()),
        }
    }
}
