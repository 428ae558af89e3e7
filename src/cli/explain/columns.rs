//! Columns of the result files that need a word.

use super::layout::Page;

/// A column and what it holds.
pub(super) const COLUMNS: [(&str, &str); 11] = [
    (
        "ci_low",
        "Lower end of the 95 % interval of the mean, or of the mean difference, with `ci_high`. It \
         narrows with more replications.",
    ),
    (
        "p05",
        "Value that 5 % of the replications are below; likewise `p25`, `p50`, `p75` and `p95`. How far \
         single futures lie apart: it does not narrow with more replications.",
    ),
    (
        "diff_mean",
        "Mean over replications of the scenario less the baseline, under the same random numbers; in \
         `sweep.csv` of the point less the scenario as it stands.",
    ),
    (
        "diff_pct",
        "`diff_mean` in percent of the baseline's mean; empty where that is 0.",
    ),
    (
        "probability_lower",
        "Share of replications in which the scenario is lower than the baseline (the point than the \
         scenario as it stands). Ties count half: where \
         the two are equal in every replication it is 0.5, and says nothing else.",
    ),
    (
        "variance_ratio",
        "Variance of the paired difference over that of independent runs: 1 where nothing is gained by \
         the same random numbers; empty where nothing varies.",
    ),
    (
        "point",
        "Number of a point in the grid of `sweep`, from 1; the values of the last key change first. A \
         point is the scenario with a value set for each key that is varied, and nothing else changed.",
    ),
    (
        "key_1",
        "First key that `sweep` varies; `key_2` and `key_3` are empty where there are fewer.",
    ),
    (
        "value_1",
        "Value of `key_1` at the point; likewise `value_2` and `value_3`.",
    ),
    (
        "diff_ci_low",
        "Lower end of the 95 % interval of `diff_mean`, with `diff_ci_high`: in `sweep.csv`, whose \
         `ci_low` and `ci_high` are those of the mean.",
    ),
    ("n", "Replications, or pairs of them, that have the value."),
];

/// A command whose idea needs more words than its help has, and these words.
pub(super) const COMMANDS: [(&str, &str); 1] = [(
    "sweep",
    "What if a number were another one? Takes one to three numbers of a scenario, and runs every \
     combination of the values given for them (a grid, at most 1,000 points), and the scenario as it \
     stands, in the same replications: the same random numbers, case by case, so that most chance \
     cancels from the difference of each point. All other numbers stay as they are: what is not known \
     about them is in no interval, unless they have a distribution. `sweep.csv` has a row for each \
     point, measure, docket, and fiscal year or horizon, with the columns of `results.csv` and the \
     paired difference. One number gives a line chart, two a heat map, three a row of them.",
)];

/// The page of a command.
pub(super) fn command_page(name: &str) -> Option<String> {
    let (name, idea) = COMMANDS.iter().find(|(command, _)| *command == name)?;
    let mut page = Page::new(name, "command");
    page.paragraph(idea);
    Some(page.text())
}

/// The page of a column.
pub(super) fn column_page(name: &str) -> Option<String> {
    let (name, meaning) = COLUMNS.iter().find(|(column, _)| *column == name)?;
    let mut page = Page::new(name, "column of the result files");
    page.paragraph(meaning);
    Some(page.text())
}
