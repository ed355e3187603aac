//! Why a key is refused: the data that `JoseError` carries for asymmetric keys and JWKs.
//!
//! Each variant says what `PyJWT` 2.15.1 raises in that case.

use std::fmt;

/// Why a text, an encoding or a set of numbers is not a usable asymmetric key.
///
/// Where the same problem has several classes in `PyJWT`, the algorithm that the key was meant for
/// decides; the variants name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyProblem {
    /// The text is no PEM. `PyJWT`: RS and PS `InvalidKeyError` "Could not parse the provided
    /// public key.", ES `ValueError`, `EdDSA` `InvalidKeyError` "Not a public or private key".
    NotPem,
    /// The PEM holds no block of the kind asked for. `PyJWT`: as `NotPem`.
    NoKeyBlock,
    /// The PEM holds a certificate and no key. `PyJWT`: as `NotPem`.
    Certificate,
    /// The text for `EdDSA` is not UTF-8. `PyJWT`: `UnicodeDecodeError`.
    NotUtf8,
    /// The text carries no mark of an Ed25519 or Ed448 key. `PyJWT`: `InvalidKeyError` "Not a
    /// public or private key".
    NotOkp,
    /// The key needs a pass phrase. `PyJWT`: `TypeError` "Password was not given but private key is
    /// encrypted".
    Encrypted,
    /// The encoding is damaged or of another structure. `PyJWT`: RS and PS `InvalidKeyError` "Could
    /// not parse the provided public key.", otherwise `ValueError`.
    Encoding,
    /// The OpenSSH public key line is damaged. `PyJWT`: as `Encoding`.
    Ssh,
    /// The RSA numbers do not make a key; the sentence says which. `PyJWT`: `ValueError` with that
    /// sentence from a JWK, as `Encoding` from PEM.
    Rsa(&'static str),
    /// The numbers of an elliptic curve key do not belong together, or the scalar is out of range.
    /// `PyJWT`: `ValueError` "Invalid EC key.".
    Ec,
    /// The point is not on the curve. `PyJWT`: `ValueError` "Invalid EC key. Point is not on the
    /// curve specified.".
    NotOnCurve,
}

/// Why octets are no base64, in the lenient reading that JWK members and OpenSSH lines get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base64Problem {
    /// The padding does not complete the last group.
    Padding,
    /// The last group is a single character; the number counts all that are in the alphabet.
    LoneCharacter(usize),
}

