//! What the parts of an HS256 call take that need no Python: HMAC, base64url, the split.
//!
//! `cargo run --release --example hs256_parts -- PAYLOAD_OCTETS` prints nanoseconds as JSON;
//! `tests/bench/breakdown.py` puts them beside the whole call.

use std::hint::black_box;
use std::time::Instant;

use _native::jose::alg::Algorithm;
use _native::jose::base64url;
use _native::jose::compact::Compact;
use _native::jose::hmac::SecretKey;
use _native::jose::key::Key;

const HEADER: &[u8] = br#"{"alg":"HS256","typ":"JWT"}"#;

fn main() {
    let octets: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(180);
    let payload = vec![b'x'; octets];
    let row = Algorithm::named("HS256").unwrap();
    let key = Key::Secret(SecretKey::new(&[7; 64]));
    let mut token = base64url::encode(HEADER);
    token.push('.');
    base64url::encode_into(&payload, &mut token);
    let signing_input = token.clone();
    let mut tag = Vec::new();
    row.sign(&key, signing_input.as_bytes(), &mut |signature| tag.extend_from_slice(signature))
        .unwrap();
    token.push('.');
    base64url::encode_into(&tag, &mut token);
    let segment = base64url::encode(&payload);

    let sign = nanoseconds(|| {
        row.sign(&key, signing_input.as_bytes(), &mut |signature| {
            black_box(signature);
        })
        .unwrap();
    });
    let verify = nanoseconds(|| assert!(row.verify(&key, signing_input.as_bytes(), &tag).unwrap()));
    let mut text = String::new();
    let encode = nanoseconds(|| {
        text.clear();
        base64url::encode_into(&payload, &mut text);
        base64url::encode_into(&tag, &mut text);
    });
    let mut decoded = Vec::new();
    let decode = nanoseconds(|| {
        decoded.clear();
        base64url::decode_into(segment.as_bytes(), &mut decoded).unwrap();
    });
    let split = nanoseconds(|| {
        black_box(Compact::split(black_box(token.as_bytes())).unwrap());
    });
    println!(
        "{{\"hmac_sign\":{sign:.1},\"hmac_verify\":{verify:.1},\"base64url_encode\":{encode:.1},\
         \"base64url_decode\":{decode:.1},\"split\":{split:.1}}}"
    );
}

/// The lower quartile of 400 runs, each too short to be interrupted often.
fn nanoseconds(mut work: impl FnMut()) -> f64 {
    const CALLS: u32 = 50;
    let mut runs: Vec<f64> = (0..400)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..CALLS {
                work();
            }
            started.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    runs.sort_unstable_by(f64::total_cmp);
    runs[100]
}
