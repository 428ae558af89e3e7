//! Many double-ended queues over one pool of memory.

use super::ahead::fetch;

/// Bytes that memory brings at once.
const LINE: usize = 64;
/// No chunk.
const NONE: u32 = u32::MAX;

/// Many double-ended queues ("lists", numbered from 0) over one pool of chunks of `CHUNK` entries, a
/// power of two: nothing is allocated or freed per entry, and an empty list costs 12 bytes. A busy
/// list fills several chunks, a quiet one leaves part of one empty.
///
/// All chunks of a list but the first and the last are full, so the place of the last entry
/// follows from the header alone: a push writes to the chunk without reading it first, which
/// keeps it fast when millions of entries are far from the cache.
#[derive(Clone, Debug)]
pub struct Lists<T: Copy + Default, const CHUNK: usize = 16> {
    headers: Vec<Header<CHUNK>>,
    /// Chunk c holds the entries from c * CHUNK.
    entries: Vec<T>,
    links: Vec<Link>,
    /// Chunks from here on have not been used since the last reset.
    fresh: u32,
    /// First of the chunks given back, chained by `next`.
    free: u32,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Header<const CHUNK: usize> {
    head: u32,
    tail: u32,
    /// Entries, times CHUNK, plus the place of the first within the head chunk.
    packed: u32,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    prev: u32,
    next: u32,
}

impl<const CHUNK: usize> Header<CHUNK> {
    /// Bits of an index within a chunk.
    const BITS: u32 = CHUNK.trailing_zeros();
    const EMPTY: Self = Header {
        head: NONE,
        tail: NONE,
        packed: 0,
    };
    const ONE: u32 = CHUNK as u32;

    fn len(self) -> u32 {
        self.packed >> Self::BITS
    }

    /// The place of the first entry within the head chunk.
    fn start(self) -> usize {
        self.packed as usize % CHUNK
    }

    /// The place after the last entry, counted from the beginning of the head chunk.
    fn end(self) -> usize {
        self.start() + self.len() as usize
    }
}

impl<T: Copy + Default, const CHUNK: usize> Lists<T, CHUNK> {
    /// Whole entries in a line of memory.
    const PER_LINE: usize = if size_of::<T>() < LINE {
        LINE / size_of::<T>()
    } else {
        1
    };

