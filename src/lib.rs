//! The Rust core of ferrojwt.
//!
//! `jose` is pure Rust and knows no Python; `py` is the binding over it.

pub mod jose;

#[cfg(feature = "python")]
mod py;
