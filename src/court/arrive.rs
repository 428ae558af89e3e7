//! Filings: new cases come in, go to their court or to a host site, or are kept from filing.

use super::blueprint::{CountsAs, SiteId, SourceId, StageId};
use super::case::{Case, Flags, case_key};
use super::event::Event;
use super::filing::{Filing, MAX_RATE, candidates, exact_year, month_factor};
use super::monitor::{Entry, Monitor};
use super::system::CourtSystem;
use super::tables::Caseload;
use crate::des::{EventList, Phase};
use crate::rng::{Bits53, Decision, Stream};
use crate::time::Day;

/// Filings whose draws are made ahead.
const AHEAD: usize = 16;

/// Where a new case waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Host {
    /// At a host site.
    At(SiteId),
    /// Where its source sends it.
    Elsewhere,
    /// It is not filed at all.
    NotFiled,
}

impl CountsAs {
    /// How the filings of a source come onto their docket.
    fn entry(self) -> Entry {
        match self {
            CountsAs::Receipts => Entry::Receipt,
            CountsAs::Returns => Entry::Return,
        }
    }
}

/// What else is drawn for a filing; drawn ahead for several at once, as for hearings.
#[derive(Clone, Copy, Debug, Default)]
struct FilingDraws {
    represented: u64,
    notice: u64,
}

impl FilingDraws {
    #[inline(always)]
    fn of(stream: Stream, key: u64) -> Self {
        Self {
            represented: stream.bits(Decision::Represented, key, 0),
            notice: stream.bits(Decision::Notice, key, 0),
        }
    }
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// The day's filings of a source.
    pub(super) fn file(&mut self, day: Day, source: SourceId, events: &mut EventList<Event>) {
        self.open_sites(day);
        let blueprint = self.blueprint;
        if blueprint.sources[source.index()].exact_totals {
            self.file_exact(day, source, events);
        } else if self.apart() {
            let mut filings = std::mem::take(self.sorted_filings(source));
            let of_day = filings.of_day(day, blueprint.start);
            self.file_all(day, source, of_day, events);
            filings.filed += of_day.len();
            *self.sorted_filings(source) = filings;
        } else {
            let mut filed = std::mem::take(&mut self.space.filed);
            self.draw_filings(day, source, &mut filed);
            for ordinals in filed.chunks(AHEAD) {
                let mut filings = [Filing::default(); AHEAD];
                for (filing, &ordinal) in filings.iter_mut().zip(ordinals) {
                    *filing = self.routes[source.index()].filing(self.stream, source, ordinal);
                }
                self.file_all(day, source, &filings[..ordinals.len()], events);
            }
            self.space.filed = filed;
        }
        if day < blueprint.end {
            events.schedule(day + 1, Phase::Arrival, Event::File(source));
        }
    }

    fn file_all(
        &mut self,
        day: Day,
        source: SourceId,
        filings: &[Filing],
        events: &mut EventList<Event>,
    ) {
        let levers = self.levers;
        let straight = levers.routes.is_empty() && levers.relief.is_empty();
        if straight && self.routes[source.index()].sites.is_empty() {
            let alike = |a: &Filing, b: &Filing| a.destination == b.destination;
            for alike in filings.chunk_by(alike) {
                self.file_alike(day, source, alike, events);
            }
            return;
        }
        let mut drawn = [FilingDraws::default(); AHEAD];
        for ahead in filings.chunks(AHEAD) {
            for (drawn, filing) in drawn.iter_mut().zip(ahead) {
                *drawn = FilingDraws::of(self.stream, case_key(source, filing.ordinal));
            }
            for (&filing, &drawn) in ahead.iter().zip(&drawn) {
                self.file_case(day, source, filing, drawn, events);
            }
        }
    }

    /// Filings that all go to the same docket, whatever they are.
    fn file_alike(
        &mut self,
        day: Day,
        source: SourceId,
        filings: &[Filing],
        events: &mut EventList<Event>,
    ) {
        let (stream, routes) = (self.stream, &self.routes[source.index()]);
        let to = &routes.destinations[usize::from(filings[0].destination)];
        let docket = &self.blueprint.dockets[to.docket.index()];
        let attributes = self.attributes[to.docket.index()];
        let at = self.stage_slot(to.court, to.docket, StageId(0));
        let entry = routes.counts_as.entry();
        let mut like = Case::new(source, 0, day);
        like.place_at(to.court, to.docket, StageId(0));
        like.put(Flags::RETURNED, entry == Entry::Return);
        let grouped = routes.sizes.is_some();
        let mut caseload = Caseload::default();
        let mut drawn = [FilingDraws::default(); AHEAD];
        let mut cases = [Case::default(); AHEAD];
        for ahead in filings.chunks(AHEAD) {
            for (drawn, filing) in drawn.iter_mut().zip(ahead) {
                *drawn = FilingDraws::of(stream, case_key(source, filing.ordinal));
            }
            for ((filing, drawn), place) in ahead.iter().zip(&drawn).zip(&mut cases) {
                let mut case = like.named(filing.ordinal);
                if grouped {
                    case = self.in_group(source, case);
                }
                attributes.give(&mut case, drawn.represented);
                case.ready_on(day + docket.notice.sample_days(Bits53(drawn.notice)));
                caseload += Caseload::of(&case);
                self.monitor.entered(day, &case.apart(), entry);
                case.move_to(place);
            }
            self.seek_all(at, &mut cases[..ahead.len()], day, events);
        }
        self.count_in(day, at, &like, entry, caseload);
    }

