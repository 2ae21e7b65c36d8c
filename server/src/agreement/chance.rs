//! Ids and salts, drawn from a seed that comes in from outside: so deciding the same twice gives the same.

use super::digest::Digest;
use super::words::{Salt, Words};
use jiff::Timestamp;
use std::fmt;
use uuid::{Builder, Uuid};

/// 32 random bytes, from a source that nobody can guess. Used for one command and kept nowhere:
/// salts are drawn from it, and they must be gone when they are erased.
#[derive(Clone)]
pub struct Seed(pub [u8; 32]);

impl fmt::Debug for Seed {
    /// Without the bytes: they give away the salts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed")
    }
}

/// Draws ids and salts from a seed. Each draw is SHA-256 of the seed and the draw's number.
pub struct Chance {
    seed: Seed,
    milliseconds: u64,
    drawn: u64,
}

impl Chance {
    /// Begins to draw; `at` goes into the ids.
    pub fn new(seed: Seed, at: Timestamp) -> Self {
        Self { seed, milliseconds: u64::try_from(at.as_millisecond()).unwrap_or(0), drawn: 0 }
    }

    /// A UUID version 7.
    pub fn id(&mut self) -> Uuid {
        let drawn = self.draw();
        let mut random = [0; 10];
        random.copy_from_slice(&drawn[..10]);
        Builder::from_unix_timestamp_millis(self.milliseconds, &random).into_uuid()
    }

    /// Words under a new salt.
    pub fn words(&mut self, text: &str) -> Words {
        Words::new(text, Salt(self.draw()))
    }

    fn draw(&mut self) -> [u8; 32] {
        let Digest(drawn) = Digest::of(&[b"overens chance", &self.seed.0, &self.drawn.to_be_bytes()]);
        self.drawn += 1;
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_draw_repeats_another_and_the_same_seed_draws_the_same() {
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let draw = |seed: u8| {
            let mut chance = Chance::new(Seed([seed; 32]), at);
            (chance.id(), chance.id(), chance.words("Åsa").digest(), chance.words("Åsa").digest())
        };
        let (first, second, third, fourth) = draw(1);
        assert_ne!(first, second);
        assert_ne!(third, fourth);
        assert_eq!(draw(1), (first, second, third, fourth));
        assert_ne!(draw(2).0, first);
        assert_eq!(first.get_version_num(), 7);
    }
}
