//! The codec: a segment has one spelling, and every octet sequence is read back.

#![no_main]

use _native::jose::base64url;
use _native::jose::error::Segment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let text = base64url::encode(octets);
    let segment = base64url::decode_segment(text.as_bytes(), Segment::Payload);
    assert_eq!(segment.as_deref(), Ok(octets));
    assert_eq!(base64url::decode_member(text.as_bytes()).as_deref(), Ok(octets));

    let mut strict = Vec::new();
    let is_canonical = base64url::decode_into(octets, &mut strict).is_some();
    if is_canonical {
        assert_eq!(base64url::encode(&strict).as_bytes(), octets);
    }
    match base64url::decode_segment(octets, Segment::Signature) {
        Ok(decoded) => {
            // With padding or without it, never with anything else.
            let mut text = base64url::encode(&decoded);
            if text.len() != octets.len() {
                text.push_str(&"=".repeat(text.len().next_multiple_of(4) - text.len()));
            }
            assert_eq!(text.as_bytes(), octets);
            assert_eq!(base64url::decode_member(octets), Ok(decoded));
        }
        Err(_) => assert!(!is_canonical),
    }
    let _ = base64url::decode_member(octets);
});
