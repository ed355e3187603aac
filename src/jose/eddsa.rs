//! `EdDSA` with Ed25519 (RFC 8037 section 3.1, RFC 9864 section 2.2).

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey};
use zeroize::Zeroizing;

use super::error::{JoseError, KeyProblem, Result};

/// The length of a seed, and of a public key, in octets.
pub const ED25519_OCTETS: usize = 32;

const REFUSED: JoseError = JoseError::Key(KeyProblem::Encoding);

/// A prepared Ed25519 key.
pub struct OkpKey {
    public: [u8; ED25519_OCTETS],
    verifier: ParsedPublicKey,
    pair: Option<Ed25519KeyPair>,
}

impl OkpKey {
    /// A public key. Whether the octets are a point shows when they verify, as with OpenSSL.
    pub fn from_public(public: &[u8]) -> Result<Self> {
        Self::new(public.try_into().map_err(|_| REFUSED)?, None)
    }

    /// The private key of a seed.
    pub fn from_seed(seed: &[u8]) -> Result<Self> {
        if seed.len() != ED25519_OCTETS {
            return Err(REFUSED);
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| REFUSED)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| REFUSED)?;
        Self::new(public, Some(pair))
    }

    fn new(public: [u8; ED25519_OCTETS], pair: Option<Ed25519KeyPair>) -> Result<Self> {
        let verifier = ParsedPublicKey::new(&ED25519, public).map_err(|_| REFUSED)?;
        Ok(Self { public, verifier, pair })
    }

    /// Whether it can sign.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.pair.is_some()
    }

    /// The public half.
    pub fn public(&self) -> Result<Self> {
        Self::new(self.public, None)
    }

    /// The public key's octets.
    #[must_use]
    pub fn public_octets(&self) -> &[u8; ED25519_OCTETS] {
        &self.public
    }

    /// The seed; `None` for a public key.
    #[must_use]
    pub fn seed(&self) -> Option<Zeroizing<Vec<u8>>> {
        let seed = self.pair.as_ref()?.seed().ok()?;
        Some(Zeroizing::new(seed.as_be_bytes().ok()?.as_ref().to_vec()))
    }

    pub(super) fn sign(&self, signing_input: &[u8], take: &mut dyn FnMut(&[u8])) -> Result<()> {
        let pair = self.pair.as_ref().ok_or(JoseError::PublicKeySigns)?;
        let signature = pair.try_sign(signing_input).map_err(|_| JoseError::SigningFailed)?;
        take(signature.as_ref());
        Ok(())
    }

    pub(super) fn verify(&self, signing_input: &[u8], signature: &[u8]) -> bool {
        self.verifier.verify_sig(signing_input, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_lengths_are_refused() {
        for length in [0, 31, 33, 44, 64] {
            assert!(OkpKey::from_public(&vec![1; length]).is_err());
            assert!(OkpKey::from_seed(&vec![1; length]).is_err());
        }
    }

    #[test]
    fn octets_that_are_no_point_verify_nothing() {
        for octet in [0, 2, 0xff] {
            let key = OkpKey::from_public(&[octet; 32]).unwrap();
            assert!(!key.verify(b"", &[0; 64]));
            assert!(!key.verify(b"", &[octet; 64]));
        }
    }
}
