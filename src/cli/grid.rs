//! The points of a grid, loaded and checked before anything runs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::failure::Failure;
use super::split::Total;
use super::terminal::Terminal;
use super::vary::{self, Form, Varied};
use crate::diagnostic::{Code, Diagnostic, Origin, Sources};
use crate::experiment::Point;
use crate::report::manifest::{SweepInfo, VariedInfo};
use crate::report::number::thousands;
use crate::scenario::{Faults, Instead, Loaded, Scenario, load_instead};

/// Most points of a grid: a table of more is more than anybody reads.
const MOST_POINTS: usize = 1000;

/// What is asked for.
pub struct Asked<'a> {
    pub file: &'a Path,
    pub sets: &'a [String],
    pub vary: &'a [String],
    pub form: Form,
    /// What the values add up to; none: all combinations are points.
    pub total: Option<Total>,
    /// What else is wrong with what is asked of the scenario as it stands, where that can be loaded.
    pub also: &'a dyn Fn(Option<&Scenario>) -> Vec<Faults>,
}

/// A grid of scenarios.
pub struct Grid {
    pub keys: Vec<String>,
    pub points: Vec<Point>,
    pub info: SweepInfo,
}

impl Grid {
    /// Loads the scenario as it stands and every point.
    ///
    /// # Errors
    /// All that is wrong, in one go: what several points have in common once.
    pub fn load(terminal: &Terminal, asked: &Asked<'_>) -> Result<(Loaded, Grid), Failure> {
        let (varied, malformed) = vary::read(asked.vary, asked.form);
        let mut faults: Vec<Faults> = malformed.into_iter().collect();
        let base = load_instead(asked.file, asked.sets, Instead::default());
        let places = match asked.total {
            Some(total) if faults.is_empty() => total.places(&varied, asked.vary),
            Some(_) => Ok(Vec::new()),
            None => coordinates(&varied, asked.vary),
        };
        let places = places.unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let mut found = Found::new(asked.form.option, &varied, &places);
        let known = match &base {
            Ok(base) => &base.warnings,
            Err(faults) => &faults.diagnostics,
        };
        found.known = known.iter().map(place).collect();
        let mut points = Vec::new();
        for (at, coordinates) in places.iter().enumerate() {
            let settings: Vec<String> = settings(&varied, coordinates).collect();
            let instead = Instead {
                varied: (asked.form.option, &settings),
                ..Instead::default()
            };
            match load_instead(asked.file, asked.sets, instead) {
                Ok(loaded) => {
                    found.take(at, loaded.warnings, loaded.sources);
                    let values = varied.iter().zip(coordinates);
                    // The first tells where its numbers stand.
                    let scenario = if points.is_empty() {
                        loaded.scenario
                    } else {
                        loaded.scenario.lean()
                    };
                    points.push(Point {
                        values: values.map(|(varied, &i)| varied.values[i]).collect(),
                        scenario,
                    });
                }
                Err(wrong) => found.take(at, wrong.diagnostics, wrong.sources),
            }
        }
        let sound = base.is_ok() && faults.is_empty() && points.len() == places.len();
        let told = found.told();
        faults.extend((asked.also)(base.as_ref().ok().map(|base| &base.scenario)));
        match base {
            Ok(base) if sound => {
                faults.extend(without_effect(asked, &points));
                if faults.is_empty() {
                    terminal.diagnose(&base.warnings, &base.sources);
                    for warned in &told {
                        terminal.diagnose(&warned.diagnostics, &warned.sources);
                    }
                    let grid = Grid::of(asked.form.option, varied, points, &base.scenario);
                    return Ok((base, grid));
                }
            }
            Ok(_) => {}
            Err(wrong) => faults.insert(0, wrong),
        }
        faults.extend(told);
        Err(Failure::Input(faults))
    }

