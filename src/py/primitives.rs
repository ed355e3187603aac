//! What the Python classes are built of: one function a rule, shared with the fast path.

use pyo3::IntoPyObjectExt as _;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::claims;
use crate::jose::alg::Algorithm;
use crate::jose::base64url;
use crate::jose::claims::{
    NumericDate, check_expiration as expiration, check_issued_at as issued_at,
    check_not_before as not_before,
};
use crate::jose::compact::Compact;
use crate::jose::ecdsa_der;
use crate::jose::error::{JoseError, Result as JoseResult, Segment};
use crate::jose::hmac::{self, SecretKey};
use crate::jose::key::Key;

/// Split a compact serialization into signing input, header, payload and signature segments.
/// Raises `DecodeError` where there are fewer than two dots (RFC 7515 section 7.1).
#[pyfunction]
pub(super) fn split_compact(token: &[u8]) -> PyResult<[&[u8]; 4]> {
    let parts = Compact::split(token)?;
    Ok([parts.signing_input, parts.header, parts.payload, parts.signature])
}

/// Decode one segment strictly; `name` is "header", "payload" or "crypto". Raises `DecodeError`
/// (RFC 7515 section 2).
#[pyfunction]
pub(super) fn base64url_decode_segment<'py>(
    py: Python<'py>,
    segment: &[u8],
    name: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let which = match name {
        "header" => Segment::Header,
        "payload" => Segment::Payload,
        _ => Segment::Signature,
    };
    Ok(PyBytes::new(py, &base64url::decode_segment(segment, which)?))
}

/// Raise `ExpiredSignatureError` if `exp <= now - leeway` (RFC 7519 section 4.1.4), `DecodeError`
/// if `exp` is no number. All in seconds.
#[pyfunction]
pub(super) fn check_expiration(
    exp: &Bound<'_, PyAny>,
    now: &Bound<'_, PyAny>,
    leeway: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let (date, bound) =
        date_and_bound(exp, || now.sub(leeway), |bound| 0.into_bound_py_any(exp.py())?.le(bound))?;
    Ok(expiration(date, bound, 0.0)?)
}

/// Raise `ImmatureSignatureError` if `nbf > now + leeway` (RFC 7519 section 4.1.5), `DecodeError`
/// if `nbf` is no number. All in seconds.
#[pyfunction]
pub(super) fn check_not_before(
    nbf: &Bound<'_, PyAny>,
    now: &Bound<'_, PyAny>,
    leeway: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let (date, bound) =
        date_and_bound(nbf, || now.add(leeway), |bound| 0.into_bound_py_any(nbf.py())?.gt(bound))?;
    Ok(not_before(date, bound, 0.0)?)
}

/// Raise `ImmatureSignatureError` if `iat > now + leeway` (RFC 7519 section 4.1.6),
/// `InvalidIssuedAtError` if `iat` is no number. All in seconds.
#[pyfunction]
pub(super) fn check_issued_at(
    iat: &Bound<'_, PyAny>,
    now: &Bound<'_, PyAny>,
    leeway: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let (date, bound) =
        date_and_bound(iat, || now.add(leeway), |bound| 0.into_bound_py_any(iat.py())?.gt(bound))?;
    Ok(issued_at(date, bound, 0.0)?)
}

/// The bound is Python's sum or difference, and only computed for a date: a leeway that cannot be
/// added or compared is the caller's mistake, not the token's, and Python says which.
fn date_and_bound<'py>(
    date: &Bound<'py, PyAny>,
    bound: impl FnOnce() -> PyResult<Bound<'py, PyAny>>,
    compare: impl FnOnce(&Bound<'py, PyAny>) -> PyResult<bool>,
) -> PyResult<(NumericDate, f64)> {
    let date = claims::numeric_date(date)?;
    if date == NumericDate::NotANumber {
        return Ok((date, 0.0));
    }
    let bound = bound()?;
    match bound.extract() {
        Ok(instant) => Ok((date, instant)),
        Err(error) => compare(&bound).and(Err(error)),
    }
}

