//! The table of signature algorithms (RFC 7518 section 3.1): the only place one is added.

use super::curve::Curve;
use super::error::{JoseError, Result};
use super::hmac::{self, Hash};
use super::key::Key;
use super::rsa::Padding;

pub use super::key::Family;

/// One row of the table.
pub struct Algorithm {
    /// The value of `alg`.
    pub name: &'static str,
    /// The key material it takes.
    pub family: Family,
    /// Octets a secret should have at least (RFC 7518 section 3.2); 0 for other families.
    pub minimum_key_octets: usize,
    /// Bits a modulus should have at least (RFC 7518 section 3.3); 0 for other families.
    pub minimum_modulus_bits: u32,
    /// The hash function, as a warning names it.
    pub hash_name: &'static str,
    /// Whether a signature takes 100 µs or more: work that is worth letting other threads run.
    pub is_slow_to_sign: bool,
    /// Whether a verification takes as long.
    pub is_slow_to_verify: bool,
    /// The same algorithm in jsonwebtoken's own enum, where that has it.
    pub engine: Option<jsonwebtoken::Algorithm>,
    scheme: Scheme,
}

/// What a row computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Hmac(Hash),
    Rsa(Padding),
    Ecdsa(Curve),
    Ed25519,
}

impl Algorithm {
    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALGORITHMS.iter().find(|row| row.name == name)
    }

    /// The curve its keys lie on, for ECDSA.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        match self.scheme {
            Scheme::Ecdsa(curve) => Some(curve),
            _ => None,
        }
    }

    /// Refuses a key of another family or curve.
    pub fn check_key(&self, key: &Key) -> Result<()> {
        match (self.scheme, key) {
            (Scheme::Ecdsa(curve), Key::Ec(key)) => key.require(curve),
            (Scheme::Hmac(_), Key::Secret(_))
            | (Scheme::Rsa(_), Key::Rsa(_))
            | (Scheme::Ed25519, Key::Okp(_)) => Ok(()),
            _ => Err(JoseError::KeyFamily),
        }
    }

    /// Signs, and hands the signature's octets to `take`.
    pub fn sign(&self, key: &Key, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) -> Result<()> {
        match (self.scheme, key) {
            (Scheme::Hmac(hash), Key::Secret(key)) => {
                hmac::sign(hash, key, signing_input, take);
                Ok(())
            }
            (Scheme::Rsa(padding), Key::Rsa(key)) => key.sign(padding, signing_input, take),
            (Scheme::Ecdsa(curve), Key::Ec(key)) => {
                key.require(curve)?;
                key.sign(signing_input, take)
            }
            (Scheme::Ed25519, Key::Okp(key)) => key.sign(signing_input, take),
            _ => Err(JoseError::KeyFamily),
        }
    }

    /// Whether `signature` is the key's for `signing_input`.
    ///
    /// A private EC or OKP key verifies with its public half; a private RSA key is refused, as by
    /// `PyJWT`.
    pub fn verify(&self, key: &Key, signing_input: &[u8], signature: &[u8]) -> Result<bool> {
        match (self.scheme, key) {
            (Scheme::Hmac(hash), Key::Secret(key)) => {
                Ok(hmac::verify(hash, key, signing_input, signature))
            }
            (Scheme::Rsa(padding), Key::Rsa(key)) => key.verify(padding, signing_input, signature),
            (Scheme::Ecdsa(curve), Key::Ec(key)) => {
                key.require(curve)?;
                Ok(key.verify(signing_input, signature))
            }
            (Scheme::Ed25519, Key::Okp(key)) => Ok(key.verify(signing_input, signature)),
            _ => Err(JoseError::KeyFamily),
        }
    }
}

