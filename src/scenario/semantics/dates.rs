//! Dates and horizons.

use super::Checker;
use crate::court::MAX_DAYS;
use crate::diagnostic::Code;
use crate::scenario::node::Path;
use crate::scenario::policy::Common;
use crate::time::Day;

/// Dates outside these years are a slip, and would overflow calendars.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2300;

impl Checker<'_> {
    /// Checks the horizon and the dates of series.
    pub(super) fn dates(&mut self) {
        let about = &self.document.scenario;
        let (start, end) = (about.start.0, about.end.0);
        let at = Path::root("scenario");
        let sure = self.sure(&at.key("start"));
        for (key, day) in [("start", start), ("end", end)] {
            if !YEARS.contains(&day.month().year()) {
                let message = format!(
                    "the years that can be simulated are {} to {}",
                    YEARS.start(),
                    YEARS.end()
                );
                self.error(Code::LimitExceeded, &at.key(key), message, "");
            }
        }
        if !sure || !self.sure(&at.key("end")) {
            return;
        }
        if end < start {
            let message = format!("the end {end} is before the start {start}");
            self.error(Code::EndBeforeStart, &at.key("end"), message, "");
            self.also(&at.key("start"), "the start");
        } else if end - start >= MAX_DAYS {
            let days = end - start + 1;
            let message = format!("the horizon is limited to {MAX_DAYS} days, these are {days}");
            self.error(Code::LimitExceeded, &at.key("end"), message, "");
            self.also(&at.key("start"), "the start");
            let last = start + (MAX_DAYS - 1);
            self.help(format!(
                "the last day that can be simulated from there is {last}"
            ));
        }
        self.series_dates(start);
    }

    fn series_dates(&mut self, start: Day) {
        let document = self.document;
        let everywhere = Path::root("judges").key("productivity");
        self.series_from(&document.judges.productivity, &everywhere, start);
        for (i, court) in document.court.iter().enumerate() {
            let at = Path::root("court").index(i);
            let own = [("posts", &court.posts), ("courtrooms", &court.courtrooms)];
            for (key, series) in own
                .into_iter()
                .filter_map(|(key, s)| Some((key, s.as_ref()?)))
            {
                self.series_from(series, &at.key(key), start);
            }
            self.series_from(&court.productivity, &at.key("productivity"), start);
            for (j, held) in court.reserved.iter().enumerate() {
                self.series_from(
                    &held.share,
                    &at.key("reserved").index(j).key("share"),
                    start,
                );
            }
        }
        for (i, docket) in document.docket.iter().enumerate() {
            let at = Path::root("docket").index(i);
            self.series_from(&docket.priority, &at.key("priority"), start);
            self.series_from(&docket.withdrawal, &at.key("withdrawal"), start);
        }
        for (i, source) in document.source.iter().enumerate() {
            self.series_from(
                &source.rate.0,
                &Path::root("source").index(i).key("rate"),
                start,
            );
        }
        if let Some(appeals) = &document.appeals {
            let at = Path::root("appeals").key("decisions_per_year");
            self.series_from(&appeals.decisions_per_year, &at, start);
        }
    }

    /// Checks the dates of a policy.
    pub(super) fn policy_dates(&mut self, policy: &Common, at: &Path) {
        let (effective, end) = (policy.effective.0, self.document.scenario.end.0);
        let place = at.key("effective");
        if let Some(until) = policy.until.filter(|until| until.0 <= effective) {
            let message = format!(
                "policy `{}` ends on {}, before it holds",
                policy.id, until.0
            );
            self.error(Code::UntilBeforeEffective, &at.key("until"), message, "");
            self.also(&place, "effective");
        }
        if effective > end && self.sure(&Path::root("scenario").key("end")) {
            let message = format!("policy `{}` takes effect after the end, {end}", policy.id);
            self.error(Code::EffectiveAfterEnd, &place, message, "");
            self.also(&Path::root("scenario").key("end"), "the end");
            self.help("give an earlier date, or let the scenario end later");
        }
        if !YEARS.contains(&effective.month().year()) {
            let message = format!(
                "the years that can be simulated are {} to {}",
                YEARS.start(),
                YEARS.end()
            );
            self.error(Code::LimitExceeded, &place, message, "");
        }
    }
}
