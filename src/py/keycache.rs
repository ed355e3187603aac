//! Keys parsed once: a bounded cache by object identity, then by content.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, LazyLock, Mutex};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use zeroize::Zeroizing;

use super::key::{PyKey, parse_der};
use super::primitives::is_jwk_text;
use crate::jose::alg::Family;
use crate::jose::hmac::{self, SecretKey};
use crate::jose::key::Key;

/// As many keys as a busy multi-tenant process needs at hand, and a bound on what an attacker
/// who can choose keys makes it hold.
const CAPACITY: usize = 64;

static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Cache {
    entries: Vec<Entry>,
    hasher: RandomState,
    next_victim: usize,
}

struct Entry {
    // Strongly held: while it lives, no other object can have its address.
    object: Py<PyAny>,
    family: Family,
    content_hash: u64,
    // None for an object that is found by identity only.
    content: Option<Zeroizing<Vec<u8>>>,
    key: Arc<Key>,
}

/// Forget every cached key; copies of key material are zeroised once no call uses them.
#[pyfunction]
pub(super) fn clear_key_cache() {
    // Taken out first: dropping the objects may run Python code that comes back here.
    let entries = match CACHE.lock() {
        Ok(mut cache) => std::mem::take(&mut cache.entries),
        Err(poisoned) => std::mem::take(&mut poisoned.into_inner().entries),
    };
    drop(entries);
}

/// The prepared key for an exact `str` or `bytes`, our key object, or one of `cryptography`'s.
/// `None` for other objects and for keys that are refused: the full path then finds the words.
pub(super) fn prepared(object: &Bound<'_, PyAny>, family: Family) -> Option<Arc<Key>> {
    if let Some(key) = with_cache(|cache| cache.by_identity(object, family)).flatten() {
        return Some(key);
    }
    if let Ok(text) = object.cast_exact::<PyString>() {
        return by_content(object, text.to_str().ok()?.as_bytes(), family);
    }
    if let Ok(bytes) = object.cast_exact::<PyBytes>() {
        return by_content(object, bytes.as_bytes(), family);
    }
    if family == Family::Secret {
        return None;
    }
    let key = match object.cast_exact::<PyKey>() {
        Ok(ours) if ours.get().is_current() => {
            return Some(ours.get().current()).filter(|key| key.family() == family);
        }
        Ok(ours) => ours.get().current(),
        Err(_) => Arc::new(exported(object)?),
    };
    if key.family() != family {
        return None;
    }
    remember(object, None, family, &key);
    Some(key)
}

fn by_content(object: &Bound<'_, PyAny>, content: &[u8], family: Family) -> Option<Arc<Key>> {
    if let Some(key) = with_cache(|cache| cache.by_content(object, content, family)).flatten() {
        return Some(key);
    }
    let key = Arc::new(parse(object.py(), content, family)?);
    remember(object, Some(content), family, &key);
    Some(key)
}

fn remember(object: &Bound<'_, PyAny>, content: Option<&[u8]>, family: Family, key: &Arc<Key>) {
    // The evicted entry is dropped after the lock: its object may run Python code.
    let _evicted = with_cache(|cache| cache.insert(object, content, family, Arc::clone(key)));
}

/// `None` where the content is refused.
fn parse(py: Python<'_>, content: &[u8], family: Family) -> Option<Key> {
    match family {
        Family::Secret => {
            hmac::check_secret(content, |text| is_jwk_text(py, text)).ok()?;
            Some(Key::Secret(SecretKey::new(content)))
        }
        // Checking a private key in full takes milliseconds.
        _ => py.detach(|| Key::from_text(family, content)).ok(),
    }
}

/// The key inside an object of `cryptography`; `None` for any other object.
fn exported(object: &Bound<'_, PyAny>) -> Option<Key> {
    let exported = object
        .py()
        .import(intern!(object.py(), "ferrojwt.algorithms.keys"))
        .and_then(|module| module.call_method1(intern!(object.py(), "exported"), (object,)))
        .ok()?;
    let (is_private, der): (bool, Bound<'_, PyBytes>) = exported.extract().ok()?;
    parse_der(is_private, der.as_bytes()).ok()
}

/// Runs `work` on the cache, unless another call, perhaps further up this very stack, holds it.
fn with_cache<T>(work: impl FnOnce(&mut Cache) -> T) -> Option<T> {
    CACHE.try_lock().ok().map(|mut cache| work(&mut cache))
}

impl Cache {
    fn by_identity(&self, object: &Bound<'_, PyAny>, family: Family) -> Option<Arc<Key>> {
        self.entries
            .iter()
            .find(|entry| entry.object.is(object) && entry.family == family)
            .map(|entry| Arc::clone(&entry.key))
    }

    fn by_content(
        &mut self,
        object: &Bound<'_, PyAny>,
        content: &[u8],
        family: Family,
    ) -> Option<Arc<Key>> {
        let content_hash = self.hasher.hash_one(content);
        let entry = self.entries.iter_mut().find(|entry| {
            entry.content_hash == content_hash
                && entry.family == family
                && entry.content.as_ref().is_some_and(|known| known.as_slice() == content)
        })?;
        // An exact str or bytes: dropping the former one runs no code. Objects without content are
        // found by identity only.
        entry.object = object.clone().unbind();
        Some(Arc::clone(&entry.key))
    }

    fn insert(
        &mut self,
        object: &Bound<'_, PyAny>,
        content: Option<&[u8]>,
        family: Family,
        key: Arc<Key>,
    ) -> Option<Entry> {
        let entry = Entry {
            object: object.clone().unbind(),
            family,
            content_hash: content.map_or(0, |content| self.hasher.hash_one(content)),
            content: content.map(|content| Zeroizing::new(content.to_vec())),
            key,
        };
        if self.entries.len() < CAPACITY {
            self.entries.push(entry);
            return None;
        }
        let victim = self.next_victim;
        self.next_victim = (victim + 1) % CAPACITY;
        Some(std::mem::replace(&mut self.entries[victim], entry))
    }
}
