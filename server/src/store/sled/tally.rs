//! How far a store has come, written with every batch.

/// What one value adds to the sum over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark(pub(super) u64);

/// How far a store has come: enough to tell, of a store found on disk, whether all of it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many gatherings were written.
    pub(super) sequence: u64,
    /// How many values there are.
    pub(super) values: u64,
    /// The sum of their marks, wrapping.
    pub(super) sum: u64,
}

impl Tally {
    /// Counts a value in.
    pub(super) fn add(&mut self, mark: Mark) {
        self.values = self.values.wrapping_add(1);
        self.sum = self.sum.wrapping_add(mark.0);
    }

    /// Counts a value out.
    pub(super) fn remove(&mut self, mark: Mark) {
        self.values = self.values.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(mark.0);
    }

    /// Sequence, values, sum, each 8 bytes little-endian, then a crc32 of these.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> =
            [self.sequence, self.values, self.sum].iter().flat_map(|number| number.to_le_bytes()).collect();
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// Reads what [`Tally::encode`] wrote; `None` if it is damaged.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (numbers, checksum) = bytes.split_last_chunk::<4>()?;
        if crc32fast::hash(numbers) != u32::from_le_bytes(*checksum) {
            return None;
        }
        let (numbers, []) = numbers.as_chunks::<8>() else { return None };
        let [sequence, values, sum] = *numbers else { return None };
        let [sequence, values, sum] = [sequence, values, sum].map(u64::from_le_bytes);
        Some(Self { sequence, values, sum })
    }
}
