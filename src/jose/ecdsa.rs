//! ECDSA (RFC 7518 section 3.4, RFC 8812 section 3.2): signatures are r and s of fixed width.

use aws_lc_rs::agreement::{self, ECDH_P256, ECDH_P384, ECDH_P521};
use aws_lc_rs::encoding::{AsBigEndian, AsDer, EcPrivateKeyBin, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, ParsedPublicKey,
};
use k256::ecdsa::signature::{Signer, Verifier};
use k256::ecdsa::{Signature, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::curve::Curve;
use super::error::{JoseError, KeyProblem, Result};

const REFUSED: JoseError = JoseError::Key(KeyProblem::Ec);
const NOT_ON_CURVE: JoseError = JoseError::Key(KeyProblem::NotOnCurve);

/// A prepared key on one of the four curves.
pub struct EcKey {
    curve: Curve,
    point: Box<[u8]>,
    engine: Engine,
}

enum Engine {
    Nist { verifier: ParsedPublicKey, pair: Option<EcdsaKeyPair> },
    // AWS-LC has this curve too, in generic arithmetic several times slower.
    Koblitz { verifier: VerifyingKey, pair: Option<SigningKey> },
}

/// The three names that AWS-LC has for a NIST curve.
struct Nist {
    verifying: &'static EcdsaVerificationAlgorithm,
    signing: &'static EcdsaSigningAlgorithm,
    agreement: &'static agreement::Algorithm,
}

impl Nist {
    fn of(curve: Curve) -> Option<Self> {
        let (verifying, signing, agreement) = match curve {
            Curve::P256 => (&ECDSA_P256_SHA256_FIXED, &ECDSA_P256_SHA256_FIXED_SIGNING, &ECDH_P256),
            Curve::P384 => (&ECDSA_P384_SHA384_FIXED, &ECDSA_P384_SHA384_FIXED_SIGNING, &ECDH_P384),
            Curve::P521 => (&ECDSA_P521_SHA512_FIXED, &ECDSA_P521_SHA512_FIXED_SIGNING, &ECDH_P521),
            Curve::Secp256k1 => return None,
        };
        Some(Self { verifying, signing, agreement })
    }
}

impl EcKey {
    /// A public key. `point`: SEC 1 section 2.3.3, compressed, uncompressed or hybrid.
    pub fn from_point(curve: Curve, point: &[u8]) -> Result<Self> {
        let point = uncompressed(curve, point)?;
        let engine = if let Some(nist) = Nist::of(curve) {
            let verifier =
                ParsedPublicKey::new(nist.verifying, &point).map_err(|_| NOT_ON_CURVE)?;
            Engine::Nist { verifier, pair: None }
        } else {
            let verifier = VerifyingKey::from_sec1_bytes(&point).map_err(|_| NOT_ON_CURVE)?;
            Engine::Koblitz { verifier, pair: None }
        };
        Ok(Self { curve, point, engine })
    }

    /// A private key. `scalar`: big-endian, of the curve's length. `point`: the public key, if the
    /// container has one; it has to be the scalar's.
    pub fn from_scalar(curve: Curve, scalar: &[u8], point: Option<&[u8]>) -> Result<Self> {
        if scalar.len() != curve.octets() {
            return Err(REFUSED);
        }
        let given = point.map(|point| uncompressed(curve, point)).transpose()?;
        let (point, engine) = match Nist::of(curve) {
            Some(nist) => nist_pair(&nist, scalar)?,
            None => koblitz_pair(scalar)?,
        };
        if given.is_some_and(|given| given != point) {
            return Err(REFUSED);
        }
        Ok(Self { curve, point, engine })
    }

    /// The curve.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Whether it can sign.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match &self.engine {
            Engine::Nist { pair, .. } => pair.is_some(),
            Engine::Koblitz { pair, .. } => pair.is_some(),
        }
    }

    /// The public half.
    pub fn public(&self) -> Result<Self> {
        Self::from_point(self.curve, &self.point)
    }

    /// The public key, uncompressed: 4, x, y.
    #[must_use]
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// The coordinates x and y, each of the curve's length.
    #[must_use]
    pub fn coordinates(&self) -> (&[u8], &[u8]) {
        self.point[1..].split_at(self.curve.octets())
    }

    /// The scalar, of the curve's length; `None` for a public key.
    #[must_use]
    pub fn scalar(&self) -> Option<Zeroizing<Vec<u8>>> {
        match &self.engine {
            Engine::Nist { pair, .. } => {
                let scalar: EcPrivateKeyBin<'_> =
                    pair.as_ref()?.private_key().as_be_bytes().ok()?;
                Some(Zeroizing::new(scalar.as_ref().to_vec()))
            }
            Engine::Koblitz { pair, .. } => {
                let scalar = Zeroizing::new(pair.as_ref()?.to_bytes());
                Some(Zeroizing::new(scalar.to_vec()))
            }
        }
    }

    /// Refuses a key of another curve than the algorithm's.
    pub(super) fn require(&self, expected: Curve) -> Result<()> {
        if self.curve == expected {
            return Ok(());
        }
        Err(JoseError::KeyCurve {
            key: self.curve.openssl_name(),
            expected: expected.openssl_name(),
        })
    }

    pub(super) fn sign(&self, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) -> Result<()> {
        match &self.engine {
            Engine::Nist { pair: Some(pair), .. } => {
                let signature = pair.sign(&SystemRandom::new(), signing_input);
                take(signature.map_err(|_| JoseError::SigningFailed)?.as_ref());
            }
            Engine::Koblitz { pair: Some(pair), .. } => {
                let signature: Signature =
                    pair.try_sign(signing_input).map_err(|_| JoseError::SigningFailed)?;
                take(&signature.to_bytes());
            }
            _ => return Err(JoseError::PublicKeySigns),
        }
        Ok(())
    }

    pub(super) fn verify(&self, signing_input: &[u8], signature: &[u8]) -> bool {
        match &self.engine {
            Engine::Nist { verifier, .. } => verifier.verify_sig(signing_input, signature).is_ok(),
            // Both s and its negative are valid (RFC 8812 asks for neither); this engine takes
            // the lower one only.
            Engine::Koblitz { verifier, .. } => Signature::from_slice(signature)
                .is_ok_and(|pair| verifier.verify(signing_input, &pair.normalize_s()).is_ok()),
        }
    }
}

