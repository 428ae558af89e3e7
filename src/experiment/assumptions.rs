//! The assumptions log: every number without a citation or with a range, and how much the answer
//! moves when it alone is at its low or its high end.
//!
//! One at a time, all others at their central values, with the same random numbers: what is left
//! is what the number does. Numbers that follow from it in the scenario's remarks do not follow
//! here, and two that move together are not moved together.

use std::collections::BTreeMap;

use super::Plan;
use super::fold::LEVEL;
use super::points::{Answers, Asked, Point, pairs};
use super::rows::AssumptionRow;
use super::runner::{RunError, Watch};
use crate::scenario::{ParameterInfo, Scenario, lexicon};
use crate::stats::{Paired, Tally};

/// The answer whose change is given: of the whole system, at the end of the horizon.
pub const MOVED: &str = "pending";

/// Where a number is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Low,
    High,
}

/// What a log holds besides the numbers themselves: the answers with numbers moved.
#[derive(Debug, Default)]
pub struct Moves {
    /// With all numbers at their values, then with each one moved.
    answers: Answers,
    /// The point of a number of the log at an end.
    places: BTreeMap<(usize, End), usize>,
}

/// Simulations that [`Moves::run`] takes for each replication: none where nothing can be moved.
pub fn moves(scenario: &Scenario) -> u64 {
    match logged(scenario).filter(|p| p.movable).count() as u64 {
        0 => 0,
        numbers => 1 + 2 * numbers,
    }
}

/// The numbers of the log.
fn logged(scenario: &Scenario) -> impl Iterator<Item = &ParameterInfo> {
    let ranged = |p: &&ParameterInfo| p.assumption || p.low.is_some() || p.high.is_some();
    scenario.parameters.iter().filter(ranged)
}

impl Moves {
    /// Runs the replications of a plan with each number of the log that has a range at either end.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(scenario: &Scenario, plan: &Plan, watch: &Watch) -> Result<Self, RunError> {
        let asked = Asked::new(scenario, &[MOVED])?;
        let mut points: Vec<Point> = vec![Vec::new()];
        let mut places = BTreeMap::new();
        for (i, number) in logged(scenario).enumerate().filter(|(_, p)| p.movable) {
            for (end, to) in [(End::Low, number.low), (End::High, number.high)] {
                places.insert((i, end), points.len());
                points.push(to.map(|to| (number.name(), to)).into_iter().collect());
            }
        }
        let answers = asked.run(&points, plan, watch)?;
        Ok(Moves { answers, places })
    }

    /// The paired change of the answer with a number at an end.
    fn change(&self, number: usize, end: End) -> Option<Paired> {
        let moved = self.answers.at(*self.places.get(&(number, end))?, 0);
        let (base, moved) = pairs(&self.answers.at(0, 0), &moved);
        Paired::new(&base, &moved, LEVEL)
    }
}

/// The rows of `assumptions.csv`: all numbers of the log, those that move the answer most first.
pub fn assumptions(scenario: &Scenario, moves: Option<&Moves>) -> Vec<AssumptionRow> {
    let keys = lexicon::keys();
    let numbers = logged(scenario).enumerate();
    let mut rows: Vec<AssumptionRow> = numbers
        .map(|(i, number)| AssumptionRow {
            statement: statement(number, &keys),
            ..row(scenario, number, i, moves)
        })
        .collect();
    let reach = |row: &AssumptionRow| {
        let ends = [row.at_low, row.at_high].into_iter().flatten();
        ends.map(f64::abs).fold(-1.0, f64::max)
    };
    rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    rows
}

fn row(
    scenario: &Scenario,
    number: &ParameterInfo,
    i: usize,
    moves: Option<&Moves>,
) -> AssumptionRow {
    let change = |end| moves.and_then(|moves| moves.change(i, end));
    let (low, high) = (change(End::Low), change(End::High));
    let base = moves.map(|moves| moves.answers.at(0, 0).into_iter().flatten().collect());
    let base = base.and_then(|tally: Tally| tally.mean());
    let moved = low.or(high).is_some();
    AssumptionRow {
        scenario: scenario.name.clone(),
        id: number.key.clone(),
        value: Some(number.value),
        values: number.values as u64,
        unit: number.unit.replacen("currency", &scenario.currency, 1),
        low: number.low,
        high: number.high,
        source: number.source.clone().unwrap_or_default(),
        file: number.file.clone(),
        line: number.line as u64,
        measure: if moved { MOVED } else { "" }.to_owned(),
        base: base.filter(|_| moved),
        at_low: low.map(|p| p.diff.mean),
        at_low_ci_low: low.map(|p| p.diff.ci_low),
        at_low_ci_high: low.map(|p| p.diff.ci_high),
        at_high: high.map(|p| p.diff.mean),
        at_high_ci_low: high.map(|p| p.diff.ci_low),
        at_high_ci_high: high.map(|p| p.diff.ci_high),
        n: low.or(high).map_or(0, |p| p.diff.n),
        remark: remark(number, moves.is_some()).to_owned(),
        ..AssumptionRow::default()
    }
}

/// What is assumed: the number's note, else what its key means.
fn statement(number: &ParameterInfo, keys: &[lexicon::Entry]) -> String {
    if let Some(note) = &number.note {
        return note.clone();
    }
    let mut key = number.key.as_str();
    loop {
        if let Some(entry) = keys.iter().find(|entry| entry.answers(key)) {
            return entry.meaning.clone();
        }
        match key.rsplit_once('.') {
            Some((above, _)) => key = above,
            None => return String::new(),
        }
    }
}

/// Why a number was not moved.
fn remark(number: &ParameterInfo, run: bool) -> &'static str {
    match (number.low.zip(number.high), number.movable, run) {
        (None, ..) => "not moved: no range given",
        (Some(_), false, _) => "not moved: the range reaches beyond what the key allows",
        (Some(_), true, false) => "not moved: run with --assumptions",
        (Some(_), true, true) => "",
    }
}