    /// `count` empty lists.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Lists {
            headers: vec![Header::EMPTY; count],
            entries: Vec::new(),
            links: Vec::new(),
            fresh: 0,
            free: NONE,
            len: 0,
        }
    }

    /// Makes it `count` empty lists and keeps the memory.
    pub fn reset(&mut self, count: usize) {
        self.headers.clear();
        self.headers.resize(count, Header::EMPTY);
        self.fresh = 0;
        self.free = NONE;
        self.len = 0;
    }

    /// How many lists there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.headers.len()
    }

    /// Entries of a list.
    #[inline]
    #[must_use]
    pub fn len(&self, list: usize) -> usize {
        self.headers[list].len() as usize
    }

    /// Whether a list has no entry.
    #[inline]
    #[must_use]
    pub fn is_empty(&self, list: usize) -> bool {
        self.headers[list].head == NONE
    }

    /// Entries of all lists.
    #[inline]
    #[must_use]
    pub fn len_all(&self) -> usize {
        self.len
    }

    /// Appends an entry.
    #[inline]
    pub fn push_back(&mut self, list: usize, entry: T) {
        *self.push_back_slot(list) = entry;
    }

    /// Appends an entry that the caller is to write.
    #[inline(always)]
    pub fn push_back_slot(&mut self, list: usize) -> &mut T {
        let header = self.headers[list];
        let place = header.end() % CHUNK;
        // The last chunk may be full, or there may be none. The entry itself goes to no other
        // function, so that it can stay in registers on its way.
        let at = if place == 0 {
            self.add_chunk(list)
        } else {
            header.tail as usize * CHUNK + place
        };
        self.headers[list].packed += Header::<CHUNK>::ONE;
        self.len += 1;
        &mut self.entries[at]
    }

    /// Takes the first entry.
    #[inline]
    pub fn pop_front(&mut self, list: usize) -> Option<T> {
        let header = self.headers[list];
        if header.head == NONE {
            return None;
        }
        let start = header.start();
        let entry = self.entries[header.head as usize * CHUNK + start];
        self.len -= 1;
        if header.len() == 1 || start == CHUNK - 1 {
            self.drop_head(list);
        } else {
            // One entry fewer, one place further.
            self.headers[list].packed -= Header::<CHUNK>::ONE - 1;
        }
        Some(entry)
    }

    /// Takes the last entry.
    #[inline]
    pub fn pop_back(&mut self, list: usize) -> Option<T> {
        let header = self.headers[list];
        if header.head == NONE {
            return None;
        }
        let place = (header.end() - 1) % CHUNK;
        let entry = self.entries[header.tail as usize * CHUNK + place];
        self.len -= 1;
        if header.len() == 1 || place == 0 {
            self.drop_tail(list);
        } else {
            self.headers[list].packed -= Header::<CHUNK>::ONE;
        }
        Some(entry)
    }

    /// The first entry.
    #[must_use]
    pub fn front(&self, list: usize) -> Option<&T> {
        let header = self.headers[list];
        (header.head != NONE).then(|| &self.entries[header.head as usize * CHUNK + header.start()])
    }

    /// The last entry.
    #[must_use]
    pub fn back(&self, list: usize) -> Option<&T> {
        let header = self.headers[list];
        let place = header.end().wrapping_sub(1) % CHUNK;
        (header.head != NONE).then(|| &self.entries[header.tail as usize * CHUNK + place])
    }

    /// Asks for the memory of a list's header, which is needed to ask for its entries.
    #[inline]
    pub fn fetch_header(&self, list: usize) {
        fetch(&self.headers[list]);
    }

    /// Asks for the memory of a list's entries, soon to be taken.
    #[inline]
    pub fn fetch(&self, list: usize) {
        let header = self.headers[list];
        let mut chunk = header.head;
        let mut left = header.end();
        while left > 0 {
            let entries = &self.entries[chunk as usize * CHUNK..][..CHUNK];
            entries.iter().step_by(Self::PER_LINE).for_each(fetch);
            left = left.saturating_sub(CHUNK);
            chunk = self.links[chunk as usize].next;
        }
    }

    /// Takes all entries of a list, in order.
    pub fn drain(&mut self, list: usize, visit: impl FnMut(&T)) {
        self.iter(list).for_each(visit);
        self.give_back_all(list);
    }

    /// The same, to the end of `into`.
    pub fn drain_into(&mut self, list: usize, into: &mut Vec<T>) {
        let header = self.headers[list];
        if header.head == NONE {
            return;
        }
        let (mut chunk, mut start, mut left) = (header.head, header.start(), header.len() as usize);
        while left > 0 {
            let taken = left.min(CHUNK - start);
            let first = chunk as usize * CHUNK + start;
            into.extend_from_slice(&self.entries[first..first + taken]);
            left -= taken;
            start = 0;
            chunk = self.links[chunk as usize].next;
        }
        self.give_back_all(list);
    }

    /// Empties a list: its chain of chunks goes to the front of that of free chunks as it is.
    fn give_back_all(&mut self, list: usize) {
        let header = std::mem::replace(&mut self.headers[list], Header::EMPTY);
        if header.head != NONE {
            self.links[header.tail as usize].next = self.free;
            self.free = header.head;
            self.len -= header.len() as usize;
        }
    }

    /// Keeps the entries of a list for which `keep` holds, in order.
    pub fn retain(&mut self, list: usize, mut keep: impl FnMut(&T) -> bool) {
        for _ in 0..self.len(list) {
            if let Some(entry) = self.pop_front(list)
                && keep(&entry)
            {
                self.push_back(list, entry);
            }
        }
    }

    /// The entries of a list, in order.
    pub fn iter(&self, list: usize) -> impl Iterator<Item = &T> + '_ {
        let header = self.headers[list];
        let mut chunk = header.head;
        (header.start()..header.end()).map(move |place| {
            if place % CHUNK == 0 && place > 0 {
                chunk = self.links[chunk as usize].next;
            }
            &self.entries[chunk as usize * CHUNK + place % CHUNK]
        })
    }

    /// Visits the entries of all lists in the order of memory, which is much faster than list by
    /// list when there are millions.
    pub fn for_each(&self, mut visit: impl FnMut(&T)) {
        let mut filled = vec![(0, 0); self.fresh as usize];
        for header in self.headers.iter().filter(|header| header.head != NONE) {
            let (mut chunk, mut start, mut end) = (header.head, header.start(), header.end());
            while end > CHUNK {
                filled[chunk as usize] = (start, CHUNK);
                (start, end) = (0, end - CHUNK);
                chunk = self.links[chunk as usize].next;
            }
            filled[chunk as usize] = (start, end);
        }
        for (entries, (start, end)) in self.entries.chunks_exact(CHUNK).zip(filled) {
            entries[start..end].iter().for_each(&mut visit);
        }
    }

    /// Adds a chunk to the end of a list; returns the place of its first entry.
    #[cold]
    #[inline(never)]
    fn add_chunk(&mut self, list: usize) -> usize {
        let Header { tail, packed, .. } = self.headers[list];
        assert!(
            packed >> Header::<CHUNK>::BITS < u32::MAX >> Header::<CHUNK>::BITS,
            "a list holds fewer than 2^28 entries"
        );
        let chunk = self.take_free_chunk(Link {
            prev: tail,
            next: NONE,
        });
        let header = &mut self.headers[list];
        header.tail = chunk;
        if tail == NONE {
            header.head = chunk;
        } else {
            self.links[tail as usize].next = chunk;
        }
        chunk as usize * CHUNK
    }

    fn take_free_chunk(&mut self, link: Link) -> u32 {
        if self.free != NONE {
            let chunk = self.free;
            self.free = self.links[chunk as usize].next;
            self.links[chunk as usize] = link;
            return chunk;
        }
        let chunk = self.fresh;
        assert!(chunk < NONE, "there are fewer than 2^32 chunks");
        self.fresh += 1;
        if chunk as usize == self.links.len() {
            self.links.push(link);
            self.entries
                .resize(self.entries.len() + CHUNK, T::default());
        } else {
            self.links[chunk as usize] = link;
        }
        chunk
    }

    #[cold]
    fn drop_head(&mut self, list: usize) {
        let header = self.headers[list];
        let next = self.links[header.head as usize].next;
        self.give_back(header.head);
        self.headers[list] = if header.len() == 1 {
            Header::EMPTY
        } else {
            self.links[next as usize].prev = NONE;
            let packed = (header.len() - 1) << Header::<CHUNK>::BITS;
            Header {
                head: next,
                packed,
                ..header
            }
        };
    }

    #[cold]
    fn drop_tail(&mut self, list: usize) {
        let header = self.headers[list];
        let prev = self.links[header.tail as usize].prev;
        self.give_back(header.tail);
        self.headers[list] = if header.len() == 1 {
            Header::EMPTY
        } else {
            self.links[prev as usize].next = NONE;
            Header {
                tail: prev,
                packed: header.packed - Header::<CHUNK>::ONE,
                ..header
            }
        };
    }

    fn give_back(&mut self, chunk: u32) {
        self.links[chunk as usize].next = self.free;
        self.free = chunk;
    }
}

#[cfg(test)]
mod tests;
