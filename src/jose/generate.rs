//! New private keys.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use zeroize::Zeroizing;

use super::curve::Curve;
use super::ecdsa::EcKey;
use super::eddsa::{ED25519_OCTETS, OkpKey};
use super::error::{JoseError, KeyProblem, Result};
use super::key::Key;

const REFUSED: JoseError = JoseError::Key(KeyProblem::Encoding);

impl Key {
    /// An RSA key of 3072 bits, 128 bits of security (NIST SP 800-57 part 1, table 2).
    pub fn generate_rsa() -> Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa3072).map_err(|_| REFUSED)?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| REFUSED)?;
        Self::from_pkcs8_der(der.as_ref())
    }

    /// A key on `curve`: a random scalar, drawn again until it is one of the group's (FIPS 186-5
    /// appendix A.2.2).
    pub fn generate_ec(curve: Curve) -> Result<Self> {
        // More than half of the numbers of that many bits are scalars, on each curve.
        const TRIES: usize = 128;
        let unused_bits = u32::try_from(curve.octets()).map_err(|_| REFUSED)? * 8 - curve.bits();
        for _ in 0..TRIES {
            let mut scalar = random(curve.octets())?;
            scalar[0] &= u8::MAX >> unused_bits;
            if let Ok(key) = EcKey::from_scalar(curve, &scalar, None) {
                return Ok(Self::Ec(key));
            }
        }
        Err(REFUSED)
    }

    /// An Ed25519 key (RFC 8032 section 5.1.5).
    pub fn generate_ed25519() -> Result<Self> {
        Ok(Self::Okp(OkpKey::from_seed(&random(ED25519_OCTETS)?)?))
    }
}

fn random(octets: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut drawn = Zeroizing::new(vec![0; octets]);
    rand::fill(&mut drawn).map_err(|_| REFUSED)?;
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::alg::Algorithm;

    #[test]
    fn new_keys_sign_what_their_public_halves_verify() {
        for (name, key) in [
            ("RS256", Key::generate_rsa()),
            ("ES256", Key::generate_ec(Curve::P256)),
            ("ES384", Key::generate_ec(Curve::P384)),
            ("ES512", Key::generate_ec(Curve::P521)),
            ("ES256K", Key::generate_ec(Curve::Secp256k1)),
            ("EdDSA", Key::generate_ed25519()),
        ] {
            let row = Algorithm::named(name).unwrap();
            let key = key.unwrap();
            let mut signature = Vec::new();
            row.sign(&key, b"signing input", &mut |octets| signature.extend_from_slice(octets))
                .unwrap();
            let public = key.public().unwrap();
            assert!(row.verify(&public, b"signing input", &signature).unwrap(), "{name}");
        }
    }

    #[test]
    fn no_two_new_keys_are_the_same() {
        let octets = |key: Key| key.to_public_der().unwrap();
        for curve in Curve::ALL {
            let [one, other] = [(); 2].map(|()| octets(Key::generate_ec(curve).unwrap()));
            assert_ne!(one, other);
        }
        let [one, other] = [(); 2].map(|()| octets(Key::generate_ed25519().unwrap()));
        assert_ne!(one, other);
    }
}
