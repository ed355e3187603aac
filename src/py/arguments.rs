//! Argument types that tell "not given" from `None`, and the hand-over to the Python classes.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// An argument whose default differs from `None`.
pub(super) enum Argument<'py> {
    Absent,
    Given(Bound<'py, PyAny>),
}

impl<'py> FromPyObject<'_, 'py> for Argument<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::Given(object.to_owned()))
    }
}

impl<'py> Argument<'py> {
    pub(super) fn given(&self) -> Option<&Bound<'py, PyAny>> {
        match self {
            Self::Absent => None,
            Self::Given(object) => Some(object),
        }
    }
}

/// The keyword arguments of a call to the full path, without those that were not given.
pub(super) struct Call<'py> {
    keywords: Bound<'py, PyDict>,
}

impl<'py> Call<'py> {
    pub(super) fn new(py: Python<'py>, extra: Option<&Bound<'py, PyDict>>) -> PyResult<Self> {
        let keywords = match extra {
            Some(extra) => extra.copy()?,
            None => PyDict::new(py),
        };
        Ok(Self { keywords })
    }

    pub(super) fn set(self, name: &str, value: Option<&Bound<'py, PyAny>>) -> PyResult<Self> {
        if let Some(value) = value {
            self.keywords.set_item(name, value)?;
        }
        Ok(self)
    }

    /// Calls `method` of the process-wide `PyJWT` object.
    pub(super) fn hand_over(
        self,
        method: &Bound<'py, PyString>,
        first: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let module = first.py().import("ferrojwt.api_jwt")?;
        module.getattr("_jwt_global_obj")?.getattr(method)?.call((first,), Some(&self.keywords))
    }
}
