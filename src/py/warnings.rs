//! Warnings, attributed to the line that called.

use std::ffi::CString;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::jose::alg::Algorithm;
use crate::jose::key::Key;

/// Issues `InsecureKeyLengthWarning` where the key is shorter than RFC 7518 section 3.2 asks.
pub(super) fn warn_of_short_key(py: Python<'_>, row: &Algorithm, key: &Key) -> PyResult<()> {
    static CATEGORY: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let Some(message) = short_key_message(row, key) else { return Ok(()) };
    let category = CATEGORY.import(py, "ferrojwt.warnings", "InsecureKeyLengthWarning")?;
    // A native function has no frame of its own: level 1 is the caller's line.
    PyErr::warn(py, category, &CString::new(message)?, 1)
}

/// What to say of a key that is too short; `None` where it is not.
pub(super) fn short_key_message(row: &Algorithm, key: &Key) -> Option<String> {
    let length = key.secret().ok()?.octets().len();
    (length < row.minimum_key_octets).then(|| {
        format!(
            "The HMAC key is {length} bytes long, which is below the minimum recommended length \
             of {} bytes for {}. See RFC 7518 Section 3.2.",
            row.minimum_key_octets, row.hash_name
        )
    })
}
