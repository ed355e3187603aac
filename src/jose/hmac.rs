//! HMAC with SHA-2 (RFC 7518 section 3.2), and the guard that keeps other keys from serving as
//! its secret.

use std::sync::OnceLock;

use der::asn1::AnyRef;
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::EncodingKey;
use memchr::memmem;
use sha2::{Sha256, Sha384, Sha512};

use super::error::{JoseError, SecretProblem};

/// A shared secret with the key state of each hash function, computed on first use.
pub struct SecretKey {
    // The container zeroises the octets when it is dropped and redacts its `Debug`; the states
    // zeroise themselves.
    secret: EncodingKey,
    sha256: OnceLock<Hmac<Sha256>>,
    sha384: OnceLock<Hmac<Sha384>>,
    sha512: OnceLock<Hmac<Sha512>>,
}

impl SecretKey {
    /// Takes a secret that `check_secret` has accepted.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self {
            secret: EncodingKey::from_secret(secret),
            sha256: OnceLock::new(),
            sha384: OnceLock::new(),
            sha512: OnceLock::new(),
        }
    }

    /// The secret's octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.secret.as_bytes()
    }

    fn keyed<M: Mac + KeyInit + Clone>(&self, state: &OnceLock<M>, signing_input: &[u8]) -> M {
        let keyed = state.get_or_init(|| {
            M::new_from_slice(self.octets()).expect("HMAC takes keys of every length")
        });
        keyed.clone().chain_update(signing_input)
    }
}

/// A hash function of the SHA-2 family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

pub(super) fn sign(hash: Hash, key: &SecretKey, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) {
    match hash {
        Hash::Sha256 => take(&key.keyed(&key.sha256, signing_input).finalize().into_bytes()),
        Hash::Sha384 => take(&key.keyed(&key.sha384, signing_input).finalize().into_bytes()),
        Hash::Sha512 => take(&key.keyed(&key.sha512, signing_input).finalize().into_bytes()),
    }
}

/// Compares in constant time; a signature of another length is none.
pub(super) fn verify(hash: Hash, key: &SecretKey, signing_input: &[u8], signature: &[u8]) -> bool {
    match hash {
        Hash::Sha256 => key.keyed(&key.sha256, signing_input).verify_slice(signature),
        Hash::Sha384 => key.keyed(&key.sha384, signing_input).verify_slice(signature),
        Hash::Sha512 => key.keyed(&key.sha512, signing_input).verify_slice(signature),
    }
    .is_ok()
}

/// Refuses octets that are a key of another kind: an attacker who knows a public key could
/// otherwise sign with its text (RFC 8725 section 2.1).
///
/// `is_jwk_text` decides for texts that may be JSON; it is not asked for others.
pub fn check_secret<E: From<JoseError>>(
    secret: &[u8],
    is_jwk_text: impl FnOnce(&[u8]) -> std::result::Result<bool, E>,
) -> std::result::Result<(), E> {
    let problem = if secret.is_empty() {
        SecretProblem::Empty
    } else if is_pem(secret) || is_ssh(secret) || is_der(secret) {
        SecretProblem::Asymmetric
    } else if may_be_json(secret) && is_jwk_text(secret)? {
        SecretProblem::Jwk
    } else {
        return Ok(());
    };
    Err(JoseError::Secret(problem).into())
}

const PEM_LABELS: [&[u8]; 16] = [
    b"CERTIFICATE",
    b"TRUSTED CERTIFICATE",
    b"PRIVATE KEY",
    b"PUBLIC KEY",
    b"ENCRYPTED PRIVATE KEY",
    b"OPENSSH PRIVATE KEY",
    b"DSA PRIVATE KEY",
    b"RSA PRIVATE KEY",
    b"RSA PUBLIC KEY",
    b"EC PRIVATE KEY",
    b"DH PARAMETERS",
    b"NEW CERTIFICATE REQUEST",
    b"CERTIFICATE REQUEST",
    b"SSH2 PUBLIC KEY",
    b"SSH2 ENCRYPTED PRIVATE KEY",
    b"X509 CRL",
];

/// Whether a BEGIN line is followed, anywhere later, by the END line of the same label. Line
/// breaks are not required: PEM readers get by without them, so an attacker's text may.
#[must_use]
pub fn is_pem(octets: &[u8]) -> bool {
    let mut end_lines = pem_labels(octets, b"END ").peekable();
    if end_lines.peek().is_none() {
        return false;
    }
    let begin_lines: Vec<_> = pem_labels(octets, b"BEGIN ").collect();
    end_lines.any(|end| {
        // The nearest BEGIN of the label counts.
        begin_lines
            .iter()
            .rfind(|begin| begin.label == end.label && begin.start < end.start)
            .is_some_and(|begin| begin.stop < end.start)
    })
}

struct PemLine {
    label: usize,
    start: usize,
    stop: usize,
}

fn pem_labels<'o>(octets: &'o [u8], word: &'o [u8]) -> impl Iterator<Item = PemLine> + 'o {
    memmem::find_iter(octets, word).filter_map(move |at| {
        let (before, after) = (&octets[..at], &octets[at + word.len()..]);
        let [.., b'-', b'-', b'-', b'-', b'-' | b' '] = before else {
            return None;
        };
        PEM_LABELS.iter().enumerate().find_map(|(label, name)| match after.strip_prefix(*name)? {
            [b'-' | b' ', b'-', b'-', b'-', b'-', ..] => {
                Some(PemLine { label, start: at - 5, stop: at + word.len() + name.len() + 5 })
            }
            _ => None,
        })
    })
}

