//! The court system: courts, sources, opening caseload.

use super::{Builder, proportions};
use crate::court::{
    AppealsBody, Blueprint, CountsAs, Court, Destination, Discipline, Disposition, Hiring, Opening,
    Queue, Rebooking, Rules, SessionKind, Site, Source,
};
use crate::scenario::document::{
    AppealsDocument, CountRule, CourtDocument, DestinationDocument, DisciplineRule,
    OpeningDocument, QueueRule, RebookingRule, SourceDocument,
};
use crate::scenario::policy::flat;
use crate::time::CourtCalendar;

impl Builder<'_> {
    /// The court system.
    pub fn blueprint(&self, calendar: CourtCalendar) -> Blueprint {
        let document = self.document;
        let about = &document.scenario;
        Blueprint {
            start: about.start.0,
            end: about.end.0,
            fiscal_year_start: about.fiscal_year_starts,
            calendar,
            rules: self.rules(),
            sessions: self.sessions(),
            courts: document
                .court
                .iter()
                .map(|court| self.court_of(court))
                .collect(),
            dockets: document
                .docket
                .iter()
                .map(|docket| self.docket_of(docket))
                .collect(),
            dispositions: self.dispositions(),
            sources: document
                .source
                .iter()
                .map(|source| self.source_of(source))
                .collect(),
            opening: document
                .opening
                .iter()
                .map(|opening| self.opening(opening))
                .collect(),
            appeals: document
                .appeals
                .as_ref()
                .map(|appeals| self.appeals(appeals)),
            sites: self.sites(),
            feedback: self.feedback(),
        }
    }

    fn rules(&self) -> Rules {
        let rules = &self.document.rules;
        let discipline = match rules.discipline.unwrap_or(DisciplineRule::FirstFiled) {
            DisciplineRule::FirstFiled => Discipline::FirstFiled,
            DisciplineRule::FirstReady => Discipline::FirstReady,
            DisciplineRule::LastFiled => Discipline::LastFiled,
            DisciplineRule::ShortestWork => Discipline::ShortestWork,
        };
        Rules {
            queue: match rules.queue {
                QueueRule::BookAhead => Queue::BookAhead,
                QueueRule::CallUp => Queue::CallUp(discipline),
            },
            rebooking: match rules.rebooking {
                RebookingRule::Never => Rebooking::Never,
                RebookingRule::Advance => Rebooking::Advance,
            },
            minimum_notice: self.days(&rules.minimum_notice),
            book_limit: self.days(&rules.book_limit),
        }
    }

    pub(in crate::scenario) fn sessions(&self) -> Vec<SessionKind> {
        let kinds = &self.document.session;
        let shares = proportions(kinds.iter().map(|kind| self.number(&kind.share)).collect());
        let session = kinds.iter().zip(shares).map(|(kind, share)| SessionKind {
            id: kind.id.clone(),
            name: name(&kind.name, &kind.id),
            share,
            overbooking: self.number(&kind.overbooking),
            merits: kind.merits,
        });
        session.collect()
    }

    pub(in crate::scenario) fn dispositions(&self) -> Vec<Disposition> {
        let list = self.document.disposition.iter();
        let disposition = list.map(|entry| Disposition {
            id: entry.id.clone(),
            name: name(&entry.name, &entry.id),
            in_absentia: entry.in_absentia,
            inactive: entry.inactive,
        });
        disposition.collect()
    }

    fn court_of(&self, court: &CourtDocument) -> Court {
        let judges = &self.document.judges;
        let own = |own: &Option<_>, general| self.number(own.as_ref().unwrap_or(general));
        let minutes = court
            .minutes_per_day
            .as_ref()
            .or(judges.minutes_per_day.as_ref());
        Court {
            id: court.id.clone(),
            name: name(&court.name, &court.id),
            judges: self.count(&court.judges),
            minutes_per_day: minutes.map_or(0.0, |number| self.number(number)),
            judges_per_courtroom: own(&court.judges_per_courtroom, &judges.judges_per_courtroom),
            hiring: self.hiring(court),
            judge_year_cost: own(&court.judge_year_cost, &judges.judge_year_cost),
        }
    }

    fn hiring(&self, court: &CourtDocument) -> Hiring {
        let (own, judges) = (&court.hiring, &self.document.judges);
        let days = |own: &Option<_>, general| self.days(own.as_ref().unwrap_or(general));
        let number = |own: &Option<_>, general| self.number(own.as_ref().unwrap_or(general));
        let class_interval = own
            .class_interval
            .as_ref()
            .unwrap_or(&judges.class_interval);
        Hiring {
            selection: self.variate(own.selection.as_ref().unwrap_or(&judges.selection)),
            class_interval: self.count(class_interval),
            training: days(&own.training, &judges.training),
            learning: days(&own.learning, &judges.learning),
            starting_productivity: number(
                &own.starting_productivity,
                &judges.starting_productivity,
            ),
            departures: number(&own.departures, &judges.departures),
        }
    }

    fn source_of(&self, source: &SourceDocument) -> Source {
        let weights: Vec<f64> = source.weekdays.iter().map(|n| self.number(n)).collect();
        let total: f64 = weights.iter().sum();
        let mut weekdays = [1.0; 7];
        for (day, weight) in weekdays.iter_mut().zip(weights) {
            *day = if total > 0.0 {
                weight * 7.0 / total
            } else {
                1.0
            };
        }
        let sizes = source.group_sizes.iter().map(|share| self.number(share));
        Source {
            id: source.id.clone(),
            name: name(&source.name, &source.id),
            rate: self.rate(&source.rate),
            counts_as: match source.counts_as {
                CountRule::Receipts => CountsAs::Receipts,
                CountRule::Returns => CountsAs::Returns,
            },
            destinations: self.destinations(&source.destinations),
            overdispersion: self.number(&source.overdispersion),
            weekdays,
            group_sizes: proportions(sizes.collect()),
            exact_totals: source.exact_totals,
        }
    }

    fn destinations(&self, list: &[DestinationDocument]) -> Vec<Destination> {
        if list.is_empty() {
            return Vec::new();
        }
        let shares = proportions(list.iter().map(|entry| self.number(&entry.share)).collect());
        let destination = |(entry, share): (&DestinationDocument, f64)| Destination {
            court: self.court(&entry.court),
            docket: self.docket(&entry.docket),
            share,
        };
        list.iter().zip(shares).map(destination).collect()
    }

    fn opening(&self, opening: &OpeningDocument) -> Opening {
        let docket = self.docket(&opening.docket);
        let stages = self.document.docket[docket.index()]
            .stage
            .iter()
            .enumerate();
        let shares = stages.map(|(i, stage)| match &opening.stages {
            Some(shares) => shares
                .get(&stage.id)
                .map_or(0.0, |share| self.number(share)),
            None if i == 0 => 1.0,
            None => 0.0,
        });
        Opening {
            court: self.court(&opening.court),
            docket,
            pending: self.count(&opening.pending),
            age: self.variate(&opening.age),
            stages: proportions(shares.collect()),
            residual: self.variate(&opening.residual),
            inactive: self.count(&opening.inactive),
            recalendar: self.number(&opening.recalendar),
        }
    }

    fn appeals(&self, appeals: &AppealsDocument) -> AppealsBody {
        AppealsBody {
            opening: self.count(&appeals.opening),
            decisions_per_year: self.series(&appeals.decisions_per_year),
            remand: self.number(&appeals.remand),
            opening_remands: self.destinations(&appeals.opening_remands),
        }
    }

    fn sites(&self) -> Vec<Site> {
        let policies = flat(self.document);
        let sites = policies.iter();
        sites
            .filter_map(|policy| policy.body.site(&policy.common, self))
            .collect()
    }
}

/// The name for people, which is the id where none is given.
pub(super) fn name(name: &Option<String>, id: &str) -> String {
    name.clone().unwrap_or_else(|| id.to_owned())
}
