//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037 section 2) and their thumbprints
//! (RFC 7638).

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::base64url;
use super::container::{pkcs8_content, rsa_private_numbers};
use super::curve::Curve;
use super::ecdsa::EcKey;
use super::eddsa::{ED25519_OCTETS, OkpKey};
use super::error::{JoseError, JwkProblem, KeyProblem, Result, SecretProblem, Unsupported};
use super::factors::{Factors, is_product};
use super::hmac::SecretKey;
use super::key::{Family, Key};
use super::rsa::{PrivateNumbers, RsaKey, is_even, is_less, trimmed};

/// The members of a JWK.
pub type Members = Map<String, Value>;

const fn problem<T>(problem: JwkProblem) -> Result<T> {
    Err(JoseError::Jwk(problem))
}

impl Key {
    /// The key of a JWK, of the family that its `kty` names.
    pub fn from_jwk(jwk: &Members) -> Result<Self> {
        let key_type = jwk.get("kty").and_then(Value::as_str);
        let family = [Family::Secret, Family::Rsa, Family::Ec, Family::Okp]
            .into_iter()
            .find(|family| Some(family.key_type()) == key_type);
        match family {
            Some(family) => Self::from_jwk_of(family, jwk),
            None => problem(JwkProblem::KeyType),
        }
    }

    /// The key of a JWK that has to be of that family.
    ///
    /// The members are checked in `PyJWT`'s order, so that of several mistakes the same is named.
    pub fn from_jwk_of(family: Family, jwk: &Members) -> Result<Self> {
        let is_of_family = jwk.get("kty").and_then(Value::as_str) == Some(family.key_type());
        match family {
            Family::Secret if !is_of_family => problem(JwkProblem::NotSecret),
            Family::Rsa if !is_of_family => problem(JwkProblem::NotRsa),
            Family::Ec if !is_of_family => problem(JwkProblem::NotEc),
            Family::Okp if !is_of_family => problem(JwkProblem::NotOkp),
            Family::Secret => secret_key(jwk).map(Self::Secret),
            Family::Rsa => rsa_key(jwk).map(Self::Rsa),
            Family::Ec => ec_key(jwk).map(Self::Ec),
            Family::Okp => okp_key(jwk).map(Self::Okp),
        }
    }

    /// The JWK of the key, private where the key is, with the members and the order that `PyJWT`
    /// gives it.
    #[must_use]
    pub fn to_jwk(&self) -> Members {
        let mut jwk = Members::new();
        match self {
            Self::Secret(key) => {
                put(&mut jwk, "k", key.octets());
                jwk.insert("kty".into(), "oct".into());
            }
            Self::Rsa(key) => put_rsa(&mut jwk, key),
            Self::Ec(key) => {
                let (x, y) = key.coordinates();
                jwk.insert("kty".into(), "EC".into());
                jwk.insert("crv".into(), key.curve().name().into());
                put(&mut jwk, "x", x);
                put(&mut jwk, "y", y);
                if let Some(scalar) = key.scalar() {
                    put(&mut jwk, "d", &scalar);
                }
            }
            Self::Okp(key) => {
                put(&mut jwk, "x", key.public_octets());
                if let Some(seed) = key.seed() {
                    put(&mut jwk, "d", &seed);
                }
                jwk.insert("kty".into(), "OKP".into());
                jwk.insert("crv".into(), "Ed25519".into());
            }
        }
        jwk
    }

    /// The SHA-256 thumbprint, in base64url (RFC 7638 section 3, RFC 8037 section 2). A private
    /// key has that of its public half.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let member = |octets: &[u8]| base64url::encode(octets);
        // The required members in lexicographic order; base64url needs no escapes in JSON.
        let canonical = Zeroizing::new(match self {
            Self::Secret(key) => format!(r#"{{"k":"{}","kty":"oct"}}"#, member(key.octets())),
            Self::Rsa(key) => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, member(key.e()), member(key.n()))
            }
            Self::Ec(key) => {
                let (x, y) = key.coordinates();
                format!(
                    r#"{{"crv":"{}","kty":"EC","x":"{}","y":"{}"}}"#,
                    key.curve().name(),
                    member(x),
                    member(y)
                )
            }
            Self::Okp(key) => {
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, member(key.public_octets()))
            }
        });
        base64url::encode(digest(&SHA256, canonical.as_bytes()).as_ref())
    }
}

/// The octets of a member that is there.
fn octets(name: &'static str, value: &Value) -> Result<Zeroizing<Vec<u8>>> {
    let Some(text) = value.as_str() else {
        return problem(JwkProblem::NotText(name));
    };
    match base64url::decode_member(text.as_bytes()) {
        Ok(octets) => Ok(Zeroizing::new(octets)),
        Err(wrong) => problem(JwkProblem::NotBase64(name, wrong)),
    }
}

