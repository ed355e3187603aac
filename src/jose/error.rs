//! The one error enum of the pure half.
//!
//! A variant carries data, not text for a reader of Python: `Display` gives the sentence, and the
//! binding chooses the exception class.

use std::fmt;

pub use super::problem::{Base64Problem, JwkProblem, KeyProblem, Unsupported};

/// The result of everything in `jose` that can be refused.
pub type Result<T> = std::result::Result<T, JoseError>;

/// The part of a compact serialization that an error speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// The JOSE header.
    Header,
    /// The payload.
    Payload,
    /// The signature.
    Signature,
}

/// A registered claim that holds a `NumericDate` (RFC 7519 section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateClaim {
    /// `exp`, section 4.1.4.
    Expiration,
    /// `nbf`, section 4.1.5.
    NotBefore,
    /// `iat`, section 4.1.6.
    IssuedAt,
}

/// Why an `aud` claim was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudienceProblem {
    /// The token names an audience and the caller none.
    Unexpected,
    /// The claim is neither a string nor an array of strings.
    Malformed,
    /// The claim names none of the caller's audiences.
    Mismatch,
    /// Strict: the caller gave something else than one string.
    StrictExpectation,
    /// Strict: the claim is not one string.
    StrictMalformed,
    /// Strict: the two strings differ.
    StrictMismatch,
}

/// Why an octet sequence must not serve as an HMAC secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretProblem {
    /// It is empty.
    Empty,
    /// It is a PEM, OpenSSH or DER encoding of an asymmetric key or a certificate.
    Asymmetric,
    /// It is the text of a JWK.
    Jwk,
}

/// Everything that the pure half refuses.
///
/// What `PyJWT` raises for each is on the variant, or on the enum that it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoseError {
    /// Fewer than two dots in the compact serialization.
    NotEnoughSegments,
    /// A segment is not base64url as RFC 7515 section 2 spells it.
    Padding(Segment),
    /// The signature is not the key's for this signing input.
    SignatureMismatch,
    /// A date claim is not a number.
    NotANumericDate(DateClaim),
    /// `exp` has passed.
    Expired,
    /// `nbf` or `iat` lies ahead.
    Immature(DateClaim),
    /// A claim that has to be present is absent.
    MissingClaim(&'static str),
    /// `iss` is not a string.
    IssuerNotText,
    /// `iss` is not an accepted issuer.
    IssuerMismatch,
    /// `aud` was refused.
    Audience(AudienceProblem),
    /// `sub` is not a string.
    SubjectNotText,
    /// `sub` is not the expected subject.
    SubjectMismatch,
    /// `jti` is not a string.
    JwtIdNotText,
    /// `token_type` is absent or not a string.
    TokenTypeMissing,
    /// `token_type` is another than the expected one.
    TokenTypeMismatch,
    /// The octets must not serve as an HMAC secret.
    Secret(SecretProblem),
    /// The key is of another family than the algorithm. `PyJWT`: `InvalidKeyError` "Expected one
    /// of …, got: …. Invalid Key type for …".
    KeyFamily,
    /// The key lies on another curve than the algorithm's; the names are OpenSSL's. `PyJWT`:
    /// `InvalidKeyError`.
    KeyCurve {
        /// The key's curve.
        key: &'static str,
        /// The algorithm's curve.
        expected: &'static str,
    },
    /// A public key was to sign. `PyJWT`: `AttributeError`.
    PublicKeySigns,
    /// A private RSA key was to verify. `PyJWT`: `AttributeError`.
    PrivateKeyVerifies,
    /// Text, encoding or numbers make no usable key.
    Key(KeyProblem),
    /// The members of a JWK make no key.
    Jwk(JwkProblem),
    /// The key may be good, but only `cryptography` can tell.
    Unsupported(Unsupported),
    /// The engine could not sign, for want of memory or of entropy.
    SigningFailed,
}

impl fmt::Display for JoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEnoughSegments => "Not enough segments",
            Self::Padding(Segment::Header) => "Invalid header padding",
            Self::Padding(Segment::Payload) => "Invalid payload padding",
            Self::Padding(Segment::Signature) => "Invalid crypto padding",
            Self::SignatureMismatch => "Signature verification failed",
            Self::NotANumericDate(DateClaim::Expiration) => {
                "Expiration Time claim (exp) must be an integer."
            }
            Self::NotANumericDate(DateClaim::NotBefore) => {
                "Not Before claim (nbf) must be an integer."
            }
            Self::NotANumericDate(DateClaim::IssuedAt) => {
                "Issued At claim (iat) must be an integer."
            }
            Self::Expired => "Signature has expired",
            Self::Immature(DateClaim::IssuedAt) => "The token is not yet valid (iat)",
            Self::Immature(_) => "The token is not yet valid (nbf)",
            Self::MissingClaim(name) => return write!(f, "Token is missing the \"{name}\" claim"),
            Self::IssuerNotText => "Payload Issuer (iss) must be a string",
            Self::IssuerMismatch => "Invalid issuer",
            Self::Audience(problem) => match problem {
                AudienceProblem::Unexpected => "Invalid audience",
                AudienceProblem::Malformed => "Invalid claim format in token",
                AudienceProblem::Mismatch => "Audience doesn't match",
                AudienceProblem::StrictExpectation => "Invalid audience (strict)",
                AudienceProblem::StrictMalformed => "Invalid claim format in token (strict)",
                AudienceProblem::StrictMismatch => "Audience doesn't match (strict)",
            },
            Self::SubjectNotText => "Subject must be a string",
            Self::SubjectMismatch => "Invalid subject",
            Self::JwtIdNotText => "JWT ID must be a string",
            Self::TokenTypeMissing => "Token has no type",
            Self::TokenTypeMismatch => "Token has wrong type",
            Self::Secret(SecretProblem::Empty) => "HMAC key must not be empty.",
            Self::Secret(SecretProblem::Asymmetric) => {
                "The specified key is an asymmetric key or x509 certificate and should not be used \
                 as an HMAC secret."
            }
            Self::Secret(SecretProblem::Jwk) => {
                "The specified key looks like a JWK and should not be used directly as an HMAC \
                 secret. Load it via PyJWK / HMACAlgorithm.from_jwk first."
            }
            Self::KeyFamily => "The key is of another family than the algorithm.",
            Self::KeyCurve { key, expected } => {
                return write!(
                    f,
                    "The key's curve '{key}' does not match the expected curve '{expected}' for \
                     this algorithm"
                );
            }
            Self::PublicKeySigns => "A public key cannot sign.",
            Self::PrivateKeyVerifies => "A private RSA key cannot verify; use its public key.",
            Self::Key(problem) => return problem.fmt(f),
            Self::Jwk(problem) => return problem.fmt(f),
            Self::Unsupported(unsupported) => return unsupported.fmt(f),
            Self::SigningFailed => "The signature could not be made.",
        })
    }
}

impl std::error::Error for JoseError {}
