//! Keys in DER containers: PKCS#8, `SubjectPublicKeyInfo`, PKCS#1 and SEC 1.

use zeroize::Zeroizing;

use super::curve::Curve;
use super::der::{self, DAMAGED, Members, tag};
use super::ecdsa::EcKey;
use super::eddsa::OkpKey;
use super::error::{JoseError, KeyProblem, Result, Unsupported};
use super::key::Key;
use super::rsa::{PrivateNumbers, RsaKey};

/// The content octets of the object identifiers of key types.
mod identifier {
    pub(super) const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    pub(super) const RSA_PSS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
    pub(super) const EC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
    pub(super) const ED25519: &[u8] = b"\x2b\x65\x70";
    pub(super) const ED448: &[u8] = b"\x2b\x65\x71";
    const X25519: &[u8] = b"\x2b\x65\x6e";
    const X448: &[u8] = b"\x2b\x65\x6f";
    const DSA: &[u8] = b"\x2a\x86\x48\xce\x38\x04\x01";
    const DH: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01";
    const DHX: &[u8] = b"\x2a\x86\x48\xce\x3e\x02\x01";
    /// Good keys of families that no algorithm of the table has.
    pub(super) const OTHER_FAMILIES: [&[u8]; 5] = [X25519, X448, DSA, DH, DHX];
}

impl Key {
    /// A private key in any of the three containers: PKCS#8, PKCS#1, SEC 1.
    pub fn from_private_der(der: &[u8]) -> Result<Self> {
        // The first members tell them apart: an algorithm, an integer, an octet string.
        match Self::from_pkcs8_der(der) {
            Err(DAMAGED) => {}
            other => return other,
        }
        match Self::from_pkcs1_der(der) {
            Err(DAMAGED) => {}
            other => return other,
        }
        Self::from_sec1_der(der)
    }

    /// A public key as `SubjectPublicKeyInfo` or PKCS#1.
    pub fn from_public_der(der: &[u8]) -> Result<Self> {
        match Self::from_spki_der(der) {
            Err(DAMAGED) => Self::from_pkcs1_public_der(der),
            other => other,
        }
    }

    /// A private key as PKCS#8 `PrivateKeyInfo` (RFC 5208 section 5). Version 2 of it, with a public
    /// key of its own (RFC 5958), is refused as by `cryptography`.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self> {
        let mut info = Members::of_sequence(der)?;
        info.version(0)?;
        let algorithm = PublicKeyAlgorithm::read(info.sequence()?)?;
        let private = info.octet_string()?;
        if let Some(attributes) = info.optional(0)? {
            skip_attributes(attributes)?;
        }
        info.finish()?;
        match algorithm {
            PublicKeyAlgorithm::Rsa => Self::from_pkcs1_der(private),
            PublicKeyAlgorithm::Ec(curve, parameters) => {
                ec_private_key(private, Some((curve, parameters)))
            }
            PublicKeyAlgorithm::Ed25519 => {
                let seed = der_octet_string(private)?;
                OkpKey::from_seed(seed).map(Self::Okp)
            }
        }
    }

    /// A public key as `SubjectPublicKeyInfo` (RFC 5280 section 4.1.2.7).
    pub fn from_spki_der(der: &[u8]) -> Result<Self> {
        let mut info = Members::of_sequence(der)?;
        let algorithm = PublicKeyAlgorithm::read(info.sequence()?)?;
        let public = info.bit_string()?;
        info.finish()?;
        match algorithm {
            PublicKeyAlgorithm::Rsa => Self::from_pkcs1_public_der(public),
            PublicKeyAlgorithm::Ec(curve, _) => EcKey::from_point(curve, public).map(Self::Ec),
            PublicKeyAlgorithm::Ed25519 => OkpKey::from_public(public).map(Self::Okp),
        }
    }

    /// A private key as `RSAPrivateKey` (RFC 8017 appendix A.1.2), of two primes.
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self> {
        let (n, e, private) = rsa_private_numbers(der)?;
        RsaKey::from_private(n, e, &private).map(Self::Rsa)
    }

    /// A public key as `RSAPublicKey` (RFC 8017 appendix A.1.1).
    pub fn from_pkcs1_public_der(der: &[u8]) -> Result<Self> {
        let mut numbers = Members::of_sequence(der)?;
        let (n, e) = (numbers.unsigned()?, numbers.unsigned()?);
        numbers.finish()?;
        RsaKey::from_public(n, e).map(Self::Rsa)
    }

    /// A private key as `ECPrivateKey` (RFC 5915 section 3), which has to name its curve.
    pub fn from_sec1_der(der: &[u8]) -> Result<Self> {
        ec_private_key(der, None)
    }

    /// The private key as PKCS#8; `None` for a public key and for a shared secret.
    #[must_use]
    pub fn to_private_der(&self) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Secret(_) => None,
            Self::Rsa(key) => Some(Zeroizing::new(key.pkcs8()?.as_ref().to_vec())),
            Self::Ec(key) => {
                let scalar = key.scalar()?;
                let point = der::value(tag::BIT_STRING, &[&[0], key.point()]);
                let private = der::value(
                    tag::SEQUENCE,
                    &[
                        &der::unsigned(&[1]),
                        &der::value(tag::OCTET_STRING, &[&scalar]),
                        &der::value(tag::CONTEXT_1, &[&point]),
                    ],
                );
                Some(pkcs8(&ec_algorithm(key.curve()), &private))
            }
            Self::Okp(key) => {
                let private = der::value(tag::OCTET_STRING, &[&key.seed()?]);
                Some(pkcs8(&algorithm(identifier::ED25519, &[]), &private))
            }
        }
    }

    /// The public key, or the public half, as `SubjectPublicKeyInfo`; `None` for a shared secret.
    #[must_use]
    pub fn to_public_der(&self) -> Option<Vec<u8>> {
        let (algorithm, public) = match self {
            Self::Secret(_) => return None,
            Self::Rsa(key) => (
                algorithm(identifier::RSA, &der::value(tag::NULL, &[])),
                der::value(tag::SEQUENCE, &[&der::unsigned(key.n()), &der::unsigned(key.e())])
                    .to_vec(),
            ),
            Self::Ec(key) => (ec_algorithm(key.curve()), key.point().to_vec()),
            Self::Okp(key) => (algorithm(identifier::ED25519, &[]), key.public_octets().to_vec()),
        };
        let bits = der::value(tag::BIT_STRING, &[&[0], &public]);
        Some(der::value(tag::SEQUENCE, &[&algorithm, &bits]).to_vec())
    }
}

