//! The periods of the horizon in the order in which they end.

use crate::court::Blueprint;
use crate::experiment::layout::{Layout, Period};
use crate::time::Day;

/// A period by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Month,
    Year,
    Horizon,
}

impl Span {
    /// From the shortest to the longest.
    pub(super) const ALL: [Span; 3] = [Span::Month, Span::Year, Span::Horizon];
}

/// The end of a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing {
    /// Position in the layout.
    pub(super) period: usize,
    pub(super) span: Span,
    /// Its last day within the horizon.
    pub(super) last: Day,
}

impl Closing {
    /// All of them: a month before the fiscal year that ends with it, and the horizon last.
    pub(super) fn all(blueprint: &Blueprint, layout: &Layout) -> Vec<Self> {
        let mut closings = Vec::new();
        for month in blueprint.months() {
            let last = month.last_day().min(blueprint.end);
            let mut close = |span, period| {
                let period = layout.find(period).expect("the layout covers the horizon");
                closings.push(Self { period, span, last });
            };
            close(Span::Month, Period::Month(month));
            let fy = blueprint.fiscal_year(last);
            let over = last == blueprint.end;
            if over || last == fy.last_day(blueprint.fiscal_year_start) {
                close(Span::Year, Period::FiscalYear(fy));
            }
            if over {
                close(Span::Horizon, Period::Horizon);
            }
        }
        closings
    }
}
