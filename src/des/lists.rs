//! Many double-ended queues over one pool of memory.

mod ahead;

pub use ahead::Walk;
use std::ops::Range;

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
    headers: Vec<Header>,
    entries: Vec<T>,
    links: Vec<Link>,
    /// Chunks from here on have not been used since the last reset.
    fresh: u32,
    /// First of the chunks given back, chained by `next`.
    free: u32,
    len: usize,
}

/// Entries are named by their place in the pool: chunk c holds those from c * CHUNK.
///
/// An array, not a structure: millions of empty ones are then memory that the system has yet to give.
type Header = [u32; 3];

/// The first entry.
const FIRST: usize = 0;
/// The place after the last entry: the beginning of a chunk where the last one is full, or where there
/// is none.
const END: usize = 1;
/// How many entries there are.
const LEN: usize = 2;

const EMPTY: Header = [0; 3];

#[derive(Clone, Copy, Debug)]
struct Link {
    prev: u32,
    next: u32,
}

impl<T: Copy + Default, const CHUNK: usize> Lists<T, CHUNK> {
    /// `count` empty lists.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Lists {
            headers: vec![EMPTY; count],
            entries: Vec::new(),
            links: Vec::new(),
            fresh: 0,
            free: NONE,
            len: 0,
        }
    }

    /// Makes it `count` empty lists and keeps the memory.
    pub fn reset(&mut self, count: usize) {
        // Lists that were emptied one by one are not written once more.
        if self.len > 0 || self.headers.len() != count {
            self.headers.clear();
            self.headers.resize(count, EMPTY);
        }
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
        self.headers[list][LEN] as usize
    }

    /// Whether a list has no entry.
    #[inline]
    #[must_use]
    pub fn is_empty(&self, list: usize) -> bool {
        self.headers[list][LEN] == 0
    }

    /// Entries of all lists.
    #[inline]
    #[must_use]
    pub fn len_all(&self) -> usize {
        self.len
    }

    /// Appends an entry.
    #[inline(always)]
    pub fn push_back(&mut self, list: usize, entry: T) {
        *self.push_back_slot(list) = entry;
    }

    /// Appends an entry that the caller is to write.
    #[inline(always)]
    pub fn push_back_slot(&mut self, list: usize) -> &mut T {
        let header = &mut self.headers[list];
        let place = header[END] as usize;
        if place.is_multiple_of(CHUNK) {
            // The entry itself goes to no other function, so that it can stay in registers.
            let place = self.add_chunk(list);
            return &mut self.entries[place];
        }
        header[END] += 1;
        header[LEN] += 1;
        self.len += 1;
        &mut self.entries[place]
    }

    /// Takes the first entry.
    #[inline]
    pub fn pop_front(&mut self, list: usize) -> Option<T> {
        let mut entry = T::default();
        self.pop_front_to(list, &mut entry).then_some(entry)
    }

    /// Moves the first entry to a place, if there is one.
    #[inline(always)]
    pub fn pop_front_to(&mut self, list: usize, to: &mut T) -> bool {
        let header = &mut self.headers[list];
        if header[LEN] == 0 {
            return false;
        }
        let first = header[FIRST] as usize;
        self.len -= 1;
        header[LEN] -= 1;
        header[FIRST] += 1;
        if header[LEN] == 0 || (first + 1).is_multiple_of(CHUNK) {
            self.drop_head(list);
        }
        *to = self.entries[first];
        true
    }

    /// Takes the last entry.
    #[inline]
    pub fn pop_back(&mut self, list: usize) -> Option<T> {
        let header = &mut self.headers[list];
        if header[LEN] == 0 {
            return None;
        }
        self.len -= 1;
        header[LEN] -= 1;
        header[END] -= 1;
        let last = header[END] as usize;
        if header[LEN] == 0 || last.is_multiple_of(CHUNK) {
            self.drop_tail(list);
        }
        Some(self.entries[last])
    }

    /// The last entry.
    #[must_use]
    pub fn back(&self, list: usize) -> Option<&T> {
        let header = self.headers[list];
        (header[LEN] > 0).then(|| &self.entries[header[END] as usize - 1])
    }

    /// The entries of a list, in order, chunk by chunk.
    #[inline]
    fn runs(&self, list: usize) -> impl Iterator<Item = &[T]> + '_ {
        self.spans(list).map(|span| &self.entries[span])
    }

    /// The places of the entries of a list, chunk by chunk.
    #[inline]
    fn spans(&self, list: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let header = self.headers[list];
        let (mut first, mut left) = (header[FIRST] as usize, header[LEN] as usize);
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let here = left.min(CHUNK - first % CHUNK);
            let span = first..first + here;
            left -= here;
            if left > 0 {
                first = self.links[first / CHUNK].next as usize * CHUNK;
            }
            Some(span)
        })
    }

    /// Takes all entries of a list, in order.
    pub fn drain(&mut self, list: usize, visit: impl FnMut(&T)) {
        self.iter(list).for_each(visit);
        self.give_back_all(list);
    }

    /// The same, to the end of `into`.
    pub fn drain_into(&mut self, list: usize, into: &mut Vec<T>) {
        self.runs(list).for_each(|run| into.extend_from_slice(run));
        self.give_back_all(list);
    }

    /// Empties a list: its chain of chunks goes to the front of that of free chunks as it is.
    fn give_back_all(&mut self, list: usize) {
        let header = self.headers[list];
        if header[LEN] > 0 {
            self.headers[list] = EMPTY;
            self.links[(header[END] as usize - 1) / CHUNK].next = self.free;
            self.free = header[FIRST] / CHUNK as u32;
            self.len -= header[LEN] as usize;
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

    /// Takes the entries of a list for which `pick` holds, in order, to the end of `into`. A list without
    /// such an entry is only read.
    pub fn extract(&mut self, list: usize, mut pick: impl FnMut(&T) -> bool, into: &mut Vec<T>) {
        if !self.iter(list).any(&mut pick) {
            return;
        }
        self.retain(list, |entry| {
            let taken = pick(entry);
            if taken {
                into.push(*entry);
            }
            !taken
        });
    }

    /// The entries of a list, in order.
    pub fn iter(&self, list: usize) -> impl Iterator<Item = &T> + '_ {
        self.runs(list).flatten()
    }

    /// Visits the entries of all lists in the order of memory, which is much faster than list by
    /// list when there are millions.
    pub fn for_each(&self, mut visit: impl FnMut(&T)) {
        let mut filled = vec![0..0; self.fresh as usize];
        for list in 0..self.count() {
            for span in self.spans(list) {
                let chunk = span.start / CHUNK;
                filled[chunk] = span;
            }
        }
        for span in filled {
            self.entries[span].iter().for_each(&mut visit);
        }
    }

    /// Adds a chunk with one entry to the end of a list; returns the place of the entry.
    #[cold]
    #[inline(never)]
    fn add_chunk(&mut self, list: usize) -> usize {
        let [_, end, len] = self.headers[list];
        let tail = if len == 0 {
            NONE
        } else {
            (end - 1) / CHUNK as u32
        };
        let chunk = self.take_free_chunk(Link {
            prev: tail,
            next: NONE,
        });
        let place = chunk * CHUNK as u32;
        let header = &mut self.headers[list];
        header[END] = place + 1;
        header[LEN] += 1;
        self.len += 1;
        if tail == NONE {
            header[FIRST] = place;
        } else {
            self.links[tail as usize].next = chunk;
        }
        place as usize
    }

    fn take_free_chunk(&mut self, link: Link) -> u32 {
        if self.free != NONE {
            let chunk = self.free;
            self.free = self.links[chunk as usize].next;
            self.links[chunk as usize] = link;
            return chunk;
        }
        let chunk = self.fresh;
        assert!(
            chunk < NONE / CHUNK as u32,
            "there are fewer than 2^32 entries"
        );
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

    /// The first chunk has no entry left.
    #[cold]
    fn drop_head(&mut self, list: usize) {
        let header = self.headers[list];
        let head = (header[FIRST] - 1) / CHUNK as u32;
        let next = self.links[head as usize].next;
        self.give_back(head);
        if header[LEN] == 0 {
            self.headers[list] = EMPTY;
        } else {
            self.links[next as usize].prev = NONE;
            self.headers[list][FIRST] = next * CHUNK as u32;
        }
    }

    /// The last chunk has no entry left.
    #[cold]
    fn drop_tail(&mut self, list: usize) {
        let header = self.headers[list];
        let tail = header[END] / CHUNK as u32;
        let prev = self.links[tail as usize].prev;
        self.give_back(tail);
        if header[LEN] == 0 {
            self.headers[list] = EMPTY;
        } else {
            self.links[prev as usize].next = NONE;
            self.headers[list][END] = (prev + 1) * CHUNK as u32;
        }
    }

    fn give_back(&mut self, chunk: u32) {
        self.links[chunk as usize].next = self.free;
        self.free = chunk;
    }
}

#[cfg(test)]
mod tests;