/// What the `AlgorithmIdentifier` of a key container says.
enum PublicKeyAlgorithm<'d> {
    Rsa,
    // With the parameters as they are spelled.
    Ec(Curve, &'d [u8]),
    Ed25519,
}

impl<'d> PublicKeyAlgorithm<'d> {
    fn read(mut members: Members<'d>) -> Result<Self> {
        let name = members.object_identifier()?;
        let algorithm = match name {
            // The parameters are NULL (RFC 3279 section 2.3.1); some writers leave them out.
            identifier::RSA if members.is_finished() => Self::Rsa,
            identifier::RSA => {
                members.null()?;
                Self::Rsa
            }
            identifier::EC => {
                let parameters = members.raw()?;
                Self::Ec(Curve::from_parameters(parameters)?, parameters)
            }
            identifier::ED25519 => Self::Ed25519,
            identifier::ED448 => return Err(JoseError::Unsupported(Unsupported::Ed448)),
            identifier::RSA_PSS => return Err(JoseError::Unsupported(Unsupported::RsaPss)),
            other if identifier::OTHER_FAMILIES.contains(&other) => {
                return Err(JoseError::KeyFamily);
            }
            _ => return Err(JoseError::Unsupported(Unsupported::KeyType)),
        };
        members.finish()?;
        Ok(algorithm)
    }
}

/// `Attributes` of PKCS#8 say nothing about the key, but have to be well-formed.
fn skip_attributes(mut attributes: Members<'_>) -> Result<()> {
    if !attributes.is_ordered()? {
        return Err(DAMAGED);
    }
    while !attributes.is_finished() {
        let mut attribute = attributes.sequence()?;
        attribute.object_identifier()?;
        attribute.set()?;
        attribute.finish()?;
    }
    Ok(())
}

/// The numbers of an `RSAPrivateKey`, unchecked: n, e and the private ones.
pub(super) fn rsa_private_numbers(der: &[u8]) -> Result<(&[u8], &[u8], PrivateNumbers<'_>)> {
    let mut numbers = Members::of_sequence(der)?;
    numbers.version(0)?;
    let (n, e) = (numbers.unsigned()?, numbers.unsigned()?);
    let private = PrivateNumbers {
        d: numbers.unsigned()?,
        p: numbers.unsigned()?,
        q: numbers.unsigned()?,
        dp: numbers.unsigned()?,
        dq: numbers.unsigned()?,
        qi: numbers.unsigned()?,
    };
    numbers.finish()?;
    Ok((n, e, private))
}

/// The `RSAPrivateKey` inside a PKCS#8 container.
pub(super) fn pkcs8_content(der: &[u8]) -> Result<&[u8]> {
    let mut info = Members::of_sequence(der)?;
    info.version(0)?;
    info.sequence()?;
    info.octet_string()
}

