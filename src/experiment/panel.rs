//! Panels of finished replications: in memory while they are few, then in a temporary file, so that
//! memory does not grow with the number of replications.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Panels of an experiment up to this size stay in memory [bytes].
const IN_MEMORY: usize = 128 << 20;
/// What is read back at a time, all replications together [bytes].
const BLOCK: usize = 16 << 20;
/// Size of a number [bytes].
const NUMBER: usize = size_of::<f64>();

/// The numbers of one replication, in the order of the layout; NaN where there is none.
#[derive(Clone, Debug)]
pub struct Panel(Place);

#[derive(Clone, Debug)]
enum Place {
    Memory(Vec<f64>),
    Aside {
        file: Arc<Mutex<Aside>>,
        from: u64,
        len: usize,
    },
}

/// A file without a name, which goes when the last panel in it does.
#[derive(Debug)]
struct Aside {
    file: File,
    end: u64,
}

impl From<Vec<f64>> for Panel {
    fn from(numbers: Vec<f64>) -> Self {
        Self(Place::Memory(numbers))
    }
}

impl Panel {
    /// How many numbers there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Place::Memory(numbers) => numbers.len(),
            Place::Aside { len, .. } => *len,
        }
    }

    /// Whether there is no number.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether its numbers are in memory, not in a file.
    pub fn is_in_memory(&self) -> bool {
        matches!(self.0, Place::Memory(_))
    }

    /// The number of a slot.
    pub fn at(&self, slot: usize) -> f64 {
        self.read(slot..slot + 1)[0]
    }

    /// All numbers.
    pub fn all(&self) -> Cow<'_, [f64]> {
        self.read(0..self.len())
    }

    /// The numbers of some slots.
    pub fn read(&self, slots: Range<usize>) -> Cow<'_, [f64]> {
        match &self.0 {
            Place::Memory(numbers) => Cow::Borrowed(&numbers[slots]),
            Place::Aside { file, from, len } => {
                assert!(slots.end <= *len, "a slot of the panel");
                let from = from + (slots.start * NUMBER) as u64;
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let numbers = file.read(from, slots.len());
                Cow::Owned(numbers.expect("an open file without a name can be read back"))
            }
        }
    }
}

impl Aside {
    fn read(&mut self, from: u64, len: usize) -> Result<Vec<f64>> {
        let mut bytes = vec![0; len * NUMBER];
        self.file.seek(SeekFrom::Start(from))?;
        self.file.read_exact(&mut bytes)?;
        let (numbers, _) = bytes.as_chunks::<NUMBER>();
        Ok(numbers.iter().map(|x| f64::from_le_bytes(*x)).collect())
    }

    /// Writes numbers to the end; returns where they begin.
    fn append(&mut self, numbers: &[f64]) -> Result<u64> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        let from = self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        self.end += bytes.len() as u64;
        Ok(from)
    }
}

/// Panels read slot by slot. From the file each is read by blocks of slots, so that reads are large
/// and few when slots are asked for in order; from memory nothing is copied.
#[derive(Debug)]
pub struct Columns<'p> {
    panels: Vec<&'p Panel>,
    /// Slots of a block.
    width: usize,
    block: Range<usize>,
    /// The numbers of the block, by panel.
    rows: Vec<Cow<'p, [f64]>>,
}

impl<'p> Columns<'p> {
    /// The columns of panels of one layout.
    pub fn of(panels: impl IntoIterator<Item = &'p Panel>) -> Self {
        let panels: Vec<&Panel> = panels.into_iter().collect();
        Self {
            width: (BLOCK / NUMBER / panels.len().max(1)).max(1),
            panels,
            block: 0..0,
            rows: Vec::new(),
        }
    }

    /// The numbers of a slot, in the order of the panels.
    pub fn at(&mut self, slot: usize) -> impl Iterator<Item = f64> + '_ {
        if !self.block.contains(&slot) {
            let end = self.panels.first().map_or(0, |panel| panel.len());
            self.block = slot..(slot + self.width).min(end);
            let read = |panel: &&'p Panel| panel.read(self.block.clone());
            // The old block goes before the new one is read.
            self.rows.clear();
            self.rows.extend(self.panels.iter().map(read));
        }
        let place = slot - self.block.start;
        self.rows.iter().map(move |row| row[place])
    }
}

/// Where the panels of an experiment are kept.
#[derive(Debug)]
pub struct Shelf {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Room left in memory [bytes].
    room: usize,
    file: Option<Arc<Mutex<Aside>>>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::with_room(IN_MEMORY)
    }
}

impl Shelf {
    /// A shelf that sets panels aside when this memory is used up [bytes].
    pub fn with_room(room: usize) -> Self {
        let state = State { room, file: None };
        Self {
            state: Mutex::new(state),
        }
    }

    /// Keeps a panel: what does not fit in memory goes to the file, as long as there is room for it.
    pub fn keep(&self, panel: Panel) -> Panel {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Place::Memory(numbers) = &panel.0 else {
            return panel;
        };
        let (len, size) = (numbers.len(), numbers.len() * NUMBER);
        if let Some(room) = state.room.checked_sub(size) {
            state.room = room;
            return panel;
        }
        // Where no file can be written memory has to do, as it did before.
        match state.set_aside(numbers) {
            Ok((file, from)) => Panel(Place::Aside { file, from, len }),
            Err(_) => panel,
        }
    }
}

impl State {
    fn set_aside(&mut self, numbers: &[f64]) -> Result<(Arc<Mutex<Aside>>, u64)> {
        let file = match &self.file {
            Some(file) => file,
            None => {
                let file = tempfile::tempfile()?;
                let file = Arc::new(Mutex::new(Aside { file, end: 0 }));
                self.file.insert(file)
            }
        };
        let from = (file.lock().unwrap_or_else(PoisonError::into_inner)).append(numbers)?;
        Ok((Arc::clone(file), from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_set_aside_has_the_same_bits() {
        let numbers = |k: u32| vec![f64::NAN, -0.0, f64::from(k) / 3.0, f64::MIN_POSITIVE];
        let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let shelf = Shelf::with_room(2 * 4 * NUMBER);
        let kept: Vec<Panel> = (0..5).map(|k| shelf.keep(numbers(k).into())).collect();
        assert_eq!(kept.iter().filter(|panel| panel.is_in_memory()).count(), 2);
        for (k, panel) in (0..).zip(&kept) {
            assert_eq!(bits(&panel.all()), bits(&numbers(k)));
            assert_eq!(bits(&panel.read(1..3)), bits(&numbers(k)[1..3]));
            assert_eq!((panel.at(2), panel.len()), (f64::from(k) / 3.0, 4));
        }
    }

    #[test]
    fn columns_are_the_same_in_any_order_of_asking_from_memory_or_file() {
        let numbers = |k: usize| {
            (0..7)
                .map(|slot| (10 * k + slot) as f64)
                .collect::<Vec<_>>()
        };
        let shelf = Shelf::with_room(2 * 7 * NUMBER);
        let kept: Vec<Panel> = (0..4).map(|k| shelf.keep(numbers(k).into())).collect();
        for width in [1, 2, 3, 7, 100] {
            let mut columns = Columns::of(&kept);
            columns.width = width;
            for slot in [0, 1, 2, 3, 4, 5, 6, 2, 6, 0] {
                let expected: Vec<f64> = (0..4).map(|k| numbers(k)[slot]).collect();
                assert_eq!(columns.at(slot).collect::<Vec<_>>(), expected);
            }
        }
    }
}
