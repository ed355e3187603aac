//! What a signature and its verification take with a prepared key, next to the bare engine's.
//!
//! `cargo run --release --example signature_speed`

use std::hint::black_box;
use std::time::{Duration, Instant};

use _native::jose::alg::{ALGORITHMS, Algorithm, Family};
use _native::jose::key::Key;
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED,
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING, ED25519, EcdsaKeyPair,
    EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, Ed25519KeyPair, KeyPair as _,
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};

fn main() {
    let message = vec![b'x'; 250];
    println!("{:<10}{:>14}{:>14}  µs, lower quartile", "", "sign", "verify");
    for row in ALGORITHMS.iter().filter(|row| row.family != Family::Secret) {
        ours(row, &message);
    }
    bare_rsa(&message);
    bare_ed25519(&message);
    bare_ec("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING, &ECDSA_P256_SHA256_FIXED, &message);
    bare_ec("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING, &ECDSA_P384_SHA384_FIXED, &message);
    bare_ec("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING, &ECDSA_P521_SHA512_FIXED, &message);
    bare_ec("secp256k1", &ECDSA_P256K1_SHA256_FIXED_SIGNING, &ECDSA_P256K1_SHA256_FIXED, &message);
    loading();
}

fn ours(row: &Algorithm, message: &[u8]) {
    let name = match (row.family, row.curve()) {
        (Family::Rsa, _) => "rsa-2048",
        (_, Some(curve)) => curve.name(),
        _ => "ed25519",
    };
    let private = load(name);
    let public = private.public().unwrap();
    let mut signature = Vec::new();
    row.sign(&private, message, &mut |octets| signature.extend_from_slice(octets)).unwrap();
    let sign = time(|| {
        row.sign(&private, message, &mut |octets| {
            black_box(octets);
        })
        .unwrap();
    });
    let verify = time(|| assert!(row.verify(&public, message, &signature).unwrap()));
    print(row.name, sign, verify);
}

fn bare_rsa(message: &[u8]) {
    let pair = RsaKeyPair::from_pkcs8(&load("rsa-2048").to_private_der().unwrap()).unwrap();
    let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key()).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    let sign = time(|| {
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
    });
    let verify = time(|| public.verify_sig(message, &signature).unwrap());
    print("bare RS256", sign, verify);
}

fn bare_ed25519(message: &[u8]) {
    let pair = Ed25519KeyPair::from_pkcs8(&load("ed25519").to_private_der().unwrap()).unwrap();
    let public = ParsedPublicKey::new(&ED25519, pair.public_key()).unwrap();
    let signature = pair.sign(message);
    let sign = time(|| {
        black_box(pair.sign(message));
    });
    let verify = time(|| public.verify_sig(message, signature.as_ref()).unwrap());
    print("bare Ed", sign, verify);
}

fn bare_ec(
    name: &str,
    signing: &'static EcdsaSigningAlgorithm,
    verifying: &'static EcdsaVerificationAlgorithm,
    message: &[u8],
) {
    let pair = EcdsaKeyPair::from_pkcs8(signing, &load(name).to_private_der().unwrap()).unwrap();
    let public =
        ParsedPublicKey::new(verifying, pair.public_key().as_der().unwrap().as_ref()).unwrap();
    let signature = pair.sign(&SystemRandom::new(), message).unwrap();
    let sign = time(|| {
        black_box(pair.sign(&SystemRandom::new(), message).unwrap());
    });
    let verify = time(|| public.verify_sig(message, signature.as_ref()).unwrap());
    print(&format!("AWS {name}"), sign, verify);
}

fn loading() {
    println!("\n{:<10}{:>14}  µs to load from PEM", "", "private");
    for name in
        ["rsa-2048", "rsa-4096", "rsa-8192", "P-256", "P-384", "P-521", "secp256k1", "ed25519"]
    {
        let text = read(name);
        let load = time(|| {
            black_box(Key::from_pem(&text).unwrap());
        });
        println!("{name:<10}{:>14.1}", micros(load));
    }
    let mut jwk = load("rsa-2048").to_jwk();
    jwk.retain(|member, _| ["kty", "n", "e", "d"].contains(&member.as_str()));
    let load = time(|| {
        black_box(Key::from_jwk(&jwk).unwrap());
    });
    println!("{:<10}{:>14.1}  (2048 bits)", "n, e, d", micros(load));
}

fn load(name: &str) -> Key {
    Key::from_pem(&read(name)).unwrap()
}

fn read(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/vectors/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// The lower quartile of 40 runs, each long enough to time.
fn time(mut work: impl FnMut()) -> Duration {
    let started = Instant::now();
    work();
    let once = started.elapsed().max(Duration::from_nanos(100));
    let count = u32::try_from((4_000_000 / once.as_nanos()).clamp(1, 2000)).unwrap_or(1);
    let mut runs: Vec<_> = (0..40)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..count {
                work();
            }
            started.elapsed() / count
        })
        .collect();
    runs.sort_unstable();
    runs[10]
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn print(name: &str, sign: Duration, verify: Duration) {
    println!("{name:<14}{:>10.2}{:>14.2}", micros(sign), micros(verify));
}
