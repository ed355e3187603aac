//! Claims as Python objects, under the rules of `jose::claims`.

use pyo3::exceptions::{PyAttributeError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyInt, PyList, PyString, PyType};

use crate::jose::claims::{self, Audience, ExpectedAudience, NumericDate};

/// A date claim as Python's `int()` understands it: numeric text, floats and booleans count.
pub(super) fn numeric_date(claim: &Bound<'_, PyAny>) -> PyResult<NumericDate> {
    if let Ok(int) = claim.cast_exact::<PyInt>() {
        return large_or_small(int);
    }
    let py = claim.py();
    match py.get_type::<PyInt>().call1((claim,)) {
        Ok(int) => large_or_small(int.cast::<PyInt>()?),
        Err(error)
            if error.is_instance_of::<PyValueError>(py)
                || error.is_instance_of::<PyTypeError>(py)
                || error.is_instance_of::<PyOverflowError>(py) =>
        {
            Ok(NumericDate::NotANumber)
        }
        Err(error) => Err(error),
    }
}

fn large_or_small(int: &Bound<'_, PyInt>) -> PyResult<NumericDate> {
    if let Ok(seconds) = int.extract::<i64>() {
        return Ok(NumericDate::Seconds(seconds));
    }
    Ok(NumericDate::Beyond(match int.extract::<f64>() {
        Ok(seconds) => seconds,
        Err(_) if int.lt(0)? => f64::NEG_INFINITY,
        Err(_) => f64::INFINITY,
    }))
}

/// `iss` against a string, or any container of them.
pub(super) fn issuer(claim: &Bound<'_, PyAny>, issuer: &Bound<'_, PyAny>) -> PyResult<()> {
    claims::check_issuer(claim.cast::<PyString>().ok(), |claim| {
        if issuer.is_instance_of::<PyString>() {
            return Ok(!claim.as_any().ne(issuer)?);
        }
        issuer.contains(claim).map_err(|error| {
            if error.is_instance_of::<PyTypeError>(issuer.py()) {
                super::errors::InvalidIssuerError::new_err(
                    "Issuer param must be \"str\" or \"Container[str]\"",
                )
            } else {
                error
            }
        })
    })
}

/// `sub` against the expected subject, if any.
pub(super) fn subject(
    claim: &Bound<'_, PyAny>,
    expected: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    claims::check_subject(claim.cast::<PyString>().ok(), |claim| match expected {
        Some(expected) => Ok(!claim.as_any().ne(expected)?),
        None => Ok(true),
    })
}

/// `jti`.
pub(super) fn jwt_id(claim: &Bound<'_, PyAny>) -> PyResult<()> {
    Ok(claims::check_jwt_id(claim.is_instance_of::<PyString>())?)
}

/// `aud` against a string or an iterable of them.
pub(super) fn audience(
    claim: Option<&Bound<'_, PyAny>>,
    audience: Option<&Bound<'_, PyAny>>,
    strict: bool,
) -> PyResult<()> {
    let claim = sorted_audience(claim)?;
    let expected = match audience {
        None => ExpectedAudience::Nobody,
        Some(one) if one.is_instance_of::<PyString>() => ExpectedAudience::One(one),
        Some(several) => ExpectedAudience::AnyOf(several),
    };
    let is_one = matches!(expected, ExpectedAudience::One(_));
    claims::check_audience(&claim.as_ref(), &expected, strict, |audience, named| {
        let is_named = |audience: &Bound<'_, PyAny>| match named.cast::<PyList>() {
            Ok(list) => list.contains(audience),
            Err(_) => named.eq(audience),
        };
        if is_one {
            return is_named(audience);
        }
        for one in audience.try_iter()? {
            if is_named(&one?)? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

impl<'a, 'py> Audience<Bound<'py, PyAny>> {
    fn as_ref(&'a self) -> Audience<&'a Bound<'py, PyAny>> {
        match self {
            Self::Absent => Audience::Absent,
            Self::One(text) => Audience::One(text),
            Self::Many(list) => Audience::Many(list),
            Self::Malformed => Audience::Malformed,
        }
    }
}

fn sorted_audience<'py>(
    claim: Option<&Bound<'py, PyAny>>,
) -> PyResult<Audience<Bound<'py, PyAny>>> {
    let Some(claim) = claim else { return Ok(Audience::Absent) };
    if !claim.is_truthy()? {
        return Ok(Audience::Absent);
    }
    if claim.is_instance_of::<PyString>() {
        return Ok(Audience::One(claim.clone()));
    }
    let Ok(list) = claim.cast::<PyList>() else { return Ok(Audience::Malformed) };
    if list.iter().all(|member| member.is_instance_of::<PyString>()) {
        Ok(Audience::Many(claim.clone()))
    } else {
        Ok(Audience::Malformed)
    }
}

/// The present instant, in seconds since the epoch. Looked up in the `time` module at each call,
/// so that libraries which freeze time are heard.
pub(super) fn now(py: Python<'_>) -> PyResult<f64> {
    static TIME: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let module = TIME.get_or_try_init(py, || py.import("time").map(|it| it.dict().unbind()))?;
    match module.bind(py).get_item(pyo3::intern!(py, "time"))? {
        Some(time) => time.call0()?.extract(),
        None => Err(PyAttributeError::new_err("module 'time' has no attribute 'time'")),
    }
}

/// `datetime.timedelta`.
pub(super) fn timedelta_type(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static TIMEDELTA: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    TIMEDELTA.import(py, "datetime", "timedelta")
}
