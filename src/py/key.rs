//! The frozen key object, and what makes one: text, DER, JWK.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use super::keycache;
use crate::jose::alg::{Algorithm, Family};
use crate::jose::curve::Curve;
use crate::jose::error::{JoseError, Result as JoseResult};
use crate::jose::jwk::Members;
use crate::jose::key::Key;

/// A key with everything prepared that can be. It never changes, and its `repr` never shows
/// key material.
#[pyclass(frozen, name = "Key", module = "ferrojwt")]
pub(super) struct PyKey {
    key: Arc<Key>,
    forks: usize,
}

/// How many forks lie between the first process and this one.
static FORKS: AtomicUsize = AtomicUsize::new(0);

impl PyKey {
    fn new(key: Key) -> Self {
        Self::shared(Arc::new(key))
    }

    fn shared(key: Arc<Key>) -> Self {
        Self { key, forks: FORKS.load(Ordering::Relaxed) }
    }

    /// The key, prepared anew if it comes from before a fork: another thread may have been signing
    /// with it then, and in the child would never be done.
    pub(super) fn current(&self) -> Arc<Key> {
        if self.is_current() {
            return Arc::clone(&self.key);
        }
        let anew = self.key.to_private_der().and_then(|der| parse_der(true, &der).ok());
        anew.map_or_else(|| Arc::clone(&self.key), Arc::new)
    }

    pub(super) fn is_current(&self) -> bool {
        self.forks == FORKS.load(Ordering::Relaxed)
    }
}

/// Make a forked child prepare keys anew. Called there, before anything else runs.
#[pyfunction]
pub(super) fn after_fork_in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
    keycache::clear_key_cache();
}

#[pymethods]
impl PyKey {
    /// The value of `kty` in its JWK (RFC 7518 section 6.1).
    #[getter]
    fn key_type(&self) -> &'static str {
        self.key.family().key_type()
    }

    /// Whether it can sign.
    #[getter]
    fn is_private(&self) -> bool {
        self.key.is_private()
    }

    /// The size in bits: of the modulus, or of the curve's field.
    #[getter]
    fn key_size(&self) -> u32 {
        self.key.bits()
    }

    /// The curve, as "secp256r1" or "Ed25519"; None for RSA.
    #[getter]
    fn curve(&self) -> Option<&'static str> {
        match &*self.key {
            Key::Ec(key) => Some(key.curve().openssl_name()),
            key => key.curve_name(),
        }
    }

    /// The public half.
    fn public_key(&self) -> PyResult<Self> {
        Ok(Self::new(self.key.public()?))
    }

    /// Sign with the algorithm of that name.
    fn sign<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        signing_input: &[u8],
    ) -> PyResult<Bound<'py, PyBytes>> {
        let row = row_named(name)?;
        let key = self.current();
        let mut signature = Vec::new();
        let mut take = |octets: &[u8]| signature.extend_from_slice(octets);
        if row.is_slow_to_sign {
            py.detach(|| row.sign(&key, signing_input, &mut take))?;
        } else {
            row.sign(&key, signing_input, &mut take)?;
        }
        Ok(PyBytes::new(py, &signature))
    }

    /// Whether `signature` is the key's, with the algorithm of that name.
    fn verify(&self, name: &str, signing_input: &[u8], signature: &[u8]) -> PyResult<bool> {
        Ok(row_named(name)?.verify(&self.key, signing_input, signature)?)
    }

    /// The JWK (RFC 7517), private where the key is.
    fn jwk<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize::pythonize(py, &self.key.to_jwk())?)
    }

    /// The thumbprint with SHA-256 (RFC 7638), base64url.
    fn thumbprint(&self) -> String {
        self.key.thumbprint()
    }

    /// The private key as PKCS#8 DER. Raises `ValueError` for a public key.
    fn private_der<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        match self.key.to_private_der() {
            Some(der) => Ok(PyBytes::new(py, &der)),
            None => Err(PyValueError::new_err("The key is not private.")),
        }
    }

    /// The public half as `SubjectPublicKeyInfo` DER.
    fn public_der<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        match self.key.to_public_der() {
            Some(der) => Ok(PyBytes::new(py, &der)),
            None => Err(PyValueError::new_err("The key has no public half.")),
        }
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.key)
    }
}

/// The key in PEM or OpenSSH text, of the key type "RSA", "EC" or "OKP".
#[pyfunction]
pub(super) fn load_key(py: Python<'_>, key_type: &str, text: &[u8]) -> PyResult<PyKey> {
    let family = family_named(key_type)?;
    // Checking a private key in full takes milliseconds.
    Ok(PyKey::new(py.detach(|| Key::from_text(family, text))?))
}

/// The key in DER: PKCS#8 if it is private, else `SubjectPublicKeyInfo`.
#[pyfunction]
pub(super) fn key_from_der(py: Python<'_>, is_private: bool, der: &[u8]) -> PyResult<PyKey> {
    Ok(PyKey::new(py.detach(|| parse_der(is_private, der))?))
}

pub(super) fn parse_der(is_private: bool, der: &[u8]) -> JoseResult<Key> {
    if is_private { Key::from_pkcs8_der(der) } else { Key::from_spki_der(der) }
}

/// The key of a JWK of that key type; every member is text.
#[pyfunction]
pub(super) fn key_from_jwk(
    py: Python<'_>,
    key_type: &str,
    members: &Bound<'_, PyDict>,
) -> PyResult<PyKey> {
    let family = family_named(key_type)?;
    let members: Members = pythonize::depythonize(members)?;
    Ok(PyKey::new(py.detach(|| Key::from_jwk_of(family, &members))?))
}

/// A new private key: "RSA" (3072 bits), "Ed25519", or the name of a curve as in a JWK.
#[pyfunction]
pub(super) fn generate_key(py: Python<'_>, name: &str) -> PyResult<PyKey> {
    // Finding RSA primes takes a good part of a second.
    let key = py.detach(|| match (name, Curve::named(name)) {
        ("RSA", _) => Key::generate_rsa(),
        ("Ed25519", _) => Key::generate_ed25519(),
        (_, Some(curve)) => Key::generate_ec(curve),
        _ => Err(JoseError::KeyFamily),
    })?;
    Ok(PyKey::new(key))
}

/// The key behind `key` (text, our own object or one of `cryptography`'s), parsed once and
/// remembered; None where it is not natively usable.
#[pyfunction]
pub(super) fn cached_key(key_type: &str, key: &Bound<'_, PyAny>) -> PyResult<Option<PyKey>> {
    Ok(keycache::prepared(key, family_named(key_type)?).map(PyKey::shared))
}

fn family_named(key_type: &str) -> JoseResult<Family> {
    [Family::Secret, Family::Rsa, Family::Ec, Family::Okp]
        .into_iter()
        .find(|family| family.key_type() == key_type)
        .ok_or(JoseError::KeyFamily)
}

fn row_named(name: &str) -> JoseResult<&'static Algorithm> {
    Algorithm::named(name).ok_or(JoseError::KeyFamily)
}
