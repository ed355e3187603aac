//! The Python binding: everything that touches Python objects.
//!
//! `encode` and `decode` are the fast path: they succeed, or they hand the call over to the
//! Python classes in `ferrojwt.api_jwt`, which follow `PyJWT` step by step and use the rules in
//! `primitives`. Both paths end in the same functions of `jose`.

mod arguments;
mod claims;
mod decode;
mod encode;
mod errors;
mod fast_path;
mod headercache;
mod json_in;
mod json_out;
mod key;
mod keycache;
mod pair;
mod policy;
mod primitives;
mod scratch;
mod warnings;

use pyo3::prelude::*;

/// The Rust core of ferrojwt.
#[pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::decode::{decode, decode_complete};
    #[pymodule_export]
    use super::encode::encode;
    #[pymodule_export]
    use super::fast_path::{set_fast_path, watch_algorithms};
    #[pymodule_export]
    use super::key::{
        PyKey, after_fork_in_child, cached_key, key_from_der, key_from_jwk, load_key,
    };
    #[pymodule_export]
    use super::keycache::clear_key_cache;
    #[pymodule_export]
    use super::pair::{check_token_type, encode_typed};
    #[pymodule_export]
    use super::primitives::{
        base64url_decode_segment, check_audience, check_expiration, check_hmac_secret,
        check_issued_at, check_issuer, check_jwt_id, check_not_before, check_subject,
        ecdsa_der_to_raw, ecdsa_raw_to_der, hmac_sign, is_pem_format, is_ssh_key, split_compact,
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::jose::provider::install();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
