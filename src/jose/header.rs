//! The JOSE header of RFC 7515 section 4.

use serde_json::{Map, Value};

/// A parsed JOSE header that asks for nothing out of the ordinary.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainHeader {
    algorithm: String,
    members: Map<String, Value>,
}

impl PlainHeader {
    /// Parses header JSON; `None` where the header is malformed or needs rules of its own: an
    /// `alg` or `kid` that is not a string, `crit`, `b64`, or a number that JSON in Rust and in
    /// Python read differently.
    #[must_use]
    pub fn parse(json: &[u8]) -> Option<Self> {
        let members: Map<String, Value> = serde_json::from_slice(json).ok()?;
        let algorithm = members.get("alg")?.as_str()?.to_owned();
        let is_plain = members.get("kid").is_none_or(Value::is_string)
            && !members.contains_key("crit")
            && !members.contains_key("b64")
            && members.values().all(is_unambiguous);
        is_plain.then_some(Self { algorithm, members })
    }

    /// The value of `alg`.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        &self.algorithm
    }

    /// All members, in the order of the text.
    #[must_use]
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }
}

/// Whether a value means the same to every JSON reader; an integer beyond 64 bits, for one,
/// arrives here as a float.
fn is_unambiguous(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_i64() || number.is_u64(),
        Value::Array(items) => items.iter().all(is_unambiguous),
        Value::Object(members) => members.values().all(is_unambiguous),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn algorithm(json: &str) -> Option<String> {
        PlainHeader::parse(json.as_bytes()).map(|header| header.algorithm().to_owned())
    }

    #[test]
    fn an_ordinary_header_is_plain() {
        assert_eq!(algorithm(r#"{"alg":"HS256","kid":"1","x5c":["a"]}"#).unwrap(), "HS256");
    }

    #[test]
    fn the_last_of_duplicate_members_counts() {
        assert_eq!(algorithm(r#"{"alg":"none","alg":"HS256"}"#).unwrap(), "HS256");
    }

    #[test]
    fn anything_else_is_not() {
        for json in [
            "",
            "[]",
            "null",
            "{}",
            r#"{"alg":null}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","kid":1}"#,
            r#"{"alg":"HS256","kid":null}"#,
            r#"{"alg":"HS256","crit":["b64"]}"#,
            r#"{"alg":"HS256","b64":true}"#,
            r#"{"alg":"HS256","n":1.5}"#,
            r#"{"alg":"HS256","n":99999999999999999999}"#,
            r#"{"alg":"HS256"} x"#,
        ] {
            assert_eq!(algorithm(json), None, "{json}");
        }
    }
}
