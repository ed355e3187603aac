//! jsonwebtoken's `CryptoProvider` hook, answered by the engines of this crate.
//!
//! A Rust program that calls `jsonwebtoken::encode` and `decode` after `install` signs and
//! verifies with the same table as the Python binding.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as EngineResult};
use jsonwebtoken::{
    Algorithm as EngineAlgorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey,
};
use signature::{Error as SignatureError, Signer, Verifier};

use super::alg::{ALGORITHMS, Algorithm};
use super::ecdsa::EcKey;
use super::eddsa::OkpKey;
use super::error::{JoseError, Result as JoseResult};
use super::hmac::{self, SecretKey};
use super::key::Key;
use super::rsa::RsaKey;

/// The provider; `install` makes it the process default.
pub static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes jsonwebtoken use this crate's engines. The first provider that is installed in a
/// process stays; a later call changes nothing.
pub fn install() {
    // A refusal means that a provider is there already, which is what the caller asked for.
    let _ = PROVIDER.install_default();
}

/// An algorithm together with the prepared key it works on.
struct Prepared {
    row: &'static Algorithm,
    engine: EngineAlgorithm,
    key: Key,
}

impl Prepared {
    fn new(
        engine: EngineAlgorithm,
        key: impl FnOnce(&Algorithm) -> JoseResult<Key>,
    ) -> EngineResult<Self> {
        let row = ALGORITHMS
            .iter()
            .find(|row| row.engine == Some(engine))
            .ok_or(ErrorKind::UnsupportedAlgorithm)?;
        let key = key(row).map_err(|_| ErrorKind::InvalidKeyFormat)?;
        row.check_key(&key).map_err(|_| ErrorKind::InvalidKeyFormat)?;
        Ok(Self { row, engine, key })
    }
}

/// The key that jsonwebtoken holds as a secret, or as PKCS#8, PKCS#1 or SEC 1.
fn signing_key(key: &EncodingKey) -> JoseResult<Key> {
    match key.family() {
        AlgorithmFamily::Hmac => secret_key(key.as_bytes()),
        AlgorithmFamily::Rsa | AlgorithmFamily::Ec | AlgorithmFamily::Ed => {
            Key::from_private_der(key.as_bytes())
        }
    }
}

/// The key that jsonwebtoken holds as a secret, in DER, as numbers, a point or the octets of an
/// Ed25519 key. `row`: tells which curve a bare point is on.
fn verifying_key(row: &Algorithm, key: &DecodingKey) -> JoseResult<Key> {
    let octets = match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, e } => {
            return RsaKey::from_public(n, e).map(Key::Rsa);
        }
        DecodingKeyKind::SecretOrDer(octets) => octets,
    };
    match (key.family(), row.curve()) {
        (AlgorithmFamily::Hmac, _) => secret_key(octets),
        (AlgorithmFamily::Ec, Some(curve)) => EcKey::from_point(curve, octets).map(Key::Ec),
        (AlgorithmFamily::Ed, _) => OkpKey::from_public(octets).map(Key::Okp),
        _ => Err(JoseError::KeyFamily),
    }
    .or_else(|_| Key::from_public_der(octets))
}

fn secret_key(octets: &[u8]) -> JoseResult<Key> {
    hmac::check_secret(octets, |_| Ok::<_, JoseError>(true))?;
    Ok(Key::Secret(SecretKey::new(octets)))
}

impl Signer<Vec<u8>> for Prepared {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let mut signature = Vec::new();
        self.row
            .sign(&self.key, message, &mut |octets| signature.extend_from_slice(octets))
            .map_err(SignatureError::from_source)?;
        Ok(signature)
    }
}

impl Verifier<Vec<u8>> for Prepared {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        match self.row.verify(&self.key, message, signature) {
            Ok(true) => Ok(()),
            Ok(false) => Err(SignatureError::from_source(JoseError::SignatureMismatch)),
            Err(error) => Err(SignatureError::from_source(error)),
        }
    }
}

impl JwtSigner for Prepared {
    fn algorithm(&self) -> EngineAlgorithm {
        self.engine
    }
}

