//! jsonwebtoken's hook: any octets as a key, any octets as a signature of a good one.

#![no_main]

use std::sync::LazyLock;

use _native::jose::key::Key;
use _native::jose::provider::PROVIDER;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, PRIVATE_KEYS, edited, pick};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    algorithm: u8,
    kind: u8,
    key: Octets<'a>,
    exponent: &'a [u8],
    message: &'a [u8],
    signature: &'a [u8],
}

#[derive(Arbitrary, Debug)]
enum Octets<'a> {
    Any(&'a [u8]),
    Private(u8, Vec<Edit<'a>>),
    Public(u8, Vec<Edit<'a>>),
}

const ALGORITHMS: [Algorithm; 12] = [
    Algorithm::HS256,
    Algorithm::HS384,
    Algorithm::HS512,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

static GOOD: LazyLock<Vec<(Algorithm, DecodingKey)>> = LazyLock::new(|| {
    let public = |index: usize| PRIVATE_KEYS[index].to_public_der().expect("it has one");
    let Key::Rsa(rsa) = &PRIVATE_KEYS[0] else { unreachable!("the first is RSA") };
    let rsa = DecodingKey::from_rsa_raw_components(rsa.n(), rsa.e());
    vec![
        (Algorithm::HS256, DecodingKey::from_secret(&[7; 32])),
        (Algorithm::RS256, rsa.clone()),
        (Algorithm::PS512, rsa),
        (Algorithm::ES256, DecodingKey::from_ec_der(&public(1))),
        (Algorithm::ES384, DecodingKey::from_ec_der(&public(2))),
        (Algorithm::EdDSA, DecodingKey::from_ed_der(&public(5))),
    ]
});

fuzz_target!(|input: Input<'_>| {
    let algorithm = *pick(&ALGORITHMS, input.algorithm);
    let octets = match input.key {
        Octets::Any(octets) => octets.to_vec(),
        Octets::Private(key, edits) => {
            edited(&pick(&PRIVATE_KEYS, key).to_private_der().expect("it is private"), &edits)
        }
        Octets::Public(key, edits) => {
            edited(&pick(&PRIVATE_KEYS, key).to_public_der().expect("it has one"), &edits)
        }
    };
    let (encoding, decoding) = match input.kind % 5 {
        0 => (EncodingKey::from_secret(&octets), DecodingKey::from_secret(&octets)),
        1 => (EncodingKey::from_rsa_der(&octets), DecodingKey::from_rsa_der(&octets)),
        2 => (EncodingKey::from_ec_der(&octets), DecodingKey::from_ec_der(&octets)),
        3 => (EncodingKey::from_ed_der(&octets), DecodingKey::from_ed_der(&octets)),
        _ => (
            EncodingKey::from_rsa_der(&octets),
            DecodingKey::from_rsa_raw_components(&octets, input.exponent),
        ),
    };
    let signature = input.signature.to_vec();
    if let Ok(signer) = (PROVIDER.signer_factory)(&algorithm, &encoding) {
        // A public key under a private label makes no signer; whatever does, signs.
        signer.try_sign(input.message).expect("the key signs");
    }
    if let Ok(verifier) = (PROVIDER.verifier_factory)(&algorithm, &decoding) {
        let _ = verifier.verify(input.message, &signature);
    }
    let (algorithm, key) = pick(&GOOD, input.kind);
    let verifier = (PROVIDER.verifier_factory)(algorithm, key).expect("the key is good");
    assert!(verifier.verify(input.message, &signature).is_err());
});
