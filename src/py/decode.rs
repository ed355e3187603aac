//! `decode`: split, header, allow-list, key, verification, payload, claims rules.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyFrozenSet, PyList, PySet, PyString, PyTuple};

use super::arguments::{Argument, Call};
use super::headercache::{self, Parsed};
use super::json_in::{self, ClaimsSet};
use super::json_out::exact_text;
use super::policy::Policy;
use super::scratch::{Scratch, with_scratch};
use super::{fast_path, keycache, warnings};
use crate::jose::base64url;
use crate::jose::compact::Compact;
use crate::jose::error::JoseError;
use crate::jose::header::PlainHeader;

/// Verify a token and return its claims set (RFC 7519 section 7.2).
///
/// `jwt`: str or bytes. `key`: str, bytes or a key object. `algorithms`: the values of `alg` to
/// accept. `options`: what to check, see `ferrojwt.types.Options`. `audience`, `subject`,
/// `issuer`: what the claims must say. `leeway`: seconds or timedelta, may be negative.
///
/// Raises a subclass of `InvalidTokenError` if the token is refused, `InvalidKeyError` if the key
/// does not suit the algorithm.
#[pyfunction]
#[pyo3(
    signature = (jwt, key=Argument::Absent, algorithms=None, options=None, verify=None,
        detached_payload=None, audience=None, subject=None, issuer=None, leeway=Argument::Absent,
        **kwargs),
    text_signature = "(jwt, key='', algorithms=None, options=None, verify=None, \
        detached_payload=None, audience=None, subject=None, issuer=None, leeway=0, **kwargs)"
)]
#[expect(clippy::too_many_arguments, reason = "the signature is the contract")]
pub(super) fn decode<'py>(
    py: Python<'py>,
    jwt: &Bound<'py, PyAny>,
    key: Argument<'py>,
    algorithms: Option<&Bound<'py, PyAny>>,
    options: Option<&Bound<'py, PyAny>>,
    verify: Option<&Bound<'py, PyAny>>,
    detached_payload: Option<&Bound<'py, PyAny>>,
    audience: Option<&Bound<'py, PyAny>>,
    subject: Option<&Bound<'py, PyAny>>,
    issuer: Option<&Bound<'py, PyAny>>,
    leeway: Argument<'py>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let request = Request {
        jwt,
        key,
        algorithms,
        options,
        verify,
        detached_payload,
        audience,
        subject,
        issuer,
        leeway,
        kwargs,
    };
    match with_scratch(|scratch| request.decode(py, scratch))? {
        Some(token) => Ok(token.claims.into_any()),
        None => request.hand_over(py, intern!(py, "decode")),
    }
}

/// Verify a token as `decode` does and return its parts: a dict with "payload", "header" and
/// "signature".
#[pyfunction]
#[pyo3(
    signature = (jwt, key=Argument::Absent, algorithms=None, options=None, verify=None,
        detached_payload=None, audience=None, issuer=None, subject=None, leeway=Argument::Absent,
        **kwargs),
    text_signature = "(jwt, key='', algorithms=None, options=None, verify=None, \
        detached_payload=None, audience=None, issuer=None, subject=None, leeway=0, **kwargs)"
)]
#[expect(clippy::too_many_arguments, reason = "the signature is the contract")]
pub(super) fn decode_complete<'py>(
    py: Python<'py>,
    jwt: &Bound<'py, PyAny>,
    key: Argument<'py>,
    algorithms: Option<&Bound<'py, PyAny>>,
    options: Option<&Bound<'py, PyAny>>,
    verify: Option<&Bound<'py, PyAny>>,
    detached_payload: Option<&Bound<'py, PyAny>>,
    audience: Option<&Bound<'py, PyAny>>,
    issuer: Option<&Bound<'py, PyAny>>,
    subject: Option<&Bound<'py, PyAny>>,
    leeway: Argument<'py>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let request = Request {
        jwt,
        key,
        algorithms,
        options,
        verify,
        detached_payload,
        audience,
        subject,
        issuer,
        leeway,
        kwargs,
    };
    let parts = with_scratch(|scratch| {
        let Some(token) = request.decode(py, scratch)? else { return Ok(None) };
        let parts = PyDict::new(py);
        parts.set_item(intern!(py, "payload"), token.claims)?;
        parts.set_item(intern!(py, "header"), pythonize::pythonize(py, token.header.members())?)?;
        parts.set_item(intern!(py, "signature"), PyBytes::new(py, &scratch.signature))?;
        PyResult::Ok(Some(parts))
    })?;
    match parts {
        Some(parts) => Ok(parts.into_any()),
        None => request.hand_over(py, intern!(py, "decode_complete")),
    }
}

