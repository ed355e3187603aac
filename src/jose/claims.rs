//! The claims rules of RFC 7519 section 4.1, each a function of the claim and what is expected.
//!
//! Text is generic: the binding compares Python strings, which may hold lone surrogates that no
//! Rust string can.

use std::cmp::Ordering;

use super::error::{AudienceProblem, DateClaim, JoseError, Result};

/// The value of a date claim, in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumericDate {
    /// A whole number of seconds.
    Seconds(i64),
    /// A whole number too large for 64 bits, as near as a double comes; infinite beyond that.
    Beyond(f64),
    /// Something that is no number.
    NotANumber,
}

impl NumericDate {
    /// Compares with an instant; `None` where that is not a number.
    fn compare(self, instant: f64) -> Option<Ordering> {
        match self {
            Self::Seconds(seconds) => compare_exactly(seconds, instant),
            Self::Beyond(seconds) => seconds.partial_cmp(&instant),
            Self::NotANumber => None,
        }
    }

    fn number(self, claim: DateClaim) -> Result<Self> {
        match self {
            Self::NotANumber => Err(JoseError::NotANumericDate(claim)),
            date => Ok(date),
        }
    }
}

/// A double cannot hold every 64-bit integer, so the integer is not converted to one.
fn compare_exactly(seconds: i64, instant: f64) -> Option<Ordering> {
    const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;
    if instant.is_nan() {
        return None;
    }
    if instant >= TWO_POW_63 {
        return Some(Ordering::Less);
    }
    if instant < -TWO_POW_63 {
        return Some(Ordering::Greater);
    }
    let floor = instant.floor();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole, and within range by the tests above"
    )]
    let whole = floor as i64;
    Some(seconds.cmp(&whole).then(if instant > floor { Ordering::Less } else { Ordering::Equal }))
}

/// `exp`: refused at and after its instant. `leeway`: seconds, may be negative.
pub fn check_expiration(date: NumericDate, now: f64, leeway: f64) -> Result<()> {
    match date.number(DateClaim::Expiration)?.compare(now - leeway) {
        Some(Ordering::Less | Ordering::Equal) => Err(JoseError::Expired),
        _ => Ok(()),
    }
}

/// `nbf`: refused before its instant. `leeway`: seconds, may be negative.
pub fn check_not_before(date: NumericDate, now: f64, leeway: f64) -> Result<()> {
    check_begun(DateClaim::NotBefore, date, now + leeway)
}

/// `iat`: refused where it lies ahead. `leeway`: seconds, may be negative.
pub fn check_issued_at(date: NumericDate, now: f64, leeway: f64) -> Result<()> {
    check_begun(DateClaim::IssuedAt, date, now + leeway)
}

fn check_begun(claim: DateClaim, date: NumericDate, latest: f64) -> Result<()> {
    match date.number(claim)?.compare(latest) {
        Some(Ordering::Greater) => Err(JoseError::Immature(claim)),
        _ => Ok(()),
    }
}

/// `iss`, where the caller expects an issuer. `claim`: `None` where it is not a string.
pub fn check_issuer<T, E: From<JoseError>>(
    claim: Option<T>,
    is_accepted: impl FnOnce(T) -> std::result::Result<bool, E>,
) -> std::result::Result<(), E> {
    let issuer = claim.ok_or(JoseError::IssuerNotText)?;
    if is_accepted(issuer)? { Ok(()) } else { Err(JoseError::IssuerMismatch.into()) }
}

/// `sub`, where present. `claim`: `None` where it is not a string.
pub fn check_subject<T, E: From<JoseError>>(
    claim: Option<T>,
    is_expected: impl FnOnce(T) -> std::result::Result<bool, E>,
) -> std::result::Result<(), E> {
    let subject = claim.ok_or(JoseError::SubjectNotText)?;
    if is_expected(subject)? { Ok(()) } else { Err(JoseError::SubjectMismatch.into()) }
}

/// `jti`, where present.
pub fn check_jwt_id(is_text: bool) -> Result<()> {
    if is_text { Ok(()) } else { Err(JoseError::JwtIdNotText) }
}

/// `token_type`, which tells the tokens of a pair apart. `claim`: `None` where it is absent or not
/// a string.
pub fn check_token_type(claim: Option<&str>, expected: &str) -> Result<()> {
    match claim {
        None => Err(JoseError::TokenTypeMissing),
        Some(found) if found == expected => Ok(()),
        Some(_) => Err(JoseError::TokenTypeMismatch),
    }
}

/// An `aud` claim, sorted by what the rules distinguish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience<T> {
    /// No claim, or one that says nothing (null, an empty string or array).
    Absent,
    /// One string.
    One(T),
    /// An array of strings.
    Many(T),
    /// Anything else.
    Malformed,
}

/// What a caller expects of `aud`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedAudience<T> {
    /// No audience was given: the token must name none.
    Nobody,
    /// One string.
    One(T),
    /// Several, any of which will do.
    AnyOf(T),
}