    fn of(option: &str, varied: Vec<Varied>, points: Vec<Point>, base: &Scenario) -> Grid {
        let info = |(line, varied): (usize, &Varied)| {
            let key = stands_at((option, line), varied, &points[0].scenario);
            let of = |scenario: &Scenario| {
                let mut known = scenario.parameters.iter();
                known.find(|number| number.key == key).cloned()
            };
            let own = of(base);
            let unit = own.as_ref().map(|number| number.unit.clone());
            let unit = unit.or_else(|| Some(of(&points[0].scenario)?.unit));
            let alone = own.filter(|number| number.values == 1);
            VariedInfo {
                key: varied.key.clone(),
                unit: unit
                    .unwrap_or_default()
                    .replacen("currency", &base.currency, 1),
                values: varied.values.clone(),
                stands: alone
                    .map(|number| number.value)
                    .or_else(|| plain_value(base, &key)),
            }
        };
        let info = SweepInfo {
            keys: varied.iter().enumerate().map(info).collect(),
            points: points.len() as u64,
            points_done: 0,
            measures: Vec::new(),
        };
        Grid {
            keys: varied.into_iter().map(|varied| varied.key).collect(),
            points,
            info,
        }
    }
}

/// Where a number that is varied stands, as numbers are listed: an entry may be given by its position.
fn stands_at((option, line): (&str, usize), varied: &Varied, point: &Scenario) -> String {
    let mut values = point.values.iter();
    let set = values.find(|value| value.file == option && value.line == line + 1);
    let given = || varied.key.strip_suffix(".value").unwrap_or(&varied.key);
    set.map_or_else(|| given().to_owned(), |value| value.key.clone())
}

/// A value that is a number and none of those that have a meaning of their own.
fn plain_value(base: &Scenario, key: &str) -> Option<f64> {
    let value = base.values.iter().find(|value| value.key == key)?;
    value.exact.parse().ok()
}

