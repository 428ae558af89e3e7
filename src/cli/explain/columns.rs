//! Columns of the result files that need a word.

use super::layout::Page;

/// A column and what it holds.
pub(super) const COLUMNS: [(&str, &str); 7] = [
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
        "Mean over replications of the scenario less the baseline, under the same random numbers.",
    ),
    (
        "diff_pct",
        "`diff_mean` in percent of the baseline's mean; empty where that is 0.",
    ),
    (
        "probability_lower",
        "Share of replications in which the scenario is lower than the baseline. Ties count half: where \
         the two are equal in every replication it is 0.5, and says nothing else.",
    ),
    (
        "variance_ratio",
        "Variance of the paired difference over that of independent runs: 1 where nothing is gained by \
         the same random numbers; empty where nothing varies.",
    ),
    ("n", "Replications, or pairs of them, that have the value."),
];

/// The page of a column.
pub(super) fn column_page(name: &str) -> Option<String> {
    let (name, meaning) = COLUMNS.iter().find(|(column, _)| *column == name)?;
    let mut page = Page::new(name, "column of the result files");
    page.paragraph(meaning);
    Some(page.text())
}
