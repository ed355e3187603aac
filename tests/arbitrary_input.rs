//! No octets make a parser of the pure half panic, and what a parser accepts is whole.
//!
//! The targets in `fuzz/` look for the same with more time and a nightly toolchain.

use std::ops::Range;
use std::sync::LazyLock;

use _native::jose::alg::{ALGORITHMS, Algorithm, Family};
use _native::jose::base64url;
use _native::jose::compact::Compact;
use _native::jose::ecdsa_der;
use _native::jose::error::{JoseError, Segment};
use _native::jose::header::PlainHeader;
use _native::jose::hmac::{self, SecretKey};
use _native::jose::json_text;
use _native::jose::jwk::Members;
use _native::jose::key::Key;
use _native::jose::provider::PROVIDER;
use jsonwebtoken::{Algorithm as EngineAlgorithm, DecodingKey, EncodingKey};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

const FAMILIES: [Family; 4] = [Family::Secret, Family::Rsa, Family::Ec, Family::Okp];

/// Names of files in `tests/vectors/keys`; loading an RSA key takes long, so one will do.
const TEXTS: [&str; 14] = [
    "rsa-2048.pem",
    "rsa-2048.pub.pem",
    "rsa-2048.pkcs1.pub.pem",
    "rsa-2048.ssh.pub",
    "P-256.pem",
    "P-256.parameters.pem",
    "P-256.traditional.pem",
    "P-256.ssh.pub",
    "P-384.pub.pem",
    "P-521.pem",
    "secp256k1.pem",
    "ed25519.pem",
    "ed25519.pub.pem",
    "ed25519.ssh.pub",
];
const PRIVATE_TEXTS: [&str; 6] =
    ["P-256.pem", "P-384.pem", "P-521.pem", "secp256k1.pem", "ed25519.pem", "rsa-2048.pem"];

static PRIVATE_KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    PRIVATE_TEXTS.iter().map(|name| Key::from_private_pem(&file(name)).unwrap()).collect()
});

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn configured(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn octets(lengths: Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), lengths)
}

/// Octets taken out of an input, and others put in their place.
#[derive(Clone, Debug)]
struct Edit {
    at: Index,
    removed: usize,
    inserted: Vec<u8>,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (any::<Index>(), 0..4_usize, octets(0..4))
        .prop_map(|(at, removed, inserted)| Edit { at, removed, inserted });
    vec(edit, 1..4)
}

fn edited(good: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut octets = good.to_vec();
    for edit in edits {
        let start = edit.at.index(octets.len() + 1);
        let stop = octets.len().min(start + edit.removed);
        octets.splice(start..stop, edit.inserted.iter().copied());
    }
    octets
}

/// Asserts that the halves and the encodings of a key are one key.
fn assert_whole(key: &Key) {
    let thumbprint = key.thumbprint();
    let read = Key::from_jwk(&key.to_jwk()).unwrap();
    assert_eq!((read.thumbprint(), read.is_private()), (thumbprint.clone(), key.is_private()));
    let Ok(public) = key.public() else {
        assert_eq!(key.family(), Family::Secret);
        return;
    };
    assert!(!public.is_private());
    let der = key.to_public_der().unwrap();
    assert_eq!(Key::from_spki_der(&der).unwrap().thumbprint(), thumbprint);
    if let Some(der) = key.to_private_der() {
        assert_eq!(Key::from_pkcs8_der(&der).unwrap().thumbprint(), thumbprint);
    }
}

fn read_text(text: &[u8]) {
    for family in FAMILIES {
        if let Ok(key) = Key::from_text(family, text) {
            assert_eq!(key.family(), family);
            assert_whole(&key);
        }
    }
    for key in [Key::from_pem(text), Key::from_private_pem(text), Key::from_public_pem(text)] {
        let _ = key.map(|key| assert_whole(&key));
    }
    if let Ok(key) = Key::from_ssh(text) {
        assert!(!key.is_private());
    }
}

fn read_der(der: &[u8]) {
    for key in [
        Key::from_pkcs8_der(der),
        Key::from_pkcs1_der(der),
        Key::from_sec1_der(der),
        Key::from_private_der(der),
    ] {
        assert!(key.is_err() || key.is_ok_and(|key| key.is_private()));
    }
    for key in [Key::from_spki_der(der), Key::from_pkcs1_public_der(der), Key::from_public_der(der)]
    {
        assert!(key.is_err() || key.is_ok_and(|key| !key.is_private()));
    }
    for length in [1, 32, 66] {
        if let Ok(raw) = ecdsa_der::der_to_raw(der, length) {
            assert_eq!(raw.len(), 2 * length);
            assert_eq!(ecdsa_der::raw_to_der(&raw), der);
        }
    }
}

