//! `--target MEASURE<VALUE`: what is to hold of a number of the results.

use super::words::{Given, Line, Wrong};
use crate::diagnostic::{Code, Diagnostic};
use crate::experiment::optimize::{Missing, Named, Part, Quantity, Side, Target};
use crate::scenario::{Faults, Scenario};

/// What a target looks like.
const FORM: &str = "write MEASURE<VALUE or MEASURE>VALUE, such as pending<20000, or with a period, a \
    court or a docket: pending@fy:2032<20000, pending@month:2032-09@court=north<500";

/// What holds of a period, a court or a docket that is not named.
const ALL: &str = "all";

/// A target as it was read, with its place.
struct Read<'a> {
    named: Named<'a>,
    side: Side,
    bound: f64,
}

/// Reads targets and finds their numbers in the results of a scenario, where there is one; with them
/// all that is wrong, in one go.
pub fn read(asked: &[String], scenario: Option<&Scenario>) -> (Vec<Target>, Option<Faults>) {
    let given = Given::new("--target", asked);
    let (mut targets, mut faults): (Vec<Target>, Vec<Diagnostic>) = Default::default();
    for line in given.lines() {
        let target = match Read::of(line) {
            Ok(target) => target,
            Err(fault) => {
                faults.push(*fault);
                continue;
            }
        };
        match scenario.map(|scenario| Quantity::find(scenario, target.named)) {
            Some(Ok(quantity)) => targets.push(Target {
                quantity,
                side: target.side,
                bound: target.bound,
            }),
            Some(Err(missing)) => {
                faults.extend(missing.iter().map(|one| unknown(line, target.named, one)))
            }
            None => {}
        }
    }
    (targets, given.faults(faults))
}

/// Reads what is to be lowest or highest, as [`read`] does targets.
pub fn aim(
    (option, asked): (&str, &str),
    scenario: Option<&Scenario>,
) -> (Option<Quantity>, Option<Faults>) {
    let given = Given::new(option, &[asked.to_owned()]);
    let found = given.lines().next().map(|line| {
        let named = place(line, line.text).map_err(|fault| vec![*fault])?;
        let Some(scenario) = scenario else {
            return Ok(None);
        };
        let found = Quantity::find(scenario, named);
        let told = |missing: Vec<Missing>| {
            missing
                .iter()
                .map(|one| unknown(line, named, one))
                .collect()
        };
        found.map(Some).map_err(told)
    });
    match found {
        Some(Ok(quantity)) => (quantity, None),
        Some(Err(faults)) => (None, given.faults(faults)),
        None => (None, None),
    }
}

fn wrong(line: Line<'_>, part: &str, message: String, word: &str) -> Wrong {
    let help = "a period, a court and a docket stand after the measure: pending@fy:2032, \
                pending@month:2032-09@court=north@docket=detained";
    Box::new(line.fault(Code::SetSyntax, part, message, word).help(help))
}

/// Reads `MEASURE[@PERIOD][@court=ID][@docket=ID]`.
fn place<'a>(line: Line<'a>, text: &'a str) -> Result<Named<'a>, Wrong> {
    let mut parts = text.split('@').map(str::trim);
    let mut named = Named {
        measure: parts.next().unwrap_or_default(),
        court: ALL,
        docket: ALL,
        period: "horizon",
    };
    let mut seen: Vec<&str> = Vec::new();
    for part in parts {
        let (kind, id) = part.split_once('=').unwrap_or(("period", part));
        match kind {
            "court" => named.court = id,
            "docket" => named.docket = id,
            "period" => named.period = id,
            _ => {
                let message = format!("`{kind}` is no part of a target");
                return Err(wrong(line, part, message, "not a period, court or docket"));
            }
        }
        if seen.contains(&kind) {
            let message = format!("the {kind} is given twice");
            return Err(wrong(line, part, message, "again"));
        }
        seen.push(kind);
    }
    Ok(named)
}

impl<'a> Read<'a> {
    fn of(line: Line<'a>) -> Result<Self, Wrong> {
        let text: &'a str = line.text;
        let fault = |part: &str, message: String, word: &str| {
            Box::new(line.fault(Code::SetSyntax, part, message, word).help(FORM))
        };
        let Some(at) = text.find(['<', '>']) else {
            let message = format!("`{}` is no target", text.trim());
            return Err(fault(text, message, "no `<` and no `>`"));
        };
        let side = if text[at..].starts_with('<') {
            Side::Below
        } else {
            Side::Above
        };
        let bound = &text[at + 1..];
        if let Some(more) = bound.strip_prefix('=') {
            let message = "a target is below or above its value, never at it".to_owned();
            return Err(fault(&bound[..bound.len() - more.len()], message, ""));
        }
        let bound = line.number(bound, FORM)?;
        let named = place(line, &text[..at])?;
        Ok(Self { named, side, bound })
    }
}

