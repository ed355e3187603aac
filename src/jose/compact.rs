//! The compact serialization of RFC 7515 section 7.1.

use memchr::{memchr, memrchr};

use super::error::{JoseError, Result};

/// A compact serialization, split but not decoded.
#[derive(Debug, Clone, Copy)]
pub struct Compact<'t> {
    /// What the signature is computed over: header, dot, payload, with any padding as received.
    pub signing_input: &'t [u8],
    /// The JOSE header segment.
    pub header: &'t [u8],
    /// The payload segment. Surplus dots are left in it, where they cannot decode.
    pub payload: &'t [u8],
    /// The signature segment.
    pub signature: &'t [u8],
}

impl<'t> Compact<'t> {
    /// Splits at the first and at the last dot.
    pub fn split(token: &'t [u8]) -> Result<Self> {
        let last = memrchr(b'.', token).ok_or(JoseError::NotEnoughSegments)?;
        let signing_input = &token[..last];
        let first = memchr(b'.', signing_input).ok_or(JoseError::NotEnoughSegments)?;
        Ok(Self {
            signing_input,
            header: &token[..first],
            payload: &signing_input[first + 1..],
            signature: &token[last + 1..],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_segments_are_told_apart() {
        let token = Compact::split(b"h.p.s").unwrap();
        assert_eq!(
            (token.signing_input, token.header, token.payload, token.signature),
            (&b"h.p"[..], &b"h"[..], &b"p"[..], &b"s"[..])
        );
    }

    #[test]
    fn surplus_dots_stay_in_the_payload() {
        assert_eq!(Compact::split(b"h.p.q.s").unwrap().payload, b"p.q");
    }

    #[test]
    fn fewer_than_two_dots_are_refused() {
        for token in [&b""[..], b"h", b"h.p"] {
            assert_eq!(Compact::split(token).unwrap_err(), JoseError::NotEnoughSegments);
        }
    }
}
