//! The elliptic curves of RFC 7518 section 6.2.1.1 and RFC 8812 section 3.1, and how key
//! containers name them.

use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::der::{tag, value};
use super::error::{JoseError, Result, Unsupported};

/// A curve that ECDSA is done on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// The Koblitz curve of SEC 2.
    Secp256k1,
}

impl Curve {
    /// Every curve there is.
    pub const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    /// The value of `crv` in a JWK.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// OpenSSL's name, which error messages show.
    #[must_use]
    pub fn openssl_name(self) -> &'static str {
        match self {
            Self::P256 => "secp256r1",
            Self::P384 => "secp384r1",
            Self::P521 => "secp521r1",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// The length of a coordinate, and of a scalar, in octets.
    #[must_use]
    pub fn octets(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The size of the field in bits.
    #[must_use]
    pub fn bits(self) -> u32 {
        match self {
            Self::P256 | Self::Secp256k1 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
        }
    }

    /// The curve that a JWK names.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// The content octets of the curve's object identifier (RFC 5480 section 2.1.1.1).
    fn object_identifier(self) -> &'static [u8] {
        match self {
            Self::P256 => b"\x2a\x86\x48\xce\x3d\x03\x01\x07",
            Self::P384 => b"\x2b\x81\x04\x00\x22",
            Self::P521 => b"\x2b\x81\x04\x00\x23",
            Self::Secp256k1 => b"\x2b\x81\x04\x00\x0a",
        }
    }

    /// The DER of the curve's `ECParameters`.
    pub(super) fn parameters(self) -> Zeroizing<Vec<u8>> {
        value(tag::OBJECT_IDENTIFIER, &[self.object_identifier()])
    }

    /// Reads `ECParameters`: a curve's name, or the full numbers of a NIST curve.
    pub(super) fn from_parameters(der: &[u8]) -> Result<Self> {
        if let Some(curve) = Self::ALL.into_iter().find(|curve| *curve.parameters() == der) {
            return Ok(curve);
        }
        let digest = digest(&SHA256, der);
        SPELLED_OUT
            .iter()
            .find(|(_, known)| digest.as_ref() == *known)
            .map(|(curve, _)| *curve)
            .ok_or(JoseError::Unsupported(Unsupported::Curve))
    }
}

/// The SHA-256 digests of each NIST curve's `SpecifiedECDomain` (SEC 1 appendix C.2), with its seed
/// and without. DER has no other spelling of these, and `cryptography` takes no other.
const SPELLED_OUT: [(Curve, &[u8; 32]); 6] = [
    (
        Curve::P256,
        b"\x40\xc3\xc4\x05\xab\xfc\x62\xe0\x96\xcb\x64\x91\xf8\x5f\x96\x7d\
          \x6d\x75\xed\xe7\x16\x60\x46\x29\x65\x49\x10\xc4\x75\xd4\xb8\x46",
    ),
    (
        Curve::P256,
        b"\x5f\x61\x9b\xbe\x96\x33\xb1\x96\xea\xaf\x36\x7b\xac\x88\xd3\x7c\
          \x27\xa2\x6b\x39\x3f\x2c\x5a\x0e\xea\x0f\x6e\x56\x71\xd0\xd1\xda",
    ),
    (
        Curve::P384,
        b"\x19\xa0\x33\x21\xb6\x3c\x64\x90\x86\x77\x91\x32\x5f\xc6\x1a\x4d\
          \xf5\x48\xff\xaf\x40\xb9\x4e\x49\x97\x93\xa6\x26\x7e\x5a\x72\xdd",
    ),
    (
        Curve::P384,
        b"\x3c\x28\x55\xe1\x54\xf0\x36\x07\x0f\x12\x94\xcd\xd7\x43\xe1\xe9\
          \x31\x5a\x35\x79\xef\x8b\x5c\x81\xa2\x5f\x9a\x33\x80\xce\x1a\x5b",
    ),
    (
        Curve::P521,
        b"\x68\x66\x37\x28\x5b\x0a\x49\xa8\x32\x5e\xce\xb3\xd3\x72\x03\xc0\
          \x16\xdc\xaa\x29\xec\xf6\x97\x45\x5e\x4b\x8a\xbf\xda\x69\xc1\x86",
    ),
    (
        Curve::P521,
        b"\xc9\xb8\x42\xab\xd3\x46\x5a\x2c\xa4\xb0\xea\x95\x10\xec\x91\x33\
          \xe8\x6f\x18\x8b\x33\x99\x98\x16\x5c\x18\x6c\xbb\xc2\x8d\x1d\x71",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for curve in Curve::ALL {
            assert_eq!(Curve::named(curve.name()), Some(curve));
            assert_eq!(Curve::from_parameters(&curve.parameters()), Ok(curve));
            assert_eq!(curve.bits().div_ceil(8) as usize, curve.octets());
        }
        assert_eq!(Curve::named("P-224"), None);
    }
}
