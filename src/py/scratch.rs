//! Buffers that keep their room from call to call.

use std::cell::Cell;

#[derive(Default)]
pub(super) struct Scratch {
    /// JSON; while a token is signed, the signature afterwards.
    pub(super) octets: Vec<u8>,
    /// The signature of a token that is read.
    pub(super) signature: Vec<u8>,
    /// The token that is written.
    pub(super) token: String,
}

/// Lends the thread's buffers, emptied, and keeps them unless they have grown large.
pub(super) fn with_scratch<T>(work: impl FnOnce(&mut Scratch) -> T) -> T {
    const KEPT: usize = 64 * 1024;
    thread_local! {
        static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
    }
    // Taken out: a warning may run Python code that comes back here.
    let mut scratch = SCRATCH.take().unwrap_or_default();
    scratch.octets.clear();
    scratch.signature.clear();
    scratch.token.clear();
    let result = work(&mut scratch);
    let kept = scratch.octets.capacity().max(scratch.signature.capacity());
    if kept.max(scratch.token.capacity()) <= KEPT {
        SCRATCH.set(Some(scratch));
    }
    result
}