proptest! {
    #![proptest_config(configured(10_000))]

    #[test]
    fn a_split_token_keeps_every_octet(token in vec(select(b".ab=\n\xff".to_vec()), 0..12)) {
        let dots = token.split(|octet| *octet == b'.').count() - 1;
        match Compact::split(&token) {
            Ok(parts) => {
                prop_assert_eq!([parts.header, parts.payload].join(&b'.'), parts.signing_input);
                prop_assert_eq!([parts.signing_input, parts.signature].join(&b'.'), token);
            }
            Err(error) => prop_assert!(dots < 2, "{}", error),
        }
    }

    #[test]
    fn a_segment_has_one_spelling_but_for_its_padding(
        text in prop_oneof![
            octets(0..40),
            vec(select(b"AQgw-_=".to_vec()), 0..12),
            octets(0..20).prop_map(|octets| base64url::encode(&octets).into_bytes()),
        ],
    ) {
        let _ = base64url::decode_member(&text);
        if let Ok(octets) = base64url::decode_segment(&text, Segment::Header) {
            let mut spelling = base64url::encode(&octets);
            if spelling.len() != text.len() {
                spelling += &"=".repeat(spelling.len().next_multiple_of(4) - spelling.len());
            }
            prop_assert_eq!(spelling.as_bytes(), text.as_slice());
            prop_assert_eq!(base64url::decode_member(&text), Ok(octets));
        }
    }

    #[test]
    fn a_written_string_is_ascii_and_read_back(text in any::<String>()) {
        let mut json = Vec::new();
        json_text::write_string(&text, &mut json);
        prop_assert!(json.iter().all(|octet| matches!(octet, b' '..=b'~')));
        prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
    }

    #[test]
    fn a_written_float_is_read_back_to_the_bit(value in proptest::num::f64::ANY) {
        let mut json = Vec::new();
        match json_text::write_float(value, &mut json) {
            Some(()) => {
                let read: f64 = serde_json::from_slice(&json).unwrap();
                prop_assert_eq!(read.to_bits(), value.to_bits());
            }
            None => prop_assert!(!value.is_finite() && json.is_empty()),
        }
    }

    #[test]
    fn a_plain_header_has_a_textual_alg(
        json in prop_oneof![
            octets(0..60),
            edits().prop_map(|edits| edited(br#"{"typ":"JWT","alg":"HS256","kid":"1"}"#, &edits)),
            edits().prop_map(|edits| edited(br#"{"alg":"a","x":[{"y":1.5e9}],"alg":"b"}"#, &edits)),
        ],
    ) {
        if let Some(header) = PlainHeader::parse(&json) {
            let members: Members = serde_json::from_slice(&json).unwrap();
            prop_assert_eq!(&members["alg"], header.algorithm());
            prop_assert_eq!(&members, header.members());
        }
    }

    #[test]
    fn octets_are_judged_as_secrets(secret in octets(0..200)) {
        let _ = hmac::check_secret(&secret, |_| Ok::<_, JoseError>(true));
    }

    #[test]
    fn octets_are_judged_as_key_texts(text in octets(0..300)) {
        read_text(&text);
        for kind in ["ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-nistp256 "] {
            read_text(&[kind.as_bytes(), &text].concat());
        }
    }

    #[test]
    fn octets_are_judged_as_pem_blocks(
        label in select(vec![
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "PUBLIC KEY",
            "RSA PUBLIC KEY",
            "CERTIFICATE",
        ]),
        content in octets(0..200),
    ) {
        read_text(pem::encode(&pem::Pem::new(label, content)).as_bytes());
    }

    #[test]
    fn octets_are_judged_as_der(
        der in prop_oneof![
            octets(0..200),
            octets(0..120).prop_map(|content| {
                [&[0x30, u8::try_from(content.len()).unwrap()], content.as_slice()].concat()
            }),
        ],
    ) {
        read_der(&der);
    }
}

proptest! {
    #![proptest_config(configured(3_000))]

    #[test]
    fn a_secret_with_a_key_text_in_it_is_refused(
        name in select(TEXTS.to_vec()),
        before in octets(0..40),
        after in octets(0..40),
    ) {
        let text = file(name);
        // An OpenSSH line is one at the beginning only.
        let before = if name.ends_with(".ssh.pub") { Vec::new() } else { before };
        let secret = [before, text, after].concat();
        prop_assert!(hmac::check_secret(&secret, |_| Ok::<_, JoseError>(false)).is_err());
    }

    #[test]
    fn edited_key_texts_are_whole_or_refused(name in select(TEXTS.to_vec()), edits in edits()) {
        read_text(&edited(&file(name), &edits));
    }

    #[test]
    fn edited_containers_are_read_or_refused(
        index in 0..PRIVATE_TEXTS.len(),
        is_private in any::<bool>(),
        edits in edits(),
    ) {
        let key = &PRIVATE_KEYS[index];
        let der = match key.to_private_der() {
            Some(der) if is_private => der.to_vec(),
            _ => key.to_public_der().unwrap(),
        };
        read_der(&edited(&der, &edits));
    }
}

fn member_names() -> impl Strategy<Value = &'static str> {
    select(vec!["kty", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth", "k"])
}

fn member_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        select(vec!["", "oct", "RSA", "EC", "OKP", "P-256", "P-521", "Ed25519", "Ed448", "AQAB"])
            .prop_map(Value::from),
        octets(0..70).prop_map(|octets| base64url::encode(&octets).into()),
        any::<String>().prop_map(Value::from),
        (0..PRIVATE_TEXTS.len(), member_names()).prop_map(|(index, name)| {
            PRIVATE_KEYS[index].to_jwk().get(name).cloned().unwrap_or_default()
        }),
    ]
}

proptest! {
    #![proptest_config(configured(3_000))]

    #[test]
    fn jwks_of_any_members_are_whole_or_refused(
        members in vec((member_names(), member_values()), 0..8),
    ) {
        let jwk: Members =
            members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        for family in FAMILIES {
            if let Ok(key) = Key::from_jwk_of(family, &jwk) {
                prop_assert_eq!(key.family(), family);
                assert_whole(&key);
            }
        }
    }

    #[test]
    fn altered_jwks_are_whole_or_refused(
        index in 0..PRIVATE_TEXTS.len(),
        name in member_names(),
        value in prop::option::of(member_values()),
        edits in edits(),
    ) {
        let mut jwk = PRIVATE_KEYS[index].to_jwk();
        match (value, jwk.get(name)) {
            (Some(value), _) => {
                jwk.insert(name.to_owned(), value);
            }
            (None, Some(Value::String(text))) => {
                let text = String::from_utf8_lossy(&edited(text.as_bytes(), &edits)).into_owned();
                jwk.insert(name.to_owned(), text.into());
            }
            (None, _) => {
                jwk.remove("d");
            }
        }
        if let Ok(key) = Key::from_jwk(&jwk) {
            assert_whole(&key);
        }
    }

    #[test]
    fn a_damaged_signature_is_not_the_keys(
        row in 0..ALGORITHMS.len(),
        edits in edits(),
        message in octets(0..20),
    ) {
        let Row { algorithm, verifying, good } = &ROWS[row];
        let damaged = edited(good, &edits);
        let is_good = damaged == *good;
        prop_assert_eq!(algorithm.verify(verifying, MESSAGE, &damaged), Ok(is_good));
        prop_assert_eq!(algorithm.verify(verifying, &message, good), Ok(message == MESSAGE));
        prop_assert_eq!(algorithm.verify(verifying, MESSAGE, &message), Ok(false));
    }

    #[test]
    fn the_provider_refuses_keys_that_are_none(
        engine in select(vec![
            EngineAlgorithm::RS256,
            EngineAlgorithm::PS512,
            EngineAlgorithm::ES256,
            EngineAlgorithm::ES384,
            EngineAlgorithm::EdDSA,
        ]),
        index in 0..PRIVATE_TEXTS.len(),
        edits in edits(),
        signature in octets(0..100),
    ) {
        let key = &PRIVATE_KEYS[index];
        let private = edited(&key.to_private_der().unwrap(), &edits);
        let public = edited(&key.to_public_der().unwrap(), &edits);
        let pairs = [
            (EncodingKey::from_rsa_der(&private), DecodingKey::from_rsa_der(&public)),
            (EncodingKey::from_ec_der(&private), DecodingKey::from_ec_der(&public)),
            (EncodingKey::from_ed_der(&private), DecodingKey::from_ed_der(&public)),
        ];
        for (signing, verifying) in &pairs {
            if let Ok(signer) = (PROVIDER.signer_factory)(&engine, signing) {
                prop_assert!(signer.try_sign(b"m").is_ok());
            }
            if let Ok(verifier) = (PROVIDER.verifier_factory)(&engine, verifying) {
                prop_assert!(verifier.verify(b"m", &signature).is_err());
            }
        }
    }
}

/// An algorithm, a key that verifies with it, and a signature of `MESSAGE`.
struct Row {
    algorithm: &'static Algorithm,
    verifying: Key,
    good: Vec<u8>,
}

const MESSAGE: &[u8] = b"eyJhbGciOiJub25lIn0.e30";

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let secret = Key::Secret(SecretKey::new(&[7; 64]));
    let row = |algorithm: &'static Algorithm| {
        let is_fit = |key: &&Key| algorithm.check_key(key).is_ok();
        let key = PRIVATE_KEYS.iter().find(is_fit).unwrap_or(&secret);
        let mut good = Vec::new();
        algorithm.sign(key, MESSAGE, &mut |octets| good.extend_from_slice(octets)).unwrap();
        let verifying = key.public().unwrap_or_else(|_| Key::Secret(SecretKey::new(&[7; 64])));
        Row { algorithm, verifying, good }
    };
    ALGORITHMS.iter().map(row).collect()
});
