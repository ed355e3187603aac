//! The data of `tests/vectors`, for the tests of this crate.

use serde_json::Value;

use super::base64url;
use super::key::Key;

pub(super) const CONTAINERS: &str = include_str!("../../tests/vectors/containers.json");
pub(super) const JWKS: &str = include_str!("../../tests/vectors/jwks.json");
pub(super) const SIGNATURES: &str = include_str!("../../tests/vectors/signatures.json");
pub(super) const TO_JWK: &str = include_str!("../../tests/vectors/to_jwk.json");

/// A file of `tests/vectors/keys`.
pub(super) fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The key of `<name>.pem`.
pub(super) fn private_key(name: &str) -> Key {
    Key::from_private_pem(&file(&format!("{name}.pem"))).unwrap()
}

pub(super) fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

pub(super) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// Octets in base64url, or in base64 with padding.
pub(super) fn octets(value: &Value, name: &str) -> Vec<u8> {
    base64url::decode_member(text(value, name).as_bytes()).unwrap()
}
