//! The one place where an error of the pure half becomes a Python exception.

use pyo3::import_exception;
use pyo3::prelude::*;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};

use crate::jose::error::{AudienceProblem, DateClaim, JoseError, JwkProblem, KeyProblem};

import_exception!(binascii, Error);
import_exception!(ferrojwt.exceptions, DecodeError);
import_exception!(ferrojwt.exceptions, EncryptedKeyError);
import_exception!(ferrojwt.exceptions, ExpiredSignatureError);
import_exception!(ferrojwt.exceptions, ImmatureSignatureError);
import_exception!(ferrojwt.exceptions, InvalidAudienceError);
import_exception!(ferrojwt.exceptions, InvalidIssuedAtError);
import_exception!(ferrojwt.exceptions, InvalidIssuerError);
import_exception!(ferrojwt.exceptions, InvalidJTIError);
import_exception!(ferrojwt.exceptions, InvalidKeyEncodingError);
import_exception!(ferrojwt.exceptions, InvalidKeyError);
import_exception!(ferrojwt.exceptions, InvalidSignatureError);
import_exception!(ferrojwt.exceptions, InvalidSubjectError);
import_exception!(ferrojwt.exceptions, InvalidTokenTypeError);
import_exception!(ferrojwt.exceptions, KeyUsageError);
import_exception!(ferrojwt.exceptions, MissingCryptographyError);
import_exception!(ferrojwt.exceptions, MissingMemberError);
import_exception!(ferrojwt.exceptions, MissingRequiredClaimError);

impl From<JoseError> for PyErr {
    fn from(error: JoseError) -> Self {
        let text = error.to_string();
        match error {
            JoseError::NotEnoughSegments
            | JoseError::Padding(_)
            | JoseError::NotANumericDate(DateClaim::Expiration | DateClaim::NotBefore) => {
                DecodeError::new_err(text)
            }
            JoseError::NotANumericDate(DateClaim::IssuedAt) => InvalidIssuedAtError::new_err(text),
            JoseError::SignatureMismatch => InvalidSignatureError::new_err(text),
            JoseError::Expired => ExpiredSignatureError::new_err(text),
            JoseError::Immature(_) => ImmatureSignatureError::new_err(text),
            JoseError::MissingClaim(name) => MissingRequiredClaimError::new_err(name),
            JoseError::IssuerNotText | JoseError::IssuerMismatch => {
                InvalidIssuerError::new_err(text)
            }
            JoseError::Audience(
                AudienceProblem::Unexpected
                | AudienceProblem::Malformed
                | AudienceProblem::Mismatch
                | AudienceProblem::StrictExpectation
                | AudienceProblem::StrictMalformed
                | AudienceProblem::StrictMismatch,
            ) => InvalidAudienceError::new_err(text),
            JoseError::SubjectNotText | JoseError::SubjectMismatch => {
                InvalidSubjectError::new_err(text)
            }
            JoseError::TokenTypeMissing | JoseError::TokenTypeMismatch => {
                InvalidTokenTypeError::new_err(text)
            }
            JoseError::JwtIdNotText => InvalidJTIError::new_err(text),
            JoseError::Secret(_)
            | JoseError::KeyFamily
            | JoseError::KeyCurve { .. }
            | JoseError::Key(KeyProblem::NotOkp) => InvalidKeyError::new_err(text),
            JoseError::Key(KeyProblem::Encrypted) => EncryptedKeyError::new_err(text),
            JoseError::Key(_) => InvalidKeyEncodingError::new_err(text),
            JoseError::PublicKeySigns | JoseError::PrivateKeyVerifies => {
                KeyUsageError::new_err(text)
            }
            JoseError::Jwk(problem) => jwk_exception(&problem, text),
            JoseError::Unsupported(_) => MissingCryptographyError::new_err(format!(
                "{text} Install the extra ferrojwt[cryptography] to use it."
            )),
            JoseError::SigningFailed => PyRuntimeError::new_err(text),
        }
    }
}

fn jwk_exception(problem: &JwkProblem, text: String) -> PyErr {
    match problem {
        JwkProblem::MissingMember(name) => MissingMemberError::new_err(*name),
        JwkProblem::NotText(_) => PyTypeError::new_err(text),
        JwkProblem::NotBase64(..) => Error::new_err(text),
        // PyJWT leaves the sentence unformatted.
        JwkProblem::ScalarLength { octets, curve } => {
            InvalidKeyError::new_err(("D should be {} bytes for curve {}", *octets, *curve))
        }
        _ => InvalidKeyError::new_err(text),
    }
}
