//! The memory of lists that will be needed is asked for ahead.

use super::{FIRST, LEN, Lists};

/// Bytes that memory brings at once.
const LINE: usize = 64;

/// Asks for the line of memory in which a value begins, so that it is near when it is needed. Only
/// a hint: nothing is read, and where the machine has no such hint nothing is done.
#[inline(always)]
fn fetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    safe_arch::prefetch_t0(value);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}

/// How far a list has been walked along, to ask for its memory: see [`Lists::walk`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Walk {
    chunk: u32,
    /// Entries from the beginning of the chunk on.
    pub(super) left: usize,
}

impl<T: Copy + Default, const CHUNK: usize> Lists<T, CHUNK> {
    /// Whole entries in a line of memory.
    const PER_LINE: usize = if size_of::<T>() < LINE {
        LINE / size_of::<T>()
    } else {
        1
    };

    /// Asks for the memory of a list's header, which is needed to ask for its entries.
    #[inline]
    pub fn fetch_header(&self, list: usize) {
        fetch(&self.headers[list]);
    }

    /// Asks for the memory of a list's entries, soon to be taken.
    #[inline]
    pub fn fetch(&self, list: usize) {
        self.runs(list).for_each(|run| {
            run.iter().step_by(Self::PER_LINE).for_each(fetch);
        });
    }

    /// Asks for the memory of the last entry of a list.
    #[inline]
    pub fn fetch_back(&self, list: usize) {
        if let Some(entry) = self.back(list) {
            fetch(entry);
        }
    }

    /// A walk along a list that asks for its memory.
    #[inline]
    pub fn walk(&self, list: usize) -> Walk {
        let header = self.headers[list];
        let chunk = header[FIRST] / CHUNK as u32;
        if let Some(link) = self.links.get(chunk as usize) {
            fetch(link);
        }
        Walk {
            chunk,
            left: header[LEN] as usize + header[FIRST] as usize % CHUNK,
        }
    }

    /// Asks for the memory of the next chunk of a list, and of the link to the one after it; says
    /// whether there was a chunk.
    #[inline]
    pub fn fetch_next(&self, walk: &mut Walk) -> bool {
        let chunk = walk.chunk as usize;
        // The list may have changed since the walk began: then there is nothing to ask for.
        let entries = self.entries.get(chunk * CHUNK..(chunk + 1) * CHUNK);
        let (Some(entries), true) = (entries, walk.left > 0) else {
            return false;
        };
        entries.iter().step_by(Self::PER_LINE).for_each(fetch);
        walk.left = walk.left.saturating_sub(CHUNK);
        walk.chunk = self.links[chunk].next;
        if let Some(link) = self.links.get(walk.chunk as usize) {
            fetch(link);
        }
        true
    }
}
