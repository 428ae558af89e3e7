//! Published series and figures: what they name exists, and their periods are those of results.

use super::Checker;
use crate::court::{CourtId, DocketId, Site};
use crate::diagnostic::Code;
use crate::scenario::document::{ActualValueDocument, When};
use crate::scenario::measure::{Measure, Periods, Scope, measures};
use crate::scenario::node::Path;
use crate::scenario::policy::{Flat, flat};
use crate::scenario::unit::fits;
use crate::time::Day;

impl Checker<'_> {
    /// Checks what stands under `[actual]`.
    pub(super) fn actual(&mut self) {
        let document = self.document;
        let measures = self.measures();
        let at = Path::root("actual");
        for (i, series) in document.actual.series.iter().enumerate() {
            let at = at.key("series").index(i);
            let measure = self.measure(&measures, &series.measure, &at);
            if let (Some(measure), Some(said)) = (measure, &series.unit)
                && !fits(said, &measure.unit, &document.scenario.currency)
            {
                let own = &measure.unit;
                let message = format!("`{}` is in `{own}`, not in `{said}`", measure.id);
                self.error(Code::UnitMismatch, &at.key("unit"), message, "");
            }
        }
        for (i, value) in document.actual.value.iter().enumerate() {
            let at = at.key("value").index(i);
            let measure = self.measure(&measures, &value.measure, &at);
            self.agreement(value, &at);
            let when = self.when(value, &at);
            let Some(measure) = measure else { continue };
            self.place(value, measure, &at);
            if let Some(when) = when.filter(|when| self.counted(measure, *when, &at)) {
                self.told(measure, when, &at);
            }
        }
    }

    /// Every measure of the scenario.
    fn measures(&self) -> Vec<Measure> {
        let about = &self.document.scenario;
        let policies = flat(self.document).into_iter();
        let policies = policies.filter(|policy| policy.body.is_site());
        // Names of others in them may still be wrong, and no measure asks for them.
        let site = |policy: Flat<'_>| Site {
            id: policy.common.id.clone(),
            name: policy
                .common
                .name
                .as_ref()
                .unwrap_or(&policy.common.id)
                .clone(),
            ports: Vec::new(),
            court: CourtId::default(),
            docket: DocketId::default(),
        };
        let sites: Vec<Site> = policies.map(site).collect();
        measures(
            &self.build.dispositions(),
            &self.build.sessions(),
            &sites,
            &about.currency,
            about.clearance_level.is_some(),
        )
    }

    fn measure<'m>(&mut self, all: &'m [Measure], id: &str, at: &Path) -> Option<&'m Measure> {
        let found = all.iter().find(|measure| measure.id == id);
        if found.is_none() {
            let message = format!("there is no measure `{id}`");
            self.error(Code::UnknownName, &at.key("measure"), message, "unknown");
            self.suggest(id, all.iter().map(|measure| measure.id.as_str()));
            if id == "clearance_date" || id == "cleared" {
                self.help("it is measured where [scenario] has a `clearance_level`");
            }
        }
        found
    }

    /// The band of agreement holds the published number, and is stated in one way.
    fn agreement(&mut self, value: &ActualValueDocument, at: &Path) {
        let ends = [("low", value.low), ("high", value.high)];
        if value.tolerance.is_some() && ends.iter().any(|(_, end)| end.is_some()) {
            let message = format!("{}: `tolerance` stands in place of a band", self.name(at));
            self.error(Code::MisplacedKey, &at.key("tolerance"), message, "");
            self.help("give `tolerance`, or `low` and `high`");
        }
        for (key, end) in ends {
            let Some(end) = end else { continue };
            let outside = if key == "low" {
                end > value.value
            } else {
                end < value.value
            };
            if outside {
                let message = format!("{}: `{key}` does not hold the value", self.name(at));
                self.error(Code::InvalidRange, &at.key(key), message, "");
                let label = format!("the value is {}", value.value);
                self.also(&at.key("value"), &label);
            }
        }
    }

    /// When it is counted, if that makes sense.
    fn when(&mut self, value: &ActualValueDocument, at: &Path) -> Option<When> {
        let name = self.name(at);
        match (&value.period, value.from, value.until) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
                let key = if value.from.is_some() {
                    "from"
                } else {
                    "until"
                };
                let message = format!("{name} has a period and a span");
                self.error(Code::MisplacedKey, &at.key(key), message, "");
                self.help("give `period`, or `from` and `until`");
                return None;
            }
            (None, _, None) => {
                let message = format!("{name} needs `period` or `until`");
                self.error(Code::MissingKey, at, message, "");
                return None;
            }
            _ => {}
        }
        let Some(when) = value.when(self.document.scenario.start.0) else {
            let message = format!("{name} has no period that results have");
            self.error(Code::InvalidPeriod, &at.key("period"), message, "");
            self.help("periods are written month:2019-07, fy:2019 or horizon");
            return None;
        };
        match when {
            When::Span(first, last) if !self.whole_months(value, (first, last), at) => None,
            _ => Some(when),
        }
    }

    /// What the horizon does not tell of is not compared.
    fn told(&mut self, measure: &Measure, when: When, at: &Path) {
        let about = &self.document.scenario;
        let horizon = (about.start.0, about.end.0);
        let told = when.within(horizon, about.fiscal_year_starts, measure.at_end());
        if !told && self.sure(&Path::root("scenario")) {
            let message = format!(
                "{} is not compared: {when} is not within the horizon",
                self.name(at)
            );
            self.warning(Code::OutsideHorizon, at, message, "");
        }
    }

    /// Counts are kept by month: a span is made of whole ones, or cut by the horizon.
    fn whole_months(&mut self, value: &ActualValueDocument, span: (Day, Day), at: &Path) -> bool {
        let about = &self.document.scenario;
        let (first, last) = span;
        let (from, until) = (at.key("from"), at.key("until"));
        let help = "counts are kept by month: a span is made of whole ones";
        let mut whole = true;
        if first != first.month().first_day() && first != about.start.0 {
            let message = format!("{} starts within a month", self.name(&from));
            self.error(Code::InvalidPeriod, &from, message, "");
            self.help(help);
            whole = false;
        }
        if last != last.month().last_day() && last != about.end.0 {
            let message = format!("{} ends within a month", self.name(&until));
            self.error(Code::InvalidPeriod, &until, message, "");
            self.help(help);
            whole = false;
        }
        if last < first {
            let message = format!("{} is before the span starts, {first}", self.name(&until));
            self.error(Code::EndBeforeStart, &until, message, "");
            let start = Path::root("scenario").key("start");
            self.also(value.from.map_or(&start, |_| &from), "the start");
            whole = false;
        }
        whole
    }

    /// A measure of courts is not asked of a docket, one of the whole of neither.
    fn place(&mut self, value: &ActualValueDocument, measure: &Measure, at: &Path) {
        let narrow = match measure.scope {
            Scope::Everywhere => [false, false],
            Scope::Courts => [false, true],
            Scope::Whole => [true, true],
        };
        let given = [("court", &value.court), ("docket", &value.docket)];
        for ((key, id), forbidden) in given.into_iter().zip(narrow) {
            if forbidden && id != "all" {
                let message = format!("`{}` is not measured by {key}", measure.id);
                self.error(Code::MisplacedKey, &at.key(key), message, "");
            }
        }
    }

    /// Whether the measure exists for such a period; reports it if not.
    fn counted(&mut self, measure: &Measure, when: When, at: &Path) -> bool {
        let fits = match when {
            When::Span(..) => measure.adds_up(),
            When::FiscalYear(_) => measure.periods != Periods::Horizon,
            When::Month(_) => measure.periods == Periods::All,
            When::Horizon => measure.periods != Periods::FilingYears,
        };
        if fits {
            return true;
        }
        let id = &measure.id;
        let (key, message, help) = match (when, measure.periods) {
            (When::Span(..), _) => (
                "until",
                format!("`{id}` is no count that adds up over months"),
                "give `period` in place of a span",
            ),
            (_, Periods::Horizon) => (
                "period",
                format!("`{id}` is measured over the whole horizon only"),
                "give period = \"horizon\"",
            ),
            _ => (
                "period",
                format!("`{id}` is measured by fiscal year of filing only"),
                "give a period such as \"fy:2019\"",
            ),
        };
        self.error(Code::InvalidPeriod, &at.key(key), message, "");
        self.help(help);
        false
    }
}
