//! JOSE in pure Rust: keys, signatures, the compact serialization and the claims rules.
//!
//! A module may use what stands below it in this list, never above:
//! `provider`, `alg`, `hmac` and `compact`, `key` `claims` `header` `base64url`, `error`.

pub mod alg;
pub mod base64url;
pub mod claims;
pub mod compact;
pub mod error;
pub mod header;
pub mod hmac;
pub mod key;
pub mod provider;
