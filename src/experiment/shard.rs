//! Shards: parts of an experiment that different machines run, to be joined afterwards.

use std::io::{self, Read, Write};

use super::layout::Layout;
use super::panel::Shelf;
use super::runner::{Experiment, Replication};

/// One of several parts of an experiment: the replications of a residue class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 1.
    pub index: u64,
    /// How many there are.
    pub of: u64,
}

impl Shard {
    /// The whole experiment.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };

    /// One of up to 10,000 parts, if there is such a one.
    pub fn new(index: u64, of: u64) -> Option<Self> {
        let there = (1..=of).contains(&index) && of <= MOST;
        there.then_some(Self { index, of })
    }

    /// The numbers of its replications among the first `replications`, in order.
    pub fn numbers(self, replications: u64) -> impl Iterator<Item = u64> {
        (self.index - 1..replications).step_by(self.of as usize)
    }

    /// Whether these are its replications among the first `replications`, in order.
    pub fn is_made_of(self, found: &[Replication], replications: u64) -> bool {
        let found = found.iter().map(|replication| replication.number);
        self.numbers(replications).eq(found)
    }
}

/// The whole experiment, from the replications of its parts in any order.
pub fn join(layout: Layout, parts: impl IntoIterator<Item = Vec<Replication>>) -> Experiment {
    let mut replications: Vec<Replication> = parts.into_iter().flatten().collect();
    replications.sort_by_key(|replication| replication.number);
    Experiment {
        layout,
        replications,
        interrupted: false,
        missed: None,
    }
}

/// Parts of an experiment at most [parts].
const MOST: u64 = 10_000;

/// What a file of panels begins with.
const MAGIC: &[u8] = b"docketsim panels 1\n";

/// Writes the panels of an experiment, exact to the bit.
///
/// # Errors
/// What writing them meets.
pub fn write_panels(experiment: &Experiment, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(MAGIC)?;
    to.write_all(&(experiment.layout.len() as u64).to_le_bytes())?;
    for replication in &experiment.replications {
        let head = [replication.number, replication.events, replication.hearings];
        let mut bytes: Vec<u8> = head.iter().flat_map(|n| n.to_le_bytes()).collect();
        bytes.extend(replication.panel.all().iter().flat_map(|x| x.to_le_bytes()));
        to.write_all(&bytes)?;
    }
    Ok(())
}

/// Reads the replications of a file of panels, and keeps their panels on a shelf.
///
/// # Errors
/// If it holds no panels of this layout, in words.
pub fn read_panels(
    mut from: impl Read,
    layout: &Layout,
    shelf: &Shelf,
) -> Result<Vec<Replication>, String> {
    let cannot = |error: io::Error| error.to_string();
    let mut head = Vec::new();
    let start = (MAGIC.len() + size_of::<u64>()) as u64;
    (&mut from)
        .take(start)
        .read_to_end(&mut head)
        .map_err(cannot)?;
    let width = head
        .strip_prefix(MAGIC)
        .ok_or("this is no file of panels")?;
    if width != (layout.len() as u64).to_le_bytes() {
        return Err("the panels are of another scenario or of another version".to_owned());
    }
    let record = 8 * (3 + layout.len());
    let mut replications = Vec::new();
    loop {
        let mut bytes = Vec::with_capacity(record);
        let read = (&mut from).take(record as u64).read_to_end(&mut bytes);
        match read.map_err(cannot)? {
            0 => return Ok(replications),
            whole if whole == record => replications.push(replication(&bytes, shelf)),
            _ => return Err("the file ends too early".to_owned()),
        }
    }
}

fn replication(record: &[u8], shelf: &Shelf) -> Replication {
    let (words, _) = record.as_chunks::<8>();
    let numbers: Vec<f64> = words[3..].iter().map(|x| f64::from_le_bytes(*x)).collect();
    Replication {
        number: u64::from_le_bytes(words[0]),
        events: u64::from_le_bytes(words[1]),
        hearings: u64::from_le_bytes(words[2]),
        panel: shelf.keep(numbers.into()),
    }
}
