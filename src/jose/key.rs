//! The typed key: what an algorithm signs and verifies with, prepared once.

use std::fmt;

use super::ecdsa::EcKey;
use super::eddsa::OkpKey;
use super::error::{JoseError, Result};
use super::hmac::SecretKey;
use super::rsa::RsaKey;

/// A kind of key material: `kty` of a JWK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Shared secrets, `oct`.
    Secret,
    /// RSA.
    Rsa,
    /// Elliptic curves for ECDSA, `EC`.
    Ec,
    /// Octet key pairs for `EdDSA`, `OKP`.
    Okp,
}

impl Family {
    /// The value of `kty` (RFC 7518 section 6.1, RFC 8037 section 2).
    #[must_use]
    pub fn key_type(self) -> &'static str {
        match self {
            Self::Secret => "oct",
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Okp => "OKP",
        }
    }
}

/// A prepared key of one family.
///
/// Private material is zeroised when the key is dropped.
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "keys are kept behind one pointer; a second would slow the shortest path"
)]
pub enum Key {
    /// A shared secret, for HS256, HS384 and HS512.
    Secret(SecretKey),
    /// An RSA key, for RS256 to PS512.
    Rsa(RsaKey),
    /// A key on an elliptic curve, for the one ECDSA algorithm of that curve.
    Ec(EcKey),
    /// An Ed25519 key, for `EdDSA` and `Ed25519`.
    Okp(OkpKey),
}

impl Key {
    /// The kind of key material.
    #[must_use]
    pub fn family(&self) -> Family {
        match self {
            Self::Secret(_) => Family::Secret,
            Self::Rsa(_) => Family::Rsa,
            Self::Ec(_) => Family::Ec,
            Self::Okp(_) => Family::Okp,
        }
    }

    /// Whether it can sign; a shared secret can.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::Rsa(key) => key.is_private(),
            Self::Ec(key) => key.is_private(),
            Self::Okp(key) => key.is_private(),
        }
    }

    /// The size in bits: of the secret, of the modulus, of the field.
    #[must_use]
    pub fn bits(&self) -> u32 {
        match self {
            Self::Secret(key) => u32::try_from(key.octets().len() * 8).unwrap_or(u32::MAX),
            Self::Rsa(key) => key.bits(),
            Self::Ec(key) => key.curve().bits(),
            Self::Okp(_) => 256,
        }
    }

    /// The value of `crv` in a JWK; `None` where the family has no curves.
    #[must_use]
    pub fn curve_name(&self) -> Option<&'static str> {
        match self {
            Self::Secret(_) | Self::Rsa(_) => None,
            Self::Ec(key) => Some(key.curve().name()),
            Self::Okp(_) => Some("Ed25519"),
        }
    }

    /// The public half, or a public key once more; a shared secret has none.
    pub fn public(&self) -> Result<Self> {
        match self {
            Self::Secret(_) => Err(JoseError::KeyFamily),
            Self::Rsa(key) => key.public().map(Self::Rsa),
            Self::Ec(key) => key.public().map(Self::Ec),
            Self::Okp(key) => key.public().map(Self::Okp),
        }
    }

    /// The shared secret; refused where the key is of another family.
    pub fn secret(&self) -> Result<&SecretKey> {
        match self {
            Self::Secret(secret) => Ok(secret),
            _ => Err(JoseError::KeyFamily),
        }
    }
}

impl fmt::Debug for Key {
    /// Names the kind of key, and nothing that tells one key from another.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.family().key_type();
        let half = if self.is_private() { "private" } else { "public" };
        match self {
            Self::Secret(_) => write!(f, "<Key {kind}>"),
            Self::Rsa(key) => write!(f, "<Key {kind} {} {half}>", key.bits()),
            _ => write!(f, "<Key {kind} {} {half}>", self.curve_name().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_be_shared_between_threads() {
        fn assert_shared<T: Send + Sync>() {}
        assert_shared::<Key>();
    }

    #[test]
    fn debug_shows_no_key_material() {
        let seed = [0x5a; 32];
        let key = Key::Okp(OkpKey::from_seed(&seed).unwrap());
        assert_eq!(format!("{key:?}"), "<Key OKP Ed25519 private>");
        assert_eq!(format!("{:?}", key.public().unwrap()), "<Key OKP Ed25519 public>");
        let secret = Key::Secret(SecretKey::new(b"secret"));
        assert_eq!(format!("{secret:?}"), "<Key oct>");
        assert!(secret.public().is_err());
    }
}