/// `aud` (RFC 7519 section 4.1.3). `is_named(audience, claim)` says whether the claim names the
/// audience, or any of several.
pub fn check_audience<T: Copy, E: From<JoseError>>(
    claim: &Audience<T>,
    expected: &ExpectedAudience<T>,
    strict: bool,
    is_named: impl FnOnce(T, T) -> std::result::Result<bool, E>,
) -> std::result::Result<(), E> {
    let refuse = |problem| Err(JoseError::Audience(problem).into());
    let (audience, is_one) = match (expected, claim) {
        (ExpectedAudience::Nobody, Audience::Absent) => return Ok(()),
        (ExpectedAudience::Nobody, _) => return refuse(AudienceProblem::Unexpected),
        (_, Audience::Absent) => return Err(JoseError::MissingClaim("aud").into()),
        (ExpectedAudience::One(audience), _) => (*audience, true),
        (ExpectedAudience::AnyOf(audiences), _) => (*audiences, false),
    };
    let named = match claim {
        _ if strict && !is_one => return refuse(AudienceProblem::StrictExpectation),
        Audience::One(named) => *named,
        _ if strict => return refuse(AudienceProblem::StrictMalformed),
        Audience::Many(named) => *named,
        _ => return refuse(AudienceProblem::Malformed),
    };
    match (is_named(audience, named)?, strict) {
        (true, _) => Ok(()),
        (false, true) => refuse(AudienceProblem::StrictMismatch),
        (false, false) => refuse(AudienceProblem::Mismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_equal_to_now_is_expired() {
        let at = |seconds| check_expiration(NumericDate::Seconds(seconds), 100.0, 0.0);
        assert_eq!(at(100), Err(JoseError::Expired));
        assert_eq!(at(101), Ok(()));
    }

    #[test]
    fn leeway_moves_both_bounds() {
        assert_eq!(check_expiration(NumericDate::Seconds(100), 100.0, 1.0), Ok(()));
        assert_eq!(
            check_expiration(NumericDate::Seconds(105), 100.0, -5.0),
            Err(JoseError::Expired)
        );
        assert_eq!(check_not_before(NumericDate::Seconds(105), 100.0, 5.0), Ok(()));
        assert_eq!(
            check_issued_at(NumericDate::Seconds(106), 100.0, 5.0),
            Err(JoseError::Immature(DateClaim::IssuedAt))
        );
    }

    #[test]
    fn integers_are_compared_exactly() {
        let big = (1_i64 << 53) + 1;
        #[expect(clippy::cast_precision_loss, reason = "the loss is what the test is about")]
        let near = (1_i64 << 53) as f64;
        assert_eq!(compare_exactly(big, near), Some(Ordering::Greater));
        assert_eq!(compare_exactly(3, 3.5), Some(Ordering::Less));
        assert_eq!(compare_exactly(-3, -3.5), Some(Ordering::Greater));
        assert_eq!(compare_exactly(i64::MAX, f64::INFINITY), Some(Ordering::Less));
        assert_eq!(compare_exactly(i64::MIN, f64::NEG_INFINITY), Some(Ordering::Greater));
        assert_eq!(compare_exactly(0, f64::NAN), None);
    }

    #[test]
    fn a_date_beyond_64_bits_is_still_a_date() {
        assert_eq!(check_expiration(NumericDate::Beyond(1e50), 100.0, 0.0), Ok(()));
        assert_eq!(
            check_expiration(NumericDate::Beyond(f64::NEG_INFINITY), 100.0, 0.0),
            Err(JoseError::Expired)
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(
            check_not_before(NumericDate::NotANumber, 0.0, 0.0),
            Err(JoseError::NotANumericDate(DateClaim::NotBefore))
        );
    }

    fn audience(
        claim: &Audience<&str>,
        expected: &ExpectedAudience<&str>,
        strict: bool,
    ) -> Result<()> {
        check_audience(claim, expected, strict, |audience, named| Ok(audience == named))
    }

    #[test]
    fn audience_rules_come_in_order() {
        use AudienceProblem as P;
        use ExpectedAudience::{AnyOf, Nobody, One};
        let refused = |problem| Err(JoseError::Audience(problem));
        assert_eq!(audience(&Audience::Absent, &Nobody, true), Ok(()));
        assert_eq!(audience(&Audience::One("a"), &Nobody, false), refused(P::Unexpected));
        assert_eq!(
            audience(&Audience::Absent, &AnyOf("a"), true),
            Err(JoseError::MissingClaim("aud"))
        );
        assert_eq!(audience(&Audience::One("a"), &One("a"), false), Ok(()));
        assert_eq!(audience(&Audience::Many("a"), &One("a"), false), Ok(()));
        assert_eq!(audience(&Audience::Malformed, &One("a"), false), refused(P::Malformed));
        assert_eq!(audience(&Audience::One("b"), &AnyOf("a"), false), refused(P::Mismatch));
        assert_eq!(audience(&Audience::One("a"), &AnyOf("a"), true), refused(P::StrictExpectation));
        assert_eq!(audience(&Audience::Many("a"), &One("a"), true), refused(P::StrictMalformed));
        assert_eq!(audience(&Audience::One("b"), &One("a"), true), refused(P::StrictMismatch));
    }

    #[test]
    fn a_token_of_another_type_is_refused() {
        assert_eq!(check_token_type(Some("access"), "access"), Ok(()));
        assert_eq!(check_token_type(Some("refresh"), "access"), Err(JoseError::TokenTypeMismatch));
        assert_eq!(check_token_type(None, "access"), Err(JoseError::TokenTypeMissing));
    }

    #[test]
    fn issuer_must_be_text_and_accepted() {
        let check = |claim| check_issuer(claim, |issuer| Ok::<_, JoseError>(issuer == "us"));
        assert_eq!(check(Some("us")), Ok(()));
        assert_eq!(check(Some("them")), Err(JoseError::IssuerMismatch));
        assert_eq!(check(None), Err(JoseError::IssuerNotText));
    }
}
