//! JSON text as Python's `json` writes it: strings with every character beyond ASCII escaped,
//! numbers as `repr` writes them.

use std::io::Write as _;

/// Appends what stands before a member's value. `separator`: the opening bracket before the first
/// member, a comma before the others.
pub fn write_name(separator: &mut u8, name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&[*separator, b'"']);
    *separator = b',';
    write_characters(name, out);
    out.extend_from_slice(b"\":");
}

/// Ends an object or a list, which has not been opened yet where it is empty.
pub fn close(separator: u8, opening: u8, closing: u8, out: &mut Vec<u8>) {
    if separator == opening {
        out.push(opening);
    }
    out.push(closing);
}

/// Appends a string, escaped as `ensure_ascii` does: DEL and all that is not ASCII too.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_characters(text, out);
    out.push(b'"');
}

fn write_characters(text: &str, out: &mut Vec<u8>) {
    if is_plain(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_escaped(text, out);
    }
}

/// Whether nothing needs an escape.
fn is_plain(octets: &[u8]) -> bool {
    // The last octets are looked at as a whole word, some of them twice: that is quicker than one
    // by one.
    if let Some(last) = octets.last_chunk::<8>() {
        let (words, _) = octets.as_chunks::<8>();
        return is_plain_word(*last) && words.iter().all(|word| is_plain_word(*word));
    }
    if let (Some([a, b, c, d]), Some([e, f, g, h])) = (octets.first_chunk(), octets.last_chunk()) {
        return is_plain_word([*a, *b, *c, *d, *e, *f, *g, *h]);
    }
    octets.iter().all(|octet| matches!(octet, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'))
}

fn is_plain_word(word: [u8; 8]) -> bool {
    special(u64::from_le_bytes(word)) == 0
}

/// Zero, unless one of eight octets needs an escape: below space, a quote, a backslash, or from
/// DEL on. What carries from one octet to the next starts at one that needs an escape.
const fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let below = word.wrapping_sub(0x20 * ONES);
    let quote = (word ^ (0x22 * ONES)).wrapping_sub(ONES);
    let backslash = (word ^ (0x5c * ONES)).wrapping_sub(ONES);
    let from_del = word.wrapping_add(ONES);
    (below | quote | backslash | from_del | word) & HIGH
}

fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let mut written = 0;
    for (at, character) in text.char_indices() {
        let short = match character {
            '"' | '\\' => character as u8,
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            '\x08' => b'b',
            '\x0c' => b'f',
            ' '..='~' => continue,
            _ => b'u',
        };
        out.extend_from_slice(&text.as_bytes()[written..at]);
        written = at + character.len_utf8();
        out.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            write_units(character, out);
        }
    }
    out.extend_from_slice(&text.as_bytes()[written..]);
}

/// Appends the UTF-16 code units in hexadecimal, the second with an escape of its own.
fn write_units(character: char, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (at, unit) in character.encode_utf16(&mut [0; 2]).iter().enumerate() {
        if at == 1 {
            out.extend_from_slice(b"\\u");
        }
        out.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(unit >> shift & 0xf)]));
    }
}

/// Appends an integer in decimal.
pub fn write_integer(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Appends Python's `repr` of a finite float: the shortest digits that read back to it, in
/// scientific notation below 1e-4 and from 1e16 on. `None`, and nothing appended, for a float that
/// is not finite.
pub fn write_float(value: f64, out: &mut Vec<u8>) -> Option<()> {
    if !value.is_finite() {
        return None;
    }
    let start = out.len();
    // Rust's debug notation has the same limits, and spells only the exponent differently.
    write!(out, "{value:?}").ok()?;
    if let Some(at) = out[start..].iter().position(|&octet| octet == b'e') {
        let digits = out.split_off(start + at + 1);
        let (sign, digits) = match digits.strip_prefix(b"-") {
            Some(digits) => (b'-', digits),
            None => (b'+', digits.as_slice()),
        };
        out.push(sign);
        if digits.len() == 1 {
            out.push(b'0');
        }
        out.extend_from_slice(digits);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, repr) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e-4, "0.0001"),
            (9.999_999_999_999_999e-5, "9.999999999999999e-05"),
            (1e-5, "1e-05"),
            (-1.5e-7, "-1.5e-07"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (1.234_567_890_123_456_7e17, "1.2345678901234566e+17"),
            (1e100, "1e+100"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (1_700_000_000.25, "1700000000.25"),
        ] {
            let mut out = b"x".to_vec();
            write_float(value, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("x{repr}"));
        }
    }

    #[test]
    fn what_is_not_finite_is_left_to_python() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(write_float(value, &mut Vec::new()), None);
        }
    }

    #[test]
    fn each_octet_that_needs_an_escape_is_seen_at_each_place() {
        for octet in 0..=u8::MAX {
            let plain = matches!(octet, b' '..=b'~') && octet != b'"' && octet != b'\\';
            for length in 1..40 {
                for at in 0..length {
                    let mut octets = vec![b'a'; length];
                    octets[at] = octet;
                    assert_eq!(is_plain(&octets), plain, "{octet:#x} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn texts_are_escaped_as_python_escapes_them() {
        for (text, json) in [
            ("", r#""""#),
            ("plain ~", r#""plain ~""#),
            ("\"\\/", r#""\"\\/""#),
            ("a\n\r\t\x08\x0cz", r#""a\n\r\t\b\fz""#),
            ("\0\x1f\x7f", r#""\u0000\u001f\u007f""#),
            ("Zoë €", r#""Zo\u00eb \u20ac""#),
            ("😀!", r#""\ud83d\ude00!""#),
        ] {
            let mut out = Vec::new();
            write_string(text, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), json);
        }
    }
}
