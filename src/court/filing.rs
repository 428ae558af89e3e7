//! Filings of a source on a day: a non-homogeneous Poisson process thinned from keyed candidates.
//!
//! Candidates are the points of a unit Poisson process over time and *height*: a candidate at
//! height `h` is filed when `h` is below the day's rate. Heights are cut into layers `[0, 1)`,
//! `[1, 2)`, `[2, 4)`, `[4, 8)`, ... whose candidates depend on nothing but source, day and layer:
//! a lower rate files a subset of the cases of a higher one, whatever the rates are, and no
//! dominating rate has to be known in advance.

use super::blueprint::{Source, SourceId};
use super::case::case_key;
use crate::rng::{Decision, Poisson, Stream};
use crate::time::{Day, FiscalYear};
use rand_distr::{Distribution, Gamma};

/// Bits of an ordinal that count the candidates of one day.
const DAY_BITS: u32 = 18;
/// Longest horizon [days]: ordinals beyond it would be those of its first days again.
pub const MAX_DAYS: i32 = 1 << (u32::BITS - DAY_BITS);
/// Largest rate of a source [cases per day], so that a day's candidates fit their ordinals.
pub const MAX_RATE: f64 = 100_000.0;
/// Bits of an ordinal that count the cases of a fiscal year whose count is exact.
const EXACT_BITS: u32 = 25;
/// Most cases of a source with exact totals in a fiscal year, times the next whole number of a factor
/// on them: a little below the ordinals that there are, since weekdays may add to the days' rates.
pub const MAX_EXACT: f64 = 33_000_000.0;

/// A filing and where its source sends it, by its position among the destinations.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Filing {
    pub(super) ordinal: u32,
    pub(super) destination: u16,
}

/// The day of a candidate, counted from the start of the horizon.
pub fn day_of(ordinal: u32) -> u32 {
    ordinal >> DAY_BITS
}

/// How many candidates a layer has, by layer: the same laws whatever the day and the source.
pub type Layers = Vec<Poisson>;

/// Ordinals of the candidates filed on the `offset`-th day at this rate, in order.
pub fn candidates(
    stream: Stream,
    source: SourceId,
    offset: u32,
    rate: f64,
    layers: &mut Layers,
    filed: &mut Vec<u32>,
) {
    debug_assert!(offset < MAX_DAYS as u32, "ordinals tell days apart");
    filed.clear();
    let mut index = offset << DAY_BITS;
    let mut low = 0.0;
    let mut layer = 0;
    while low < rate {
        let high = if layer == 0 { 1.0 } else { low * 2.0 };
        let width = high - low;
        let u = stream.uniform(Decision::ArrivalCount, case_key(source, offset), layer);
        if layers.len() == layer as usize {
            layers.push(Poisson::new(width));
        }
        let count = layers[layer as usize].quantile(u) as u32;
        let all = index..index + count;
        if high <= rate {
            filed.extend(all);
        } else {
            // Every candidate is written, and overwritten when it is not filed: about half of
            // them are, which no branch could predict.
            let mut end = filed.len();
            filed.resize(end + count as usize, 0);
            for ordinal in all {
                filed[end] = ordinal;
                end += usize::from(low + width * height(stream, source, ordinal) < rate);
            }
            filed.truncate(end);
        }
        index += count;
        low = high;
        layer += 1;
    }
}

fn height(stream: Stream, source: SourceId, ordinal: u32) -> f64 {
    stream.uniform(Decision::ArrivalHeight, case_key(source, ordinal), 0)
}

/// The factor of a month on the rate of an overdispersed source [1]: gamma with mean 1.
pub fn month_factor(stream: Stream, id: SourceId, source: &Source, day: Day) -> f64 {
    if source.overdispersion <= 0.0 {
        return 1.0;
    }
    let shape = 1.0 / (source.overdispersion * source.overdispersion);
    let gamma = Gamma::new(shape, 1.0 / shape).expect("a positive coefficient of variation");
    let key = case_key(id, day.month().0 as u32);
    gamma.sample(&mut stream.sequence(Decision::MonthFactor, key))
}

/// Days and ordinals of a fiscal year whose count is exact: only its days are random.
///
/// The year's cases are numbered; case `n` is filed on the day at which the cumulative base rate
/// passes a keyed share of the year's total. A factor below 1 thins the cases of each day, one
/// above 1 files further layers of them, so that subsets hold as for Poisson filings.
pub fn exact_year(
    stream: Stream,
    id: SourceId,
    source: &Source,
    (first, last): (Day, Day),
    fiscal_year: FiscalYear,
    factor: impl Fn(Day) -> f64,
    filings: &mut Vec<(i32, u32)>,
) {
    let mut cumulative = Vec::with_capacity((last - first + 1).max(0) as usize);
    let (mut count, mut total) = (0.0, 0.0);
    let mut highest: f64 = 0.0;
    for d in first.0..=last.0 {
        let day = Day(d);
        // Weekdays say on which days the cases come, not how many.
        count += source.rate.at(day);
        total += source.rate.at(day) * source.weekdays[day.weekday().index()];
        cumulative.push(total);
        highest = highest.max(factor(day));
    }
    let count = if total > 0.0 { count.round() as u32 } else { 0 };
    let year = (fiscal_year.year as u32 & 0x7F) << EXACT_BITS;
    for n in 0..count {
        for layer in 0..highest.ceil() as u32 {
            let ordinal = year | (layer * count + n);
            let key = case_key(id, ordinal);
            let share = stream.uniform(Decision::ArrivalDay, key, 0) * total;
            let day = first + cumulative.partition_point(|&c| c < share) as i32;
            let height = stream.uniform(Decision::ArrivalHeight, key, 0);
            if f64::from(layer) + height < factor(day.min(last)) {
                filings.push((day.min(last).0, ordinal));
            }
        }
    }
    filings.sort_unstable();
}
