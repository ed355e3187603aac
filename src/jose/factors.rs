//! The numbers of a private RSA key that a JWK may leave out (RFC 7518 section 6.3.2).

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul as _, Gcd as _, Odd, Resize as _};
use zeroize::Zeroizing;

use super::error::{JoseError, KeyProblem, Result};

/// The prime factors of a modulus, and what the Chinese remainder theorem needs of them.
pub(super) struct Factors {
    pub(super) p: Zeroizing<Box<[u8]>>,
    pub(super) q: Zeroizing<Box<[u8]>>,
    pub(super) dp: Zeroizing<Box<[u8]>>,
    pub(super) dq: Zeroizing<Box<[u8]>>,
    pub(super) qi: Zeroizing<Box<[u8]>>,
}

const MISMATCH: JoseError = JoseError::Key(KeyProblem::Rsa("n, d, e don't match"));

impl Factors {
    /// Factors `n` with the help of `d` (SP 800-56B appendix C.1). The larger prime comes first,
    /// as `cryptography` has it.
    #[expect(clippy::many_single_char_names, reason = "the standard's names")]
    pub(super) fn recover(n: &[u8], e: &[u8], d: &[u8]) -> Result<Self> {
        let number = |octets: &[u8]| Zeroizing::new(BoxedUint::from_be_slice_vartime(octets));
        let (n, e, d) = (number(n), number(e), number(d));
        let one = BoxedUint::one();
        let is_trivial = |number: &BoxedUint| number.cmp_vartime(&one).is_le();
        if is_trivial(&d) || is_trivial(&e) {
            return Err(JoseError::Key(KeyProblem::Rsa("d, e can't be <= 1")));
        }
        let modulus = Option::<Odd<BoxedUint>>::from(n.to_odd()).ok_or(MISMATCH)?;
        // A multiple of the order of every element, if the three numbers belong together.
        let multiple = Zeroizing::new(d.concatenating_mul(&*e).wrapping_sub(&one));
        let p = Self::factor(&modulus, &multiple)?;
        let divisor = Option::from(p.to_nz()).ok_or(MISMATCH)?;
        let q = Zeroizing::new(n.div_rem(&divisor).0);
        let (p, q) = if p.cmp_vartime(&*q).is_ge() { (p, q) } else { (q, p) };
        Self::complete(&p, &q, &d)
    }

    fn complete(p: &BoxedUint, q: &BoxedUint, d: &BoxedUint) -> Result<Self> {
        let one = BoxedUint::one();
        let exponent = |prime: &BoxedUint| {
            let order = Option::from(prime.wrapping_sub(&one).to_nz()).ok_or(MISMATCH)?;
            Ok(Zeroizing::new(d.rem(&order)))
        };
        let (dp, dq) = (exponent(p)?, exponent(q)?);
        let odd = Option::<Odd<BoxedUint>>::from(p.to_odd()).ok_or(MISMATCH)?;
        let qi = Option::<BoxedUint>::from(q.invert_odd_mod(&odd)).map(Zeroizing::new);
        let octets = |number: &BoxedUint| Zeroizing::new(number.to_be_bytes_trimmed_vartime());
        Ok(Self {
            p: octets(p),
            q: octets(q),
            dp: octets(&dp),
            dq: octets(&dq),
            qi: octets(&*qi.ok_or(MISMATCH)?),
        })
    }

    /// A prime factor: a square root of one, other than one and its negative, shares one with the
    /// modulus. Each base finds it with a chance of one half at least; a modulus that is a prime
    /// itself has none to find, and must not keep us busy for long.
    fn factor(modulus: &Odd<BoxedUint>, multiple: &BoxedUint) -> Result<Zeroizing<BoxedUint>> {
        const BASES: u64 = 24;
        let halvings = multiple.trailing_zeros();
        let odd_part = Zeroizing::new(multiple.unbounded_shr(halvings));
        let params = BoxedMontyParams::new(modulus.clone());
        let one = BoxedMontyForm::one(&params);
        let minus_one = -&one;
        for base in 2..2 + BASES {
            let base = BoxedUint::from(base).resize_unchecked(modulus.bits_precision());
            let mut root = BoxedMontyForm::new(base, &params).pow(&odd_part);
            for _ in 0..halvings {
                let square = root.square();
                if square == one {
                    break;
                }
                root = square;
            }
            if root == one || root == minus_one {
                continue;
            }
            if root.square() != one {
                return Err(MISMATCH);
            }
            let shared = (root - &one).retrieve().gcd(modulus.as_ref());
            return Ok(Zeroizing::new(shared));
        }
        Err(JoseError::Key(KeyProblem::Rsa("Unable to compute factors p and q from exponent d.")))
    }
}

/// Whether `n` is the product of `p` and `q`; all are big-endian.
pub(super) fn is_product(n: &[u8], p: &[u8], q: &[u8]) -> bool {
    let number = |octets: &[u8]| Zeroizing::new(BoxedUint::from_be_slice_vartime(octets));
    let product = Zeroizing::new(number(p).concatenating_mul(&*number(q)));
    product.cmp_vartime(&*number(n)).is_eq()
}
