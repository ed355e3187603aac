//! The table of signature algorithms (RFC 7518 section 3.1): the only place one is added.

use super::error::Result;
use super::hmac::{self, Hash};
use super::key::Key;

/// A kind of key material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Shared secrets.
    Secret,
}

type Sign = fn(&Key, &[u8], &mut dyn FnMut(&[u8])) -> Result<()>;
type Verify = fn(&Key, &[u8], &[u8]) -> Result<bool>;

/// One row of the table.
pub struct Algorithm {
    /// The value of `alg`.
    pub name: &'static str,
    /// The key material it takes.
    pub family: Family,
    /// Octets a secret should have at least (RFC 7518 section 3.2).
    pub minimum_key_octets: usize,
    /// The hash function, as a warning names it.
    pub hash_name: &'static str,
    /// The same algorithm in jsonwebtoken's own enum, where that has it.
    pub engine: Option<jsonwebtoken::Algorithm>,
    sign: Sign,
    verify: Verify,
}

impl Algorithm {
    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALGORITHMS.iter().find(|row| row.name == name)
    }

    /// Signs, and hands the signature's octets to `take`.
    pub fn sign(&self, key: &Key, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) -> Result<()> {
        (self.sign)(key, signing_input, take)
    }

    /// Whether `signature` is the key's for `signing_input`.
    pub fn verify(&self, key: &Key, signing_input: &[u8], signature: &[u8]) -> Result<bool> {
        (self.verify)(key, signing_input, signature)
    }
}

/// Every algorithm there is.
pub static ALGORITHMS: [Algorithm; 3] = [
    hmac_row("HS256", "SHA256", 32, jsonwebtoken::Algorithm::HS256, sign_hs256, verify_hs256),
    hmac_row("HS384", "SHA384", 48, jsonwebtoken::Algorithm::HS384, sign_hs384, verify_hs384),
    hmac_row("HS512", "SHA512", 64, jsonwebtoken::Algorithm::HS512, sign_hs512, verify_hs512),
];

const fn hmac_row(
    name: &'static str,
    hash_name: &'static str,
    minimum_key_octets: usize,
    engine: jsonwebtoken::Algorithm,
    sign: Sign,
    verify: Verify,
) -> Algorithm {
    Algorithm {
        name,
        family: Family::Secret,
        minimum_key_octets,
        hash_name,
        engine: Some(engine),
        sign,
        verify,
    }
}

macro_rules! hmac_functions {
    ($hash:expr, $sign:ident, $verify:ident) => {
        fn $sign(key: &Key, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) -> Result<()> {
            take(hmac::sign($hash, key, signing_input)?.as_ref());
            Ok(())
        }

        fn $verify(key: &Key, signing_input: &[u8], signature: &[u8]) -> Result<bool> {
            hmac::verify($hash, key, signing_input, signature)
        }
    };
}

hmac_functions!(Hash::Sha256, sign_hs256, verify_hs256);
hmac_functions!(Hash::Sha384, sign_hs384, verify_hs384);
hmac_functions!(Hash::Sha512, sign_hs512, verify_hs512);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::hmac::SecretKey;

    fn secret() -> Key {
        Key::Secret(SecretKey::new(&[7; 64]))
    }

    #[test]
    fn every_row_verifies_what_it_signs_and_nothing_else() {
        let key = secret();
        for row in &ALGORITHMS {
            let mut signature = Vec::new();
            row.sign(&key, b"signing input", &mut |octets| signature.extend_from_slice(octets))
                .unwrap();
            assert!(row.verify(&key, b"signing input", &signature).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing inpuT", &signature).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing input", &signature[1..]).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing input", b"").unwrap(), "{}", row.name);
            signature[0] ^= 1;
            assert!(!row.verify(&key, b"signing input", &signature).unwrap(), "{}", row.name);
        }
    }

    #[test]
    fn names_are_unique_and_found() {
        for row in &ALGORITHMS {
            assert!(std::ptr::eq(Algorithm::named(row.name).unwrap(), row));
        }
        assert!(Algorithm::named("none").is_none());
        assert!(Algorithm::named("hs256").is_none());
    }

    #[test]
    fn hs256_matches_rfc_4231_test_case_2() {
        let key = Key::Secret(SecretKey::new(b"Jefe"));
        let mut hex = String::new();
        Algorithm::named("HS256")
            .unwrap()
            .sign(&key, b"what do ya want for nothing?", &mut |octets| {
                hex = octets.iter().fold(String::new(), |text, octet| format!("{text}{octet:02x}"));
            })
            .unwrap();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
