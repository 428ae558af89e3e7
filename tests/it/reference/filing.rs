//! Filings: a thinned Poisson process of keyed candidates, exact totals, host sites, relief.

use docketsim::court::*;
use docketsim::rng::{Cumulative, Decision, poisson_quantile};
use docketsim::time::Day;
use rand_distr::{Distribution, Gamma};

use super::Slip;
use super::agenda::{CaseNo, Event, Phase};
use super::log::{Line, What};
use super::world::{Person, World, key};

/// Candidates are numbered from 2^18 times the day of the horizon on.
const DAY_BITS: u32 = 18;
/// Largest rate of a source [cases per day].
const MOST: f64 = 100_000.0;

impl World<'_> {
    /// The day's filings of a source.
    pub fn filings(&mut self, source: SourceId) {
        self.open_sites();
        let today = self.today;
        let spec = &self.blueprint.sources[source.index()];
        if today == self.blueprint.start || today.month().first_day() == today {
            self.month_factor[source.index()] = self.factor_of_month(source);
        }
        let filed = if spec.exact_totals {
            self.exact_filings(source)
        } else {
            let rate = self.rate(source).min(MOST);
            self.candidates(source, rate)
        };
        for ordinal in filed {
            self.file(source, ordinal);
        }
        self.agenda
            .add(today + 1, Phase::Arrival, Event::Filings(source));
    }

    /// Groups expected today: the source's rate times all factors, over the mean size of a group.
    fn rate(&self, source: SourceId) -> f64 {
        let (s, today) = (source.index(), self.today);
        let spec = &self.blueprint.sources[s];
        let sizes = spec.group_sizes.iter().zip(1..);
        let size: f64 = sizes.map(|(share, n)| share * f64::from(n)).sum();
        let weekday = spec.weekdays[today.weekday().index()];
        let lever = self.levers.arrivals[s].at(today);
        spec.rate.at(today) * lever * weekday * self.month_factor[s] / size
            * self.filings_answer_of(source)
    }

    fn factor_of_month(&self, source: SourceId) -> f64 {
        let cv = self.blueprint.sources[source.index()].overdispersion;
        if cv <= 0.0 {
            return 1.0;
        }
        let shape = 1.0 / (cv * cv);
        let key = key(source.0, self.today.month().0 as u32);
        let mut draws = self.stream.sequence(Decision::MonthFactor, key);
        Gamma::new(shape, 1.0 / shape).unwrap().sample(&mut draws)
    }

    /// Candidates of today below the rate. They lie in layers of height [0, 1), [1, 2), [2, 4),
    /// [4, 8), ...; each layer has a Poisson count of its own, each candidate a height in its layer.
    fn candidates(&self, source: SourceId, rate: f64) -> Vec<u32> {
        let offset = (self.today - self.blueprint.start) as u32;
        let mut filed = Vec::new();
        let mut ordinal = offset << DAY_BITS;
        let (mut low, mut high) = (0.0, 1.0);
        for layer in 0.. {
            if low >= rate {
                break;
            }
            let day_key = key(source.0, offset);
            let u = self.stream.uniform(Decision::ArrivalCount, day_key, layer);
            for _ in 0..poisson_quantile(high - low, u) {
                let own = key(source.0, ordinal);
                let v = self.stream.uniform(Decision::ArrivalHeight, own, 0);
                if low + (high - low) * v < rate {
                    filed.push(ordinal);
                }
                ordinal += 1;
            }
            (low, high) = (high, high * 2.0);
        }
        filed
    }

    /// Filings of today where the count of the fiscal year is exact: the whole year is laid out on
    /// its first day within the horizon.
    fn exact_filings(&mut self, source: SourceId) -> Vec<u32> {
        let (year, first, last) = self.fiscal_year(self.today);
        let first = first.max(self.blueprint.start);
        let last = last.min(self.blueprint.end);
        if self.today == first {
            let number = (year.year as u32 % 128) << 25;
            self.lay_out(source, (first, last), number);
        }
        let today = self.exact[source.index()].remove(&self.today);
        let mut filed = today.unwrap_or_default();
        filed.sort_unstable();
        filed
    }

    fn lay_out(&mut self, source: SourceId, (first, last): (Day, Day), number: u32) {
        let s = source.index();
        let (spec, factor) = (&self.blueprint.sources[s], &self.levers.arrivals[s]);
        let days: Vec<Day> = (first.0..=last.0).map(Day).collect();
        let rate = |day: &Day| spec.rate.at(*day) * spec.weekdays[day.weekday().index()];
        let mut total = 0.0;
        let mut upto = Vec::new();
        for day in &days {
            total += rate(day);
            upto.push(total);
        }
        let highest = days.iter().map(|day| factor.at(*day)).fold(0.0, f64::max);
        let plain: f64 = days.iter().map(|day| spec.rate.at(*day)).sum();
        let count = if total > 0.0 { plain.round() as u32 } else { 0 };
        for layer in 0..highest.ceil() as u32 {
            for n in 0..count {
                let ordinal = number | (layer * count + n);
                let own = key(source.0, ordinal);
                let share = self.stream.uniform(Decision::ArrivalDay, own, 0) * total;
                let place = upto.iter().position(|&sum| sum >= share);
                let day = place.map_or(last, |place| days[place]);
                let v = self.stream.uniform(Decision::ArrivalHeight, own, 0);
                if f64::from(layer) + v < factor.at(day) {
                    self.exact[s].entry(day).or_default().push(ordinal);
                }
            }
        }
    }

    /// A new case (or group): to a host site that takes it in, or where its source sends it.
    fn file(&mut self, source: SourceId, ordinal: u32) {
        let spec = &self.blueprint.sources[source.index()];
        let case = self.cases.len();
        self.cases.push(Person::new(source.0, ordinal, self.today));
        if spec.group_sizes.len() > 1 {
            let sizes = Cumulative::new(&spec.group_sizes).unwrap();
            let size = sizes.pick(self.draw(Decision::GroupSize, case, 0)) + 1;
            self.cases[case].members = size as u32;
        }
        let Ok(host) = self.host_site(source, case) else {
            return;
        };
        if let Some(site) = host {
            let host = &self.blueprint.sites[site.index()];
            let person = &mut self.cases[case];
            (person.court, person.docket) = (host.court, host.docket);
            person.site = Some(site);
            self.tell(case, What::Taken(site));
        } else {
            let shares: Vec<f64> = spec.destinations.iter().map(|d| d.share).collect();
            let u = self.draw(Decision::Destination, case, 0);
            let to = &spec.destinations[Cumulative::new(&shares).unwrap().pick(u)];
            self.cases[case].docket = to.docket;
            self.cases[case].court = self.routed(case, to.court);
            if self.kept_from_filing(case, to.docket) {
                return;
            }
        }
        self.draw_attributes(case);
        let entry = match spec.counts_as {
            CountsAs::Receipts => Entry::Receipt,
            CountsAs::Returns => Entry::Return,
        };
        self.cases[case].returned = entry == Entry::Return;
        self.give_notice(case);
        self.enter(case, entry);
        self.seek(case, self.today);
    }

    /// The court of a new case, where some cases of its court go to another.
    fn routed(&self, case: CaseNo, court: CourtId) -> CourtId {
        let u = self.draw(Decision::Redirect, case, 0);
        let mut sum = 0.0;
        for route in self.levers.routes.iter().filter(|r| r.from == court) {
            sum += route.share.at(self.today);
            if u < sum {
                return route.to;
            }
        }
        court
    }

    /// Whole places that were not used yesterday are lost; fractions, and people beyond
    /// yesterday's quota, are carried over.
    fn open_sites(&mut self) {
        if self.sites_opened == Some(self.today) {
            return;
        }
        self.sites_opened = Some(self.today);
        for (site, levers) in self.sites.iter_mut().zip(&self.levers.sites) {
            if site.quota >= 1.0 && self.slip != Some(Slip::QuotaKept) {
                site.quota = site.quota.fract();
            }
            site.quota += levers.intake.at(self.today);
        }
    }

    /// The first site of the source's ports that the case is meant for and that has room; an error
    /// where it is not filed at all.
    fn host_site(&mut self, source: SourceId, case: CaseNo) -> Result<Option<SiteId>, ()> {
        let (eligible, exempt) = self.pair(Decision::Eligible, case, 0);
        let people = self.cases[case].members;
        let mut refused = Vec::new();
        for (s, spec) in self.blueprint.sites.iter().enumerate() {
            let (id, levers) = (SiteId(s as u8), &self.levers.sites[s]);
            let meant = eligible < levers.eligible.at(self.today);
            if !spec.ports.contains(&source) || !meant || exempt < levers.exempt.at(self.today) {
                continue;
            }
            if self.kept_from_filing(case, spec.docket) {
                return Err(());
            }
            let site = &mut self.sites[s];
            let capacity = levers.capacity.at(self.today);
            if site.quota >= 1.0 && f64::from(site.waiting + people) <= capacity {
                // A family is not parted: the last group of a day may exceed its quota.
                site.quota -= f64::from(people);
                site.waiting += people;
                return Ok(Some(id));
            }
            refused.push(id);
        }
        // Nobody is refused twice, nor who found a place elsewhere.
        if let Some(&id) = refused.first() {
            let mut who = self.cases[case].who();
            who.place = None;
            let (day, who, what) = (self.today, Some(who), What::Refused(id));
            self.lines.push(Line { day, who, what });
        }
        Ok(None)
    }
}
