//! The layout of a panel: which measure, court, docket and period each number belongs to.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::measure::{Measure, Periods, Scope};
use crate::court::Blueprint;
use crate::time::{Day, FiscalYear, Month};

/// How finely months are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Months for the whole, for each court, and for the court and docket of each published figure;
    /// all courts by docket in fiscal years and the horizon.
    #[default]
    Standard,
    /// Months of every court and docket too.
    Full,
}

/// A period of the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month(Month),
    /// A fiscal year.
    FiscalYear(FiscalYear),
    /// The whole horizon.
    Horizon,
}

/// A court (or all) and a docket (or all).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Court; none: all.
    pub court: Option<usize>,
    /// Docket; none: all.
    pub docket: Option<usize>,
}

impl Cell {
    /// All courts and dockets.
    pub const WHOLE: Cell = Cell {
        court: None,
        docket: None,
    };

    /// The cell of a court and a docket by id; any other word, such as `all`, means all of them.
    pub fn named(blueprint: &Blueprint, court: &str, docket: &str) -> Self {
        Cell {
            court: blueprint.courts.iter().position(|c| c.id == court),
            docket: blueprint.dockets.iter().position(|d| d.id == docket),
        }
    }
}

/// One number of a panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Position of the measure in the catalogue.
    pub measure: usize,
    /// Court and docket.
    pub cell: Cell,
    /// Position of the period in [`Layout::periods`].
    pub period: usize,
}

/// The layout of a panel: slots grouped by period.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The measures.
    pub measures: Vec<Measure>,
    /// Months, then fiscal years, then the horizon.
    pub periods: Vec<Period>,
    /// First day of each period within the horizon.
    pub starts: Vec<Day>,
    /// Last day of each period within the horizon.
    ends: Vec<Day>,
    /// Every number of a panel, in order.
    slots: Vec<Packed>,
    /// The cells that slots name.
    cells: Vec<Cell>,
    /// First slot of each period, and the end.
    blocks: Vec<usize>,
}

/// A slot in eight bytes: 70 courts over ten years have half a million of them.
#[derive(Clone, Copy, Debug)]
struct Packed {
    cell: u32,
    measure: u16,
    period: u16,
}

impl Layout {
    /// The layout for a court system and its measures.
    pub fn new(blueprint: &Blueprint, measures: Vec<Measure>, detail: Detail) -> Self {
        Self::watching(blueprint, measures, detail, &[])
    }

    /// The same, with the months of some cells whatever the detail.
    pub fn watching(
        blueprint: &Blueprint,
        measures: Vec<Measure>,
        detail: Detail,
        watched: &[Cell],
    ) -> Self {
        let mut layout = Self {
            measures,
            periods: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            slots: Vec::new(),
            cells: cells(blueprint.courts.len(), blueprint.dockets.len()),
            blocks: Vec::new(),
        };
        let full: Vec<usize> = (0..layout.cells.len()).collect();
        let reported = |cell: &Cell| cell.docket.is_none() || watched.contains(cell);
        let own = full.iter().copied();
        let short: Vec<usize> = own.filter(|&i| reported(&layout.cells[i])).collect();
        let monthly = if detail == Detail::Full {
            &full
        } else {
            &short
        };
        let (start, end) = (blueprint.start, blueprint.end);
        let within = |first: Day, last: Day| (first.max(start), last.min(end));
        for month in blueprint.months() {
            let days = within(month.first_day(), month.last_day());
            layout.add(Period::Month(month), days, monthly);
        }
        let first = blueprint.fiscal_year(start).year;
        for year in first..=blueprint.fiscal_year(end).year {
            let (fy, starts) = (FiscalYear { year }, blueprint.fiscal_year_start);
            let days = within(fy.first_day(starts), fy.last_day(starts));
            layout.add(Period::FiscalYear(fy), days, &full);
        }
        layout.add(Period::Horizon, (start, end), &full);
        layout.blocks.push(layout.slots.len());
        layout.slots.shrink_to_fit();
        layout
    }

    fn add(&mut self, period: Period, (start, end): (Day, Day), cells: &[usize]) {
        let index = self.periods.len();
        self.blocks.push(self.slots.len());
        self.periods.push(period);
        self.starts.push(start);
        self.ends.push(end);
        let short = |n: usize| u16::try_from(n).expect("fewer than 2^16 measures and periods");
        for &cell in cells {
            for (measure, m) in self.measures.iter().enumerate() {
                if exists(m.scope, self.cells[cell]) && occurs(m.periods, period) {
                    self.slots.push(Packed {
                        cell: u32::try_from(cell).expect("fewer than 2^32 courts and dockets"),
                        measure: short(measure),
                        period: short(index),
                    });
                }
            }
        }
    }