impl JwtVerifier for Prepared {
    fn algorithm(&self) -> EngineAlgorithm {
        self.engine
    }
}

// The two signatures are jsonwebtoken's.
#[expect(clippy::trivially_copy_pass_by_ref)]
fn signer(algorithm: &EngineAlgorithm, key: &EncodingKey) -> EngineResult<Box<dyn JwtSigner>> {
    Ok(Box::new(Prepared::new(*algorithm, |_| signing_key(key))?))
}

#[expect(clippy::trivially_copy_pass_by_ref)]
fn verifier(algorithm: &EngineAlgorithm, key: &DecodingKey) -> EngineResult<Box<dyn JwtVerifier>> {
    Ok(Box::new(Prepared::new(*algorithm, |row| verifying_key(row, key))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::container::pkcs8_content;
    use crate::jose::curve::Curve;
    use crate::jose::key::Family;
    use crate::jose::vectors;

    /// The same key for both sides of jsonwebtoken, in the containers that it asks for.
    fn pair(row: &Algorithm) -> (EncodingKey, DecodingKey) {
        let secret = [9; 64];
        let name = match (row.family, row.curve()) {
            (Family::Secret, _) => {
                return (EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret));
            }
            (Family::Rsa, _) => "rsa-2048",
            (Family::Okp, _) => "ed25519",
            (Family::Ec, curve) => curve.map_or("", Curve::name),
        };
        let key = vectors::private_key(name);
        let der = key.to_private_der().unwrap();
        match &key {
            Key::Rsa(key) => {
                let pkcs1 = pkcs8_content(&der).unwrap();
                let public = DecodingKey::from_rsa_raw_components(key.n(), key.e());
                (EncodingKey::from_rsa_der(pkcs1), public)
            }
            Key::Ec(key) => (EncodingKey::from_ec_der(&der), DecodingKey::from_ec_der(key.point())),
            Key::Okp(key) => {
                (EncodingKey::from_ed_der(&der), DecodingKey::from_ed_der(key.public_octets()))
            }
            Key::Secret(_) => unreachable!(),
        }
    }

    #[test]
    fn ours_and_the_stock_engine_verify_each_other() {
        let stock = &jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
        for row in &ALGORITHMS {
            let Some(engine) = row.engine else { continue };
            let (signing, verifying) = pair(row);
            for (one, other) in [(&PROVIDER, stock), (stock, &PROVIDER)] {
                let signature =
                    (one.signer_factory)(&engine, &signing).unwrap().try_sign(b"m").unwrap();
                let verifier = (other.verifier_factory)(&engine, &verifying).unwrap();
                assert!(verifier.verify(b"m", &signature).is_ok(), "{engine:?}");
                assert!(verifier.verify(b"n", &signature).is_err(), "{engine:?}");
            }
        }
    }

    #[test]
    fn every_algorithm_of_jsonwebtoken_is_answered() {
        let engines = ALGORITHMS.iter().filter(|row| row.engine.is_some()).count();
        assert_eq!(engines, 12);
    }

    #[test]
    fn public_keys_are_taken_as_subject_public_key_info() {
        for (name, engine) in
            [("P-256", EngineAlgorithm::ES256), ("ed25519", EngineAlgorithm::EdDSA)]
        {
            let der = vectors::private_key(name).to_public_der().unwrap();
            let key = match engine {
                EngineAlgorithm::EdDSA => DecodingKey::from_ed_der(&der),
                _ => DecodingKey::from_ec_der(&der),
            };
            assert!(verifier(&engine, &key).is_ok());
            assert!(verifier(&EngineAlgorithm::ES384, &key).is_err());
        }
    }

    #[test]
    fn keys_of_another_kind_are_refused() {
        let pem = b"-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n";
        assert!(signer(&EngineAlgorithm::HS256, &EncodingKey::from_secret(pem)).is_err());
        let der = EncodingKey::from_rsa_der(&[1, 2, 3]);
        assert!(signer(&EngineAlgorithm::HS256, &der).is_err());
        assert!(signer(&EngineAlgorithm::ES256, &der).is_err());
    }
}