/// Whether the octets begin as an OpenSSH public key does.
#[must_use]
pub fn is_ssh(octets: &[u8]) -> bool {
    const FORMATS: [&[u8]; 6] = [
        b"ssh-ed25519",
        b"ssh-rsa",
        b"ssh-dss",
        b"ecdsa-sha2-nistp256",
        b"ecdsa-sha2-nistp384",
        b"ecdsa-sha2-nistp521",
    ];
    FORMATS.iter().any(|format| octets.starts_with(format))
}

/// Whether the octets have the shape of a DER `SubjectPublicKeyInfo` or PKCS#1 `RSAPublicKey`,
/// or of an X.509 certificate.
fn is_der(octets: &[u8]) -> bool {
    let Some(outer) = sequence_members(octets) else {
        return false;
    };
    let is_algorithm = |member: &AnyRef<'_>| {
        member.tag() == Tag::Sequence
            && AnyRef::decode(&mut match SliceReader::new(member.value()) {
                Ok(reader) => reader,
                Err(_) => return false,
            })
            .is_ok_and(|first| first.tag() == Tag::ObjectIdentifier)
    };
    match outer.as_slice() {
        [modulus, exponent] if modulus.tag() == Tag::Integer => exponent.tag() == Tag::Integer,
        [algorithm, key] => is_algorithm(algorithm) && key.tag() == Tag::BitString,
        [body, algorithm, signature] => {
            body.tag() == Tag::Sequence
                && is_algorithm(algorithm)
                && signature.tag() == Tag::BitString
        }
        _ => false,
    }
}

/// The members of a SEQUENCE that is all of `octets`; at most the three that any of the shapes
/// above has.
fn sequence_members(octets: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let outer = AnyRef::from_der(octets).ok().filter(|any| any.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut members = Vec::with_capacity(3);
    while !reader.is_finished() {
        if members.len() == 3 {
            return None;
        }
        members.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(members)
}

/// Whether JSON that holds an object could begin so, in any of its Unicode encodings.
fn may_be_json(octets: &[u8]) -> bool {
    let has_mark = [&b"\xef\xbb\xbf"[..], b"\xfe\xff", b"\xff\xfe"]
        .iter()
        .any(|mark| octets.starts_with(mark));
    let is_wide = octets.iter().take(4).any(|octet| *octet == 0);
    let opens = matches!(octets.trim_ascii_start().first(), Some(b'{' | b'['));
    has_mark || is_wide || opens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(secret: &[u8]) -> Option<SecretProblem> {
        match check_secret(secret, |_| Ok::<_, JoseError>(true)) {
            Err(JoseError::Secret(problem)) => Some(problem),
            _ => None,
        }
    }

    #[test]
    fn ordinary_secrets_are_accepted() {
        for secret in [&b"secret"[..], b"\xff\xfa\x01", b"ssh", b"----BEGIN", b"0\x03\x02\x01"] {
            assert_eq!(problem(secret), None);
        }
    }

    #[test]
    fn pem_is_refused_however_it_is_wrapped() {
        for secret in [
            &b"-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n"[..],
            b"-----BEGIN PUBLIC KEY-----MA==-----END PUBLIC KEY-----",
            b"x ---- BEGIN SSH2 PUBLIC KEY ----\rMA==\r---- END SSH2 PUBLIC KEY ---- y",
        ] {
            assert_eq!(problem(secret), Some(SecretProblem::Asymmetric));
        }
    }

    #[test]
    fn pem_needs_both_lines_of_one_label_in_order() {
        for secret in [
            &b"-----BEGIN PUBLIC KEY-----\nMA==\n-----END PRIVATE KEY-----"[..],
            b"-----END PUBLIC KEY-----\nMA==\n-----BEGIN PUBLIC KEY-----",
            b"-----BEGIN UNHEARD OF-----\nMA==\n-----END UNHEARD OF-----",
        ] {
            assert_eq!(problem(secret), None);
        }
    }

    #[test]
    fn der_shapes_are_refused() {
        let rsa_public_key = b"\x30\x06\x02\x01\x05\x02\x01\x03";
        let public_key_info = b"\x30\x08\x30\x03\x06\x01\x2a\x03\x01\x00";
        let certificate = b"\x30\x0a\x30\x00\x30\x03\x06\x01\x2a\x03\x01\x00";
        for secret in [&rsa_public_key[..], public_key_info, certificate] {
            assert_eq!(problem(secret), Some(SecretProblem::Asymmetric), "{secret:x?}");
        }
    }

    #[test]
    fn only_what_may_be_json_is_asked_about() {
        for secret in [&b"{"[..], b" \n[", b"\xff\xfe{\0", b"\xef\xbb\xbf{}", b"\0{\0}"] {
            assert_eq!(problem(secret), Some(SecretProblem::Jwk));
        }
    }

    #[test]
    fn an_empty_secret_is_refused() {
        assert_eq!(problem(b""), Some(SecretProblem::Empty));
    }
}
