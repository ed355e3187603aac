//! The strict base64url codec of RFC 7515 section 2.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::error::{JoseError, Result, Segment};

/// Neither padding nor unused bits: one spelling for each octet sequence, so that a token that
/// was refused or revoked cannot come back in another spelling.
const CANONICAL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(false),
);

/// Appends the base64url spelling of `octets` to `out`.
pub fn encode_into(octets: &[u8], out: &mut String) {
    CANONICAL.encode_string(octets, out);
}

/// The base64url spelling of `octets`.
#[must_use]
pub fn encode(octets: &[u8]) -> String {
    CANONICAL.encode(octets)
}

/// Appends the octets that `text` spells canonically to `out`; `None` where it does not.
pub fn decode_into(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    CANONICAL.decode_vec(text, out).ok()
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
}
