//! PEM text (RFC 7468) and OpenSSH lines, read for a family of algorithms as `PyJWT` reads them.

use memchr::memmem;
use pem::Pem;
use zeroize::Zeroize;

use super::error::{JoseError, KeyProblem, Result};
use super::key::{Family, Key};

const fn problem<T>(problem: KeyProblem) -> Result<T> {
    Err(JoseError::Key(problem))
}

impl Key {
    /// The key in a text that is meant for an algorithm of that family.
    ///
    /// Where the text holds several blocks, RSA takes the first private key, EC the first block if
    /// that is a public key and else the first private key, OKP the first block if that is what its
    /// marks promise. A key of another family is refused as such.
    pub fn from_text(family: Family, text: &[u8]) -> Result<Self> {
        let key = match family {
            Family::Secret => return Err(JoseError::KeyFamily),
            Family::Rsa if text.starts_with(b"ssh-rsa") => {
                Self::from_ssh(text).or_else(|error| retry(error, || Self::from_public_pem(text)))
            }
            Family::Rsa => Self::from_pem(text),
            Family::Ec => {
                let public = if text.starts_with(b"ecdsa-sha2-") {
                    Self::from_ssh(text)
                } else {
                    Self::from_public_pem(text)
                };
                public.or_else(|error| retry(error, || Self::from_private_pem(text)))
            }
            Family::Okp if str::from_utf8(text).is_err() => problem(KeyProblem::NotUtf8),
            Family::Okp if memmem::find(text, b"-----BEGIN PUBLIC").is_some() => {
                Self::from_public_pem(text)
            }
            Family::Okp if memmem::find(text, b"-----BEGIN PRIVATE").is_some() => {
                Self::from_private_pem(text)
            }
            Family::Okp if text.starts_with(b"ssh-") => Self::from_ssh(text),
            Family::Okp => return problem(KeyProblem::NotOkp),
        }?;
        if key.family() == family { Ok(key) } else { Err(JoseError::KeyFamily) }
    }

    /// The first private key in a PEM text, or else the first public key.
    pub fn from_pem(text: &[u8]) -> Result<Self> {
        Self::from_private_pem(text).or_else(|error| retry(error, || Self::from_public_pem(text)))
    }

    /// The first block of a PEM text that is labelled as a private key: PKCS#8, PKCS#1 or SEC 1,
    /// each under its own label.
    pub fn from_private_pem(text: &[u8]) -> Result<Self> {
        const LABELS: [&str; 5] = [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "DSA PRIVATE KEY",
        ];
        Blocks::read(text)?.first_of(&LABELS, |block| {
            match (block.headers().get("Proc-Type"), block.tag()) {
                (Some("4,ENCRYPTED"), _) | (None, "ENCRYPTED PRIVATE KEY") => {
                    problem(KeyProblem::Encrypted)
                }
                (Some(_), _) => problem(KeyProblem::Encoding),
                (None, "PRIVATE KEY") => Self::from_pkcs8_der(block.contents()),
                (None, "RSA PRIVATE KEY") => Self::from_pkcs1_der(block.contents()),
                (None, "EC PRIVATE KEY") => Self::from_sec1_der(block.contents()),
                (None, _) => Err(JoseError::KeyFamily),
            }
        })
    }

    /// The first block of a PEM text, which has to be labelled as a public key:
    /// `SubjectPublicKeyInfo`, or PKCS#1 under the label of RSA, which may also stand over the
    /// former.
    pub fn from_public_pem(text: &[u8]) -> Result<Self> {
        Blocks::read(text)?.only_first().first_of(&["PUBLIC KEY", "RSA PUBLIC KEY"], |block| {
            let der = block.contents();
            if block.tag() == "PUBLIC KEY" {
                return Self::from_spki_der(der);
            }
            match Self::from_public_der(der)? {
                key @ Self::Rsa(_) => Ok(key),
                _ => problem(KeyProblem::Encoding),
            }
        })
    }
}

/// Another way to read the text, where the first failed for what it holds and not for what the
/// key in it is.
fn retry(error: JoseError, other: impl FnOnce() -> Result<Key>) -> Result<Key> {
    match error {
        JoseError::Key(KeyProblem::Encrypted) => Err(error),
        JoseError::Key(first) => other().map_err(|second| match second {
            // The way that found a key to complain of says more than the one that found none.
            JoseError::Key(KeyProblem::NotPem | KeyProblem::NoKeyBlock) => JoseError::Key(first),
            second => second,
        }),
        _ => Err(error),
    }
}

/// The blocks of a PEM text, zeroised when dropped.
struct Blocks(Vec<Pem>);

impl Blocks {
    /// Reads every block: one that is malformed makes the whole text so.
    fn read(text: &[u8]) -> Result<Self> {
        match pem::parse_many(text) {
            Ok(blocks) if !blocks.is_empty() => Ok(Self(blocks)),
            _ => problem(KeyProblem::NotPem),
        }
    }

    fn only_first(mut self) -> Self {
        for block in self.0.drain(1..) {
            block.into_contents().zeroize();
        }
        self
    }