/// A part that names nothing.
fn unknown(line: Line<'_>, named: Named<'_>, missing: &Missing) -> Diagnostic {
    let (wrong, message, word) = match missing.part {
        Part::Court => {
            let message = format!("there is no court `{}`", named.court);
            (named.court, message, "unknown court")
        }
        Part::Docket => {
            let message = format!("there is no docket `{}`", named.docket);
            (named.docket, message, "unknown docket")
        }
        Part::Period => {
            let message = format!("the results have no period `{}`", named.period);
            (named.period, message, "unknown period")
        }
        Part::Measure => (named.measure, no_measure(named), "unknown measure"),
    };
    // What is not named stands nowhere on the line.
    let part = if line.holds(wrong) { wrong } else { line.text };
    let fault = line.fault(Code::UnknownName, part, message, word);
    if missing.part == Part::Period {
        return period_help(fault, named.period, &missing.known);
    }
    fault.suggest(wrong, missing.known.iter().map(String::as_str))
}

fn no_measure(named: Named<'_>) -> String {
    let place = match (named.court, named.docket) {
        (ALL, ALL) => "the whole system".to_owned(),
        (court, ALL) => format!("court `{court}`"),
        (ALL, docket) => format!("docket `{docket}`"),
        (court, docket) => format!("court `{court}` and docket `{docket}`"),
    };
    let period = match named.period {
        "horizon" => "over the horizon".to_owned(),
        period => format!("in {period}"),
    };
    format!("`{}` is no measure of {place} {period}", named.measure)
}

/// Periods are many: the nearest one, or the first and last of the kind that was meant.
fn period_help(fault: Diagnostic, wrong: &str, known: &[String]) -> Diagnostic {
    let kind = |name: &&String| name.starts_with("fy:") != wrong.starts_with("month:");
    let mut alike = known
        .iter()
        .filter(|name| name.as_str() != "horizon")
        .filter(kind);
    let ends = alike
        .next()
        .map(|first| (first, alike.next_back().unwrap_or(first)));
    match ends {
        Some((first, last)) => fault.help(format!(
            "periods are written fy:2030 and month:2030-09; there are {first} to {last}"
        )),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_a_measure_a_side_a_bound_and_perhaps_a_place() {
        let given = Given::new(
            "--target",
            &[
                "pending<20_000".to_owned(),
                " cost @ fy:2030 > -1.5 ".to_owned(),
                "pending@court=north@month:2032-09@docket=detained<3".to_owned(),
            ],
        );
        let read: Vec<Read> = given.lines().map(|line| Read::of(line).unwrap()).collect();
        let told: Vec<_> = read
            .iter()
            .map(|r| {
                let Named {
                    measure,
                    court,
                    docket,
                    period,
                } = r.named;
                (measure, court, docket, period, r.side, r.bound)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("pending", "all", "all", "horizon", Side::Below, 20000.0),
                ("cost", "all", "all", "fy:2030", Side::Above, -1.5),
                (
                    "pending",
                    "north",
                    "detained",
                    "month:2032-09",
                    Side::Below,
                    3.0
                ),
            ]
        );
    }

    #[test]
    fn what_is_no_target_is_told_all_at_once_each_at_its_place() {
        let asked = [
            "pending",
            "pending<=5",
            "pending<many",
            "pending@fy:2020@fy:2021<5",
            "pending@judge=x<5",
            "pending<inf",
            "<",
        ];
        let (targets, faults) = read(&asked.map(str::to_owned), None);
        assert!(targets.is_empty());
        let told: Vec<(&str, usize, usize)> = faults
            .as_ref()
            .unwrap()
            .diagnostics
            .iter()
            .map(|fault| {
                (
                    fault.code.as_str(),
                    fault.labels[0].line,
                    fault.labels[0].column,
                )
            })
            .collect();
        let expected = [
            ("set-syntax", 1, 1),
            ("set-syntax", 2, 9),
            ("set-syntax", 3, 9),
            ("set-syntax", 4, 17),
            ("set-syntax", 5, 9),
            ("not-finite", 6, 9),
            ("set-syntax", 7, 2),
        ];
        assert_eq!(told, expected);
    }
}
