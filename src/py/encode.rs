//! `encode`: Python object, JSON bytes, base64url, signature, `str`.

use std::cell::RefCell;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::arguments::{Argument, Call};
use super::json_out::{self, ClaimsSet, Json, exact_text};
use super::{fast_path, keycache, warnings};
use crate::jose::alg::Algorithm;
use crate::jose::base64url;
use crate::jose::error::Result as JoseResult;
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
        let Some(row) = fast_path::original_algorithm(name)? else { return Ok(None) };
        let is_sorted = match self.sort_headers.given() {
            None => true,
            Some(sort) => sort.is_truthy()?,
        };
        let Some(header) = Header::new(row, self.headers, is_sorted) else { return Ok(None) };
        let Some(key) = keycache::prepared(self.key, row.family) else { return Ok(None) };
        let Some(mut token) = with_scratch(|json| signing_input(&header, payload, json)) else {
            return Ok(None);
        };
        warnings::warn_of_short_key(py, row, &key)?;
        let signed = if row.is_slow_to_sign {
            py.detach(|| append_signature(row, &key, &mut token))
        } else {
            append_signature(row, &key, &mut token)
        };
        // A key of another curve, or a public one: the full path finds the words for it.
        Ok(signed.ok().map(|()| PyString::new(py, &token)))
    }
}

fn signing_input(
    header: &Header<'_>,
    payload: &Bound<'_, PyDict>,
    json: &mut Vec<u8>,
) -> Option<String> {
    json_out::write(&ClaimsSet(payload), json)?;
    let header_at = json.len();
    json_out::write(header, json)?;
    // Room for the header, the payload and any signature up to RSA-2048's.
    let mut token = String::with_capacity(json.len() / 3 * 4 + 352);
    base64url::encode_into(&json[header_at..], &mut token);
    token.push('.');
    base64url::encode_into(&json[..header_at], &mut token);
    Some(token)
}

fn append_signature(row: &Algorithm, key: &Key, token: &mut String) -> JoseResult<()> {
    let mut text = String::new();
    row.sign(key, token.as_bytes(), &mut |octets| base64url::encode_into(octets, &mut text))?;
    token.push('.');
    token.push_str(&text);
    Ok(())
}

/// Lends a buffer that keeps its room from call to call, unless it has grown large.
fn with_scratch<T>(work: impl FnOnce(&mut Vec<u8>) -> T) -> T {
    const KEPT: usize = 64 * 1024;
    thread_local! {
        static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let mut buffer = SCRATCH.take();
    buffer.clear();
    let result = work(&mut buffer);
    if buffer.capacity() <= KEPT {
        SCRATCH.set(buffer);
    }
    result
}

/// A JOSE header in the making.
struct Header<'py> {
    members: Vec<(Name<'py>, Member<'py>)>,
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
    fn new(row: &Algorithm, headers: Option<&Bound<'py, PyAny>>, is_sorted: bool) -> Option<Self> {
        let mut members = vec![
            (Name::Ours("typ"), Member::Ours("JWT")),
            (Name::Ours("alg"), Member::Ours(row.name)),
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
        Some(Self { members })
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

impl Serialize for Header<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (name, member) in &self.members {
            match member {
                Member::Ours(text) => map.serialize_entry(name.text(), text)?,
                Member::Given(value) => map.serialize_entry(name.text(), &Json::member(value))?,
            }
        }
        map.end()
    }
}