    fn first_of(self, labels: &[&str], read: impl FnOnce(&Pem) -> Result<Key>) -> Result<Key> {
        match self.0.iter().find(|block| labels.contains(&block.tag())) {
            Some(block) => read(block),
            None if self.0.iter().all(|block| block.tag().ends_with("CERTIFICATE")) => {
                problem(KeyProblem::Certificate)
            }
            None => problem(KeyProblem::NoKeyBlock),
        }
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        for block in self.0.drain(..) {
            block.into_contents().zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::jose::vectors::file;

    fn refusal(family: Family, text: &[u8]) -> JoseError {
        Key::from_text(family, text).unwrap_err()
    }

    #[test]
    fn every_format_of_a_key_is_that_key() {
        let cases: [(Family, &str, &[&str]); 5] = [
            (
                Family::Rsa,
                "rsa-2048",
                &[".pub.pem", ".traditional.pem", ".pkcs1.pub.pem", ".ssh.pub"],
            ),
            (Family::Ec, "P-256", &[".pub.pem", ".traditional.pem", ".parameters.pem", ".ssh.pub"]),
            (Family::Ec, "P-521", &[".pub.pem", ".traditional.pem", ".ssh.pub"]),
            (Family::Ec, "secp256k1", &[".pub.pem", ".traditional.pem"]),
            (Family::Okp, "ed25519", &[".pub.pem", ".ssh.pub"]),
        ];
        for (family, name, endings) in cases {
            let key = Key::from_text(family, &file(&format!("{name}.pem"))).unwrap();
            assert!(key.is_private());
            for ending in endings {
                let text = file(&format!("{name}{ending}"));
                let other = Key::from_text(family, &text).unwrap();
                assert_eq!(other.thumbprint(), key.thumbprint(), "{name}{ending}");
                assert_eq!(other.is_private(), !ending.contains("pub"), "{name}{ending}");
            }
        }
    }

    #[test]
    fn of_two_blocks_the_family_takes_the_one_that_pyjwt_takes() {
        let text = |names: [&str; 2]| names.map(|name| file(&format!("{name}.pem"))).concat();
        let cases = [
            (Family::Rsa, ["rsa-2048.pub", "rsa-2048"], true),
            (Family::Ec, ["P-256", "P-256.pub"], true),
            (Family::Ec, ["P-256.pub", "P-256"], false),
            (Family::Okp, ["ed25519.pub", "ed25519"], false),
        ];
        for (family, names, is_private) in cases {
            let key = Key::from_text(family, &text(names)).unwrap();
            assert_eq!(key.is_private(), is_private, "{names:?}");
        }
        // The mark of a public key is looked for anywhere, the key itself in the first block.
        assert!(Key::from_text(Family::Okp, &text(["ed25519", "ed25519.pub"])).is_err());
    }

    #[test]
    fn keys_of_another_family_are_refused_as_such() {
        for (family, names) in [
            (Family::Rsa, ["P-256.pem", "ed25519.pub.pem", "x25519.pem"]),
            (Family::Ec, ["rsa-2048.pem", "ed25519.pem", "x25519.pem"]),
            (Family::Okp, ["P-256.pem", "rsa-2048.ssh.pub", "x25519.pem"]),
        ] {
            for name in names {
                assert_eq!(refusal(family, &file(name)), JoseError::KeyFamily, "{name}");
            }
        }
        assert_eq!(refusal(Family::Secret, b"secret"), JoseError::KeyFamily);
    }

    #[test]
    fn encrypted_keys_are_refused_without_a_question() {
        for name in ["encrypted.pem", "encrypted.traditional.pem"] {
            for family in [Family::Rsa, Family::Ec] {
                let expected = JoseError::Key(KeyProblem::Encrypted);
                assert_eq!(refusal(family, &file(name)), expected, "{name}");
            }
        }
        let expected = JoseError::Key(KeyProblem::NotOkp);
        assert_eq!(refusal(Family::Okp, &file("encrypted.pem")), expected);
    }

    #[test]
    fn texts_without_a_key_are_told_apart() {
        let certificate = file("certificate.pem");
        for (text, problem) in [
            (certificate.as_slice(), KeyProblem::Certificate),
            (&file("openssh.pem"), KeyProblem::NoKeyBlock),
            (b"secret", KeyProblem::NotPem),
            (b"", KeyProblem::NotPem),
            (b"\xff", KeyProblem::NotPem),
        ] {
            for family in [Family::Rsa, Family::Ec] {
                assert_eq!(refusal(family, text), JoseError::Key(problem));
            }
            let is_text = str::from_utf8(text).is_ok();
            let problem = if is_text { KeyProblem::NotOkp } else { KeyProblem::NotUtf8 };
            assert_eq!(refusal(Family::Okp, text), JoseError::Key(problem));
        }
    }

    #[test]
    fn a_damaged_block_is_named_before_an_absent_one() {
        let damaged = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for family in [Family::Rsa, Family::Ec, Family::Okp] {
            assert_eq!(refusal(family, damaged), JoseError::Key(KeyProblem::Encoding));
        }
    }

    proptest! {
        #[test]
        fn no_octets_make_a_parser_panic(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Key::from_private_der(&octets);
            let _ = Key::from_public_der(&octets);
            let _ = Key::from_ssh(&octets);
            let _ = Key::from_pem(&octets);
            let mut line = b"ssh-ed25519 ".to_vec();
            line.extend_from_slice(&octets);
            let _ = Key::from_ssh(&line);
            let text = pem::encode(&Pem::new("PRIVATE KEY", octets.clone()));
            let _ = Key::from_pem(text.as_bytes());
        }

        #[test]
        fn no_alteration_makes_a_parser_panic(
            name in prop::sample::select(vec!["P-256.pem", "P-521.pub.pem", "ed25519.pem", "P-384.ssh.pub"]),
            at in any::<prop::sample::Index>(),
            octet in any::<u8>(),
        ) {
            let mut text = file(name);
            let index = at.index(text.len());
            text[index] = octet;
            for family in [Family::Rsa, Family::Ec, Family::Okp] {
                let _ = Key::from_text(family, &text);
            }
            if let Ok(blocks) = pem::parse_many(&text) {
                for block in blocks {
                    let _ = Key::from_private_der(block.contents());
                    let _ = Key::from_public_der(block.contents());
                }
            }
        }
    }
}