fn put(jwk: &mut Members, name: &str, octets: &[u8]) {
    jwk.insert(name.into(), base64url::encode(octets).into());
}

fn secret_key(jwk: &Members) -> Result<SecretKey> {
    let Some(value) = jwk.get("k") else {
        return problem(JwkProblem::MissingMember("k"));
    };
    let secret = octets("k", value)?;
    if secret.is_empty() {
        return Err(JoseError::Secret(SecretProblem::Empty));
    }
    Ok(SecretKey::new(&secret))
}

#[expect(clippy::many_single_char_names, reason = "the standard's names")]
fn rsa_key(jwk: &Members) -> Result<RsaKey> {
    const CRT: [&str; 5] = ["p", "q", "dp", "dq", "qi"];
    let (Some(n), Some(e)) = (jwk.get("n"), jwk.get("e")) else {
        return problem(JwkProblem::NotPublicOrPrivate);
    };
    let Some(d) = jwk.get("d") else {
        let (e, n) = (octets("e", e)?, octets("n", n)?);
        return RsaKey::from_public(&n, &e);
    };
    if jwk.contains_key("oth") {
        return problem(JwkProblem::MorePrimes);
    }
    let crt = CRT.map(|name| jwk.get(name).map(|value| (name, value)));
    let is_complete = crt.iter().all(Option::is_some);
    if !is_complete && crt.iter().any(Option::is_some) {
        return problem(JwkProblem::CrtIncomplete);
    }
    let (e, n, d) = (octets("e", e)?, octets("n", n)?, octets("d", d)?);
    if let [Some(p), Some(q), Some(dp), Some(dq), Some(qi)] = crt {
        let [p, q, dp, dq, qi] = [p, q, dp, dq, qi].map(|(name, value)| octets(name, value));
        let (p, q, dp, dq, qi) = (p?, q?, dp?, dq?, qi?);
        let private = PrivateNumbers { d: &d, p: &p, q: &q, dp: &dp, dq: &dq, qi: &qi };
        check_numbers(&n, &e, &private)?;
        return RsaKey::from_private(&n, &e, &private);
    }
    // The size first: no number beyond what the engine takes is factored.
    let public = RsaKey::from_public(&n, &e)?;
    if !is_less(trimmed(&d), public.n()) {
        return Err(JoseError::Key(KeyProblem::Rsa(BEYOND_MODULUS)));
    }
    let Factors { p, q, dp, dq, qi } = Factors::recover(public.n(), public.e(), &d)?;
    let private = PrivateNumbers { d: &d, p: &p, q: &q, dp: &dp, dq: &dq, qi: &qi };
    RsaKey::from_private(&n, &e, &private)
}

/// What `cryptography` asks of numbers before it has them checked in full, in its order and with
/// its sentences.
fn check_numbers(n: &[u8], e: &[u8], private: &PrivateNumbers<'_>) -> Result<()> {
    let refuse = |sentence| Err(JoseError::Key(KeyProblem::Rsa(sentence)));
    let (n, e) = (trimmed(n), trimmed(e));
    let is_small = |number: &[u8]| is_less(trimmed(number), n);
    if is_less(n, &[3]) {
        return refuse("modulus must be >= 3.");
    }
    for (number, sentence) in [
        (private.p, "p must be < modulus."),
        (private.q, "q must be < modulus."),
        (private.dp, "dmp1 must be < modulus."),
        (private.dq, "dmq1 must be < modulus."),
        (private.qi, "iqmp must be < modulus."),
        (private.d, BEYOND_MODULUS),
    ] {
        if !is_small(number) {
            return refuse(sentence);
        }
    }
    if is_less(e, &[3]) || !is_small(e) {
        return refuse("public_exponent must be >= 3 and < modulus.");
    }
    for (number, sentence) in [
        (e, "public_exponent must be odd."),
        (private.dp, "dmp1 must be odd."),
        (private.dq, "dmq1 must be odd."),
    ] {
        if is_even(number) {
            return refuse(sentence);
        }
    }
    // The size first: no larger numbers are multiplied than the engine takes.
    RsaKey::from_public(n, e)?;
    if is_product(n, private.p, private.q) { Ok(()) } else { refuse("p*q must equal modulus.") }
}

/// From numbers `cryptography` takes no larger exponent, though it does from DER.
const BEYOND_MODULUS: &str = "private_exponent must be < modulus.";

