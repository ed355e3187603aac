//! The one place where an error of the pure half becomes a Python exception.

use pyo3::import_exception;
use pyo3::prelude::*;

use crate::jose::error::{AudienceProblem, DateClaim, JoseError};

import_exception!(ferrojwt.exceptions, DecodeError);
import_exception!(ferrojwt.exceptions, ExpiredSignatureError);
import_exception!(ferrojwt.exceptions, ImmatureSignatureError);
import_exception!(ferrojwt.exceptions, InvalidAudienceError);
import_exception!(ferrojwt.exceptions, InvalidIssuedAtError);
import_exception!(ferrojwt.exceptions, InvalidIssuerError);
import_exception!(ferrojwt.exceptions, InvalidJTIError);
import_exception!(ferrojwt.exceptions, InvalidKeyError);
import_exception!(ferrojwt.exceptions, InvalidSignatureError);
import_exception!(ferrojwt.exceptions, InvalidSubjectError);
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
            JoseError::JwtIdNotText => InvalidJTIError::new_err(text),
            JoseError::Secret(_) | JoseError::KeyFamily => InvalidKeyError::new_err(text),
        }
    }
}
