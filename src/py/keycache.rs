//! Keys parsed once: a bounded cache by object identity, then by content.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, LazyLock, Mutex};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use zeroize::Zeroizing;

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
    content: Zeroizing<Vec<u8>>,
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

/// The prepared key for an exact `str` or `bytes`. `None` for other types and for keys that are
/// refused: the full path then finds the words for it.
pub(super) fn prepared(object: &Bound<'_, PyAny>, family: Family) -> Option<Arc<Key>> {
    if let Some(key) = with_cache(|cache| cache.by_identity(object, family)).flatten() {
        return Some(key);
    }
    let content = match object.cast_exact::<PyString>() {
        Ok(text) => match text.to_str() {
            Ok(text) => text.as_bytes(),
            Err(_) => return None,
        },
        Err(_) => match object.cast_exact::<PyBytes>() {
            Ok(bytes) => bytes.as_bytes(),
            Err(_) => return None,
        },
    };
    if let Some(key) = with_cache(|cache| cache.by_content(object, content, family)).flatten() {
        return Some(key);
    }
    let key = Arc::new(parse(object.py(), content, family)?);
    // The evicted entry is dropped after the lock.
    let _evicted = with_cache(|cache| cache.insert(object, content, family, Arc::clone(&key)));
    Some(key)
}

/// `None` where the content is refused: the full path finds the words for it.
fn parse(py: Python<'_>, content: &[u8], family: Family) -> Option<Key> {
    match family {
        Family::Secret => {
            hmac::check_secret(content, |text| is_jwk_text(py, text)).ok()?;
            Some(Key::Secret(SecretKey::new(content)))
        }
    }
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
                && entry.content.as_slice() == content
        })?;
        // An exact str or bytes: dropping the former one runs no code.
        entry.object = object.clone().unbind();
        Some(Arc::clone(&entry.key))
    }

    fn insert(
        &mut self,
        object: &Bound<'_, PyAny>,
        content: &[u8],
        family: Family,
        key: Arc<Key>,
    ) -> Option<Entry> {
        let entry = Entry {
            object: object.clone().unbind(),
            family,
            content_hash: self.hasher.hash_one(content),
            content: Zeroizing::new(content.to_vec()),
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