/// Every algorithm there is.
pub static ALGORITHMS: [Algorithm; 16] = {
    use jsonwebtoken::Algorithm as Engine;
    [
        hmac_row("HS256", "SHA256", 32, Engine::HS256, Hash::Sha256),
        hmac_row("HS384", "SHA384", 48, Engine::HS384, Hash::Sha384),
        hmac_row("HS512", "SHA512", 64, Engine::HS512, Hash::Sha512),
        rsa_row("RS256", "SHA256", Engine::RS256, Padding::Pkcs1Sha256),
        rsa_row("RS384", "SHA384", Engine::RS384, Padding::Pkcs1Sha384),
        rsa_row("RS512", "SHA512", Engine::RS512, Padding::Pkcs1Sha512),
        rsa_row("PS256", "SHA256", Engine::PS256, Padding::PssSha256),
        rsa_row("PS384", "SHA384", Engine::PS384, Padding::PssSha384),
        rsa_row("PS512", "SHA512", Engine::PS512, Padding::PssSha512),
        ec_row("ES256", "SHA256", Some(Engine::ES256), Curve::P256),
        ec_row("ES256K", "SHA256", None, Curve::Secp256k1),
        ec_row("ES384", "SHA384", Some(Engine::ES384), Curve::P384),
        ec_row("ES512", "SHA512", None, Curve::P521),
        // PyJWT's older name of ES512.
        ec_row("ES521", "SHA512", None, Curve::P521),
        ed25519_row("EdDSA", Some(Engine::EdDSA)),
        // RFC 9864 section 2.2.
        ed25519_row("Ed25519", None),
    ]
};

const fn hmac_row(
    name: &'static str,
    hash_name: &'static str,
    minimum_key_octets: usize,
    engine: jsonwebtoken::Algorithm,
    hash: Hash,
) -> Algorithm {
    let row = row(name, Family::Secret, hash_name, Some(engine), Scheme::Hmac(hash));
    Algorithm { minimum_key_octets, ..row }
}

const fn rsa_row(
    name: &'static str,
    hash_name: &'static str,
    engine: jsonwebtoken::Algorithm,
    padding: Padding,
) -> Algorithm {
    let row = row(name, Family::Rsa, hash_name, Some(engine), Scheme::Rsa(padding));
    Algorithm { minimum_modulus_bits: 2048, is_slow_to_sign: true, ..row }
}

const fn ec_row(
    name: &'static str,
    hash_name: &'static str,
    engine: Option<jsonwebtoken::Algorithm>,
    curve: Curve,
) -> Algorithm {
    let is_slow = matches!(curve, Curve::P384 | Curve::P521);
    let row = row(name, Family::Ec, hash_name, engine, Scheme::Ecdsa(curve));
    Algorithm { is_slow_to_sign: is_slow, is_slow_to_verify: is_slow, ..row }
}

const fn ed25519_row(name: &'static str, engine: Option<jsonwebtoken::Algorithm>) -> Algorithm {
    row(name, Family::Okp, "SHA512", engine, Scheme::Ed25519)
}

