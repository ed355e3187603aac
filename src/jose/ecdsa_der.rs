//! ECDSA signatures in DER (RFC 3279 section 2.2.3) and side by side (RFC 7518 section 3.4).

use super::der::{self, Members, tag};
use super::error::{JoseError, KeyProblem, Result};

/// `r` and `s`, each in `octets` octets, of which the largest curve in use takes 72.
pub fn der_to_raw(signature: &[u8], octets: usize) -> Result<Vec<u8>> {
    if !(1..=1024).contains(&octets) {
        return Err(JoseError::Key(KeyProblem::Encoding));
    }
    let mut numbers = Members::of_sequence(signature)?;
    let (r, s) = (numbers.unsigned()?, numbers.unsigned()?);
    numbers.finish()?;
    let mut raw = vec![0; 2 * octets];
    for (number, half) in [r, s].into_iter().zip(raw.chunks_exact_mut(octets)) {
        let start = octets.checked_sub(number.len()).ok_or(JoseError::Key(KeyProblem::Encoding))?;
        half[start..].copy_from_slice(number);
    }
    Ok(raw)
}

/// A SEQUENCE of the two halves of `raw` as integers.
#[must_use]
pub fn raw_to_der(raw: &[u8]) -> Vec<u8> {
    let (r, s) = raw.split_at(raw.len() / 2);
    der::value(tag::SEQUENCE, &[&der::unsigned(r), &der::unsigned(s)]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_back() {
        let raw = [0, 0x81, 0x7f, 0];
        let der = raw_to_der(&raw);
        assert_eq!(der, [0x30, 8, 2, 2, 0, 0x81, 2, 2, 0x7f, 0]);
        assert_eq!(der_to_raw(&der, 2).unwrap(), raw);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let der = raw_to_der(&[1, 2, 3, 4]);
        assert!(der_to_raw(&der, 1).is_err());
        assert!(der_to_raw(&der[1..], 2).is_err());
        assert!(der_to_raw(&[], 2).is_err());
        assert!(der_to_raw(&der, 0).is_err());
        assert!(der_to_raw(&der, usize::MAX).is_err());
    }
}
