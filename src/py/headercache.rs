//! Header segments parsed once: nearly every token of an application carries the same one.

use std::sync::{Arc, Mutex};

use pyo3::prelude::*;

use super::fast_path::{self, Original};
use crate::jose::base64url;
use crate::jose::header::PlainHeader;

const CAPACITY: usize = 16;

/// A longer segment is parsed each time: what a stranger sends must not fill the memory.
const LONGEST_KEPT: usize = 512;

static CACHE: Mutex<Cache> = Mutex::new(Cache { entries: Vec::new(), next_victim: 0 });

struct Cache {
    entries: Vec<(Box<[u8]>, Parsed)>,
    next_victim: usize,
}

/// A header, and the algorithm that it names.
#[derive(Clone)]
pub(super) struct Parsed {
    pub(super) header: Arc<PlainHeader>,
    pub(super) algorithm: &'static Original,
}

/// The header that a segment spells; `None` where it is not plain or names an algorithm that the
/// table does not have.
pub(super) fn parsed(py: Python<'_>, segment: &[u8]) -> Option<Parsed> {
    // Where another thread holds the cache, the segment is parsed again.
    if let Ok(cache) = CACHE.try_lock()
        && let Some((_, parsed)) = cache.entries.iter().find(|(known, _)| **known == *segment)
    {
        return Some(parsed.clone());
    }
    let mut json = Vec::with_capacity(segment.len());
    base64url::decode_into(segment, &mut json)?;
    let header = Arc::new(PlainHeader::parse(&json)?);
    let algorithm = fast_path::original_named(py, header.algorithm())?;
    let parsed = Parsed { header, algorithm };
    if segment.len() <= LONGEST_KEPT
        && let Ok(mut cache) = CACHE.try_lock()
    {
        cache.insert((segment.into(), parsed.clone()));
    }
    Some(parsed)
}

impl Cache {
    fn insert(&mut self, entry: (Box<[u8]>, Parsed)) {
        if self.entries.len() < CAPACITY {
            self.entries.push(entry);
        } else {
            self.entries[self.next_victim] = entry;
            self.next_victim = (self.next_victim + 1) % CAPACITY;
        }
    }
}
