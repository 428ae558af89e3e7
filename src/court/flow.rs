//! How cases come in, find their next hearing, leave early and come back.

use super::blueprint::{CountsAs, CourtId, DocketId, SourceId, StageId};
use super::book::LaneId;
use super::case::{Case, Flags, INACTIVE, OPENING, OPENING_APPEALS, opening_ordinal};
use super::filing::{candidates, exact_year, month_factor};
use super::monitor::{Entry, Exit, Monitor};
use super::system::{CourtSystem, Event};
use crate::des::{EventList, Phase};
use crate::rng::{Cumulative, Decision};
use crate::time::Day;

impl<M: Monitor> CourtSystem<'_, M> {
    /// Puts the opening docket in place, oldest cases first.
    pub(super) fn open_docket(&mut self, events: &mut EventList<Event>) {
        self.open_pending(events);
        self.open_inactive(events);
        self.open_appeals();
    }

    /// Pending cases of all entries, merged by filing day; ages are stratified, so that each entry
    /// has exactly the age profile of its data.
    fn open_pending(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        let entries = self.blueprint.opening.iter().enumerate();
        let stages: Vec<Cumulative> = (self.blueprint.opening.iter())
            .map(|o| Cumulative::new(&o.stages).expect("shares were checked when loaded"))
            .collect();
        let mut next: Vec<(i32, u32)> = entries.map(|(e, _)| self.opening_age(e, 0)).collect();
        while let Some(age) = next
            .iter()
            .filter(|(_, left)| *left > 0)
            .map(|&(age, _)| age)
            .max()
        {
            for e in 0..next.len() {
                while next[e].1 > 0 && next[e].0 >= age {
                    let n = self.blueprint.opening[e].pending - next[e].1;
                    let case = self.opening_case(e, n, next[e].0, &stages[e]);
                    self.enter(start, case, Entry::Opening);
                    self.seek(case, start - 1, events);
                    next[e] = self.opening_age(e, n + 1);
                }
            }
        }
    }

    /// Age of the n-th oldest case of an entry, and how many cases are left from it on.
    fn opening_age(&self, entry: usize, n: u32) -> (i32, u32) {
        let opening = &self.blueprint.opening[entry];
        let left = opening.pending.saturating_sub(n);
        if left == 0 {
            return (i32::MIN, 0);
        }
        let key = super::case::case_key(OPENING, opening_ordinal(entry, n));
        let u = self.stream.uniform(Decision::OpeningAge, key, 0);
        let rank = (f64::from(left) - u) / f64::from(opening.pending);
        (
            opening
                .age
                .sample_days(rank.clamp(1e-12, 1.0 - 1e-12))
                .max(1),
            left,
        )
    }

    fn opening_case(&self, entry: usize, n: u32, age: i32, stages: &Cumulative) -> Case {
        let opening = &self.blueprint.opening[entry];
        let mut case = Case {
            ordinal: opening_ordinal(entry, n),
            source: OPENING,
            court: opening.court,
            docket: opening.docket,
            filed: self.blueprint.start.0 - age,
            members: 1,
            ..Case::default()
        };
        let stage = stages.pick(self.stream.uniform(Decision::OpeningStage, case.key(), 0));
        case.stage = StageId(stage as u8);
        let u = self
            .stream
            .uniform(Decision::OpeningResidual, case.key(), 0);
        case.ready = self.blueprint.start.0 + opening.residual.sample_days(u);
        case.flags.put(Flags::OPENING, true);
        // Their past is not known; they may well have been heard.
        case.flags.put(Flags::HEARD, true);
        self.draw_attributes(&mut case);
        case
    }

    fn open_inactive(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        for (e, opening) in self.blueprint.opening.iter().enumerate() {
            let pair = self.pair(opening.court, opening.docket);
            self.inactive[pair] += i64::from(opening.inactive);
            if opening.recalendar <= 0.0 {
                continue;
            }
            for n in 0..opening.inactive {
                let mut case = Case {
                    ordinal: opening_ordinal(e, n),
                    source: INACTIVE,
                    court: opening.court,
                    docket: opening.docket,
                    members: 1,
                    ..Case::default()
                };
                case.flags.put(Flags::INACTIVE, true);
                case.flags.put(Flags::OPENING, true);
                let u = self.stream.uniform(Decision::Recalendar, case.key(), 0);
                let days = -(1.0 - u).ln() / opening.recalendar * 365.25;
                if days < f64::from(self.blueprint.days()) {
                    let day = start + days as i32;
                    case.filed = day.0;
                    self.draw_attributes(&mut case);
                    self.bind(&case, 1);
                    events.schedule(day, Phase::Arrival, Event::Return(case));
                }
            }
        }
    }

    fn open_appeals(&mut self) {
        let Some(appeals) = &self.blueprint.appeals else {
            return;
        };
        let shares: Vec<f64> = appeals.opening_remands.iter().map(|d| d.share).collect();
        let destinations = Cumulative::new(&shares).ok();
        for ordinal in 0..appeals.opening {
            let mut case = Case {
                ordinal,
                source: OPENING_APPEALS,
                members: 1,
                ..Case::default()
            };
            case.flags.put(Flags::OPENING, true);
            if let Some(destinations) = &destinations {
                let u = self.stream.uniform(Decision::Destination, case.key(), 0);
                let destination = appeals.opening_remands[destinations.pick(u)];
                (case.court, case.docket) = (destination.court, destination.docket);
            }
            case.filed = self.blueprint.start.0;
            self.draw_attributes(&mut case);
            self.appeals.push(case);
        }
    }

    pub(super) fn draw_attributes(&self, case: &mut Case) {
        let docket = &self.blueprint.dockets[case.docket.index()];
        let (u, v) = self.stream.pair(Decision::Represented, case.key(), 0);
        case.flags.put(Flags::REPRESENTED, u < docket.represented);
        case.flags.put(Flags::APPLIES, v < docket.applies);
    }

    /// The day's filings of a source.
    pub(super) fn file(&mut self, day: Day, source: SourceId, events: &mut EventList<Event>) {
        self.open_sites(day);
        let blueprint = self.blueprint;
        let spec = &blueprint.sources[source.index()];
        let first = day == blueprint.start;
        if first || day.month().first_day() == day {
            self.month_factor[source.index()] = month_factor(self.stream, source, spec, day);
        }
        if spec.exact_totals {
            self.file_exact(day, source, events);
        } else {
            let size = spec
                .group_sizes
                .iter()
                .zip(1..)
                .map(|(p, n)| p * f64::from(n))
                .sum::<f64>();
            let rate = spec.rate.at(day)
                * self.levers.arrivals[source.index()].at(day)
                * spec.weekdays[day.weekday().index()]
                * self.month_factor[source.index()]
                / size;
            let rate = rate * self.arrivals_respond(source);
            let offset = (day - blueprint.start) as u32;
            let rate = rate.min(super::filing::MAX_RATE);
            let stream = self.stream;
            candidates(stream, source, offset, rate, |n| {
                self.file_case(day, source, n, events)
            });
        }
        if day < blueprint.end {
            events.schedule(day + 1, Phase::Arrival, Event::File(source));
        }
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
            self.file_case(day, source, ordinal, events);
        }
    }

    fn file_case(
        &mut self,
        day: Day,
        source: SourceId,
        ordinal: u32,
        events: &mut EventList<Event>,
    ) {
        let spec = &self.blueprint.sources[source.index()];
        let mut case = Case {
            ordinal,
            source,
            filed: day.0,
            members: 1,
            ..Case::default()
        };
        if spec.group_sizes.len() > 1 {
            let u = self.stream.uniform(Decision::GroupSize, case.key(), 0);
            case.members = self.destinations[source.index()].sizes.pick(u) as u8 + 1;
        }
        let site = self.host_site(day, source, &case);
        if let Some(site) = site {
            let host = &self.blueprint.sites[site.index()];
            (case.court, case.docket) = (host.court, host.docket);
            case.wait_at(Some(site));
            self.monitor.host_taken(day, &case, site);
        } else {
            let u = self.stream.uniform(Decision::Destination, case.key(), 0);
            let destination =
                &spec.destinations[self.destinations[source.index()].destinations.pick(u)];
            (case.court, case.docket) = (destination.court, destination.docket);
            if !self.levers.routes.is_empty() {
                case.court = self.route(day, &case);
            }
            if !self.levers.relief.is_empty() && self.kept_from_filing(day, &case) {
                return;
            }
        }
        self.draw_attributes(&mut case);
        let entry = match spec.counts_as {
            CountsAs::Receipts => Entry::Receipt,
            CountsAs::Returns => {
                case.flags.put(Flags::RETURNED, true);
                Entry::Return
            }
        };
        self.give_notice(day, &mut case);
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

    /// The site that takes a new case in, if any.
    fn host_site(&mut self, day: Day, source: SourceId, case: &Case) -> Option<super::SiteId> {
        for (s, site) in self.blueprint.sites.iter().enumerate() {
            let id = super::SiteId(s as u8);
            let state = &mut self.sites[s];
            if state.eligible <= 0.0 || !site.ports.contains(&source) {
                continue;
            }
            let (u, v) = self.stream.pair(Decision::Eligible, case.key(), 0);
            if u >= state.eligible || v < state.exempt {
                continue;
            }
            if state.take_in(u32::from(case.members)) {
                return Some(id);
            }
            self.monitor.host_refused(day, case, id);
        }
        None
    }

    fn give_notice(&self, day: Day, case: &mut Case) {
        let docket = &self.blueprint.dockets[case.docket.index()];
        let u = self
            .stream
            .uniform(Decision::Notice, case.key(), u32::from(case.called));
        case.ready = day.0 + docket.notice.sample_days(u);
    }

    /// A case comes onto its docket.
    pub(super) fn enter(&mut self, day: Day, case: Case, entry: Entry) {
        let slot = self.stage_slot(case.court, case.docket, case.stage);
        self.pending[slot] += i64::from(case.members);
        self.records += 1;
        self.monitor.entered(day, &case, entry);
    }

    /// A case leaves its docket.
    pub(super) fn leave(&mut self, day: Day, case: &Case, exit: Exit) {
        let slot = self.stage_slot(case.court, case.docket, case.stage);
        self.pending[slot] -= i64::from(case.members);
        self.records -= 1;
        self.monitor.left(day, case, exit);
    }

    /// Finds the next hearing of a pending case: a day in the book, or a place in the queue.
    ///
    /// A respondent who would withdraw before the hearing gives the place back in time for
    /// others: no place is held.
    #[inline(always)]
    pub(super) fn seek(&mut self, mut case: Case, today: Day, events: &mut EventList<Event>) {
        let now = self.docket_today(case.docket);
        let from = Day(case.ready).max(today + 1);
        case.sought = case.sought.wrapping_add(1);
        if !self.levers.relief.is_empty()
            && let Some((day, relief)) = self.relief(today, &case)
        {
            let disposition = self.levers.relief[relief].disposition;
            let event = |case| Event::Relieve(case, disposition);
            self.schedule_pending(day.max(today + 1), case, event, events);
            return;
        }
        if self.ready.is_some() {
            // A case that is ready on a day can be called in that day's session.
            if from - 1 > today {
                self.schedule_pending(from - 1, case, Event::Ready, events);
            } else {
                self.queue_up(case);
            }
            return;
        }
        let lane = self.lane(&case);
        let length = usize::from(self.length_of[self.step(case.docket, case.stage)]);
        if now.withdrawal > 0.0 {
            let hazard = now.withdrawal * self.withdrawal_grows(today, &case);
            let leaves = self.withdrawal_day(&case, today, hazard);
            if self
                .open_day(&case, lane, length, from)
                .is_none_or(|day| leaves < day)
            {
                self.schedule_pending(leaves, case, Event::Withdraw, events);
                return;
            }
        }
        let from = if self.shut.is_empty() {
            from
        } else {
            let open = self.open_day(&case, lane, length, from);
            open.unwrap_or(from)
        };
        let class = self.class(&case);
        self.book.book(lane, class, length, from, case);
    }

    /// First day with room for a case's hearing on which its docket is heard.
    #[inline]
    pub(super) fn open_day(
        &mut self,
        case: &Case,
        lane: LaneId,
        length: usize,
        from: Day,
    ) -> Option<Day> {
        let mut day = self.book.first_open(lane, length, from)?;
        while let Some(until) = self.docket_shut(case, day) {
            day = self.book.first_open(lane, length, until)?;
        }
        Some(day)
    }

    /// Notes that the return of an inactive case is planned (1), or no longer (-1).
    pub(super) fn bind(&mut self, case: &Case, change: i64) {
        if case.flags.has(Flags::INACTIVE) {
            let pair = self.pair(case.court, case.docket);
            self.bound[pair] += change * i64::from(case.members);
        }
    }

    /// Seeks a hearing for a case that lost its place, with the minimum notice.
    pub(super) fn seek_again(&mut self, mut case: Case, today: Day, events: &mut EventList<Event>) {
        case.ready = case
            .ready
            .max(today.0 + self.blueprint.rules.minimum_notice);
        self.seek(case, today, events);
    }

    /// Puts a ready case into the queue of the call-up rule.
    pub(super) fn queue_up(&mut self, case: Case) {
        let lane = self.lane(&case);
        let class = self.class(&case);
        let work = self.work[case.docket.index()][case.stage.index()];
        let queue = self
            .ready
            .as_mut()
            .expect("only the call-up rule has ready cases");
        queue.push(lane, class, work, case);
    }

    /// Day on which the respondent would withdraw, counted from today: a constant hazard.
    pub(super) fn withdrawal_day(&self, case: &Case, today: Day, hazard: f64) -> Day {
        let u = self
            .stream
            .uniform(Decision::Withdrawal, case.key(), u32::from(case.sought));
        let days = -(1.0 - u).ln() / hazard * 365.25;
        today + 1 + days.min(100_000.0) as i32
    }

    /// A respondent withdraws.
    pub(super) fn withdraw(&mut self, day: Day, case: Case, events: &mut EventList<Event>) {
        let docket = &self.blueprint.dockets[case.docket.index()];
        let disposition = docket
            .withdrawn
            .expect("a docket with withdrawals names their disposition");
        self.close(day, case, disposition, events);
    }

    /// A closed or inactive case comes back onto its docket.
    pub(super) fn come_back(&mut self, day: Day, mut case: Case, events: &mut EventList<Event>) {
        if case.flags.has(Flags::INACTIVE) {
            let pair = self.pair(case.court, case.docket);
            self.inactive[pair] -= i64::from(case.members);
            self.bind(&case, -1);
            case.flags.put(Flags::INACTIVE, false);
            if !self.levers.relief.is_empty() && self.relieved_inactive(day, &case) {
                return;
            }
        }
        case.flags.put(Flags::RETURNED, true);
        case.held = 0;
        self.give_notice(day, &mut case);
        self.enter(day, case, Entry::Return);
        self.seek(case, day, events);
    }

    /// The appeals body decides the day's cases.
    pub(super) fn decide_appeals(&mut self, day: Day, events: &mut EventList<Event>) {
        if self.blueprint.appeals.is_none() {
            return;
        }
        // A year has about 250 court days; the exact number only spreads the yearly capacity.
        self.appeals.sit(self.levers.decisions.at(day) / 250.0);
        let remand = self.levers.remand.at(day);
        while let Some(case) = self.appeals.next() {
            let ordinal = u32::from(case.called);
            let u = self
                .stream
                .uniform(Decision::AppealOutcome, case.key(), ordinal);
            if u < remand {
                self.remand(day, case, events);
            } else {
                self.bind(&case, -1);
            }
        }
        self.next_decisions(day + 1, events);
    }

    fn remand(&mut self, day: Day, mut case: Case, events: &mut EventList<Event>) {
        let docket = &self.blueprint.dockets[case.docket.index()];
        case.stage = docket
            .appeal
            .as_ref()
            .map_or(StageId(0), |appeal| appeal.remand_stage);
        self.come_back(day, case, events);
    }

    /// Moves a case to another court or docket.
    pub(super) fn transfer(
        &mut self,
        day: Day,
        mut case: Case,
        (court, docket, stage): (CourtId, DocketId, StageId),
        events: &mut EventList<Event>,
    ) {
        self.leave(day, &case, Exit::TransferOut);
        self.leave_site(day, &mut case);
        (case.court, case.docket, case.stage) = (court, docket, stage);
        self.enter(day, case, Entry::TransferIn);
        self.seek(case, day, events);
    }

    /// Frees the place of a case at its host site.
    pub(super) fn leave_site(&mut self, day: Day, case: &mut Case) {
        if let Some(site) = case.site() {
            self.sites[site.index()].waiting -= u32::from(case.members);
            self.monitor.host_left(day, case, site, day.0 - case.filed);
            case.wait_at(None);
        }
    }
}