fn nist_pair(nist: &Nist, scalar: &[u8]) -> Result<(Box<[u8]>, Engine)> {
    let half = agreement::PrivateKey::from_private_key(nist.agreement, scalar);
    let point = half.map_err(|_| REFUSED)?.compute_public_key().map_err(|_| REFUSED)?;
    let pair = EcdsaKeyPair::from_private_key_and_public_key(nist.signing, scalar, point.as_ref())
        .map_err(|_| REFUSED)?;
    let verifier = ParsedPublicKey::new(nist.verifying, &point).map_err(|_| REFUSED)?;
    Ok((point.as_ref().into(), Engine::Nist { verifier, pair: Some(pair) }))
}

fn koblitz_pair(scalar: &[u8]) -> Result<(Box<[u8]>, Engine)> {
    let pair = SigningKey::from_slice(scalar).map_err(|_| REFUSED)?;
    let verifier = *pair.verifying_key();
    let point = verifier.to_sec1_point(false).as_bytes().into();
    Ok((point, Engine::Koblitz { verifier, pair: Some(pair) }))
}

/// The uncompressed form of a point, which is checked to lie on the curve when it is compressed.
fn uncompressed(curve: Curve, point: &[u8]) -> Result<Box<[u8]>> {
    let octets = curve.octets();
    match point {
        [4, coordinates @ ..] if coordinates.len() == 2 * octets => Ok(point.into()),
        // The hybrid form says twice which of the two points it is (SEC 1 section 2.3.4).
        [form @ (6 | 7), coordinates @ .., last]
            if coordinates.len() == 2 * octets - 1 && form & 1 == last & 1 =>
        {
            Ok([&[4], coordinates, &[*last]].concat().into())
        }
        [2 | 3, x @ ..] if x.len() == octets => decompressed(curve, point),
        _ => Err(REFUSED),
    }
}

fn decompressed(curve: Curve, point: &[u8]) -> Result<Box<[u8]>> {
    let Some(nist) = Nist::of(curve) else {
        let key = VerifyingKey::from_sec1_bytes(point).map_err(|_| NOT_ON_CURVE)?;
        return Ok(key.to_sec1_point(false).as_bytes().into());
    };
    let key = ParsedPublicKey::new(nist.verifying, point).map_err(|_| NOT_ON_CURVE)?;
    let info = AsDer::<PublicKeyX509Der<'_>>::as_der(&key).map_err(|_| NOT_ON_CURVE)?;
    // SubjectPublicKeyInfo ends with the point, which is written uncompressed.
    let info = info.as_ref();
    match info.len().checked_sub(1 + 2 * curve.octets()).map(|start| &info[start..]) {
        Some(point @ [4, ..]) => Ok(point.into()),
        _ => Err(NOT_ON_CURVE),
    }
}
