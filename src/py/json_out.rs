//! Claims to JSON, byte for byte as Python's `json` writes them with `separators=(",", ":")`.
//!
//! Only exact builtin types, at most 64 levels deep. Whatever else turns up ends the
//! serialization with an error, and the caller lets Python's own `json` do the work: so a
//! circular object, a subclass or a NaN gets Python's answer, not ours.

use std::fmt::Write as _;
use std::io;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::ser::Formatter;

const MAXIMUM_DEPTH: usize = 64;

/// Appends the JSON of `value` to `out`; `None` where that is Python's job.
pub(super) fn write<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Option<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, PythonFormatter)).ok()
}

/// A JWT claims set: at its top level `iss` must be a string, and the date claims numbers.
pub(super) struct ClaimsSet<'a, 'py>(pub(super) &'a Bound<'py, PyDict>);

impl Serialize for ClaimsSet<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0.iter() {
            let name = exact_text(&key).ok_or_else(hand_over)?;
            if name == "iss" && !value.is_exact_instance_of::<PyString>() {
                return Err(hand_over());
            }
            map.serialize_entry(name, &Json { value: &value, depth: 1 })?;
        }
        map.end()
    }
}

/// Any value inside a claims set or a header.
pub(super) struct Json<'a, 'py> {
    value: &'a Bound<'py, PyAny>,
    depth: usize,
}

impl<'a, 'py> Json<'a, 'py> {
    pub(super) fn member(value: &'a Bound<'py, PyAny>) -> Self {
        Self { value, depth: 1 }
    }

    fn inside<'b>(&self, value: &'b Bound<'py, PyAny>) -> Json<'b, 'py> {
        Json { value, depth: self.depth + 1 }
    }
}

impl Serialize for Json<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.value;
        if let Some(text) = exact_text(value) {
            return serializer.serialize_str(text);
        }
        if let Ok(int) = value.cast_exact::<PyInt>() {
            return match int.extract::<i64>() {
                Ok(number) => serializer.serialize_i64(number),
                Err(_) => Err(hand_over()),
            };
        }
        if value.is_none() {
            return serializer.serialize_unit();
        }
        if let Ok(boolean) = value.cast_exact::<PyBool>() {
            return serializer.serialize_bool(boolean.is_true());
        }
        if let Ok(float) = value.cast_exact::<PyFloat>() {
            return match float.value() {
                number if number.is_finite() => serializer.serialize_f64(number),
                _ => Err(hand_over()),
            };
        }
        if self.depth >= MAXIMUM_DEPTH {
            return Err(hand_over());
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            let mut map = serializer.serialize_map(Some(dict.len()))?;
            for (key, value) in dict.iter() {
                map.serialize_entry(exact_text(&key).ok_or_else(hand_over)?, &self.inside(&value))?;
            }
            return map.end();
        }
        if let Ok(list) = value.cast_exact::<PyList>() {
            return self.serialize_items(list.iter(), list.len(), serializer);
        }
        if let Ok(tuple) = value.cast_exact::<PyTuple>() {
            return self.serialize_items(tuple.iter(), tuple.len(), serializer);
        }
        Err(hand_over())
    }
}

impl<'py> Json<'_, 'py> {
    fn serialize_items<S: Serializer>(
        &self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        length: usize,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(length))?;
        for item in items {
            sequence.serialize_element(&self.inside(&item))?;
        }
        sequence.end()
    }
}

/// The text of an exact `str`; `None` for other types and for lone surrogates.
pub(super) fn exact_text<'a>(object: &'a Bound<'_, PyAny>) -> Option<&'a str> {
    object.cast_exact::<PyString>().ok()?.to_str().ok()
}

fn hand_over<E: serde::ser::Error>() -> E {
    E::custom("left to Python's json")
}

/// Escapes as `ensure_ascii` does and writes floats as `repr` does.
struct PythonFormatter;

impl Formatter for PythonFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|octet| octet < 0x7f) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut units = [0; 2];
        for character in fragment.chars() {
            if character < '\x7f' {
                write!(writer, "{character}")?;
                continue;
            }
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(float_repr(value).as_bytes())
    }
}

/// Python's `repr` of a finite float: the shortest digits that read back to it, in scientific
/// notation below 1e-4 and from 1e16 on.
fn float_repr(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let mut text = String::new();
    // Rust never uses scientific notation here, but leaves whole numbers without a point.
    let _ = write!(text, "{value}");
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, repr) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.234_567_890_123_456_7e17, "1.2345678901234568e+17"),
            (1e100, "1e+100"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (1_700_000_000.25, "1700000000.25"),
        ] {
            assert_eq!(float_repr(value), repr);
        }
    }
}