    /// The same case as a group of the size drawn for it, where its source files groups.
    fn in_group(&self, source: SourceId, case: Case) -> Case {
        let Some(sizes) = &self.routes[source.index()].sizes else {
            return case;
        };
        let u = Bits53(self.stream.bits(Decision::GroupSize, case.key(), 0));
        case.with_members(sizes.pick(u) as u8 + 1)
    }

    /// Draws the day's filings of a source.
    pub(super) fn draw_filings(&mut self, day: Day, source: SourceId, filed: &mut Vec<u32>) {
        let (blueprint, s) = (self.blueprint, source.index());
        let spec = &blueprint.sources[s];
        if day == blueprint.start || day.month().first_day() == day {
            self.month_factor[s] = month_factor(self.stream, source, spec, day);
        }
        let sizes = spec.group_sizes.iter().zip(1..);
        let size = sizes.map(|(p, n)| p * f64::from(n)).sum::<f64>();
        let rate = spec.rate.at(day)
            * self.levers.arrivals[s].at(day)
            * spec.weekdays[day.weekday().index()]
            * self.month_factor[s]
            / size;
        let rate = rate * self.arrivals_respond(source);
        let offset = (day - blueprint.start) as u32;
        let (rate, layers) = (rate.min(MAX_RATE), &mut self.space.layers);
        candidates(self.stream, source, offset, rate, layers, filed);
    }

    fn file_exact(&mut self, day: Day, source: SourceId, events: &mut EventList<Event>) {
        let blueprint = self.blueprint;
        let fy = blueprint.fiscal_year(day);
        let month = blueprint.fiscal_year_start;
        let year = fy.first_day(month).max(blueprint.start);
        let s = source.index();
        if day == year {
            let last = fy.last_day(month).min(blueprint.end);
            let arrivals = &self.levers.arrivals[s];
            let mut filings = std::mem::take(&mut self.exact[s]);
            filings.clear();
            let spec = &blueprint.sources[s];
            let factor = |day| arrivals.at(day);
            exact_year(
                self.stream,
                source,
                spec,
                (year, last),
                fy,
                factor,
                &mut filings,
            );
            filings.reverse();
            self.exact[s] = filings;
        }
        while let Some(&(on, ordinal)) = self.exact[s].last().filter(|(on, _)| *on <= day.0) {
            debug_assert_eq!(on, day.0, "filings come in order");
            self.exact[s].pop();
            let filing = self.routes[s].filing(self.stream, source, ordinal);
            self.file_all(day, source, &[filing], events);
        }
    }

    fn file_case(
        &mut self,
        day: Day,
        source: SourceId,
        filing: Filing,
        drawn: FilingDraws,
        events: &mut EventList<Event>,
    ) {
        let mut case = self.in_group(source, Case::new(source, filing.ordinal, day));
        let routes = &self.routes[source.index()];
        let entry = routes.counts_as.entry();
        let mut host = Host::Elsewhere;
        if !routes.sites.is_empty() {
            host = self.host_site(day, source, &case.apart());
        }
        match host {
            Host::At(id) => {
                let site = &self.blueprint.sites[id.index()];
                case.place_at(site.court, site.docket, StageId(0));
                case.wait_at(Some(id));
                self.monitor.host_taken(day, &case.apart(), id);
            }
            Host::Elsewhere => {
                let routes = &self.routes[source.index()];
                let to = &routes.destinations[usize::from(filing.destination)];
                case.place_at(to.court, to.docket, StageId(0));
                if !self.levers.routes.is_empty() {
                    case.set_court(self.route(day, &case.apart()));
                }
                if !self.levers.relief.is_empty()
                    && self.kept_from_filing(day, &case.apart(), to.docket)
                {
                    return;
                }
            }
            Host::NotFiled => return,
        }
        let docket = &self.blueprint.dockets[case.docket().index()];
        self.attributes[case.docket().index()].give(&mut case, drawn.represented);
        case.ready_on(day + docket.notice.sample_days(Bits53(drawn.notice)));
        case.put(Flags::RETURNED, entry == Entry::Return);
        self.enter(day, case, entry);
        self.seek(case, day, events);
    }

    fn open_sites(&mut self, day: Day) {
        if self.sites_opened != Some(day) {
            self.sites_opened = Some(day);
            for (site, levers) in self.sites.iter_mut().zip(&self.levers.sites) {
                site.open_day(levers, day);
            }
        }
    }

    /// The site that takes a new case in, if any. Who finds no place at any is refused once, by the
    /// first that has none; who does not file seeks none.
    fn host_site(&mut self, day: Day, source: SourceId, case: &Case) -> Host {
        let mut full = None;
        for &id in &self.routes[source.index()].sites {
            let state = &self.sites[id.index()];
            if state.eligible <= 0.0 {
                continue;
            }
            let (u, v) = self.stream.pair(Decision::Eligible, case.key(), 0);
            if u >= state.eligible || v < state.exempt {
                continue;
            }
            let docket = self.blueprint.sites[id.index()].docket;
            if !self.levers.relief.is_empty() && self.kept_from_filing(day, case, docket) {
                return Host::NotFiled;
            }
            if self.sites[id.index()].take_in(u32::from(case.members())) {
                return Host::At(id);
            }
            full = full.or(Some(id));
        }
        if let Some(id) = full {
            self.monitor.host_refused(day, case, id);
        }
        Host::Elsewhere
    }
}