fn put_rsa(jwk: &mut Members, key: &RsaKey) {
    jwk.insert("kty".into(), "RSA".into());
    let operation = if key.is_private() { "sign" } else { "verify" };
    jwk.insert("key_ops".into(), vec![operation].into());
    put(jwk, "n", key.n());
    put(jwk, "e", key.e());
    let Some(der) = key.pkcs8() else {
        return;
    };
    let numbers = pkcs8_content(der.as_ref()).and_then(rsa_private_numbers);
    if let Ok((_, _, private)) = numbers {
        let PrivateNumbers { d, p, q, dp, dq, qi } = private;
        for (name, number) in [("d", d), ("p", p), ("q", q), ("dp", dp), ("dq", dq), ("qi", qi)] {
            put(jwk, name, number);
        }
    }
}

fn ec_key(jwk: &Members) -> Result<EcKey> {
    let (Some(x), Some(y)) = (jwk.get("x"), jwk.get("y")) else {
        return problem(JwkProblem::NotEc);
    };
    let (x, y) = (octets("x", x)?, octets("y", y)?);
    let Some(curve) = jwk.get("crv").and_then(Value::as_str).and_then(Curve::named) else {
        return problem(JwkProblem::Curve(curve_text(jwk)));
    };
    let (octets_each, name) = (curve.octets(), curve.name());
    if x.len() != octets_each || y.len() != octets_each {
        return problem(JwkProblem::CoordinateLength { octets: octets_each, curve: name });
    }
    let point = [&[4], x.as_slice(), y.as_slice()].concat();
    let Some(d) = jwk.get("d") else {
        return EcKey::from_point(curve, &point);
    };
    let scalar = octets("d", d)?;
    if scalar.len() != octets_each {
        return problem(JwkProblem::ScalarLength { octets: octets_each, curve: name });
    }
    EcKey::from_point(curve, &point)?;
    EcKey::from_scalar(curve, &scalar, Some(&point))
}

fn okp_key(jwk: &Members) -> Result<OkpKey> {
    let is_ed448 = match jwk.get("crv").and_then(Value::as_str) {
        Some("Ed25519") => false,
        Some("Ed448") => true,
        _ => return problem(JwkProblem::Curve(curve_text(jwk))),
    };
    let Some(x) = jwk.get("x") else {
        return problem(JwkProblem::OkpWithoutX);
    };
    let x = octets("x", x)?;
    if is_ed448 {
        return Err(JoseError::Unsupported(Unsupported::Ed448));
    }
    let parameter = |_| JoseError::Jwk(JwkProblem::OkpParameter);
    let Some(d) = jwk.get("d") else {
        return OkpKey::from_public(&x).map_err(parameter);
    };
    let seed = match octets("d", d) {
        Err(JoseError::Jwk(JwkProblem::NotBase64(..))) => {
            return problem(JwkProblem::OkpParameter);
        }
        other => other?,
    };
    let key = OkpKey::from_seed(&seed).map_err(parameter)?;
    if x.len() == ED25519_OCTETS && x.as_slice() == key.public_octets() {
        return Ok(key);
    }
    problem(JwkProblem::OkpMismatch)
}

