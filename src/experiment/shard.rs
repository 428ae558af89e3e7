//! Shards: parts of an experiment that different machines run, to be joined afterwards.

use super::layout::Layout;
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

    /// The numbers of its replications among the first `replications`, in order.
    pub fn numbers(self, replications: u64) -> impl Iterator<Item = u64> {
        (self.index - 1..replications).step_by(self.of as usize)
    }
}

/// What a file of panels begins with.
const MAGIC: &[u8] = b"docketsim panels 1\n";

/// The panels of an experiment as the bytes of a file, exact to the bit.
pub fn panels_to_bytes(experiment: &Experiment) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let width = experiment.layout.len() as u64;
    bytes.extend(width.to_le_bytes());
    for replication in &experiment.replications {
        let head = [replication.number, replication.events, replication.hearings];
        bytes.extend(head.iter().flat_map(|n| n.to_le_bytes()));
        bytes.extend(replication.panel.iter().flat_map(|x| x.to_le_bytes()));
    }
    bytes
}

/// The replications of a file of panels.
///
/// # Errors
/// If the bytes are no panels of this layout, in words.
pub fn panels_from_bytes(bytes: &[u8], layout: &Layout) -> Result<Vec<Replication>, String> {
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or("this is no file of panels")?;
    let (words, left) = rest.as_chunks::<8>();
    let (width, rest) = words.split_first().ok_or("the file ends too early")?;
    if u64::from_le_bytes(*width) != layout.len() as u64 {
        return Err("the panels are of another scenario or of another version".to_owned());
    }
    let record = 3 + layout.len();
    if !left.is_empty() || rest.len() % record != 0 {
        return Err("the file ends too early".to_owned());
    }
    let read = |record: &[[u8; 8]]| Replication {
        number: u64::from_le_bytes(record[0]),
        events: u64::from_le_bytes(record[1]),
        hearings: u64::from_le_bytes(record[2]),
        panel: record[3..].iter().map(|x| f64::from_le_bytes(*x)).collect(),
    };
    Ok(rest.chunks_exact(record).map(read).collect())
}
