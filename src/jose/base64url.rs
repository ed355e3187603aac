//! The strict base64url codec of RFC 7515 section 2.

use base64_simd::{Base64, URL_SAFE_NO_PAD};

use super::error::{Base64Problem, JoseError, Result, Segment};

/// Neither padding nor unused bits: one spelling for each octet sequence. A token still has others
/// (padding is accepted of those who append it, and an ECDSA signature has a twin): whoever revokes
/// tokens has to go by `jti`, not by their text.
const CANONICAL: Base64 = URL_SAFE_NO_PAD;

/// Appends the base64url spelling of `octets` to `out`.
pub fn encode_into(octets: &[u8], out: &mut String) {
    CANONICAL.encode_append(octets, out);
}

/// The base64url spelling of `octets`.
#[must_use]
pub fn encode(octets: &[u8]) -> String {
    CANONICAL.encode_to_string(octets)
}

/// Appends the octets that `text` spells canonically to `out`; `None` where it does not.
pub fn decode_into(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    CANONICAL.decode_append(text, out).ok().map(drop)
}

/// Decodes a segment as it may arrive: canonical, or with the padding that some load balancers
/// append.
pub fn decode_segment(text: &[u8], segment: Segment) -> Result<Vec<u8>> {
    let unpadded = match text {
        [head @ .., b'=', b'='] | [head @ .., b'='] if text.len().is_multiple_of(4) => head,
        _ => text,
    };
    let mut octets = Vec::with_capacity(unpadded.len() / 4 * 3 + 3);
    decode_into(unpadded, &mut octets).ok_or(JoseError::Padding(segment))?;
    Ok(octets)
}

/// Decodes a member of a JWK as `PyJWT` does: the standard alphabet too, foreign characters
/// skipped, padding optional.
///
/// Published key sets hold such spellings. A key has no need of a single spelling; whoever can
/// write it can write another key.
pub fn decode_member(text: &[u8]) -> std::result::Result<Vec<u8>, Base64Problem> {
    let missing = text.len().next_multiple_of(4) - text.len();
    decode_leniently(text.iter().copied().chain(std::iter::repeat_n(b'=', missing)), true)
}

/// Decodes the body of an OpenSSH public key: foreign characters skipped, padding required.
pub(super) fn decode_ssh(text: &[u8]) -> std::result::Result<Vec<u8>, Base64Problem> {
    decode_leniently(text.iter().copied(), false)
}

/// The rules of Python's `binascii.a2b_base64`: padding that completes a group ends the text, and
/// any other padding is skipped.
fn decode_leniently(
    text: impl Iterator<Item = u8>,
    is_url_safe: bool,
) -> std::result::Result<Vec<u8>, Base64Problem> {
    let mut octets = Vec::with_capacity(text.size_hint().0 / 4 * 3 + 3);
    let (mut filled, mut pads, mut carried) = (0, 0, 0_u8);
    for character in text {
        let digit = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'-' if is_url_safe => 62,
            b'_' if is_url_safe => 63,
            b'=' => {
                pads += usize::from(filled >= 2);
                if filled >= 2 && filled + pads >= 4 {
                    return Ok(octets);
                }
                continue;
            }
            _ => continue,
        };
        pads = 0;
        match filled {
            0 => {}
            1 => octets.push(carried << 2 | digit >> 4),
            2 => octets.push(carried << 4 | digit >> 2),
            _ => octets.push(carried << 6 | digit),
        }
        carried = digit;
        filled = (filled + 1) % 4;
    }
    match filled {
        0 => Ok(octets),
        1 => Err(Base64Problem::LoneCharacter(octets.len() / 3 * 4 + 1)),
        _ => Err(Base64Problem::Padding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        decode_segment(text.as_bytes(), Segment::Payload).ok()
    }

    #[test]
    fn canonical_and_padded_spellings_are_accepted() {
        assert_eq!(decoded(""), Some(vec![]));
        assert_eq!(decoded("TQ"), Some(b"M".to_vec()));
        assert_eq!(decoded("TQ=="), Some(b"M".to_vec()));
        assert_eq!(decoded("TWE="), Some(b"Ma".to_vec()));
        assert_eq!(decoded("_-8"), Some(vec![0xff, 0xef]));
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in
            ["T", "TR", "TQ=", "TWE==", "TQ===", "====", "TWFu====", "T Q", "TQ\n", "+/8", "T=Q="]
        {
            assert_eq!(decoded(text), None, "{text:?}");
        }
    }

    #[test]
    fn encoding_is_read_back() {
        let octets: Vec<u8> = (0..=255).collect();
        assert_eq!(decoded(&encode(&octets)), Some(octets));
    }

    #[test]
    fn members_are_read_as_python_reads_them() {
        let accepted: [(&str, &[u8]); 13] = [
            ("", b""),
            ("=", b""),
            ("==", b""),
            ("AA", b"\0"),
            ("AA=", b"\0"),
            ("AA===", b"\0"),
            ("AA==AA", b"\0"),
            ("AAA", b"\0\0"),
            ("AAA=AAAA", b"\0\0"),
            ("AAAA=", b"\0\0\0"),
            ("A-_A", b"\x03\xef\xc0"),
            ("A+/A", b"\x03\xef\xc0"),
            ("A A A A", b"\0\0\0"),
        ];
        for (text, octets) in accepted {
            assert_eq!(decode_member(text.as_bytes()).as_deref(), Ok(octets), "{text:?}");
        }
        for text in ["A=A=", "AA=A", "=AA=", "AB=C", "A=BC"] {
            assert_eq!(decode_member(text.as_bytes()), Err(Base64Problem::Padding), "{text:?}");
        }
        for (text, count) in [("A", 1), ("A=", 1), ("A===", 1), ("AAAAA", 5)] {
            let problem = Base64Problem::LoneCharacter(count);
            assert_eq!(decode_member(text.as_bytes()), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn ssh_bodies_need_their_padding() {
        assert_eq!(decode_ssh(b"AA=="), Ok(vec![0]));
        assert_eq!(decode_ssh(b"A!A=="), Ok(vec![0]));
        assert_eq!(decode_ssh(b"AA"), Err(Base64Problem::Padding));
        assert_eq!(decode_ssh(b"A-AA"), Err(Base64Problem::Padding));
    }
}