/// The grid: for each point the place of its value in the list of each key; the last key changes
/// first.
fn coordinates(varied: &[Varied], given: &[String]) -> Result<Vec<Vec<usize>>, Faults> {
    let sizes = varied.iter().map(|varied| varied.values.len());
    let size = sizes.fold(1_usize, usize::saturating_mul);
    if varied.is_empty() {
        return Ok(Vec::new());
    }
    if size > MOST_POINTS {
        return Err(too_large(given, varied));
    }
    let mut all = vec![Vec::new()];
    for varied in varied {
        let longer = |begun: &Vec<usize>| {
            let begun = begun.clone();
            let ends = 0..varied.values.len();
            ends.map(move |i| [begun.as_slice(), &[i]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    Ok(all)
}

/// The settings of a point.
fn settings<'v>(varied: &'v [Varied], at: &'v [usize]) -> impl Iterator<Item = String> + 'v {
    varied.iter().zip(at).map(|(varied, &i)| varied.setting(i))
}

/// A fault that lies in what was given after an option.
pub fn fault_of(option: &str, given: &[String], faults: impl Fn(Origin) -> Diagnostic) -> Faults {
    let mut sources = Sources::default();
    let text = given.join("\n");
    let whole = 0..text.len();
    let file = sources.add(option.to_owned(), text, None);
    let mut fault = faults(Origin::new(file, whole));
    fault.locate(&sources);
    Faults {
        diagnostics: vec![fault],
        sources,
    }
}

fn too_large(given: &[String], varied: &[Varied]) -> Faults {
    let sizes: Vec<String> = varied.iter().map(|v| v.values.len().to_string()).collect();
    let message = format!(
        "a grid has at most {} points, and this one has {}",
        thousands(MOST_POINTS as f64),
        sizes.join(" x ")
    );
    fault_of("--vary", given, |origin| {
        Diagnostic::error(Code::LimitExceeded, message.clone())
            .at(origin, "")
            .help("take fewer values")
    })
}

/// A number that another one of those that are varied sets as well.
fn without_effect(asked: &Asked<'_>, points: &[Point]) -> Option<Faults> {
    let mut seen: BTreeMap<&str, &Point> = BTreeMap::new();
    let twins = points.iter().find_map(|point| {
        let twin = seen.insert(&point.scenario.content_hash, point)?;
        Some((twin, point))
    });
    let (one, other) = twins?;
    let differ = (one.values.iter().zip(&other.values)).position(|(a, b)| a != b)?;
    let (a, b) = (one.values[differ], other.values[differ]);
    let message = format!("the scenario is the same with {a} and with {b}");
    let (option, given) = (asked.form.option, &asked.vary[differ..=differ]);
    Some(fault_of(option, given, |origin| {
        Diagnostic::error(Code::SetSyntax, message.clone())
            .at(origin, "changes nothing")
            .help("another one sets the same number, or what holds it")
    }))
}

/// Where a fault lies: the same at all points that have it, whatever their values.
type Place = (Code, Option<(String, usize, usize)>, String);

fn place(fault: &Diagnostic) -> Place {
    let label = fault.labels.first();
    let at = label.map(|label| (label.file.clone(), label.line, label.column));
    // What lies at a place need not be told by the value as well.
    let words = if at.is_none() {
        fault.message.clone()
    } else {
        String::new()
    };
    (fault.code, at, words)
}

/// What is wrong, or odd, at some points.
struct Found<'a> {
    option: &'a str,
    varied: &'a [Varied],
    places: &'a [Vec<usize>],
    /// What is so in the scenario as it stands too.
    known: BTreeSet<Place>,
    /// The first of each kind, and the points that have it.
    kinds: BTreeMap<Place, (usize, usize, Vec<usize>)>,
    firsts: Vec<Faults>,
}

impl<'a> Found<'a> {
    fn new(option: &'a str, varied: &'a [Varied], places: &'a [Vec<usize>]) -> Self {
        Self {
            option,
            varied,
            places,
            known: BTreeSet::new(),
            kinds: BTreeMap::new(),
            firsts: Vec::new(),
        }
    }

    /// Takes what was found at a point.
    fn take(&mut self, at: usize, found: Vec<Diagnostic>, sources: Sources) {
        let mut first = Faults {
            diagnostics: Vec::new(),
            sources,
        };
        for fault in found {
            let place = place(&fault);
            if self.known.contains(&place) {
                continue;
            }
            let here = (self.firsts.len(), first.diagnostics.len());
            let (_, _, points) = self.kinds.entry(place).or_insert_with(|| {
                first.diagnostics.push(fault);
                (here.0, here.1, Vec::new())
            });
            if points.last() != Some(&at) {
                points.push(at);
            }
        }
        if !first.diagnostics.is_empty() {
            self.firsts.push(first);
        }
    }

    /// The first of each kind, with a note that says where it is.
    fn told(mut self) -> Vec<Faults> {
        for (first, fault, points) in std::mem::take(&mut self.kinds).into_values() {
            let note = self.values(&points);
            let fault = &mut self.firsts[first].diagnostics[fault];
            let label = fault.labels.first();
            // At all points: what is written after the option speaks for itself.
            let elsewhere = label.is_none_or(|label| label.file != self.option);
            let all = || elsewhere.then(|| "at every point of the grid".to_owned());
            fault.notes.extend(note.or_else(all));
        }
        self.firsts
    }

    /// With which values some points are what they are; nothing where all are.
    fn values(&self, points: &[usize]) -> Option<String> {
        let all = self.places.len();
        if points.len() == all {
            return None;
        }
        let taken = |key: usize| -> BTreeSet<usize> {
            points.iter().map(|&at| self.places[at][key]).collect()
        };
        let taken: Vec<BTreeSet<usize>> = (0..self.varied.len()).map(taken).collect();
        let block: usize = taken.iter().map(BTreeSet::len).product();
        if block != points.len() {
            let such: Vec<String> = settings(self.varied, &self.places[points[0]]).collect();
            let n = points.len();
            return Some(format!(
                "at {n} of {all} points, such as {}",
                such.join(", ")
            ));
        }
        let some = self.varied.iter().zip(&taken);
        let some = some.filter(|(varied, taken)| taken.len() < varied.values.len());
        let words = some.map(|(varied, taken)| {
            let values = taken.iter().map(|&i| varied.values[i].to_string());
            let values: Vec<String> = values.collect();
            format!("{} = {}", varied.key, in_short(&values))
        });
        Some(format!("with {}", words.collect::<Vec<_>>().join(" and ")))
    }
}

/// A list, in short where it is long.
fn in_short(values: &[String]) -> String {
    const SHOWN: usize = 8;
    if values.len() <= SHOWN {
        return values.join(", ");
    }
    let more = values.len() - SHOWN;
    format!("{} and {more} more values", values[..SHOWN].join(", "))
}
