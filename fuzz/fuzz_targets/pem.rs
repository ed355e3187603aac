//! PEM text for each family: what is accepted is a whole key of that family.

#![no_main]

use _native::jose::alg::Family;
use _native::jose::key::Key;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, PRIVATE_TEXTS, assert_whole, edited, pick};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Text(&'a [u8]),
    Block { label: u8, headers: bool, content: &'a [u8] },
    Edited { key: u8, edits: Vec<Edit<'a>> },
    Joined { first: u8, between: &'a [u8], second: u8 },
}

const LABELS: [&str; 8] = [
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "EC PARAMETERS",
    "CERTIFICATE",
];

fuzz_target!(|input: Input<'_>| {
    let text = match input {
        Input::Text(text) => text.to_vec(),
        Input::Block { label, headers, content } => {
            let block = pem::encode(&pem::Pem::new(*pick(&LABELS, label), content));
            let header =
                if headers { "KEY-----\nProc-Type: 4,ENCRYPTED\n\n" } else { "KEY-----\n" };
            block.replacen("KEY-----\r\n", header, 1).into_bytes()
        }
        Input::Edited { key, edits } => edited(pick::<&[u8]>(&PRIVATE_TEXTS, key), &edits),
        Input::Joined { first, between, second } => {
            [pick::<&[u8]>(&PRIVATE_TEXTS, first), between, pick::<&[u8]>(&PRIVATE_TEXTS, second)]
                .concat()
        }
    };
    for family in [Family::Secret, Family::Rsa, Family::Ec, Family::Okp] {
        if let Ok(key) = Key::from_text(family, &text) {
            assert_eq!(key.family(), family);
            assert_whole(&key);
        }
    }
    if let Ok(key) = Key::from_private_pem(&text) {
        assert!(key.is_private());
    }
    if let Ok(key) = Key::from_public_pem(&text) {
        assert!(!key.is_private());
    }
});
