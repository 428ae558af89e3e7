//! Columns of the result files that need a word.

use super::layout::Page;
use crate::experiment::sensitivity::View;

/// A column and what it holds.
pub(super) const COLUMNS: [(&str, &str); 25] = [
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
         `sweep.csv` and `optimize.csv` of the point or value less the scenario as it stands.",
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
        "Lower end of the 95 % interval of `diff_mean`, with `diff_ci_high`: in `sweep.csv` and \
         `optimize.csv`, whose `ci_low` and `ci_high` are those of the mean.",
    ),
    (
        "best_diff_mean",
        "Mean over replications of a split less the best split in `optimize.csv`, with its 95 % interval \
         `best_diff_ci_low` to `best_diff_ci_high`.",
    ),
    (
        "probability_better",
        "Share of replications in which a split is better than the best split in `optimize.csv`; ties \
         count half.",
    ),
    (
        "trial",
        "Number of a value in `optimize.csv`, in the order in which values were tried, from 1, or of a \
         split; 0 is the scenario as it stands.",
    ),
    (
        "verdict",
        "What `optimize` says of a value: `answer`, or `met` or `not-met` as the share of replications \
         that meet all targets is at least the probability asked for or not; of a split `answer`, `kept` to \
         the end, or `eliminated`; `as-it-stands` of trial 0.",
    ),
    (
        "target",
        "What a measure is to be below or above in `optimize.csv`, as `<20000`; empty where it is only \
         told. The measure `targets` is all of them together, in the same replication.",
    ),
    (
        "met",
        "Share of replications that meet the target, with the ends `met_ci_low` and `met_ci_high` of its \
         exact 95 % interval (Clopper and Pearson). A replication in which the measure has no value does \
         not meet it.",
    ),
    (
        "at_low",
        "Mean paired change of the measure with one number at its low end, all others at their central \
         values and the same random numbers; likewise `at_high`. In `assumptions.csv` the ends are those of \
         the range; in `sensitivity.csv` they are in `low` and `high`: of a number with a distribution its \
         5 % and 95 % quantiles. A tornado shows both.",
    ),
    (
        "mu",
        "Of the screening after Morris (`sensitivity.csv`): mean change of the measure for the whole range \
         of a number, the others anywhere in theirs. Changes up and down cancel: see `mu_star`.",
    ),
    (
        "mu_star",
        "Of the screening after Morris (`sensitivity.csv`): mean absolute change of the measure for the \
         whole range of a number, the others anywhere in theirs, in the unit of the measure. By it numbers \
         are ranked; what is small beside the largest can be left where it is. `mu_star_conf` is half of \
         its 95 % interval, from resampled trajectories.",
    ),
    (
        "sigma",
        "Of the screening after Morris (`sensitivity.csv`): standard deviation of the changes behind \
         `mu_star`. 0: a number does the same wherever it and the others are. Large beside `mu_star`: its \
         effect bends, or depends on others.",
    ),
    (
        "S1",
        "First-order Sobol index (`sensitivity.csv`): share of the variance of the measure that a number \
         brings about alone, when those with indices vary together over their ranges. `S1_conf` is half of \
         its 95 % interval, from resampled samples. Chance can put it below 0 or above 1.",
    ),
    (
        "ST",
        "Total Sobol index (`sensitivity.csv`): share of the variance that a number brings about alone and \
         together with others. `ST` less `S1` is interaction; near 0, the number does not matter. `ST_conf` \
         is half of its 95 % interval.",
    ),
    (
        "base",
        "Mean of the measure with all numbers at their central values: what `at_low` and `at_high` are \
         changes from.",
    ),
    (
        "view",
        "Of a point in `sensitivity_points.csv`: `tornado` (all central, then each number low and high), \
         `morris` (trajectory after trajectory, one point more in each than there are numbers) or `sobol` \
         (for each sample A, then A with each number of B in turn, then B). It is the order of SALib \
         without second-order indices; numbers that a view does not move have their central value.",
    ),
    ("n", "Replications, or pairs of them, that have the value."),
];

/// A command whose idea needs more words than its help has, and these words.
pub(super) const COMMANDS: [(&str, &str); 2] = [
    (
        "sweep",
        "What if a number were another one? Takes one to three numbers of a scenario, and runs every \
     combination of the values given for them (a grid, at most 1,000 points), and the scenario as it \
     stands, in the same replications: the same random numbers, case by case, so that most chance \
     cancels from the difference of each point. All other numbers stay as they are: what is not known \
     about them is in no interval, unless they have a distribution. `sweep.csv` has a row for each \
     point, measure, docket, and fiscal year or horizon, with the columns of `results.csv` and the \
     paired difference. One number gives a line chart, two a heat map, three a row of them.",
    ),
    (
        "optimize",
        "How much is enough? Takes one number of a scenario, a range for it, and targets such as \
         `pending@fy:2032<20000`, and finds the least value with which all targets hold in the same \
         replication in at least a stated share of replications (0.8). The end of the range where they \
         hold less often is the cheap one: of judges the smallest value is sought, of receipts the \
         largest. The search tries both ends and the middle, then halves the step from a value that is \
         not enough to one that is; what it takes for granted, that shares never fall on the way, is \
         checked at the values that were tried. Every value has the same replications as the scenario \
         as it stands. Values whose exact 95 % interval holds the probability cannot be told from the \
         answer: more replications (`-n`) make them fewer. What is not known about the other numbers is \
         not in the shares, unless they have a distribution. `optimize.csv` has the values that were \
         tried, `answer.resolved.toml` is the scenario at the answer. With `--split` it chooses among all \
         splits of a total between two to four numbers the one with the lowest or highest mean of a \
         measure, by the procedure KN of Kim and Nelson (2001): if that is better than all others by the \
         difference that matters (`--difference`, else 1 % of the mean), it is chosen with a probability \
         of at least 95 %; `-n` is the most replications of a split.",
    ),
];

/// The page of a command.
pub(super) fn command_page(name: &str) -> Option<String> {
    let (name, idea) = COMMANDS.iter().find(|(command, _)| *command == name)?;
    let mut page = Page::new(name, "command");
    page.paragraph(idea);
    Some(page.text())
}

/// The page of a column.
pub(super) fn column_page(name: &str) -> Option<String> {
    // What a column may hold stands with the column.
    let of_study = View::ALL.iter().any(|view| view.id() == name);
    let name = if of_study { "view" } else { name };
    let name = name.strip_suffix("_conf").unwrap_or(name);
    let (name, meaning) = COLUMNS.iter().find(|(column, _)| *column == name)?;
    let mut page = Page::new(name, "column of the result files");
    page.paragraph(meaning);
    Some(page.text())
}
