//! JSON to Python objects, value for value as Python's `json` reads it.
//!
//! Where the two readers could differ (an integer beyond 64 bits, a float that is integral or
//! comes from such an integer, NaN, lone surrogates, UTF-16, more than 128 levels, any error)
//! the reading ends, and the caller lets Python's own `json` do the work.

use std::fmt;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// A claims set with the registered claims noted on the way (RFC 7519 section 4.1).
pub(super) struct ClaimsSet<'py> {
    pub(super) dict: Bound<'py, PyDict>,
    pub(super) registered: Registered<'py>,
}

/// The registered claims that have rules.
#[derive(Default)]
pub(super) struct Registered<'py> {
    pub(super) exp: Option<Bound<'py, PyAny>>,
    pub(super) nbf: Option<Bound<'py, PyAny>>,
    pub(super) iat: Option<Bound<'py, PyAny>>,
    pub(super) iss: Option<Bound<'py, PyAny>>,
    pub(super) aud: Option<Bound<'py, PyAny>>,
    pub(super) sub: Option<Bound<'py, PyAny>>,
    pub(super) jti: Option<Bound<'py, PyAny>>,
}

/// Reads a JSON object; `None` where that is Python's job.
pub(super) fn read_claims_set<'py>(py: Python<'py>, json: &[u8]) -> Option<ClaimsSet<'py>> {
    // Checked here once, the texts inside need not be checked again.
    let mut deserializer = serde_json::Deserializer::from_str(str::from_utf8(json).ok()?);
    let claims = ObjectSeed { py }.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(claims)
}

struct ObjectSeed<'py> {
    py: Python<'py>,
}

impl<'de, 'py> DeserializeSeed<'de> for ObjectSeed<'py> {
    type Value = ClaimsSet<'py>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, 'py> Visitor<'de> for ObjectSeed<'py> {
    type Value = ClaimsSet<'py>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let py = self.py;
        let dict = PyDict::new(py);
        let mut registered = Registered::default();
        while let Some(name) = members.next_key_seed(NameSeed { py })? {
            let value = members.next_value_seed(ValueSeed { py })?;
            dict.set_item(&name.text, &value).map_err(hand_over)?;
            match name.claim {
                Some(Claim::Exp) => registered.exp = Some(value),
                Some(Claim::Nbf) => registered.nbf = Some(value),
                Some(Claim::Iat) => registered.iat = Some(value),
                Some(Claim::Iss) => registered.iss = Some(value),
                Some(Claim::Aud) => registered.aud = Some(value),
                Some(Claim::Sub) => registered.sub = Some(value),
                Some(Claim::Jti) => registered.jti = Some(value),
                None => {}
            }
        }
        Ok(ClaimsSet { dict, registered })
    }
}

enum Claim {
    Exp,
    Nbf,
    Iat,
    Iss,
    Aud,
    Sub,
    Jti,
}

/// A member name; those of nearly every token are interned.
struct Name<'py> {
    text: Bound<'py, PyString>,
    claim: Option<Claim>,
}

impl<'py> Name<'py> {
    fn new(py: Python<'py>, text: &str) -> Self {
        let (text, claim) = match text {
            "exp" => (intern!(py, "exp"), Some(Claim::Exp)),
            "nbf" => (intern!(py, "nbf"), Some(Claim::Nbf)),
            "iat" => (intern!(py, "iat"), Some(Claim::Iat)),
            "iss" => (intern!(py, "iss"), Some(Claim::Iss)),
            "aud" => (intern!(py, "aud"), Some(Claim::Aud)),
            "sub" => (intern!(py, "sub"), Some(Claim::Sub)),
            "jti" => (intern!(py, "jti"), Some(Claim::Jti)),
            "token_type" => (intern!(py, "token_type"), None),
            "user_id" => (intern!(py, "user_id"), None),
            other => return Self { text: PyString::new(py, other), claim: None },
        };
        Self { text: text.clone(), claim }
    }
}

struct NameSeed<'py> {
    py: Python<'py>,
}

impl<'de, 'py> DeserializeSeed<'de> for NameSeed<'py> {
    type Value = Name<'py>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'py> Visitor<'_> for NameSeed<'py> {
    type Value = Name<'py>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Name::new(self.py, text))
    }
}

#[derive(Clone, Copy)]
struct ValueSeed<'py> {
    py: Python<'py>,
}

impl<'de, 'py> DeserializeSeed<'de> for ValueSeed<'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'py> Visitor<'de> for ValueSeed<'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(PyBool::new(self.py, value).to_owned().into_any())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        // An integral float may have been an integer beyond 64 bits, or `-0`.
        if value.fract() == 0.0 {
            return Err(E::custom("left to Python's json"));
        }
        Ok(PyFloat::new(self.py, value).into_any())
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(PyString::new(self.py, value).into_any())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let list = PyList::empty(self.py);
        while let Some(item) = items.next_element_seed(self)? {
            list.append(item).map_err(hand_over)?;
        }
        Ok(list.into_any())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let dict = PyDict::new(self.py);
        while let Some(name) = members.next_key_seed(NameSeed { py: self.py })? {
            dict.set_item(name.text, members.next_value_seed(self)?).map_err(hand_over)?;
        }
        Ok(dict.into_any())
    }
}

fn hand_over<E: serde::de::Error>(error: PyErr) -> E {
    E::custom(error)
}
