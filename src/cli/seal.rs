//! Digests of the files of a part, so that `merge` sees if one was changed or damaged.

use std::io::{Read, Result, Write};

/// The digest of a file.
pub fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A file that is written or read piece by piece, and the digest of what passed.
pub struct Sealed<F> {
    file: F,
    hasher: blake3::Hasher,
}

impl<F> Sealed<F> {
    pub fn new(file: F) -> Self {
        let hasher = blake3::Hasher::new();
        Self { file, hasher }
    }

    /// The digest of all that passed so far.
    pub fn digest(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }
}

impl<F: Write> Write for Sealed<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl<F: Read> Read for Sealed<F> {
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize> {
        let read = self.file.read(bytes)?;
        self.hasher.update(&bytes[..read]);
        Ok(read)
    }
}
