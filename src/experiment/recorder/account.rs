//! What is known of courts and dockets in a period and at its end, but for durations.

use super::closing::Span;
use crate::experiment::measure::Kind;

/// Flows of a period and stocks at its end, of one court and docket or of several together.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub(super) flows: Vec<f64>,
    /// Pending cases, and those of them whose respondents are detained [cases].
    pub(super) pending: i64,
    pub(super) detained: i64,
    /// Bench hours expected in the pending docket [hours].
    pub(super) hours: f64,
    pub(super) inactive: f64,
    /// People at host sites [people].
    pub(super) hosted: f64,
    /// Days to the first open merits slot times the pending cases of the docket, and these cases.
    pub(super) next_merits: (f64, f64),
    /// The same without weights: where nobody is pending.
    pub(super) open_slots: (f64, f64),
}

/// What a court did in a period, and its bench at the end; or what several did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Service {
    pub(super) judges: f64,
    /// Bench minutes used and available.
    pub(super) bench: (f64, f64),
    pub(super) cost: f64,
}

impl Account {
    /// Adds another court and docket.
    pub(super) fn add(&mut self, other: &Account) {
        self.flows.resize(other.flows.len(), 0.0);
        let flows = self.flows.iter_mut().zip(&other.flows);
        flows.for_each(|(sum, flow)| *sum += flow);
        self.pending += other.pending;
        self.detained += other.detained;
        self.hours += other.hours;
        self.inactive += other.inactive;
        self.hosted += other.hosted;
        self.next_merits.0 += other.next_merits.0;
        self.next_merits.1 += other.next_merits.1;
        self.open_slots.0 += other.open_slots.0;
        self.open_slots.1 += other.open_slots.1;
    }

    /// The number of a measure; none where there is none, or where the measure is of another kind.
    pub(super) fn value(&self, kind: Kind) -> Option<f64> {
        match kind {
            Kind::Flow(position) => Some(self.flows[position]),
            Kind::Share(part, whole) => ratio((self.flows[part], self.flows[whole])),
            Kind::Pending => Some(self.pending as f64),
            Kind::Detained => Some(self.detained as f64),
            Kind::PendingHours => Some(self.hours),
            Kind::Inactive => Some(self.inactive),
            Kind::HostWaiting => Some(self.hosted),
            Kind::NextMerits => ratio(self.next_merits).or_else(|| ratio(self.open_slots)),
            _ => None,
        }
    }
}

impl Service {
    /// Adds another court.
    pub(super) fn add(&mut self, other: &Service) {
        self.judges += other.judges;
        self.do_more(other);
    }

    /// Adds what was done in a time that follows, and takes over its bench.
    pub(super) fn follow(&mut self, next: &Service) {
        self.judges = next.judges;
        self.do_more(next);
    }

    fn do_more(&mut self, other: &Service) {
        self.bench.0 += other.bench.0;
        self.bench.1 += other.bench.1;
        self.cost += other.cost;
    }

    /// As [`Account::value`].
    pub(super) fn value(&self, kind: Kind) -> Option<f64> {
        match kind {
            Kind::Judges => Some(self.judges),
            Kind::Utilisation => ratio(self.bench),
            Kind::Cost => Some(self.cost),
            _ => None,
        }
    }
}

/// What adds up over a month, a fiscal year and the horizon.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans<T>([T; 3]);

impl<T> Spans<T> {
    /// What is added up over a time of this length.
    pub(super) fn of(&mut self, span: Span) -> &mut T {
        &mut self.0[span as usize]
    }

    /// What happened in a period counts in the longer one too: gives both.
    pub(super) fn carry(&mut self, span: Span) -> Option<(&mut T, &mut T)> {
        let [month, year, horizon] = &mut self.0;
        match span {
            Span::Month => Some((month, year)),
            Span::Year => Some((year, horizon)),
            Span::Horizon => None,
        }
    }
}

/// A part over a whole, where there is any.
pub(super) fn ratio((part, whole): (f64, f64)) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
