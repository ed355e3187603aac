//! JOSE in pure Rust: keys, signatures, the compact serialization and the claims rules.
//!
//! A module may use what stands below it in this list, never above:
//! `provider`; `alg`, `pem` `jwk` `compact` `generate`; `container` `ssh`; `key`; `hmac` `rsa` `ecdsa` `eddsa`;
//! `curve` `factors` `ecdsa_der`; `der` `claims` `header` `base64url` `json_text`; `error`, `problem`.

pub mod alg;
pub mod base64url;
pub mod claims;
pub mod compact;
mod container;
pub mod curve;
mod der;
pub mod ecdsa;
pub mod ecdsa_der;
pub mod eddsa;
pub mod error;
mod factors;
mod generate;
pub mod header;
pub mod hmac;
pub mod json_text;
pub mod jwk;
pub mod key;
pub mod pem;
mod problem;
pub mod provider;
pub mod rsa;
mod ssh;
#[cfg(test)]
mod vectors;
