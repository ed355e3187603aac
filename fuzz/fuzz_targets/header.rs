//! Header JSON: what counts as plain says the same to a general reader of JSON.

#![no_main]

use _native::jose::header::PlainHeader;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fuzz_target!(|json: &[u8]| {
    let Some(header) = PlainHeader::parse(json) else { return };
    let members: Map<String, Value> = serde_json::from_slice(json).expect("it is an object");
    assert_eq!(*header.members(), members);
    assert_eq!(members["alg"], header.algorithm());
    assert!(members.get("kid").is_none_or(Value::is_string));
    assert!(!members.contains_key("crit") && !members.contains_key("b64"));
});