/// `outer`: the curve that a surrounding PKCS#8 container names, and the parameters it does so
/// with. Where the key names its curve too, it has to spell it in the same way.
fn ec_private_key(der: &[u8], outer: Option<(Curve, &[u8])>) -> Result<Key> {
    let mut members = Members::of_sequence(der)?;
    members.version(1)?;
    let scalar = members.octet_string()?;
    let inner = match members.optional(0)? {
        Some(mut content) => {
            let parameters = content.raw()?;
            content.finish()?;
            Some(parameters)
        }
        None => None,
    };
    let point = match members.optional(1)? {
        Some(mut public) => {
            let point = public.bit_string()?;
            public.finish()?;
            Some(point)
        }
        None => None,
    };
    members.finish()?;
    let curve = match (outer, inner) {
        (Some((_, parameters)), Some(other)) if other != parameters => {
            return Err(JoseError::Key(KeyProblem::Ec));
        }
        (Some((curve, _)), _) => curve,
        (None, Some(parameters)) => Curve::from_parameters(parameters)?,
        (None, None) => return Err(DAMAGED),
    };
    EcKey::from_scalar(curve, scalar, point).map(Key::Ec)
}

/// The content of an OCTET STRING that is all of `der` (RFC 8410 section 7: `CurvePrivateKey`).
fn der_octet_string(der: &[u8]) -> Result<&[u8]> {
    match der {
        [tag::OCTET_STRING, length @ 0..=0x7f, content @ ..]
            if content.len() == usize::from(*length) =>
        {
            Ok(content)
        }
        _ => Err(DAMAGED),
    }
}

fn algorithm(name: &[u8], parameters: &[u8]) -> Zeroizing<Vec<u8>> {
    let name = der::value(tag::OBJECT_IDENTIFIER, &[name]);
    der::value(tag::SEQUENCE, &[&name, parameters])
}

fn ec_algorithm(curve: Curve) -> Zeroizing<Vec<u8>> {
    algorithm(identifier::EC, &curve.parameters())
}