const fn row(
    name: &'static str,
    family: Family,
    hash_name: &'static str,
    engine: Option<jsonwebtoken::Algorithm>,
    scheme: Scheme,
) -> Algorithm {
    Algorithm {
        name,
        family,
        minimum_key_octets: 0,
        minimum_modulus_bits: 0,
        hash_name,
        is_slow_to_sign: false,
        is_slow_to_verify: false,
        engine,
        scheme,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::hmac::SecretKey;
    use crate::jose::vectors::{SIGNATURES, list, octets, parsed, private_key, text};

    fn signing_key(row: &Algorithm) -> Key {
        match (row.family, row.curve()) {
            (Family::Secret, _) => Key::Secret(SecretKey::new(&[7; 64])),
            (Family::Rsa, _) => private_key("rsa-2048"),
            (Family::Okp, _) => private_key("ed25519"),
            (Family::Ec, curve) => private_key(curve.unwrap().name()),
        }
    }

    fn verifying_key(key: Key) -> Key {
        key.public().unwrap_or(key)
    }

    fn signature(row: &Algorithm, key: &Key, signing_input: &[u8]) -> Vec<u8> {
        let mut signature = Vec::new();
        row.sign(key, signing_input, &mut |octets| signature.extend_from_slice(octets)).unwrap();
        signature
    }

    #[test]
    fn every_row_verifies_what_it_signs_and_nothing_else() {
        for row in &ALGORITHMS {
            let key = signing_key(row);
            let mut signature = signature(row, &key, b"signing input");
            let key = verifying_key(key);
            assert!(row.verify(&key, b"signing input", &signature).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing inpuT", &signature).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing input", &signature[1..]).unwrap(), "{}", row.name);
            assert!(!row.verify(&key, b"signing input", b"").unwrap(), "{}", row.name);
            signature.push(0);
            assert!(!row.verify(&key, b"signing input", &signature).unwrap(), "{}", row.name);
            signature.pop();
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
    fn keys_of_another_family_neither_sign_nor_verify() {
        let keys: Vec<_> = ["HS256", "RS256", "ES256", "EdDSA"]
            .map(|name| signing_key(Algorithm::named(name).unwrap()))
            .into();
        for row in &ALGORITHMS {
            for key in keys.iter().filter(|key| key.family() != row.family) {
                assert_eq!(row.check_key(key), Err(JoseError::KeyFamily));
                assert_eq!(row.sign(key, b"", &mut |_| ()), Err(JoseError::KeyFamily));
                assert_eq!(row.verify(key, b"", b""), Err(JoseError::KeyFamily));
            }
        }
    }

    #[test]
    fn keys_on_another_curve_neither_sign_nor_verify() {
        for row in ALGORITHMS.iter().filter(|row| row.family == Family::Ec) {
            for curve in Curve::ALL.into_iter().filter(|curve| Some(*curve) != row.curve()) {
                let key = private_key(curve.name());
                let expected = row.curve().unwrap().openssl_name();
                let refusal = JoseError::KeyCurve { key: curve.openssl_name(), expected };
                assert_eq!(row.check_key(&key), Err(refusal.clone()));
                assert_eq!(row.sign(&key, b"", &mut |_| ()), Err(refusal.clone()));
                assert_eq!(row.verify(&key, b"", b""), Err(refusal));
            }
        }
    }

    #[test]
    fn public_keys_do_not_sign() {
        for row in ALGORITHMS.iter().filter(|row| row.family != Family::Secret) {
            let key = verifying_key(signing_key(row));
            assert_eq!(row.sign(&key, b"", &mut |_| ()), Err(JoseError::PublicKeySigns));
        }
    }

    #[test]
    fn private_keys_verify_except_for_rsa() {
        for row in ALGORITHMS.iter().filter(|row| row.family != Family::Secret) {
            let key = signing_key(row);
            let signature = signature(row, &key, b"m");
            let expected = match row.family {
                Family::Rsa => Err(JoseError::PrivateKeyVerifies),
                _ => Ok(true),
            };
            assert_eq!(row.verify(&key, b"m", &signature), expected, "{}", row.name);
        }
    }

    #[test]
    fn rsa_signs_and_verifies_with_every_size() {
        for name in ["rsa-2048", "rsa-2049", "rsa-2056", "rsa-3072", "rsa-4096", "rsa-8192"] {
            let private = private_key(name);
            let public = private.public().unwrap();
            assert_eq!(format!("rsa-{}", private.bits()), name);
            for row in ALGORITHMS.iter().filter(|row| row.family == Family::Rsa) {
                let signature = signature(row, &private, b"m");
                assert_eq!(signature.len(), private.bits().div_ceil(8) as usize);
                assert_eq!(row.verify(&public, b"m", &signature), Ok(true), "{name} {}", row.name);
                assert_eq!(row.verify(&public, b"n", &signature), Ok(false), "{name} {}", row.name);
            }
        }
    }

    #[test]
    fn an_rsa_signature_with_the_modulus_added_is_refused() {
        let private = private_key("rsa-2056");
        let public = private.public().unwrap();
        let Key::Rsa(key) = &public else { unreachable!() };
        for name in ["RS256", "PS256"] {
            let row = Algorithm::named(name).unwrap();
            let mut is_tried = false;
            // Only a signature below 2^2056 - n leaves room; half of them are.
            for attempt in 0..64_u8 {
                let mut sum = signature(row, &private, &[attempt]);
                let carry = sum.iter_mut().zip(key.n()).rev().fold(0, |carry, (octet, n)| {
                    let digit = u16::from(*octet) + u16::from(*n) + carry;
                    *octet = digit.to_le_bytes()[0];
                    digit >> 8
                });
                assert_eq!(row.verify(&public, &[attempt], &sum), Ok(false), "{name}");
                is_tried |= carry == 0;
            }
            assert!(is_tried, "{name}");
            assert_eq!(row.verify(&public, b"", key.n()), Ok(false));
            assert_eq!(row.verify(&public, b"", &[0xff; 257]), Ok(false));
            assert_eq!(row.verify(&public, b"", &[0; 257]), Ok(false));
        }
    }

    #[test]
    fn ecdsa_signatures_out_of_range_are_refused() {
        for row in ALGORITHMS.iter().filter(|row| row.family == Family::Ec) {
            let key = signing_key(row);
            let length = row.curve().unwrap().octets();
            let good = signature(row, &key, b"m");
            assert_eq!(good.len(), 2 * length);
            for octet in [0, 0xff] {
                for (from, to) in [(0, length), (length, 2 * length), (0, 2 * length)] {
                    let mut altered = good.clone();
                    altered[from..to].fill(octet);
                    assert_eq!(row.verify(&key, b"m", &altered), Ok(false), "{}", row.name);
                }
            }
        }
    }

    #[test]
    fn es256k_signs_deterministically_with_the_lower_s() {
        let row = Algorithm::named("ES256K").unwrap();
        let key = private_key("secp256k1");
        for message in [b"a", b"b", b"c", b"d"] {
            let one = signature(row, &key, message);
            assert_eq!(one, signature(row, &key, message));
            assert!(one[32] < 0x80);
        }
    }

    #[test]
    fn signatures_of_the_rfcs_and_of_pyjwt_verify() {
        let vectors = parsed(SIGNATURES);
        for case in list(&vectors["signatures"]) {
            let row = Algorithm::named(text(case, "alg")).unwrap();
            let key = Key::from_jwk(case["key"].as_object().unwrap()).unwrap();
            let (input, expected) = (text(case, "input").as_bytes(), octets(case, "signature"));
            let source = text(case, "source");
            let made = signature(row, &key, input);
            assert!(case["deterministic"] == false || made == expected, "{source}");
            let key = verifying_key(key);
            assert_eq!(row.verify(&key, input, &expected), Ok(true), "{source}");
            assert_eq!(row.verify(&key, input, &made), Ok(true), "{source}");
        }
        // Two of these are one signature with either s.
        for case in list(&vectors["others"]) {
            let row = Algorithm::named(text(case, "alg")).unwrap();
            let key = private_key(text(case, "key")).public().unwrap();
            let made = octets(case, "signature");
            assert_eq!(row.verify(&key, b"signing input", &made), Ok(true), "{}", row.name);
        }
    }

    #[test]
    fn slow_work_is_marked() {
        let names = |is_slow: fn(&&Algorithm) -> bool| -> Vec<_> {
            ALGORITHMS.iter().filter(is_slow).map(|row| row.name).collect()
        };
        assert_eq!(names(|row| row.is_slow_to_verify), ["ES384", "ES512", "ES521"]);
        let slow = names(|row| row.is_slow_to_sign);
        let expected =
            ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES521"];
        assert_eq!(slow, expected);
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