/// Raise `InvalidIssuerError` unless `iss` is `issuer`, or in it (RFC 7519 section 4.1.1).
#[pyfunction]
pub(super) fn check_issuer(iss: &Bound<'_, PyAny>, issuer: &Bound<'_, PyAny>) -> PyResult<()> {
    claims::issuer(iss, issuer)
}

/// Raise `InvalidSubjectError` unless `sub` is text and the expected one (RFC 7519 section
/// 4.1.2).
#[pyfunction]
#[pyo3(signature = (sub, subject))]
pub(super) fn check_subject(
    sub: &Bound<'_, PyAny>,
    subject: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    claims::subject(sub, subject)
}

/// Raise `InvalidAudienceError` or `MissingRequiredClaimError` unless `aud` names one of the
/// audiences (RFC 7519 section 4.1.3).
#[pyfunction]
#[pyo3(signature = (aud, audience, strict))]
pub(super) fn check_audience(
    aud: Option<&Bound<'_, PyAny>>,
    audience: Option<&Bound<'_, PyAny>>,
    strict: bool,
) -> PyResult<()> {
    claims::audience(aud, audience, strict)
}

/// Raise `InvalidJTIError` unless `jti` is text (RFC 7519 section 4.1.7).
#[pyfunction]
pub(super) fn check_jwt_id(jti: &Bound<'_, PyAny>) -> PyResult<()> {
    claims::jwt_id(jti)
}

/// Raise `InvalidKeyError` if the octets are empty or a key of another kind (RFC 8725 section
/// 2.1).
#[pyfunction]
pub(super) fn check_hmac_secret(py: Python<'_>, secret: &[u8]) -> PyResult<()> {
    hmac::check_secret(secret, |text| is_jwk_text(py, text))
}

/// Sign with "HS256", "HS384" or "HS512" (RFC 7518 section 3.2).
#[pyfunction]
pub(super) fn hmac_sign<'py>(
    py: Python<'py>,
    name: &str,
    secret: &[u8],
    signing_input: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let mut signature = Vec::new();
    hmac_row(name)?.sign(&secret_key(secret), signing_input, &mut |octets| {
        signature.extend_from_slice(octets);
    })?;
    Ok(PyBytes::new(py, &signature))
}

/// `r` and `s` of a DER ECDSA signature side by side, each in `octets` octets.
#[pyfunction]
pub(super) fn ecdsa_der_to_raw<'py>(
    py: Python<'py>,
    signature: &[u8],
    octets: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &ecdsa_der::der_to_raw(signature, octets)?))
}

/// The two halves of `signature` as a DER ECDSA signature.
#[pyfunction]
pub(super) fn ecdsa_raw_to_der<'py>(py: Python<'py>, signature: &[u8]) -> Bound<'py, PyBytes> {
    PyBytes::new(py, &ecdsa_der::raw_to_der(signature))
}

/// Whether the octets hold a PEM block.
#[pyfunction]
pub(super) fn is_pem_format(octets: &[u8]) -> bool {
    hmac::is_pem(octets)
}

/// Whether the octets begin as an OpenSSH public key does.
#[pyfunction]
pub(super) fn is_ssh_key(octets: &[u8]) -> bool {
    hmac::is_ssh(octets)
}

/// Whether the octets are JSON, in any Unicode encoding and at any depth, that holds a JWK. The
/// answer is Python's, so that it agrees with every reader of JSON there.
pub(super) fn is_jwk_text(py: Python<'_>, octets: &[u8]) -> PyResult<bool> {
    py.import(intern!(py, "ferrojwt.algorithms.jwk_text"))?
        .call_method1(intern!(py, "is_jwk_text"), (PyBytes::new(py, octets),))?
        .extract()
}

fn hmac_row(name: &str) -> JoseResult<&'static Algorithm> {
    Algorithm::named(name).ok_or(JoseError::KeyFamily)
}

fn secret_key(secret: &[u8]) -> Key {
    Key::Secret(SecretKey::new(secret))
}
