//! What one `decode` call checks: its options, leeway and audience, as the fast path reads them.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple};

use super::claims;
use super::errors::MissingRequiredClaimError;
use super::json_in::Registered;
use super::json_out::exact_text;
use crate::jose::claims::{check_expiration, check_issued_at, check_not_before};
use crate::jose::error::JoseError;

/// The checks that options can switch.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own in the contract")]
struct Checks {
    exp: bool,
    nbf: bool,
    iat: bool,
    aud: bool,
    iss: bool,
    sub: bool,
    jti: bool,
    strict_aud: bool,
    enforce_minimum_key_length: bool,
}

pub(super) struct Policy<'py> {
    checks: Checks,
    required: Vec<Bound<'py, PyString>>,
    // Seconds.
    leeway: f64,
}

impl<'py> Policy<'py> {
    /// `None` where the arguments are none of the usual ones: the full path reads them then.
    pub(super) fn new(
        py: Python<'py>,
        options: Option<&Bound<'py, PyAny>>,
        leeway: Option<&Bound<'py, PyAny>>,
        audience: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<Self>> {
        let Some(leeway) = seconds(py, leeway)? else { return Ok(None) };
        if audience.is_some_and(|audience| !is_texts(audience)) {
            return Ok(None);
        }
        let mut policy = Self {
            checks: Checks {
                exp: true,
                nbf: true,
                iat: true,
                aud: true,
                iss: true,
                sub: true,
                jti: true,
                strict_aud: false,
                enforce_minimum_key_length: false,
            },
            required: Vec::new(),
            leeway,
        };
        match options {
            Some(options) => Ok(policy.read(options).map(|()| policy)),
            None => Ok(Some(policy)),
        }
    }

    fn read(&mut self, options: &Bound<'py, PyAny>) -> Option<()> {
        let mut required = None;
        for (name, value) in options.cast_exact::<PyDict>().ok()?.iter() {
            let flag = match exact_text(&name)? {
                "verify_signature" if value.cast_exact::<PyBool>().ok()?.is_true() => continue,
                "verify_signature" => return None,
                "require" => {
                    required = Some(value);
                    continue;
                }
                "verify_exp" => &mut self.checks.exp,
                "verify_nbf" => &mut self.checks.nbf,
                "verify_iat" => &mut self.checks.iat,
                "verify_aud" => &mut self.checks.aud,
                "verify_iss" => &mut self.checks.iss,
                "verify_sub" => &mut self.checks.sub,
                "verify_jti" => &mut self.checks.jti,
                "strict_aud" => &mut self.checks.strict_aud,
                "enforce_minimum_key_length" => &mut self.checks.enforce_minimum_key_length,
                _ => continue,
            };
            *flag = value.cast_exact::<PyBool>().ok()?.is_true();
        }
        // Not inside the loop: making an object may run a finaliser that changes the options.
        if let Some(names) = required {
            self.required = texts(&names)?;
        }
        Some(())
    }

    pub(super) fn enforces_key_length(&self) -> bool {
        self.checks.enforce_minimum_key_length
    }

    /// The claims rules, in `PyJWT`'s order.
    pub(super) fn check(
        &self,
        py: Python<'py>,
        claims: &Bound<'py, PyDict>,
        registered: &Registered<'py>,
        audience: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        issuer: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<()> {
        for name in &self.required {
            if claims.get_item(name)?.is_none_or(|claim| claim.is_none()) {
                return Err(MissingRequiredClaimError::new_err(name.clone().unbind()));
            }
        }
        self.check_dates(py, registered)?;
        if let (true, Some(issuer)) = (self.checks.iss, issuer) {
            match &registered.iss {
                None => return Err(JoseError::MissingClaim("iss").into()),
                Some(claim) => claims::issuer(claim, issuer)?,
            }
        }
        if self.checks.aud && (audience.is_some() || registered.aud.is_some()) {
            claims::audience(registered.aud.as_ref(), audience, self.checks.strict_aud)?;
        }
        if let (true, Some(claim)) = (self.checks.sub, &registered.sub) {
            claims::subject(claim, subject)?;
        }
        if let (true, Some(claim)) = (self.checks.jti, &registered.jti) {
            claims::jwt_id(claim)?;
        }
        Ok(())
    }

    fn check_dates(&self, py: Python<'py>, registered: &Registered<'py>) -> PyResult<()> {
        let now = claims::now(py)?;
        if let (true, Some(claim)) = (self.checks.iat, &registered.iat) {
            check_issued_at(claims::numeric_date(claim)?, now, self.leeway)?;
        }
        if let (true, Some(claim)) = (self.checks.nbf, &registered.nbf) {
            check_not_before(claims::numeric_date(claim)?, now, self.leeway)?;
        }
        if let (true, Some(claim)) = (self.checks.exp, &registered.exp) {
            check_expiration(claims::numeric_date(claim)?, now, self.leeway)?;
        }
        Ok(())
    }
}

/// A leeway given as a number of seconds or as a timedelta.
fn seconds<'py>(py: Python<'py>, leeway: Option<&Bound<'py, PyAny>>) -> PyResult<Option<f64>> {
    let Some(leeway) = leeway else { return Ok(Some(0.0)) };
    if leeway.is_exact_instance_of::<PyInt>() || leeway.is_exact_instance_of::<PyFloat>() {
        // An integer too large for a double is the full path's to refuse.
        return Ok(leeway.extract::<f64>().ok());
    }
    if leeway.get_type().is(claims::timedelta_type(py)?) {
        // The usual one, and a method call less.
        if !leeway.is_truthy()? {
            return Ok(Some(0.0));
        }
        return leeway.call_method0(pyo3::intern!(py, "total_seconds"))?.extract().map(Some);
    }
    Ok(None)
}

/// Whether `expected` is a string or a usual container.
fn is_texts(expected: &Bound<'_, PyAny>) -> bool {
    expected.is_exact_instance_of::<PyString>()
        || expected.is_exact_instance_of::<PyList>()
        || expected.is_exact_instance_of::<PyTuple>()
        || expected.is_exact_instance_of::<PySet>()
        || expected.is_exact_instance_of::<PyFrozenSet>()
}

fn texts<'py>(names: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyString>>> {
    let is_exact =
        names.is_exact_instance_of::<PyList>() || names.is_exact_instance_of::<PyTuple>();
    if !is_exact {
        return None;
    }
    names.try_iter().ok()?.map(|name| name.ok()?.cast_into_exact::<PyString>().ok()).collect()
}
