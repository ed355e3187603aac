//! The split of a compact serialization: no octet is lost, and the header holds no dot.

#![no_main]

use _native::jose::compact::Compact;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|token: &[u8]| {
    let dots = token.split(|octet| *octet == b'.').count() - 1;
    let Ok(parts) = Compact::split(token) else {
        assert!(dots < 2);
        return;
    };
    assert!(dots >= 2);
    assert_eq!([parts.header, parts.payload].join(&b'.'), parts.signing_input);
    assert_eq!([parts.signing_input, parts.signature].join(&b'.'), token);
    assert!(!parts.header.contains(&b'.'));
    assert!(!parts.signature.contains(&b'.'));
});
