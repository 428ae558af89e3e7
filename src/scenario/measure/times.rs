//! Measures of time: waits that ended in a period, waits by filing year, and clearance.

use super::catalogue::Builder;
use super::{Kind, Periods, Scope, Wait};

pub(super) fn waits(b: &mut Builder) {
    let kinds = [
        (
            "first_hearing_wait",
            "Wait to the first hearing",
            "filing to the first hearing held, for cases that had it in the period",
        ),
        (
            "merits_wait",
            "Wait to the merits hearing",
            "filing to the first merits hearing held, for cases that had it in the period",
        ),
        (
            "disposition_time",
            "Time to completion",
            "filing to completion, for cases completed in the period",
        ),
    ];
    for (wait, (id, title, meaning)) in Wait::ALL.into_iter().zip(kinds) {
        let note = "Cases pending at the start or returned are left out where their past is not known; while the docket grows the long waits are still pending: see the cohort measures.";
        let stats = [
            ("mean", "mean", Kind::WaitMean(wait)),
            ("p50", "median", Kind::WaitQuantile(wait, 0.5)),
            ("p90", "90th percentile", Kind::WaitQuantile(wait, 0.9)),
        ];
        for (suffix, name, kind) in stats {
            let definition = format!("The {name} of days from {meaning}. {note}");
            b.add(
                &format!("{id}_{suffix}"),
                "days",
                &format!("{title}, {name}"),
                &definition,
                kind,
                Scope::Everywhere,
            );
        }
    }
    b.add(
        "next_available_merits",
        "days",
        "Days to the next open merits slot",
        "Days from the period's end to the first day with room in the book for a merits hearing; for several courts and dockets the mean over their pending cases. A wait beyond the book counts as the length of the book.",
        Kind::NextMerits,
        Scope::Everywhere,
    );
}

pub(super) fn cohorts(b: &mut Builder) {
    let kinds = [
        (
            "cohort_first_hearing",
            "Wait to the first hearing by filing year",
        ),
        ("cohort_merits", "Wait to the merits hearing by filing year"),
        ("cohort_disposition", "Time to completion by filing year"),
    ];
    for (wait, (id, title)) in Wait::ALL.into_iter().zip(kinds) {
        for (suffix, p, name) in [("p50", 0.5, "median"), ("p90", 0.9, "90th percentile")] {
            let definition = format!(
                "Kaplan-Meier {name} [days] for the cases filed in the fiscal year: waits that have not ended at the end of the horizon are censored, and so are those for a hearing without which a case ended, since it will never come: half of *all* cases filed have had it by the median. Empty where the quantile is not reached. A case counts where it is when the wait ends."
            );
            let kind = Kind::CohortQuantile(wait, p);
            let measure = b.add(
                &format!("{id}_{suffix}"),
                "days",
                &format!("{title}, {name}"),
                &definition,
                kind,
                Scope::Everywhere,
            );
            measure.periods = Periods::FilingYears;
        }
    }
    let open = "Share of the cases filed in the fiscal year that are still pending at the end of the horizon.";
    let measure = b.add(
        "cohort_open_share",
        "share",
        "Still pending by filing year",
        open,
        Kind::CohortOpen,
        Scope::Everywhere,
    );
    measure.periods = Periods::FilingYears;
}

pub(super) fn clearing(b: &mut Builder) {
    let text = "Days from the start to the first day at whose end fewer cases are pending than the scenario's clearance level; empty in replications that never have so few.";
    b.add(
        "clearance_date",
        "days",
        "Days to clearance",
        text,
        Kind::Clearance,
        Scope::Whole,
    )
    .periods = Periods::Horizon;
    let text = "Share of replications in which pending falls below the scenario's clearance level.";
    b.add(
        "cleared",
        "share",
        "Cleared",
        text,
        Kind::Cleared,
        Scope::Whole,
    )
    .periods = Periods::Horizon;
}
