//! DER: the strict reading and the writing that key containers need.

use der::asn1::{AnyRef, BitStringRef, UintRef};
use der::{Decode as _, Reader as _, SliceReader, Tag, TagNumber, Tagged as _};
use zeroize::Zeroizing;

use super::error::{JoseError, KeyProblem, Result};

/// The refusal of everything that is not the DER asked for.
pub(super) const DAMAGED: JoseError = JoseError::Key(KeyProblem::Encoding);

/// The members of a constructed value, read in turn.
pub(super) struct Members<'d> {
    octets: &'d [u8],
    reader: SliceReader<'d>,
}

impl<'d> Members<'d> {
    /// The members of a SEQUENCE that is all of `der`.
    pub(super) fn of_sequence(der: &'d [u8]) -> Result<Self> {
        let outer = AnyRef::from_der(der).map_err(|_| DAMAGED)?;
        Self::of(outer, Tag::Sequence)
    }

    fn of(value: AnyRef<'d>, tag: Tag) -> Result<Self> {
        if value.tag() != tag {
            return Err(DAMAGED);
        }
        let octets = value.value();
        Ok(Self { octets, reader: SliceReader::new(octets).map_err(|_| DAMAGED)? })
    }

    fn any(&mut self) -> Result<AnyRef<'d>> {
        AnyRef::decode(&mut self.reader).map_err(|_| DAMAGED)
    }

    /// The next member's content, which has to be of that tag.
    fn content(&mut self, tag: Tag) -> Result<&'d [u8]> {
        let any = self.any()?;
        if any.tag() == tag { Ok(any.value()) } else { Err(DAMAGED) }
    }

    /// Where the reading stands.
    fn position(&self) -> Result<usize> {
        usize::try_from(self.reader.position()).map_err(|_| DAMAGED)
    }

    /// The next member's tag; `None` at the end.
    fn next_tag(&self) -> Option<Tag> {
        AnyRef::decode(&mut self.reader.clone()).ok().map(|any| any.tag())
    }

    /// Whether every member has been read.
    pub(super) fn is_finished(&self) -> bool {
        self.reader.is_finished()
    }

    /// Refuses what follows the last member that the structure has.
    pub(super) fn finish(self) -> Result<()> {
        if self.is_finished() { Ok(()) } else { Err(DAMAGED) }
    }

    /// A SEQUENCE.
    pub(super) fn sequence(&mut self) -> Result<Self> {
        let any = self.any()?;
        Self::of(any, Tag::Sequence)
    }

    /// A SET OF, whose elements have to be in DER's order.
    pub(super) fn set(&mut self) -> Result<Self> {
        let any = self.any()?;
        let set = Self::of(any, Tag::Set)?;
        if set.is_ordered()? { Ok(set) } else { Err(DAMAGED) }
    }

    /// The rest of the members as elements of a SET OF, and whether they are in DER's order.
    pub(super) fn is_ordered(&self) -> Result<bool> {
        let mut members = Self { octets: self.octets, reader: self.reader.clone() };
        let mut previous: &[u8] = &[];
        while !members.is_finished() {
            let element = members.raw()?;
            if element < previous {
                return Ok(false);
            }
            previous = element;
        }
        Ok(true)
    }

    /// The next member with its tag and length.
    pub(super) fn raw(&mut self) -> Result<&'d [u8]> {
        let start = self.position()?;
        self.any()?;
        self.octets.get(start..self.position()?).ok_or(DAMAGED)
    }

    /// An INTEGER that is not negative, without leading zeros.
    pub(super) fn unsigned(&mut self) -> Result<&'d [u8]> {
        let number: UintRef<'d> = self.any()?.decode_as().map_err(|_| DAMAGED)?;
        Ok(number.as_bytes())
    }

    /// An INTEGER of that value.
    pub(super) fn version(&mut self, expected: u8) -> Result<()> {
        if self.unsigned()? == [expected] { Ok(()) } else { Err(DAMAGED) }
    }

    /// The content of an OCTET STRING.
    pub(super) fn octet_string(&mut self) -> Result<&'d [u8]> {
        self.content(Tag::OctetString)
    }

    /// The content of a BIT STRING of whole octets.
    pub(super) fn bit_string(&mut self) -> Result<&'d [u8]> {
        let bits: BitStringRef<'d> = self.any()?.decode_as().map_err(|_| DAMAGED)?;
        bits.as_bytes().ok_or(DAMAGED)
    }

    /// The content of an OBJECT IDENTIFIER.
    pub(super) fn object_identifier(&mut self) -> Result<&'d [u8]> {
        self.content(Tag::ObjectIdentifier)
    }

    /// A NULL.
    pub(super) fn null(&mut self) -> Result<()> {
        if self.content(Tag::Null)?.is_empty() { Ok(()) } else { Err(DAMAGED) }
    }

    /// The members of the constructed value with that context-specific tag, if it comes next.
    pub(super) fn optional(&mut self, number: u32) -> Result<Option<Self>> {
        let tag = Tag::ContextSpecific { constructed: true, number: TagNumber(number) };
        if self.next_tag() != Some(tag) {
            return Ok(None);
        }
        let any = self.any()?;
        Self::of(any, tag).map(Some)
    }
}