fn curve_text(jwk: &Members) -> Option<String> {
    match jwk.get("crv")? {
        Value::Null => None,
        Value::String(name) => Some(name.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::vectors::{JWKS, SIGNATURES, TO_JWK, list, parsed, private_key, text};

    fn family(name: &str) -> Family {
        [Family::Secret, Family::Rsa, Family::Ec, Family::Okp]
            .into_iter()
            .find(|family| family.key_type() == name)
            .unwrap()
    }

    /// The exception class that `PyJWT` has for a refusal.
    fn class(error: &JoseError) -> &'static str {
        match error {
            JoseError::Jwk(JwkProblem::NotText(_)) => "TypeError",
            JoseError::Jwk(JwkProblem::MissingMember(_)) => "KeyError",
            JoseError::Jwk(JwkProblem::NotBase64(..)) => "Error",
            JoseError::Jwk(_) | JoseError::Secret(_) => "InvalidKeyError",
            JoseError::Key(_) => "ValueError",
            _ => "",
        }
    }

    #[test]
    fn every_jwk_is_answered_as_by_pyjwt() {
        let cases = parsed(JWKS);
        let mut wrong = Vec::new();
        for case in list(&cases) {
            let jwk = case["jwk"].as_object().unwrap();
            let answer = Key::from_jwk_of(family(text(case, "family")), jwk);
            let is_right = match &answer {
                Ok(Key::Secret(_)) => case["verdict"] == "bytes",
                Ok(key) => {
                    let half = if key.is_private() { "PrivateKey" } else { "PublicKey" };
                    case["verdict"].as_str().is_some_and(|verdict| verdict.ends_with(half))
                }
                Err(JoseError::Unsupported(_)) => true,
                Err(error) => case["error"] == class(error),
            };
            if !is_right {
                wrong.push(format!("{} {} {answer:?}", case["name"], case["error"]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn refusals_have_the_sentences_of_pyjwt() {
        let cases = parsed(JWKS);
        for case in list(&cases) {
            let jwk = case["jwk"].as_object().unwrap();
            let Err(error) = Key::from_jwk_of(family(text(case, "family")), jwk) else { continue };
            if class(&error) == "InvalidKeyError" || class(&error) == "Error" {
                let sentence = text(case, "text");
                let is_structured = matches!(
                    error,
                    JoseError::Jwk(JwkProblem::ScalarLength { .. } | JwkProblem::Curve(_))
                );
                assert!(is_structured || error.to_string() == sentence, "{error} {sentence}");
            }
        }
    }

    #[test]
    fn only_what_the_engine_lacks_is_left_to_cryptography() {
        let cases = parsed(JWKS);
        let left: Vec<_> = list(&cases)
            .iter()
            .filter(|case| {
                let jwk = case["jwk"].as_object().unwrap();
                let answer = Key::from_jwk_of(family(text(case, "family")), jwk);
                matches!(answer, Err(JoseError::Unsupported(_)))
            })
            .map(|case| text(case, "name"))
            .collect();
        let expected = ["tiny n", "n even", "n prime ned", "448", "rsa-1024", "rsa-1024 n e d"];
        assert_eq!(left, expected);
    }

    #[test]
    fn jwks_are_written_as_by_pyjwt() {
        let cases = parsed(TO_JWK);
        for case in list(&cases) {
            let key = private_key(text(case, "key"));
            let expected: Value = serde_json::from_str(text(case, "private")).unwrap();
            let written = key.to_jwk();
            assert_eq!(Value::Object(written.clone()), expected);
            let names: Vec<_> = expected.as_object().unwrap().keys().collect();
            assert_eq!(written.keys().collect::<Vec<_>>(), names);
            let expected: Value = serde_json::from_str(text(case, "public")).unwrap();
            assert_eq!(Value::Object(key.public().unwrap().to_jwk()), expected);
        }
    }

    #[test]
    fn jwks_are_read_back() {
        for name in ["rsa-2048", "rsa-2049", "P-256", "P-521-short", "secp256k1", "ed25519"] {
            let jwk = private_key(name).to_jwk();
            assert_eq!(Key::from_jwk(&jwk).unwrap().to_jwk(), jwk, "{name}");
        }
        let secret = Key::Secret(SecretKey::new(b"secret"));
        assert_eq!(Key::from_jwk(&secret.to_jwk()).unwrap().to_jwk(), secret.to_jwk());
    }

    #[test]
    fn crt_parameters_are_recovered() {
        for name in ["rsa-2048", "rsa-2049", "rsa-3072"] {
            let full = private_key(name).to_jwk();
            let mut short = full.clone();
            short.retain(|member, _| ["kty", "n", "e", "d"].contains(&member.as_str()));
            let recovered = Key::from_jwk(&short).unwrap().to_jwk();
            for member in ["n", "e", "d"] {
                assert_eq!(recovered[member], full[member]);
            }
            // The generator's order of the primes is its own.
            let is_same = recovered["p"] == full["p"] && recovered["qi"] == full["qi"];
            let is_swapped = recovered["p"] == full["q"] && recovered["dp"] == full["dq"];
            assert!(is_same || is_swapped, "{name}");
        }
    }

    #[test]
    fn the_keys_of_rfc_7517_are_read() {
        for case in list(&parsed(SIGNATURES)["keys"]) {
            let key = Key::from_jwk(case["key"].as_object().unwrap()).unwrap();
            for (member, value) in key.to_jwk() {
                assert!(member == "key_ops" || case["key"][&member] == value, "{member}");
            }
        }
    }

    #[test]
    fn thumbprints_match_the_rfcs() {
        for case in list(&parsed(SIGNATURES)["thumbprints"]) {
            let key = Key::from_jwk(case["key"].as_object().unwrap()).unwrap();
            assert_eq!(key.thumbprint(), text(case, "thumbprint"), "{}", case["source"]);
        }
    }

    #[test]
    fn a_private_key_has_the_thumbprint_of_its_public_half() {
        for name in ["rsa-2048", "P-256", "ed25519"] {
            let key = private_key(name);
            assert_eq!(key.thumbprint(), key.public().unwrap().thumbprint());
        }
    }

    #[test]
    fn unknown_key_types_are_refused() {
        for kty in [Value::Null, "rsa".into(), 1.into()] {
            let jwk = Members::from_iter([("kty".to_owned(), kty)]);
            assert_eq!(Key::from_jwk(&jwk).map(|_| ()), problem(JwkProblem::KeyType));
        }
    }
}
