//! Claims to JSON, byte for byte as Python's `json` writes them with `separators=(",", ":")`.
//!
//! Only exact builtin types, at most 64 levels deep. Whatever else turns up ends the writing, and
//! the caller lets Python's own `json` do the work: so a circular object, a subclass or a NaN
//! gets Python's answer, not ours. Every function returns `None` where that is so.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use crate::jose::json_text::{close, write_float, write_integer, write_name, write_string};

const MAXIMUM_DEPTH: usize = 64;

/// Appends a JWT claims set to `out`; its `iss` must be a string.
pub(super) fn write_claims_set(claims: &Bound<'_, PyDict>, out: &mut Vec<u8>) -> Option<()> {
    let mut separator = b'{';
    for (name, value) in claims.iter() {
        let name = exact_text(&name)?;
        if name == "iss" && !value.is_exact_instance_of::<PyString>() {
            return None;
        }
        write_name(&mut separator, name, out);
        write_value(&value, 1, out)?;
    }
    close(separator, b'{', b'}', out);
    Some(())
}

/// Appends the value of a header member to `out`.
pub(super) fn write_member(value: &Bound<'_, PyAny>, out: &mut Vec<u8>) -> Option<()> {
    write_value(value, 1, out)
}

fn write_value(value: &Bound<'_, PyAny>, depth: usize, out: &mut Vec<u8>) -> Option<()> {
    if let Some(text) = exact_text(value) {
        write_string(text, out);
    } else if let Ok(int) = value.cast_exact::<PyInt>() {
        write_integer(int.extract().ok()?, out);
    } else if value.is_none() {
        out.extend_from_slice(b"null");
    } else if let Ok(boolean) = value.cast_exact::<PyBool>() {
        out.extend_from_slice(if boolean.is_true() { b"true" } else { b"false" });
    } else if let Ok(float) = value.cast_exact::<PyFloat>() {
        write_float(float.value(), out)?;
    } else if depth >= MAXIMUM_DEPTH {
        return None;
    } else if let Ok(dict) = value.cast_exact::<PyDict>() {
        write_dict(dict, depth + 1, out)?;
    } else if let Ok(list) = value.cast_exact::<PyList>() {
        write_items(list.iter(), depth + 1, out)?;
    } else {
        write_items(value.cast_exact::<PyTuple>().ok()?.iter(), depth + 1, out)?;
    }
    Some(())
}

fn write_dict(dict: &Bound<'_, PyDict>, depth: usize, out: &mut Vec<u8>) -> Option<()> {
    let mut separator = b'{';
    for (name, value) in dict.iter() {
        write_name(&mut separator, exact_text(&name)?, out);
        write_value(&value, depth, out)?;
    }
    close(separator, b'{', b'}', out);
    Some(())
}

fn write_items<'py>(
    items: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: usize,
    out: &mut Vec<u8>,
) -> Option<()> {
    let mut separator = b'[';
    for item in items {
        out.push(separator);
        separator = b',';
        write_value(&item, depth, out)?;
    }
    close(separator, b'[', b']', out);
    Some(())
}

/// The text of an exact `str`; `None` for other types and for lone surrogates.
pub(super) fn exact_text<'a>(object: &'a Bound<'_, PyAny>) -> Option<&'a str> {
    object.cast_exact::<PyString>().ok()?.to_str().ok()
}