    fn unpack(&self, slot: &Packed) -> Slot {
        Slot {
            measure: usize::from(slot.measure),
            cell: self.cells[slot.cell as usize],
            period: usize::from(slot.period),
        }
    }

    /// What the number at a place of a panel is.
    pub fn at(&self, place: usize) -> Slot {
        self.unpack(&self.slots[place])
    }

    /// What each number of a panel is, in order.
    pub fn slots(&self) -> impl ExactSizeIterator<Item = Slot> + '_ {
        self.slots.iter().map(|slot| self.unpack(slot))
    }

    /// The slots of a period at one court, or of all courts together: those of one cell after those of
    /// another.
    pub fn cells_of(
        &self,
        period: usize,
        court: Option<usize>,
    ) -> impl Iterator<Item = (Cell, Range<usize>)> + '_ {
        // All courts together come first, then one court after another, as `None` before `Some`.
        let Range { start, end } = self.block(period);
        let slots = &self.slots[start..end];
        let of = |slot: &Packed| self.cells[slot.cell as usize].court;
        let first = slots.partition_point(|slot| of(slot) < court);
        let last = slots.partition_point(|slot| of(slot) <= court);
        let mut from = start + first;
        let groups = slots[first..last].chunk_by(|a, b| a.cell == b.cell);
        groups.map(move |group| {
            let slots = from..from + group.len();
            from = slots.end;
            (self.cells[group[0].cell as usize], slots)
        })
    }

    /// Slots of a period.
    pub fn block(&self, period: usize) -> Range<usize> {
        self.blocks[period]..self.blocks[period + 1]
    }

    /// Position of a period.
    pub fn find(&self, period: Period) -> Option<usize> {
        self.periods.iter().position(|&p| p == period)
    }

    /// Position of the period that another layout has at this one: of the same name and the same
    /// days. A year that one horizon cuts short is not the year that the other has whole.
    pub fn same_period(&self, other: &Layout, period: usize) -> Option<usize> {
        let found = self.find(other.periods[period])?;
        let days = |layout: &Layout, i: usize| (layout.starts[i], layout.ends[i]);
        (days(self, found) == days(other, period)).then_some(found)
    }

    /// Position of the measure that another layout has at this one: in the same unit, so that
    /// currencies are not mixed, and up to the same day where the horizon's end is what counts.
    pub fn same_measure(&self, other: &Layout, measure: usize) -> Option<usize> {
        let theirs = &other.measures[measure];
        let alike = |own: &Measure| own.id == theirs.id && own.unit == theirs.unit;
        let cut = theirs.up_to_the_end() && self.ends.last() != other.ends.last();
        let found = self.measures.iter().position(alike);
        found.filter(|_| !cut)
    }

    /// Position of the number of a measure, a court and docket, and a period.
    pub fn slot(&self, measure: &str, cell: Cell, period: Period) -> Option<usize> {
        self.block(self.find(period)?).find(|&i| {
            let slot = self.at(i);
            slot.cell == cell && self.measures[slot.measure].id == measure
        })
    }

    /// A layout of some of the slots, and the place of each of them in this one.
    pub fn only(&self, kept: impl Fn(Slot) -> bool) -> (Layout, Vec<usize>) {
        let places: Vec<usize> = (0..self.len()).filter(|&i| kept(self.at(i))).collect();
        let before = |end: usize| places.partition_point(|&place| place < end);
        let layout = Layout {
            measures: self.measures.clone(),
            periods: self.periods.clone(),
            starts: self.starts.clone(),
            ends: self.ends.clone(),
            slots: places.iter().map(|&place| self.slots[place]).collect(),
            cells: self.cells.clone(),
            blocks: self.blocks.iter().map(|&end| before(end)).collect(),
        };
        (layout, places)
    }

    /// Numbers in a panel.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether a panel holds no number.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

/// All courts and dockets with their totals; the totals first.
fn cells(courts: usize, dockets: usize) -> Vec<Cell> {
    let courts = std::iter::once(None).chain((0..courts).map(Some));
    let all_dockets = move || std::iter::once(None).chain((0..dockets).map(Some));
    courts
        .flat_map(|court| all_dockets().map(move |docket| Cell { court, docket }))
        .collect()
}

fn exists(scope: Scope, cell: Cell) -> bool {
    match scope {
        Scope::Everywhere => true,
        Scope::Courts => cell.docket.is_none(),
        Scope::Whole => cell.docket.is_none() && cell.court.is_none(),
    }
}

fn occurs(periods: Periods, period: Period) -> bool {
    match periods {
        Periods::All => true,
        Periods::FilingYears => matches!(period, Period::FiscalYear(_)),
        Periods::Horizon => period == Period::Horizon,
    }
}
