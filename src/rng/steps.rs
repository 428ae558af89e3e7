//! Whole numbers that never fall as a uniform number rises, looked up by its bits.

use super::uniform::{Bits32, Uniform};
use std::sync::Arc;

/// A step function of a uniform number.
///
/// The unit is cut into cells, and each cell tells its number and where in it the next one begins. In a
/// cell with more than one step the function itself has to be asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Steps {
    cells: Arc<[Cell]>,
    /// Bits of a place within a cell, out of 32.
    within: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    /// The number before the step.
    before: u32,
    /// The first of 2^32 parts of the unit whose middle lies behind the step.
    step: u32,
}

impl Cell {
    /// More than one step.
    const MANY: Cell = Cell {
        before: u32::MAX - 1,
        step: 0,
    };

    /// One number: the step lies before the unit.
    fn level(number: u32) -> Self {
        Self {
            before: number.wrapping_sub(1),
            step: 0,
        }
    }
}

impl Steps {
    /// The same number everywhere.
    pub(super) fn level(number: u32) -> Self {
        Self {
            cells: Arc::new([Cell::level(number)]),
            within: u32::BITS,
        }
    }

    /// The function `of` over 2^`bits` cells. Cells for which `one` does not hold count as having more
    /// than one step: those in which the function may fall by rounding.
    pub(super) fn new(bits: u32, of: impl Fn(f64) -> u32, one: impl Fn(usize) -> bool) -> Self {
        let within = u32::BITS - bits;
        let cell = |cell| {
            if one(cell) {
                find_step((cell as u32) << within, within, &of)
            } else {
                Cell::MANY
            }
        };
        Self {
            cells: (0..1 << bits).map(cell).collect(),
            within,
        }
    }

    /// The number at a uniform number; none: the function has to be asked.
    #[inline(always)]
    pub(super) fn at<U: Uniform>(&self, u: U) -> Option<u32> {
        let part = u.part();
        let cell = self.cells.get((u64::from(part) >> self.within) as usize)?;
        // In the parts about the step it matters where in the part the number lies.
        let near = !U::IN_THE_MIDDLE && part.wrapping_sub(cell.step).wrapping_add(1) <= 1;
        (cell.before != Cell::MANY.before && !near)
            .then(|| cell.before.wrapping_add(u32::from(part >= cell.step)))
    }
}

/// The cell of so many parts, from one on.
fn find_step(first: u32, within: u32, of: &impl Fn(f64) -> u32) -> Cell {
    let last = first | ((1u64 << within) - 1) as u32;
    let end_of = |parts: u64| parts as f64 * (1.0 / (1u64 << u32::BITS) as f64);
    let low = of(end_of(u64::from(first)));
    let high = of(end_of(u64::from(last) + 1).next_down());
    if low >= Cell::MANY.before {
        return Cell::MANY;
    }
    let middle = |part: u32| of(Bits32(part).value());
    match high.checked_sub(low) {
        Some(0) => Cell::level(low),
        // A step in the half of a part at either end would need a place of its own.
        Some(1) if middle(first) == low && middle(last) == high => {
            let (mut before, mut step) = (first, last);
            while step - before > 1 {
                let between = before.midpoint(step);
                if middle(between) > low {
                    step = between;
                } else {
                    before = between;
                }
            }
            Cell { before: low, step }
        }
        _ => Cell::MANY,
    }
}