/// The content octets of the tags that are written here.
pub(super) mod tag {
    pub(in crate::jose) const INTEGER: u8 = 0x02;
    pub(in crate::jose) const BIT_STRING: u8 = 0x03;
    pub(in crate::jose) const OCTET_STRING: u8 = 0x04;
    pub(in crate::jose) const NULL: u8 = 0x05;
    pub(in crate::jose) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(in crate::jose) const SEQUENCE: u8 = 0x30;
    pub(in crate::jose) const CONTEXT_1: u8 = 0xa1;
}

/// A value of that tag whose content is `parts`, one after the other.
pub(super) fn value(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    // The capacity is exact: a buffer that grew would leave key material behind.
    let mut der = Zeroizing::new(Vec::with_capacity(length + 1 + 1 + size_of::<usize>()));
    der.push(tag);
    if let Ok(short @ 0..=0x7f) = u8::try_from(length) {
        der.push(short);
    } else {
        let octets = length.to_be_bytes();
        let skipped = octets.iter().take_while(|octet| **octet == 0).count();
        let count = octets.len() - skipped;
        der.push(0x80 | u8::try_from(count).unwrap_or(u8::MAX));
        der.extend_from_slice(&octets[skipped..]);
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// An INTEGER of that big-endian magnitude.
pub(super) fn unsigned(magnitude: &[u8]) -> Zeroizing<Vec<u8>> {
    let zeros = magnitude.iter().take_while(|octet| **octet == 0).count();
    let trimmed = &magnitude[zeros..];
    // The sign is the first bit, and zero takes one octet.
    let sign: &[u8] = if trimmed.first().is_none_or(|octet| *octet >= 0x80) { &[0] } else { &[] };
    value(tag::INTEGER, &[sign, trimmed])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let inner = value(tag::OCTET_STRING, &[&content]);
            let outer = value(tag::SEQUENCE, &[&inner, &unsigned(&[0, 0, 200, 1])]);
            let mut members = Members::of_sequence(&outer).unwrap();
            assert_eq!(members.octet_string().unwrap(), content);
            assert_eq!(members.unsigned().unwrap(), [200, 1]);
            members.finish().unwrap();
        }
    }

    #[test]
    fn integers_have_one_spelling() {
        assert_eq!(*unsigned(&[]), [2, 1, 0]);
        assert_eq!(*unsigned(&[0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(*unsigned(&[0x80]), [2, 2, 0, 0x80]);
        for other in [&b"\x30\x04\x02\x02\x00\x01"[..], b"\x30\x03\x02\x01\xff", b"\x30\x02\x02\0"]
        {
            assert!(Members::of_sequence(other).unwrap().unsigned().is_err(), "{other:x?}");
        }
    }

    #[test]
    fn what_follows_the_end_is_refused() {
        assert!(Members::of_sequence(b"\x30\x00\x00").is_err());
        assert!(Members::of_sequence(b"\x30\x81\x00").is_err());
        let mut members = Members::of_sequence(b"\x30\x04\x05\x00\x05\x00").unwrap();
        members.null().unwrap();
        assert!(members.finish().is_err());
    }
}
