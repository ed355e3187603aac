//! Signatures: none but the key's own is accepted, by the algorithm that made it.

#![no_main]

use std::sync::LazyLock;

use _native::jose::alg::{ALGORITHMS, Algorithm, Family};
use _native::jose::key::Key;
use arbitrary::Arbitrary;
use ferrojwt_fuzz::{Edit, edited, pick, signing_key};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    algorithm: u8,
    message: &'a [u8],
    forgery: Forgery<'a>,
}

#[derive(Arbitrary, Debug)]
enum Forgery<'a> {
    Octets(&'a [u8]),
    /// Octets in the length that the algorithm asks for.
    Sized(&'a [u8]),
    /// A good signature with some of its octets changed.
    Altered(&'a [u8]),
    Edited(Vec<Edit<'a>>),
    /// A good signature of another algorithm.
    Foreign(u8),
}

struct Row {
    algorithm: &'static Algorithm,
    verifying: Key,
    good: Vec<u8>,
}

const MESSAGE: &[u8] = b"eyJhbGciOiJub25lIn0.e30";

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |algorithm: &'static Algorithm| {
        let signing = signing_key(algorithm);
        let mut good = Vec::new();
        let mut take = |octets: &[u8]| good.extend_from_slice(octets);
        algorithm.sign(&signing, MESSAGE, &mut take).expect("the key signs");
        let verifying = signing.public().unwrap_or(signing);
        assert_eq!(algorithm.verify(&verifying, MESSAGE, &good), Ok(true));
        Row { algorithm, verifying, good }
    };
    ALGORITHMS.iter().map(row).collect()
});

fn altered(good: &[u8], mask: &[u8]) -> Vec<u8> {
    let mask = mask.iter().chain(std::iter::repeat(&0));
    good.iter().zip(mask).map(|(octet, mask)| octet ^ mask).collect()
}

fuzz_target!(|input: Input<'_>| {
    let row = pick(&ROWS, input.algorithm);
    let (message, signature) = match input.forgery {
        Forgery::Octets(octets) => (input.message, octets.to_vec()),
        Forgery::Sized(octets) => (input.message, altered(&vec![0; row.good.len()], octets)),
        Forgery::Altered(mask) => (MESSAGE, altered(&row.good, mask)),
        Forgery::Edited(edits) => (MESSAGE, edited(&row.good, &edits)),
        Forgery::Foreign(other) => {
            let other = pick(&ROWS, other);
            // Two names of one algorithm accept each other's signatures.
            let is_twin = matches!(row.algorithm.name, "ES521" | "ES512" | "EdDSA" | "Ed25519")
                && row.algorithm.family == other.algorithm.family
                && row.algorithm.hash_name == other.algorithm.hash_name;
            if is_twin {
                return;
            }
            (MESSAGE, other.good.clone())
        }
    };
    let is_own = message == MESSAGE && signature == row.good;
    let answer = row.algorithm.verify(&row.verifying, message, &signature);
    assert_eq!(answer, Ok(is_own), "{}", row.algorithm.name);
    for other in ROWS.iter().filter(|other| other.algorithm.family != row.algorithm.family) {
        if other.algorithm.family != Family::Secret {
            assert!(row.algorithm.verify(&other.verifying, message, &signature).is_err());
        }
    }
});
