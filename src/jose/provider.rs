//! jsonwebtoken's `CryptoProvider` hook, answered by the engines of this crate.
//!
//! A Rust program that calls `jsonwebtoken::encode` and `decode` after `install` signs and
//! verifies with the same table as the Python binding.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as EngineResult};
use jsonwebtoken::{Algorithm as EngineAlgorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use signature::{Error as SignatureError, Signer, Verifier};

use super::alg::{ALGORITHMS, Algorithm};
use super::error::JoseError;
use super::hmac::{self, SecretKey};
use super::key::Key;

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
    fn new(engine: EngineAlgorithm, family: AlgorithmFamily, octets: &[u8]) -> EngineResult<Self> {
        let row = ALGORITHMS
            .iter()
            .find(|row| row.engine == Some(engine))
            .ok_or(ErrorKind::UnsupportedAlgorithm)?;
        if family != AlgorithmFamily::Hmac {
            return Err(ErrorKind::InvalidKeyFormat.into());
        }
        hmac::check_secret(octets, |_| Ok::<_, JoseError>(true))
            .map_err(|_| ErrorKind::InvalidKeyFormat)?;
        Ok(Self { row, engine, key: Key::Secret(SecretKey::new(octets)) })
    }
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
    Ok(Box::new(Prepared::new(*algorithm, key.family(), key.as_bytes())?))
}

#[expect(clippy::trivially_copy_pass_by_ref)]
fn verifier(algorithm: &EngineAlgorithm, key: &DecodingKey) -> EngineResult<Box<dyn JwtVerifier>> {
    Ok(Box::new(Prepared::new(*algorithm, key.family(), key.try_get_as_bytes()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_and_the_stock_engine_verify_each_other() {
        let stock = &jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
        let secret = [9; 64];
        let (signing, verifying) =
            (EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret));
        for engine in ALGORITHMS.iter().filter_map(|row| row.engine) {
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
    fn keys_of_another_kind_are_refused() {
        let pem = b"-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n";
        assert!(signer(&EngineAlgorithm::HS256, &EncodingKey::from_secret(pem)).is_err());
        let der = EncodingKey::from_rsa_der(&[1, 2, 3]);
        assert!(signer(&EngineAlgorithm::HS256, &der).is_err());
        assert!(signer(&EngineAlgorithm::ES256, &der).is_err());
    }
}
