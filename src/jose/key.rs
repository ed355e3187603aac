//! The typed key: what an algorithm signs and verifies with, prepared once.

use std::fmt;

use super::error::Result;
use super::hmac::SecretKey;

/// A prepared key of one family.
#[non_exhaustive]
pub enum Key {
    /// A shared secret, for HS256, HS384 and HS512.
    Secret(SecretKey),
}

impl Key {
    /// The shared secret; refused where the key is of another family.
    pub fn secret(&self) -> Result<&SecretKey> {
        match self {
            Self::Secret(secret) => Ok(secret),
        }
    }
}

impl fmt::Debug for Key {
    /// Names the family and nothing else.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(_) => f.write_str("<Key oct>"),
        }
    }
}
