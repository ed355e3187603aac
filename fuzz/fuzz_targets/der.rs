//! DER containers and DER signatures: what is accepted is whole, and reading ends.

#![no_main]

use std::sync::LazyLock;

use _native::jose::ecdsa_der;
use _native::jose::key::Key;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, PRIVATE_KEYS, assert_whole, edited, pick};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Octets(&'a [u8]),
    Private { key: u8, edits: Vec<Edit<'a>> },
    Public { key: u8, edits: Vec<Edit<'a>> },
    Traditional { key: u8, edits: Vec<Edit<'a>> },
}

/// Good keys as PKCS#1 and SEC 1, private, and as PKCS#1, public.
static TRADITIONAL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let texts: [&[u8]; 6] = [
        include_bytes!("../../tests/vectors/keys/rsa-2048.traditional.pem"),
        include_bytes!("../../tests/vectors/keys/P-256.traditional.pem"),
        include_bytes!("../../tests/vectors/keys/P-384.traditional.pem"),
        include_bytes!("../../tests/vectors/keys/P-521.traditional.pem"),
        include_bytes!("../../tests/vectors/keys/secp256k1.traditional.pem"),
        include_bytes!("../../tests/vectors/keys/rsa-2048.pkcs1.pub.pem"),
    ];
    texts.map(|text| pem::parse(text).expect("the text is good").into_contents()).to_vec()
});

fuzz_target!(|input: Input<'_>| {
    let keys = &*PRIVATE_KEYS;
    let der = match input {
        Input::Octets(octets) => octets.to_vec(),
        Input::Private { key, edits } => {
            edited(&pick(keys, key).to_private_der().expect("it is private"), &edits)
        }
        Input::Public { key, edits } => {
            edited(&pick(keys, key).to_public_der().expect("it has one"), &edits)
        }
        Input::Traditional { key, edits } => edited(pick::<Vec<u8>>(&TRADITIONAL, key), &edits),
    };
    let private = [
        Key::from_pkcs8_der(&der),
        Key::from_pkcs1_der(&der),
        Key::from_sec1_der(&der),
        Key::from_private_der(&der),
    ];
    let public =
        [Key::from_spki_der(&der), Key::from_pkcs1_public_der(&der), Key::from_public_der(&der)];
    for (is_private, keys) in [(true, &private[..]), (false, &public[..])] {
        if let Some(key) = keys.iter().flatten().next() {
            assert_eq!(key.is_private(), is_private);
            assert_whole(key);
        }
    }

    for octets in [1, 32, 48, 66] {
        if let Ok(raw) = ecdsa_der::der_to_raw(&der, octets) {
            assert_eq!(raw.len(), 2 * octets);
            assert_eq!(ecdsa_der::raw_to_der(&raw), der);
        }
    }
    let written = ecdsa_der::raw_to_der(&der);
    if der.len() % 2 == 0 {
        assert_eq!(ecdsa_der::der_to_raw(&written, der.len() / 2).as_ref(), Ok(&der));
    }
});
