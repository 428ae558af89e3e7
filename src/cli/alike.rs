//! What several scenarios must have in common or apart, and what is said where they have not.

use std::path::Path;

use super::failure::Failure;
use crate::report::number::separated;
use crate::report::period::month_name;
use crate::report::{Asked, Overwrite, check_same};
use crate::scenario::Scenario;

/// Refuses scenarios of one name.
pub fn distinct(scenarios: &[Scenario]) -> Result<(), Failure> {
    let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    match (1..names.len()).find(|&i| names[..i].contains(&names[i])) {
        Some(twice) => Err(Failure::Argument(format!(
            "two of the scenarios are named `{}`: their results could not be told apart; set another [scenario] name in one of them",
            names[twice]
        ))),
        None => Ok(()),
    }
}

/// Refuses a folder with results of other files whose scenarios have the same names.
pub fn same_files<'a>(
    target: &Path,
    scenarios: &'a [Scenario],
    overwrite: Overwrite,
) -> Result<(), Failure> {
    let asked = |scenario: &'a Scenario| Asked {
        name: &scenario.name,
        file: scenario.files().first().map_or("", String::as_str),
        content_hash: &scenario.content_hash,
    };
    let asked: Vec<Asked> = scenarios.iter().map(asked).collect();
    Ok(check_same(target, &asked, overwrite)?)
}

/// What is to be said of scenarios that are held against a baseline of another time, of other
/// years, or in another currency: what is not compared, and what can be.
pub fn unlike(scenarios: &[Scenario]) -> Vec<String> {
    let [baseline, others @ ..] = scenarios else {
        return Vec::new();
    };
    let mut doubts = Vec::new();
    for scenario in others {
        let (name, base) = (&scenario.name, &baseline.name);
        if (scenario.start, scenario.end) != (baseline.start, baseline.end) {
            doubts.push(format!(
                "{name} runs from {} to {}, {base} from {} to {}: only months and fiscal years of \
                 the same days in both are compared, nothing over the horizon or at its end.",
                scenario.start, scenario.end, baseline.start, baseline.end
            ));
        }
        let starts = |scenario: &Scenario| month_name(scenario.blueprint().fiscal_year_start);
        if starts(scenario) != starts(baseline) {
            doubts.push(format!(
                "Fiscal years of {name} start in {}, those of {base} in {}: they are not compared; \
                 months are, and the horizon where it is of the same days.",
                starts(scenario),
                starts(baseline)
            ));
        }
        let levels = (scenario.clearance_level).zip(baseline.clearance_level);
        if let Some((level, of_base)) = levels.filter(|(own, of_base)| own != of_base) {
            doubts.push(format!(
                "The backlog of {name} is cleared below {}, that of {base} below {}: when and whether is \
                 not compared.",
                separated(&level.to_string()),
                separated(&of_base.to_string())
            ));
        }
        if scenario.currency != baseline.currency {
            doubts.push(format!(
                "{name} counts in {}, {base} in {}: their costs are not compared.",
                scenario.currency, baseline.currency
            ));
        }
    }
    doubts
}