/// Why the members of a JWK make no key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwkProblem {
    /// `kty` is absent, no string, or names no kind of key. `PyJWK`: `InvalidKeyError` "kty is not
    /// found: …" or "Unsupported kty: …".
    KeyType,
    /// `kty` is not `oct`. `InvalidKeyError` "Not an HMAC key".
    NotSecret,
    /// `kty` is not `RSA`. `InvalidKeyError` "Not an RSA key".
    NotRsa,
    /// `kty` is not `EC`, or a coordinate is absent. `InvalidKeyError` "Not an Elliptic curve key".
    NotEc,
    /// `kty` is not `OKP`. `InvalidKeyError` "Not an Octet Key Pair".
    NotOkp,
    /// `k` is absent. `KeyError` with that name.
    MissingMember(&'static str),
    /// A member is no string. `TypeError` "Expected a string or bytes value".
    NotText(&'static str),
    /// A member is no base64. `binascii.Error`, a `ValueError`.
    NotBase64(&'static str, Base64Problem),
    /// `n` or `e` is absent. `InvalidKeyError` "Not a public or private key".
    NotPublicOrPrivate,
    /// The key has more than two primes. `InvalidKeyError`.
    MorePrimes,
    /// Some of `p`, `q`, `dp`, `dq`, `qi` are there and some are not. `InvalidKeyError`.
    CrtIncomplete,
    /// `crv` is none that the key type has; `None` where it is absent or null, the JSON text where
    /// it is no string. `InvalidKeyError` "Invalid curve: …".
    Curve(Option<String>),
    /// `x` or `y` has not the curve's length. `InvalidKeyError` "Coords should be 32 bytes for
    /// curve P-256".
    CoordinateLength {
        /// The length in octets.
        octets: usize,
        /// The value of `crv`.
        curve: &'static str,
    },
    /// `d` has not the curve's length. `InvalidKeyError` with three arguments: "D should be {}
    /// bytes for curve {}", the length, the curve.
    ScalarLength {
        /// The length in octets.
        octets: usize,
        /// The value of `crv`.
        curve: &'static str,
    },
    /// `x` of an octet key pair is absent. `InvalidKeyError` "OKP should have \"x\" parameter".
    OkpWithoutX,
    /// `x` or `d` of an octet key pair is unusable. `InvalidKeyError` "Invalid key parameter".
    OkpParameter,
    /// `x` does not belong to `d`. `InvalidKeyError` "Public key does not match private key".
    OkpMismatch,
}

/// What `PyJWT` accepts through `cryptography` and this crate leaves to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// An Ed448 key.
    Ed448,
    /// An RSA key whose modulus has fewer than 2048 bits or more than 8192; the number is its size.
    RsaSize(u32),
    /// An RSA key with a public exponent over 33 bits, an even modulus, or a private exponent
    /// beyond the modulus.
    RsaNumbers,
    /// An RSA key that its encoding restricts to RSASSA-PSS.
    RsaPss,
    /// An elliptic curve other than P-256, P-384, P-521 and secp256k1.
    Curve,
    /// An OpenSSH certificate.
    SshCertificate,
    /// A kind of key that is not known here.
    KeyType,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPem => "The key is not in PEM format.",
            Self::NoKeyBlock => "The PEM text holds no key of the kind that is needed.",
            Self::Certificate => "The PEM text holds a certificate, not a key.",
            Self::NotUtf8 => "The key is not UTF-8 text.",
            Self::NotOkp => "Not a public or private key",
            Self::Encrypted => "Password was not given but private key is encrypted",
            Self::Encoding => "The encoding of the key is damaged or of an unknown structure.",
            Self::Ssh => "The OpenSSH public key is damaged.",
            Self::Rsa(sentence) => sentence,
            Self::Ec => "Invalid EC key.",
            Self::NotOnCurve => "Invalid EC key. Point is not on the curve specified.",
        })
    }
}

impl fmt::Display for Base64Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Padding => f.write_str("Incorrect padding"),
            Self::LoneCharacter(count) => write!(
                f,
                "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 \
                 more than a multiple of 4"
            ),
        }
    }
}

impl fmt::Display for JwkProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyType => "Unsupported kty",
            Self::NotSecret => "Not an HMAC key",
            Self::NotRsa => "Not an RSA key",
            Self::NotEc => "Not an Elliptic curve key",
            Self::NotOkp => "Not an Octet Key Pair",
            Self::MissingMember(name) => name,
            Self::NotText(_) => "Expected a string or bytes value",
            Self::NotBase64(_, problem) => return problem.fmt(f),
            Self::NotPublicOrPrivate => "Not a public or private key",
            Self::MorePrimes => "Unsupported RSA private key: > 2 primes not supported",
            Self::CrtIncomplete => {
                "RSA key must include all parameters if any are present besides d"
            }
            Self::Curve(name) => {
                return write!(f, "Invalid curve: {}", name.as_deref().unwrap_or("None"));
            }
            Self::CoordinateLength { octets, curve } => {
                return write!(f, "Coords should be {octets} bytes for curve {curve}");
            }
            Self::ScalarLength { octets, curve } => {
                return write!(f, "D should be {octets} bytes for curve {curve}");
            }
            Self::OkpWithoutX => "OKP should have \"x\" parameter",
            Self::OkpParameter => "Invalid key parameter",
            Self::OkpMismatch => "Public key does not match private key",
        })
    }
}

impl fmt::Display for Unsupported {
    /// Names what it is; the binding adds which package takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ed448 => "Ed448 keys are not supported natively.",
            Self::RsaSize(bits) => {
                return write!(f, "RSA keys of {bits} bits are not supported natively.");
            }
            Self::RsaNumbers => "RSA keys with such numbers are not supported natively.",
            Self::RsaPss => "RSA keys restricted to RSASSA-PSS are not supported natively.",
            Self::Curve => "This elliptic curve is not supported natively.",
            Self::SshCertificate => "OpenSSH certificates are not supported natively.",
            Self::KeyType => "This kind of key is not supported natively.",
        })
    }
}
