//! OpenSSH public key lines: what is accepted is a whole public key.

#![no_main]

use _native::jose::alg::Family;
use _native::jose::key::Key;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, SSH_LINES, assert_whole, edited, pick};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Line(&'a [u8]),
    /// A line with a good kind, whose body has these octets.
    Body {
        kind: u8,
        fields: Vec<&'a [u8]>,
    },
    Edited {
        line: u8,
        edits: Vec<Edit<'a>>,
    },
}

const KINDS: [&str; 7] = [
    "ssh-rsa",
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-dss",
    "ssh-ed25519-cert-v01@openssh.com",
];

fuzz_target!(|input: Input<'_>| {
    let line = match input {
        Input::Line(line) => line.to_vec(),
        Input::Body { kind, fields } => line_of(pick::<&str>(&KINDS, kind), &fields),
        Input::Edited { line, edits } => edited(pick::<&[u8]>(&SSH_LINES, line), &edits),
    };
    if let Ok(key) = Key::from_ssh(&line) {
        assert!(!key.is_private());
        assert_whole(&key);
    }
    for family in [Family::Rsa, Family::Ec, Family::Okp] {
        if let Ok(key) = Key::from_text(family, &line) {
            assert_eq!(key.family(), family);
        }
    }
});

/// The line of a key with these fields, each preceded by its length (RFC 4251 section 5).
fn line_of(kind: &str, fields: &[&[u8]]) -> Vec<u8> {
    let mut body = Vec::new();
    for field in [kind.as_bytes()].iter().chain(fields) {
        body.extend_from_slice(
            &u32::try_from(field.len()).expect("inputs are small").to_be_bytes(),
        );
        body.extend_from_slice(field);
    }
    let block = pem::encode(&pem::Pem::new("X", body));
    let base64: String = block.lines().filter(|line| !line.starts_with('-')).collect();
    format!("{kind} {base64} comment").into_bytes()
}