fn pkcs8(algorithm: &[u8], private: &[u8]) -> Zeroizing<Vec<u8>> {
    let private = der::value(tag::OCTET_STRING, &[private]);
    der::value(tag::SEQUENCE, &[&der::unsigned(&[0]), algorithm, &private])
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rsa::KeyPairComponents;
    use aws_lc_rs::signature::{RsaKeyPair, RsaPublicKeyComponents};
    use serde_json::Value;

    use super::*;
    use crate::jose::vectors::{CONTAINERS, file, list, octets, parsed, private_key, text};

    fn answer(case: &Value) -> Result<Key> {
        let data = octets(case, "data");
        match text(case, "kind") {
            "private-der" => Key::from_private_der(&data),
            "public-der" => Key::from_public_der(&data),
            "private-pem" => Key::from_private_pem(&data),
            "public-pem" => Key::from_public_pem(&data),
            _ => Key::from_ssh(&data),
        }
    }

    /// Whether the two sides agree; what is left to `cryptography` may be good or bad.
    fn is_answered_as(verdict: &str, answer: &Result<Key>) -> bool {
        match answer {
            Ok(key) => {
                let family = match key {
                    Key::Rsa(_) => "RSA",
                    Key::Ec(_) => "EC",
                    _ => "Ed25519",
                };
                let half = if key.is_private() { "PrivateKey" } else { "PublicKey" };
                verdict == format!("{family}{half}")
            }
            Err(JoseError::Unsupported(_)) => true,
            Err(JoseError::KeyFamily) => {
                verdict == "X25519PrivateKey" || verdict.starts_with("refused")
            }
            Err(JoseError::Key(KeyProblem::Encrypted)) => verdict == "refused: TypeError",
            Err(JoseError::Key(_)) => verdict.starts_with("refused"),
            Err(_) => false,
        }
    }

    #[test]
    fn every_container_is_answered_as_by_cryptography() {
        let cases = parsed(CONTAINERS);
        let mut wrong = Vec::new();
        for case in list(&cases) {
            let answer = answer(case);
            if !is_answered_as(text(case, "verdict"), &answer) {
                wrong.push(format!("{} {} {answer:?}", case["name"], case["verdict"]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_only_cryptography_accepts_is_known() {
        let cases = parsed(CONTAINERS);
        let left: Vec<_> = list(&cases)
            .iter()
            .filter(|case| !text(case, "verdict").starts_with("refused"))
            .filter(|case| answer(case).is_err())
            .map(|case| text(case, "name"))
            .collect();
        // The numbers of "d+phi" and "d+10phi>n" have a private exponent beyond the modulus.
        let expected = [
            "x25519",
            "ed448",
            "p224",
            "bp",
            "pss",
            "pss empty seq",
            "e big",
            "e=8589934593",
            "e=18446744073709551617",
            "n 512 bits",
            "n 1024 bits",
            "n 2048 bits",
            "n 8193 bits",
            "n 16385 bits",
            "n 20001 bits",
            "d+phi",
            "d+10phi>n",
            "r8 pss",
            "gen 1024",
            "gen 1536",
            "gen 2040",
            "gen 2047",
            "1024",
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn what_is_left_to_cryptography_is_named() {
        let cases = [
            ("ed448.pem", Unsupported::Ed448),
            ("rsa-1024.pem", Unsupported::RsaSize(1024)),
            ("P-224.pem", Unsupported::Curve),
        ];
        for (name, unsupported) in cases {
            let answer = Key::from_private_pem(&file(name)).map(|_| ());
            assert_eq!(answer, Err(JoseError::Unsupported(unsupported)), "{name}");
        }
        let x25519 = Key::from_private_pem(&file("x25519.pem")).map(|_| ());
        assert_eq!(x25519, Err(JoseError::KeyFamily));
    }

    const NAMES: [&str; 7] =
        ["rsa-2048", "rsa-2049", "P-256", "P-384", "P-521", "secp256k1", "ed25519"];

    #[test]
    fn exported_keys_are_read_back() {
        for name in NAMES {
            let key = private_key(name);
            let private = key.to_private_der().unwrap();
            let public = key.to_public_der().unwrap();
            assert_eq!(*Key::from_pkcs8_der(&private).unwrap().to_private_der().unwrap(), *private);
            let half = Key::from_spki_der(&public).unwrap();
            assert_eq!(half.to_public_der().unwrap(), public, "{name}");
            assert_eq!(half.to_private_der(), None);
            assert_eq!(key.public().unwrap().to_public_der().unwrap(), public);
        }
    }

    #[test]
    fn truncated_containers_are_refused_at_every_length() {
        for name in NAMES {
            let key = private_key(name);
            let private = key.to_private_der().unwrap();
            let public = key.to_public_der().unwrap();
            for length in 0..private.len() {
                assert!(Key::from_private_der(&private[..length]).is_err(), "{name} {length}");
            }
            for length in 0..public.len() {
                assert!(Key::from_public_der(&public[..length]).is_err(), "{name} {length}");
            }
        }
    }

    #[test]
    fn factors_that_are_no_primes_are_found_by_the_trial_signature() {
        let cases = parsed(CONTAINERS);
        let case = list(&cases).iter().find(|case| case["name"] == "composite").unwrap();
        let der = octets(case, "data");
        let (n, e, private) = rsa_private_numbers(&der).unwrap();
        let components = KeyPairComponents {
            public_key: RsaPublicKeyComponents { n, e },
            d: private.d,
            p: private.p,
            q: private.q,
            dP: private.dp,
            dQ: private.dq,
            qInv: private.qi,
        };
        // The numbers fit one another, which is all that the engine checks when it loads them.
        assert!(RsaKeyPair::from_components(&components).is_ok());
        assert!(Key::from_pkcs1_der(&der).is_err());
    }

    #[test]
    fn a_private_rsa_key_with_any_number_altered_is_refused() {
        let der = private_key("rsa-2048").to_private_der().unwrap();
        let (n, e, private) = rsa_private_numbers(pkcs8_content(&der).unwrap()).unwrap();
        let good = [n, e, private.d, private.p, private.q, private.dp, private.dq, private.qi];
        let build = |numbers: &[Vec<u8>]| {
            let members: Vec<_> = numbers.iter().map(|number| der::unsigned(number)).collect();
            let members: Vec<&[u8]> = members.iter().map(|member| member.as_slice()).collect();
            let version = der::unsigned(&[0]);
            der::value(tag::SEQUENCE, &[&[version.as_slice()], members.as_slice()].concat())
        };
        let numbers = good.map(<[u8]>::to_vec);
        assert!(Key::from_pkcs1_der(&build(&numbers)).is_ok());
        for index in 0..numbers.len() {
            for flip in [1, 2, 0x40] {
                let mut altered = numbers.clone();
                *altered[index].last_mut().unwrap() ^= flip;
                assert!(Key::from_pkcs1_der(&build(&altered)).is_err(), "{index} {flip}");
            }
            for value in [vec![], vec![1], numbers[(index + 1) % 8].clone()] {
                let mut altered = numbers.clone();
                altered[index] = value;
                assert!(Key::from_pkcs1_der(&build(&altered)).is_err(), "{index}");
            }
        }
    }
}
