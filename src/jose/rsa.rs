//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 sections 3.3 and 3.5).

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPairComponents;
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
};

use super::error::{JoseError, KeyProblem, Result, Unsupported};

/// The sizes of a modulus that the engine takes, in bits.
pub const MODULUS_BITS: std::ops::RangeInclusive<u32> = 2048..=8192;

/// The largest public exponent that the engine takes, in bits.
const EXPONENT_BITS: u32 = 33;

const REFUSED: JoseError = JoseError::Key(KeyProblem::Rsa("Invalid private key"));

/// A padding with its hash function. The salt of PSS has the digest's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    Pkcs1Sha256,
    Pkcs1Sha384,
    Pkcs1Sha512,
    PssSha256,
    PssSha384,
    PssSha512,
}

impl Padding {
    fn verifying(self) -> &'static RsaParameters {
        match self {
            Self::Pkcs1Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Pkcs1Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Pkcs1Sha512 => &RSA_PKCS1_2048_8192_SHA512,
            Self::PssSha256 => &RSA_PSS_2048_8192_SHA256,
            Self::PssSha384 => &RSA_PSS_2048_8192_SHA384,
            Self::PssSha512 => &RSA_PSS_2048_8192_SHA512,
        }
    }

    fn signing(self) -> &'static dyn RsaEncoding {
        match self {
            Self::Pkcs1Sha256 => &RSA_PKCS1_SHA256,
            Self::Pkcs1Sha384 => &RSA_PKCS1_SHA384,
            Self::Pkcs1Sha512 => &RSA_PKCS1_SHA512,
            Self::PssSha256 => &RSA_PSS_SHA256,
            Self::PssSha384 => &RSA_PSS_SHA384,
            Self::PssSha512 => &RSA_PSS_SHA512,
        }
    }
}

/// The numbers of a private key (RFC 8017 section 3.2), big-endian.
pub(super) struct PrivateNumbers<'n> {
    pub(super) d: &'n [u8],
    pub(super) p: &'n [u8],
    pub(super) q: &'n [u8],
    pub(super) dp: &'n [u8],
    pub(super) dq: &'n [u8],
    pub(super) qi: &'n [u8],
}

/// A prepared RSA key.
pub struct RsaKey {
    n: Box<[u8]>,
    e: Box<[u8]>,
    bits: u32,
    // The engine binds a parsed key to one padding; each is parsed on first use.
    verifiers: [OnceLock<Option<ParsedPublicKey>>; 6],
    pair: Option<RsaKeyPair>,
}

impl RsaKey {
    /// A public key. `n`, `e`: big-endian.
    pub fn from_public(n: &[u8], e: &[u8]) -> Result<Self> {
        let (n, e) = (trimmed(n), trimmed(e));
        if is_less(n, &[3]) {
            return Err(JoseError::Key(KeyProblem::Rsa("n must be >= 3.")));
        }
        if is_less(e, &[3]) || !is_less(e, n) {
            return Err(JoseError::Key(KeyProblem::Rsa("e must be >= 3 and < n.")));
        }
        if is_even(e) {
            return Err(JoseError::Key(KeyProblem::Rsa("e must be odd.")));
        }
        let bits = bits(n);
        if !MODULUS_BITS.contains(&bits) {
            return Err(JoseError::Unsupported(Unsupported::RsaSize(bits)));
        }
        // The engine parses such numbers, and then verifies nothing with them.
        if is_even(n) || self::bits(e) > EXPONENT_BITS {
            return Err(JoseError::Unsupported(Unsupported::RsaNumbers));
        }
        Ok(Self { n: n.into(), e: e.into(), bits, verifiers: Default::default(), pair: None })
    }

    /// A private key, checked in full: whether the numbers belong together and, by a trial
    /// signature, whether p and q are primes.
    pub(super) fn from_private(n: &[u8], e: &[u8], private: &PrivateNumbers<'_>) -> Result<Self> {
        let public = Self::from_public(n, e)?;
        if !is_less(trimmed(private.d), &public.n) {
            return Err(JoseError::Unsupported(Unsupported::RsaNumbers));
        }
        let pair = RsaKeyPair::from_components(&KeyPairComponents {
            public_key: RsaPublicKeyComponents { n: &*public.n, e: &*public.e },
            d: private.d,
            p: private.p,
            q: private.q,
            dP: private.dp,
            dQ: private.dq,
            qInv: private.qi,
        })
        .map_err(|_| REFUSED)?;
        let key = Self { pair: Some(pair), ..public };
        // The engine compares x to the power of e times d with x before it gives a signature out:
        // for random x that is Fermat's test of both factors.
        key.sign(Padding::PssSha256, b"", &mut |_| ()).map_err(|_| REFUSED)?;
        Ok(key)
    }

    /// The size of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// Whether it can sign.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.pair.is_some()
    }

    /// The public half.
    pub fn public(&self) -> Result<Self> {
        Self::from_public(&self.n, &self.e)
    }

    /// The modulus, big-endian without leading zeros.
    #[must_use]
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// The public exponent, big-endian without leading zeros.
    #[must_use]
    pub fn e(&self) -> &[u8] {
        &self.e
    }

    /// The private key as PKCS#8 (RFC 5208); `None` for a public key.
    #[must_use]
    pub fn pkcs8(&self) -> Option<Pkcs8V1Der<'static>> {
        self.pair.as_ref()?.as_der().ok()
    }

    pub(super) fn sign(
        &self,
        padding: Padding,
        signing_input: &[u8],
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<()> {
        let pair = self.pair.as_ref().ok_or(JoseError::PublicKeySigns)?;
        let mut buffer = [0; 8192 / 8];
        let signature = &mut buffer[..self.n.len()];
        pair.sign(padding.signing(), &SystemRandom::new(), signing_input, signature)
            .map_err(|_| JoseError::SigningFailed)?;
        take(signature);
        Ok(())
    }

    pub(super) fn verify(
        &self,
        padding: Padding,
        signing_input: &[u8],
        signature: &[u8],
    ) -> Result<bool> {
        if self.is_private() {
            return Err(JoseError::PrivateKeyVerifies);
        }
        Ok(self
            .verifier(padding)
            .is_some_and(|verifier| verifier.verify_sig(signing_input, signature).is_ok()))
    }

    fn verifier(&self, padding: Padding) -> Option<&ParsedPublicKey> {
        self.verifiers[padding as usize]
            .get_or_init(|| {
                RsaPublicKeyComponents { n: &*self.n, e: &*self.e }
                    .to_parsed_public_key(padding.verifying())
                    .ok()
            })
            .as_ref()
    }
}

/// The magnitude without leading zeros.
pub(super) fn trimmed(magnitude: &[u8]) -> &[u8] {
    let zeros = magnitude.iter().take_while(|octet| **octet == 0).count();
    &magnitude[zeros..]
}

/// Whether one trimmed magnitude is less than another.
pub(super) fn is_less(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) < (other.len(), other)
}

pub(super) fn is_even(magnitude: &[u8]) -> bool {
    magnitude.last().is_none_or(|octet| octet & 1 == 0)
}

fn bits(trimmed: &[u8]) -> u32 {
    let zeros = trimmed.first().map_or(0, |octet| octet.leading_zeros());
    u32::try_from(trimmed.len()).map_or(u32::MAX, |octets| octets.saturating_mul(8) - zeros)
}
