//! What the targets share: good keys, and edits that turn a good input into one that is nearly so.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use _native::jose::alg::{Algorithm, Family};
use _native::jose::curve::Curve;
use _native::jose::hmac::SecretKey;
use _native::jose::key::Key;
use arbitrary::Arbitrary;

/// A few octets taken out of an input, and others put in their place.
#[derive(Arbitrary, Debug)]
pub struct Edit<'a> {
    at: u16,
    removed: u8,
    inserted: &'a [u8],
}

/// `good` with the edits made in turn; a position beyond the end wraps.
#[must_use]
pub fn edited(good: &[u8], edits: &[Edit<'_>]) -> Vec<u8> {
    let mut octets = good.to_vec();
    for edit in edits {
        let start = usize::from(edit.at) % (octets.len() + 1);
        let stop = octets.len().min(start + usize::from(edit.removed));
        octets.splice(start..stop, edit.inserted.iter().copied());
    }
    octets
}

/// The texts of good private keys, one of each kind.
pub const PRIVATE_TEXTS: [&[u8]; 6] = [
    include_bytes!("../../tests/vectors/keys/rsa-2048.pem"),
    include_bytes!("../../tests/vectors/keys/P-256.pem"),
    include_bytes!("../../tests/vectors/keys/P-384.pem"),
    include_bytes!("../../tests/vectors/keys/P-521.pem"),
    include_bytes!("../../tests/vectors/keys/secp256k1.pem"),
    include_bytes!("../../tests/vectors/keys/ed25519.pem"),
];

/// The lines of good OpenSSH public keys.
pub const SSH_LINES: [&[u8]; 5] = [
    include_bytes!("../../tests/vectors/keys/rsa-2048.ssh.pub"),
    include_bytes!("../../tests/vectors/keys/P-256.ssh.pub"),
    include_bytes!("../../tests/vectors/keys/P-384.ssh.pub"),
    include_bytes!("../../tests/vectors/keys/P-521.ssh.pub"),
    include_bytes!("../../tests/vectors/keys/ed25519.ssh.pub"),
];

/// The keys of `PRIVATE_TEXTS`.
pub static PRIVATE_KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    PRIVATE_TEXTS.iter().map(|text| Key::from_private_pem(text).expect("the key is good")).collect()
});

/// A key that signs with that algorithm.
///
/// # Panics
///
/// Where the key is refused: the targets have nothing to try then.
#[must_use]
pub fn signing_key(row: &Algorithm) -> Key {
    let index = match (row.family, row.curve()) {
        (Family::Secret, _) => return Key::Secret(SecretKey::new(&[7; 64])),
        (Family::Rsa, _) => 0,
        (Family::Okp, _) => 5,
        (_, Some(Curve::P384)) => 2,
        (_, Some(Curve::P521)) => 3,
        (_, Some(Curve::Secp256k1)) => 4,
        (_, _) => 1,
    };
    Key::from_private_pem(PRIVATE_TEXTS[index]).expect("the key is good")
}

/// The item that a number from the fuzzer stands for.
#[must_use]
pub fn pick<T>(items: &[T], number: u8) -> &T {
    &items[usize::from(number) % items.len()]
}

/// Asserts that a key which was accepted is whole: its halves and its encodings are one key.
///
/// # Panics
///
/// Where they are not.
pub fn assert_whole(key: &Key) {
    // Most edits leave the key as it was, and to load an RSA key takes milliseconds.
    static SEEN: Mutex<Option<HashSet<(String, bool)>>> = Mutex::new(None);
    let thumbprint = key.thumbprint();
    let mut seen = SEEN.lock().expect("a target that panics is at its end");
    if !seen.get_or_insert_default().insert((thumbprint.clone(), key.is_private())) {
        return;
    }
    let written = key.to_jwk();
    let read = Key::from_jwk(&written).expect("its own JWK is read");
    assert_eq!(read.thumbprint(), thumbprint);
    assert_eq!(read.is_private(), key.is_private());
    if key.family() == Family::Secret {
        return;
    }
    let public = key.public().expect("the public half is there");
    assert!(!public.is_private());
    assert_eq!(public.thumbprint(), thumbprint);
    let der = key.to_public_der().expect("the public half is written");
    assert_eq!(Key::from_spki_der(&der).expect("and read").thumbprint(), thumbprint);
    let der = key.to_private_der();
    assert_eq!(der.is_some(), key.is_private());
    if let Some(der) = der {
        assert_eq!(Key::from_pkcs8_der(&der).expect("and read").thumbprint(), thumbprint);
    }
}
