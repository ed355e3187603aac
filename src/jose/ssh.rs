//! OpenSSH public key lines (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).

use super::base64url;
use super::curve::Curve;
use super::ecdsa::EcKey;
use super::eddsa::OkpKey;
use super::error::{JoseError, KeyProblem, Result, Unsupported};
use super::key::Key;
use super::rsa::RsaKey;

const DAMAGED: JoseError = JoseError::Key(KeyProblem::Ssh);

impl Key {
    /// The key of an OpenSSH public key line: its kind, its body, and a comment that is ignored.
    pub fn from_ssh(line: &[u8]) -> Result<Self> {
        let (kind, body) = split(line).ok_or(DAMAGED)?;
        if kind.ends_with(b"-cert-v01@openssh.com") {
            return Err(JoseError::Unsupported(Unsupported::SshCertificate));
        }
        let body = base64url::decode_ssh(body).map_err(|_| DAMAGED)?;
        let mut fields = Fields(&body);
        if fields.next()? != kind {
            return Err(DAMAGED);
        }
        let key = match kind {
            b"ssh-rsa" => {
                let (e, n) = (fields.unsigned()?, fields.unsigned()?);
                fields.finish()?;
                RsaKey::from_public(n, e).map(Self::Rsa)
            }
            b"ssh-ed25519" => {
                let public = fields.next()?;
                fields.finish()?;
                OkpKey::from_public(public).map(Self::Okp)
            }
            b"ecdsa-sha2-nistp256" => fields.point(Curve::P256, b"nistp256"),
            b"ecdsa-sha2-nistp384" => fields.point(Curve::P384, b"nistp384"),
            b"ecdsa-sha2-nistp521" => fields.point(Curve::P521, b"nistp521"),
            _ => return Err(JoseError::Unsupported(Unsupported::KeyType)),
        };
        key.map_err(|error| match error {
            JoseError::Key(KeyProblem::Encoding) => DAMAGED,
            other => other,
        })
    }
}

/// The first two words of a line; other white space than blanks may not part them.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_space = |octet: &u8| octet.is_ascii_whitespace() || *octet == 0x0b;
    let kind = &line[..line.iter().position(is_space)?];
    let rest = &line[kind.len()..];
    let body = &rest[rest.iter().position(|octet| !matches!(octet, b' ' | b'\t'))?..];
    let body = &body[..body.iter().position(is_space).unwrap_or(body.len())];
    (!kind.is_empty() && !body.is_empty()).then_some((kind, body))
}

/// The fields of a key body, each preceded by its length (RFC 4251 section 5).
struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    fn next(&mut self) -> Result<&'b [u8]> {
        let (length, rest) = self.0.split_first_chunk().ok_or(DAMAGED)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DAMAGED)?;
        let (field, rest) = rest.split_at_checked(length).ok_or(DAMAGED)?;
        self.0 = rest;
        Ok(field)
    }

    /// An `mpint` that is not negative.
    fn unsigned(&mut self) -> Result<&'b [u8]> {
        match self.next()? {
            [0x80..=0xff, ..] => Err(DAMAGED),
            number => Ok(number),
        }
    }

    /// The fields of an ECDSA key, whose point has to be uncompressed.
    fn point(mut self, curve: Curve, name: &[u8]) -> Result<Key> {
        if self.next()? != name {
            return Err(DAMAGED);
        }
        let point = self.next()?;
        self.finish()?;
        match point {
            [4, ..] => EcKey::from_point(curve, point).map(Key::Ec),
            _ => Err(DAMAGED),
        }
    }

    fn finish(&self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(DAMAGED) }
    }
}
