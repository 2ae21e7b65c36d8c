//! Reads lib0's variable-length encoding from bytes that may be hostile: no allocation, no recursion, no panic.
//!
//! Format: <https://github.com/dmonad/lib0> (`encoding.js`): integers in groups of seven bits, least significant
//! first, the high bit saying that more follow; strings and buffers behind their length in bytes.

/// Bytes that are not the protocol, and what is wrong with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

/// How deep arrays and objects in attribute values may be nested.
const MOST_NESTING: usize = 32;

/// A place in a byte slice.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Malformed> {
        let (&first, rest) = self.rest.split_first().ok_or(Malformed("it ends too early"))?;
        self.rest = rest;
        Ok(first)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number below 2^53, the largest that JavaScript counts exactly.
    pub(crate) fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..56).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return if number < 1 << 53 { Ok(number) } else { Err(Malformed("a number is too large")) };
            }
        }
        Err(Malformed("a number is too large"))
    }

    /// A clock or a length: a number below 2^31.
    pub(crate) fn clock(&mut self) -> Result<u32, Malformed> {
        match u32::try_from(self.number()?) {
            Ok(clock) if clock < 1 << 31 => Ok(clock),
            _ => Err(Malformed("a clock is too large")),
        }
    }

    /// A buffer behind its length.
    pub(crate) fn buffer(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.clock()?;
        self.bytes(length as usize)
    }

    /// A UTF-8 string behind its length.
    pub(crate) fn string(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.buffer()?).map_err(|_| Malformed("a text is not UTF-8"))
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The bytes of one value of lib0's `any` encoding.
    pub(crate) fn any(&mut self) -> Result<&'a [u8], Malformed> {
        let before = self.rest;
        self.skip_any()?;
        Ok(&before[..before.len() - self.rest.len()])
    }

    /// Passes over one value of lib0's `any` encoding.
    pub(crate) fn skip_any(&mut self) -> Result<(), Malformed> {
        // How many values are still to come at each level of nesting; objects have a key before each.
        let mut open: Vec<(u32, bool)> = Vec::new();
        loop {
            match self.byte()? {
                127 | 126 | 121 | 120 => {}
                125 => self.skip_signed()?,
                124 => drop(self.bytes(4)?),
                123 | 122 => drop(self.bytes(8)?),
                119 => drop(self.string()?),
                116 => drop(self.buffer()?),
                kind @ (117 | 118) => {
                    if open.len() == MOST_NESTING {
                        return Err(Malformed("a value is nested too deep"));
                    }
                    open.push((self.clock()?, kind == 118));
                }
                _ => return Err(Malformed("a value of unknown type")),
            }
            loop {
                match open.last_mut() {
                    None => return Ok(()),
                    Some((0, _)) => drop(open.pop()),
                    Some((left, keyed)) => {
                        *left -= 1;
                        if *keyed {
                            self.string()?;
                        }
                        break;
                    }
                }
            }
        }
    }

    /// A signed number: its first byte holds the sign and six bits.
    fn skip_signed(&mut self) -> Result<(), Malformed> {
        for _ in 0..9 {
            if self.byte()? & 0x80 == 0 {
                return Ok(());
            }
        }
        Err(Malformed("a number is too large"))
    }
}

/// Writes a number as [`Reader::number`] reads it.
pub(crate) fn write_number(into: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        into.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

/// Writes a buffer as [`Reader::buffer`] reads it.
pub(crate) fn write_buffer(into: &mut Vec<u8>, buffer: &[u8]) {
    write_number(into, buffer.len() as u64);
    into.extend_from_slice(buffer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), (1 << 53) - 1] {
            let mut bytes = Vec::new();
            write_number(&mut bytes, number);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.number().unwrap(), number);
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn numbers_beyond_javascripts_are_refused() {
        let mut bytes = Vec::new();
        write_number(&mut bytes, 1 << 53);
        assert!(Reader::new(&bytes).number().is_err());
        assert!(Reader::new(&[0xff; 20]).number().is_err());
    }

    #[test]
    fn deeply_nested_values_end_in_an_error_and_not_in_the_stack() {
        let mut bytes = Vec::new();
        for _ in 0..100_000 {
            bytes.extend_from_slice(&[117, 1]);
        }
        bytes.push(126);
        assert!(Reader::new(&bytes).skip_any().is_err());
    }

    #[test]
    fn values_are_passed_over_whole() {
        // {"a": [1, "x", null], "b": 1.5}
        let bytes =
            [118, 2, 1, b'a', 117, 3, 125, 1, 119, 1, b'x', 126, 1, b'b', 123, 0, 0, 0, 0, 0, 0, 0, 0, 9];
        let mut reader = Reader::new(&bytes);
        reader.skip_any().unwrap();
        assert_eq!(reader.rest, [9]);
    }
}