struct Request<'a, 'py> {
    jwt: &'a Bound<'py, PyAny>,
    key: Argument<'py>,
    algorithms: Option<&'a Bound<'py, PyAny>>,
    options: Option<&'a Bound<'py, PyAny>>,
    verify: Option<&'a Bound<'py, PyAny>>,
    detached_payload: Option<&'a Bound<'py, PyAny>>,
    audience: Option<&'a Bound<'py, PyAny>>,
    subject: Option<&'a Bound<'py, PyAny>>,
    issuer: Option<&'a Bound<'py, PyAny>>,
    leeway: Argument<'py>,
    kwargs: Option<&'a Bound<'py, PyDict>>,
}

/// A token that passed every check.
struct Verified<'py> {
    claims: Bound<'py, PyDict>,
    header: Arc<PlainHeader>,
}

impl<'py> Request<'_, 'py> {
    fn hand_over(
        &self,
        py: Python<'py>,
        method: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Call::new(py, self.kwargs)?
            .set("key", self.key.given())?
            .set("algorithms", self.algorithms)?
            .set("options", self.options)?
            .set("verify", self.verify)?
            .set("detached_payload", self.detached_payload)?
            .set("audience", self.audience)?
            .set("subject", self.subject)?
            .set("issuer", self.issuer)?
            .set("leeway", self.leeway.given())?
            .hand_over(method, self.jwt)
    }

    /// `None` where the full path has to answer; refusals that come last in its order of checks
    /// (signature, claims) are final here. The signature is left in `scratch`.
    fn decode(
        &self,
        py: Python<'py>,
        Scratch { octets: payload, signature, .. }: &mut Scratch,
    ) -> PyResult<Option<Verified<'py>>> {
        let is_ordinary = fast_path::is_enabled()
            && fast_path::reads_json(py)?
            && self.verify.is_none()
            && self.detached_payload.is_none()
            && self.kwargs.is_none_or(PyDictMethods::is_empty);
        let (true, Some(key), Some(algorithms)) = (is_ordinary, self.key.given(), self.algorithms)
        else {
            return Ok(None);
        };
        let Some(policy) = Policy::new(py, self.options, self.leeway.given(), self.audience)?
        else {
            return Ok(None);
        };
        let Some(token) = token_octets(self.jwt) else { return Ok(None) };
        let Ok(parts) = Compact::split(token) else { return Ok(None) };
        let Some(Parsed { header, algorithm }) = headercache::parsed(py, parts.header) else {
            return Ok(None);
        };
        if base64url::decode_into(parts.payload, payload).is_none()
            || base64url::decode_into(parts.signature, signature).is_none()
        {
            return Ok(None);
        }
        if !is_listed(algorithms, algorithm.name.bind(py))? || !algorithm.is_registered(py)? {
            return Ok(None);
        }
        let row = algorithm.row;
        let Some(key) = keycache::prepared(key, row.family) else { return Ok(None) };
        if policy.enforces_key_length() && warnings::short_key_message(row, &key).is_some() {
            return Ok(None);
        }
        warnings::warn_of_short_key(py, row, &key)?;
        match row.verify(&key, parts.signing_input, signature) {
            Ok(true) => {}
            Ok(false) => return Err(JoseError::SignatureMismatch.into()),
            // A key of another curve, for one: the full path finds the words for it.
            Err(_) => return Ok(None),
        }
        let Some(ClaimsSet { dict: claims, registered }) = json_in::read_claims_set(py, payload)
        else {
            return Ok(None);
        };
        policy.check(py, &claims, &registered, self.audience, self.subject, self.issuer)?;
        Ok(Some(Verified { claims, header }))
    }
}

fn token_octets<'a>(jwt: &'a Bound<'_, PyAny>) -> Option<&'a [u8]> {
    match jwt.cast_exact::<PyBytes>() {
        Ok(bytes) => Some(bytes.as_bytes()),
        Err(_) => exact_text(jwt).map(str::as_bytes),
    }
}

/// Whether the caller's list names the token's algorithm.
fn is_listed(algorithms: &Bound<'_, PyAny>, name: &Bound<'_, PyString>) -> PyResult<bool> {
    // The usual containers; a generator, for one, must reach the full path unread.
    let is_container = algorithms.is_exact_instance_of::<PyList>()
        || algorithms.is_exact_instance_of::<PyTuple>()
        || algorithms.is_exact_instance_of::<PySet>()
        || algorithms.is_exact_instance_of::<PyFrozenSet>();
    Ok(is_container && algorithms.contains(name)?)
}
