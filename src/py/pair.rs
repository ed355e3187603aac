//! Tokens of several types from one set of claims, made in one call.

use aws_lc_rs::rand;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::arguments::Argument;
use super::claims;
use super::encode::encode;
use crate::jose::claims as claims_rules;

/// The claims that every token of a pair gets of its own.
const OWN_CLAIMS: [&str; 4] = ["token_type", "exp", "iat", "jti"];

/// Sign one token for each (type, lifetime in seconds), all issued at the same instant.
///
/// Raises `ValueError` if the payload holds a claim that each token gets of its own, or if a
/// lifetime is not positive.
#[pyfunction]
#[pyo3(signature = (payload, key, algorithm, headers, kinds))]
pub(super) fn encode_typed<'py>(
    py: Python<'py>,
    payload: &Bound<'py, PyDict>,
    key: &Bound<'py, PyAny>,
    algorithm: Option<&Bound<'py, PyAny>>,
    headers: Option<&Bound<'py, PyAny>>,
    kinds: Vec<(Bound<'py, PyString>, f64)>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    for name in OWN_CLAIMS {
        if payload.contains(name)? {
            return Err(PyValueError::new_err(format!(
                "Leave {name:?} out of the payload: every token gets one of its own."
            )));
        }
    }
    let now = claims::now(py)?;
    kinds
        .into_iter()
        .map(|(token_type, lifetime)| {
            let own = PyDict::new(py);
            own.set_item(intern!(py, "token_type"), token_type)?;
            own.set_item(intern!(py, "exp"), whole_seconds(now + positive(lifetime)?))?;
            own.set_item(intern!(py, "iat"), whole_seconds(now))?;
            own.set_item(intern!(py, "jti"), token_id()?)?;
            let claims = own.copy()?;
            claims.update(payload.as_mapping())?;
            // Once more: what a subclass of dict hides from `in` it may still hand to `update`.
            claims.update(own.as_mapping())?;
            let algorithm = algorithm.cloned().map_or(Argument::Absent, Argument::Given);
            encode(py, &claims, key, algorithm, headers, None, Argument::Absent)
        })
        .collect()
}

/// Raise `InvalidTokenTypeError` unless `token_type` is the expected one.
#[pyfunction]
pub(super) fn check_token_type(
    token_type: Option<&Bound<'_, PyAny>>,
    expected: &str,
) -> PyResult<()> {
    let found = token_type.and_then(|found| found.cast::<PyString>().ok());
    let found = found.map(|found| found.to_string_lossy());
    Ok(claims_rules::check_token_type(found.as_deref(), expected)?)
}

fn positive(lifetime: f64) -> PyResult<f64> {
    if lifetime > 0.0 && lifetime.is_finite() {
        Ok(lifetime)
    } else {
        Err(PyValueError::new_err("A lifetime must be a positive number of seconds."))
    }
}

/// Rounded down, as `NumericDate` from a datetime is.
#[expect(clippy::cast_possible_truncation, reason = "a clock and a lifetime stay far below 2^63")]
fn whole_seconds(instant: f64) -> i64 {
    instant.floor() as i64
}

/// A random UUID, version 4 (RFC 9562 section 5.4), in 32 hexadecimal digits.
fn token_id() -> PyResult<String> {
    let mut octets = [0; 16];
    rand::fill(&mut octets)
        .map_err(|_| PyRuntimeError::new_err("The system gave no random numbers."))?;
    octets[6] = octets[6] & 0x0f | 0x40;
    octets[8] = octets[8] & 0x3f | 0x80;
    Ok(format!("{:032x}", u128::from_be_bytes(octets)))
}
