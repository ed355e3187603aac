//! The claims rules: dates against exact arithmetic, audiences against the words of RFC 7519.

#![no_main]

use std::cmp::Ordering;

use _native::jose::claims::{
    Audience, ExpectedAudience, NumericDate, check_audience, check_expiration, check_issued_at,
    check_issuer, check_not_before, check_subject,
};
use _native::jose::error::JoseError;
use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    date: Date,
    now: Instant,
    leeway: Instant,
    claim: Option<Vec<&'a str>>,
    is_one: bool,
    expected: Option<Vec<&'a str>>,
    is_strict: bool,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Date {
    Seconds(i64),
    Near(i64, i8),
    Beyond(f64),
    NotANumber,
}

/// Any double, and those around whole numbers that a double can no longer tell apart.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Instant {
    Any(f64),
    Whole(i64),
    Half(i32),
}

impl Instant {
    #[expect(clippy::cast_precision_loss, reason = "the rounding is what is tried")]
    fn seconds(self) -> f64 {
        match self {
            Self::Any(seconds) => seconds,
            Self::Whole(seconds) => seconds as f64,
            Self::Half(halves) => f64::from(halves) / 2.0,
        }
    }
}

/// How a date and an instant lie to each other; `None` where one is not a number.
fn compared(date: NumericDate, instant: f64) -> Option<Ordering> {
    let seconds = match date {
        NumericDate::Seconds(seconds) => i128::from(seconds),
        NumericDate::Beyond(seconds) => return seconds.partial_cmp(&instant),
        NumericDate::NotANumber => return None,
    };
    if instant.is_nan() {
        return None;
    }
    // Twice the bound of an i64 is far inside an i128, and a double that large is whole.
    let near = instant.clamp(-1.9e19, 1.9e19);
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    let whole = near.trunc() as i128;
    let fraction = near - near.trunc();
    Some(seconds.cmp(&whole).then_with(|| 0.0.partial_cmp(&fraction).unwrap_or(Ordering::Equal)))
}

fuzz_target!(|input: Input<'_>| {
    let date = match input.date {
        Date::Seconds(seconds) => NumericDate::Seconds(seconds),
        Date::Near(seconds, off) => NumericDate::Seconds(seconds.saturating_add(off.into())),
        Date::Beyond(seconds) => NumericDate::Beyond(seconds),
        Date::NotANumber => NumericDate::NotANumber,
    };
    let (now, leeway) = (input.now.seconds(), input.leeway.seconds());
    let (earliest, latest) = (now - leeway, now + leeway);
    let (expired, early, issued) = (
        check_expiration(date, now, leeway),
        check_not_before(date, now, leeway),
        check_issued_at(date, now, leeway),
    );
    if date == NumericDate::NotANumber {
        assert!(expired.is_err() && early.is_err() && issued.is_err());
    } else {
        assert_eq!(expired.is_err(), compared(date, earliest).is_some_and(Ordering::is_le));
        assert_eq!(early.is_err(), compared(date, latest).is_some_and(Ordering::is_gt));
        assert_eq!(issued.is_err(), early.is_err());
    }

    let claim = match &input.claim {
        None => Audience::Absent,
        Some(names) if input.is_one => Audience::One(names),
        Some(names) => Audience::Many(names),
    };
    let expected = match &input.expected {
        None => ExpectedAudience::Nobody,
        Some(names) if names.len() == 1 => ExpectedAudience::One(names),
        Some(names) => ExpectedAudience::AnyOf(names),
    };
    let answer = check_audience(&claim, &expected, input.is_strict, |expected, named| {
        Ok::<_, JoseError>(expected.iter().any(|name| named.contains(name)))
    });
    let is_named = match (&input.claim, &input.expected) {
        (None, None) => true,
        (Some(named), Some(expected)) => {
            let is_allowed = !input.is_strict || (input.is_one && expected.len() == 1);
            is_allowed && expected.iter().any(|name| named.contains(name))
        }
        _ => false,
    };
    assert_eq!(answer.is_ok(), is_named);

    let name = input.claim.and_then(|names| names.first().copied());
    let wanted = input.expected.and_then(|names| names.first().copied()).unwrap_or_default();
    let is_wanted = |name| Ok::<_, JoseError>(name == wanted);
    assert_eq!(check_issuer(name, is_wanted).is_ok(), name == Some(wanted));
    assert_eq!(check_subject(name, is_wanted).is_ok(), name == Some(wanted));
});
