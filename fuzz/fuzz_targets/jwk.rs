//! JWKs, from the text to the key and back to a JWK.

#![no_main]

use std::sync::LazyLock;

use _native::jose::alg::Family;
use _native::jose::jwk::Members;
use _native::jose::key::Key;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, PRIVATE_KEYS, assert_whole, edited, pick};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Text(&'a [u8]),
    Members(Vec<(u8, Member<'a>)>),
    Altered { jwk: u8, changes: Vec<Change<'a>> },
}

#[derive(Arbitrary, Debug)]
enum Member<'a> {
    Null,
    Number(i32),
    Text(&'a str),
    Known(u8),
    /// A good key's member of another name, or of another key.
    Foreign(u8, u8),
}

#[derive(Arbitrary, Debug)]
enum Change<'a> {
    Remove(u8),
    Replace(u8, Member<'a>),
    Edit(u8, Vec<Edit<'a>>),
}

const NAMES: [&str; 15] =
    ["kty", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth", "k", "use"];
const KNOWN: [&str; 12] = [
    "oct",
    "RSA",
    "EC",
    "OKP",
    "P-256",
    "P-384",
    "P-521",
    "secp256k1",
    "Ed25519",
    "Ed448",
    "AQAB",
    "",
];

static JWKS: LazyLock<Vec<Members>> = LazyLock::new(|| {
    let public = PRIVATE_KEYS.iter().map(|key| key.public().expect("it has one").to_jwk());
    PRIVATE_KEYS.iter().map(Key::to_jwk).chain(public).collect()
});

impl Member<'_> {
    fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Number(number) => (*number).into(),
            Self::Text(text) => (*text).into(),
            Self::Known(number) => (*pick(&KNOWN, *number)).into(),
            Self::Foreign(jwk, name) => {
                pick(&JWKS, *jwk).get(*pick(&NAMES, *name)).cloned().unwrap_or_default()
            }
        }
    }
}

fn altered(jwk: u8, changes: &[Change<'_>]) -> Members {
    let mut members = pick(&JWKS, jwk).clone();
    for change in changes {
        match change {
            Change::Remove(name) => {
                members.remove(*pick(&NAMES, *name));
            }
            Change::Replace(name, member) => {
                members.insert((*pick(&NAMES, *name)).to_owned(), member.value());
            }
            Change::Edit(name, edits) => {
                let Some(Value::String(text)) = members.get_mut(*pick(&NAMES, *name)) else {
                    continue;
                };
                *text = String::from_utf8_lossy(&edited(text.as_bytes(), edits)).into_owned();
            }
        }
    }
    members
}

fuzz_target!(|input: Input<'_>| {
    let members = match input {
        Input::Text(json) => match serde_json::from_slice(json) {
            Ok(members) => members,
            Err(_) => return,
        },
        Input::Members(members) => members
            .into_iter()
            .map(|(name, member)| ((*pick(&NAMES, name)).to_owned(), member.value()))
            .collect(),
        Input::Altered { jwk, changes } => altered(jwk, &changes),
    };
    let answer = Key::from_jwk(&members);
    for family in [Family::Secret, Family::Rsa, Family::Ec, Family::Okp] {
        if members.get("kty") != Some(&family.key_type().into()) {
            assert!(Key::from_jwk_of(family, &members).is_err());
        }
    }
    match answer {
        Ok(key) => assert_whole(&key),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
