//! The guard of HMAC secrets: a good key's text or DER is not a secret, whatever surrounds it.

#![no_main]

use std::sync::LazyLock;

use _native::jose::error::JoseError;
use _native::jose::hmac;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, PRIVATE_KEYS, PRIVATE_TEXTS, SSH_LINES, edited, pick};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Octets(&'a [u8]),
    Edited { text: u8, edits: Vec<Edit<'a>> },
    Surrounded { text: u8, before: &'a [u8], after: &'a [u8] },
    Line { line: u8, after: &'a [u8] },
}

static DERS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    PRIVATE_KEYS.iter().map(|key| key.to_public_der().expect("it has one")).collect()
});

fn is_refused(octets: &[u8]) -> bool {
    hmac::check_secret(octets, |_| Ok::<_, JoseError>(true)).is_err()
}

fuzz_target!(|input: Input<'_>| {
    match input {
        Input::Octets(octets) => {
            let _ = is_refused(octets);
        }
        Input::Edited { text, edits } => {
            let _ = is_refused(&edited(pick::<Vec<u8>>(&DERS, text), &edits));
            let _ = is_refused(&edited(pick::<&[u8]>(&PRIVATE_TEXTS, text), &edits));
        }
        Input::Surrounded { text, before, after } => {
            assert!(is_refused(&[before, pick::<&[u8]>(&PRIVATE_TEXTS, text), after].concat()));
            assert!(is_refused(pick::<Vec<u8>>(&DERS, text)));
        }
        Input::Line { line, after } => {
            assert!(is_refused(&[pick::<&[u8]>(&SSH_LINES, line), after].concat()));
        }
    }
});
