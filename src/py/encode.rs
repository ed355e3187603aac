//! `encode`: Python object, JSON bytes, base64url, signature, `str`.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::arguments::{Argument, Call};
use super::fast_path::{self, Original};
use super::json_out::{self, exact_text};
use super::scratch::{Scratch, with_scratch};
use super::{keycache, warnings};
use crate::jose::alg::Algorithm;
use crate::jose::base64url;
use crate::jose::error::Result as JoseResult;
use crate::jose::json_text;
use crate::jose::key::Key;

/// Sign a claims set and return its compact serialization (RFC 7515 section 7.1, RFC 7519).
///
/// `payload`: a dict; it is not changed. `key`: str, bytes, a key object or None for "none".
/// `algorithm`: the value of `alg`, "HS256" unless the key says otherwise. `headers`: further
/// JOSE header members. `json_encoder`: a `json.JSONEncoder` subclass. `sort_headers`: write
/// header members in the order of their names.
///
/// Raises `TypeError` if the payload is no dict or holds something JSON has no word for,
/// `InvalidKeyError` if the key does not suit the algorithm, `NotImplementedError` if the
/// algorithm is unknown.
#[pyfunction]
#[pyo3(
    signature = (payload, key, algorithm=Argument::Absent, headers=None, json_encoder=None, sort_headers=Argument::Absent),
    text_signature = "(payload, key, algorithm=..., headers=None, json_encoder=None, sort_headers=True)"
)]
pub(super) fn encode<'py>(
    py: Python<'py>,
    payload: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
    algorithm: Argument<'py>,
    headers: Option<&Bound<'py, PyAny>>,
    json_encoder: Option<&Bound<'py, PyAny>>,
    sort_headers: Argument<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let request = Request { payload, key, algorithm, headers, json_encoder, sort_headers };
    match request.encode(py)? {
        Some(token) => Ok(token.into_any()),
        None => request.hand_over(py),
    }
}

struct Request<'a, 'py> {
    payload: &'a Bound<'py, PyAny>,
    key: &'a Bound<'py, PyAny>,
    algorithm: Argument<'py>,
    headers: Option<&'a Bound<'py, PyAny>>,
    json_encoder: Option<&'a Bound<'py, PyAny>>,
    sort_headers: Argument<'py>,
}

impl<'py> Request<'_, 'py> {
    fn hand_over(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Call::new(py, None)?
            .set("key", Some(self.key))?
            .set("algorithm", self.algorithm.given())?
            .set("headers", self.headers)?
            .set("json_encoder", self.json_encoder)?
            .set("sort_headers", self.sort_headers.given())?
            .hand_over(intern!(py, "encode"), self.payload)
    }

    /// `None` where the full path has to answer.
    fn encode(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        if !fast_path::is_enabled() || self.json_encoder.is_some() {
            return Ok(None);
        }
        let Ok(payload) = self.payload.cast_exact::<PyDict>() else { return Ok(None) };
        let name = match self.algorithm.given() {
            None => intern!(py, "HS256"),
            Some(name) => match name.cast_exact::<PyString>() {
                Ok(name) => name,
                Err(_) => return Ok(None),
            },
        };
        let Some(original) = fast_path::original_algorithm(name)? else { return Ok(None) };
        let row = original.row;
        let is_sorted = match self.sort_headers.given() {
            None => true,
            Some(sort) => sort.is_truthy()?,
        };
        let Some(header) = Header::new(original, self.headers, is_sorted) else { return Ok(None) };
        let Some(key) = keycache::prepared(self.key, row.family) else { return Ok(None) };
        with_scratch(|Scratch { octets, token, .. }| {
            if signing_input(&header, payload, octets, token).is_none() {
                return Ok(None);
            }
            warnings::warn_of_short_key(py, row, &key)?;
            let signed = if row.is_slow_to_sign {
                py.detach(|| append_signature(row, &key, octets, token))
            } else {
                append_signature(row, &key, octets, token)
            };
            // A key of another curve, or a public one: the full path finds the words for it.
            Ok(signed.ok().map(|()| PyString::new(py, token)))
        })
    }
}

fn signing_input(
    header: &Header<'_>,
    payload: &Bound<'_, PyDict>,
    octets: &mut Vec<u8>,
    token: &mut String,
) -> Option<()> {
    match header {
        Header::Usual(segment) => token.push_str(segment),
        Header::Unusual(members) => {
            write_header(members, octets)?;
            base64url::encode_into(octets, token);
            octets.clear();
        }
    }
    token.push('.');
    json_out::write_claims_set(payload, octets)?;
    base64url::encode_into(octets, token);
    Some(())
}

fn append_signature(
    row: &Algorithm,
    key: &Key,
    octets: &mut Vec<u8>,
    token: &mut String,
) -> JoseResult<()> {
    octets.clear();
    row.sign(key, token.as_bytes(), &mut |signature| octets.extend_from_slice(signature))?;
    token.push('.');
    base64url::encode_into(octets, token);
    Ok(())
}

/// A JOSE header in the making.
enum Header<'py> {
    /// `typ` and `alg` alone: the segment is known beforehand.
    Usual(&'static str),
    Unusual(Vec<(Name<'py>, Member<'py>)>),
}

enum Name<'py> {
    Ours(&'static str),
    Given(Bound<'py, PyString>),
}

enum Member<'py> {
    Ours(&'static str),
    Given(Bound<'py, PyAny>),
}

impl<'py> Header<'py> {
    /// `None` where the headers ask for more than further members.
    fn new(
        original: &'static Original,
        headers: Option<&Bound<'py, PyAny>>,
        is_sorted: bool,
    ) -> Option<Self> {
        if headers.is_none() && is_sorted {
            return Some(Self::Usual(&original.header_segment));
        }
        let mut members = vec![
            (Name::Ours("typ"), Member::Ours("JWT")),
            (Name::Ours("alg"), Member::Ours(original.row.name)),
        ];
        if let Some(headers) = headers {
            for (name, member) in headers.cast_exact::<PyDict>().ok()?.iter() {
                match exact_text(&name)? {
                    "typ" | "alg" | "b64" | "crit" => return None,
                    "kid" if !member.is_exact_instance_of::<PyString>() => return None,
                    // Members of a nested object would have to be sorted too.
                    _ if is_sorted && member.is_instance_of::<PyDict>() => return None,
                    _ if is_sorted && member.is_instance_of::<PyList>() => return None,
                    _ if is_sorted && member.is_instance_of::<PyTuple>() => return None,
                    _ => {}
                }
                let name = name.cast_into_exact::<PyString>().ok()?;
                members.push((Name::Given(name), Member::Given(member)));
            }
        }
        if is_sorted {
            members.sort_by(|(one, _), (other, _)| one.text().cmp(other.text()));
        }
        Some(Self::Unusual(members))
    }
}

impl Name<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Ours(text) => text,
            // Known to be text since the header was put together.
            Self::Given(name) => name.to_str().unwrap_or_default(),
        }
    }
}

fn write_header(members: &[(Name<'_>, Member<'_>)], out: &mut Vec<u8>) -> Option<()> {
    let mut separator = b'{';
    for (name, member) in members {
        json_text::write_name(&mut separator, name.text(), out);
        match member {
            Member::Ours(text) => json_text::write_string(text, out),
            Member::Given(value) => json_out::write_member(value, out)?,
        }
    }
    out.push(b'}');
    Some(())
}
