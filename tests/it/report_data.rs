//! A plausible set of results, made up by rule: three scenarios, eight courts, three dockets,
//! fiscal years 2019 to 2024 by month.

use docketsim::experiment::{
    AssumptionRow, ComparisonRow, Detail, PublishedRow, ReplicationRow, ResultRow,
};
use docketsim::report::Saved;
use docketsim::report::manifest::{
    ActualSeries, CountedBy, Difference, DocketInfo, Labelled, Manifest, MeasureInfo, Named,
    ParameterInfo, PolicyInfo, RunKind, ScenarioInfo, SessionInfo, SiteInfo, Waits,
};

pub const BASELINE: &str = "us-immigration-2019";
pub const SAN_YSIDRO: &str = "mpp-san-ysidro";
pub const CALEXICO: &str = "mpp-calexico";

const REPLICATIONS: u64 = 50;
const COURTS: [(&str, &str, f64); 8] = [
    ("new-york", "New York City", 0.21),
    ("los-angeles", "Los Angeles", 0.19),
    ("miami", "Miami", 0.16),
    ("san-francisco", "San Francisco", 0.14),
    ("houston", "Houston", 0.12),
    ("chicago", "Chicago", 0.10),
    ("el-paso", "El Paso", 0.05),
    ("san-diego", "San Diego", 0.03),
];

/// Strength of the policy in a scenario.
fn strength(scenario: &str) -> f64 {
    match scenario {
        BASELINE => 0.0,
        SAN_YSIDRO => 0.6,
        _ => 1.0,
    }
}

/// Noise between -1 and 1 that depends on its arguments only.
fn wobble(words: &str, i: usize) -> f64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325 ^ i as u64;
    for byte in words.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 29;
    h = h.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((h >> 11) as f64 / (1_u64 << 53) as f64) * 2.0 - 1.0
}

fn month(i: usize) -> (i32, u32) {
    let m = 9 + i as i32;
    (2018 + m.div_euclid(12), m.rem_euclid(12) as u32 + 1)
}

struct Rows {
    scenario: &'static str,
    rows: Vec<ResultRow>,
}

impl Rows {
    fn push(
        &mut self,
        of: (&str, &str),
        place: (&str, &str),
        when: (String, String),
        value: Option<f64>,
        spread: f64,
    ) {
        let at = |z: f64| value.map(|v| (v + v.abs() * spread * z).max(0.0));
        self.rows.push(ResultRow {
            scenario: self.scenario.to_owned(),
            measure: of.0.to_owned(),
            unit: of.1.to_owned(),
            court: place.0.to_owned(),
            docket: place.1.to_owned(),
            period: when.0,
            period_start: when.1,
            mean: value,
            ci_low: at(-0.28),
            ci_high: at(0.28),
            p05: at(-1.64),
            p25: at(-0.67),
            p50: at(-0.03),
            p75: at(0.67),
            p95: at(1.64),
            n: if value.is_some() { REPLICATIONS } else { 0 },
        });
    }

    fn month(&mut self, of: (&str, &str), place: (&str, &str), i: usize, value: f64, spread: f64) {
        let (y, m) = month(i);
        let when = (format!("month:{y}-{m:02}"), format!("{y}-{m:02}-01"));
        self.push(of, place, when, Some(value), spread);
    }

    fn year(
        &mut self,
        of: (&str, &str),
        place: (&str, &str),
        y: i32,
        value: Option<f64>,
        spread: f64,
    ) {
        self.push(
            of,
            place,
            (format!("fy:{y}"), format!("{}-10-01", y - 1)),
            value,
            spread,
        );
    }

    /// Months and years of a measure over all courts; a stock has its last month as the year's.
    fn both(
        &mut self,
        of: (&str, &str),
        place: (&str, &str),
        spread: f64,
        stock: bool,
        f: impl Fn(usize) -> f64,
    ) {
        for i in 0..72 {
            self.month(of, place, i, f(i), spread * ((i + 1) as f64 / 72.0).sqrt());
        }
        for (k, y) in (2019..=2024).enumerate() {
            let months = k * 12..k * 12 + 12;
            let value = if stock {
                f(k * 12 + 11)
            } else {
                months.map(&f).sum()
            };
            self.year(
                of,
                place,
                y,
                Some(value),
                spread * ((k + 1) as f64 / 6.0).sqrt(),
            );
        }
    }
}

fn pending(scenario: &str, i: usize) -> f64 {
    let t = i as f64;
    let policy = strength(scenario) * 18_000.0 * (1.0 - (-(t - 5.0).max(0.0) / 18.0).exp());
    880_000.0 + 13_500.0 * t - 40.0 * t * t - policy + 2_500.0 * wobble("pending", i)
}

fn host(scenario: &str, i: usize) -> f64 {
    let t = (i as f64 - 4.0).max(0.0);
    strength(scenario) * 21_000.0 * (t / 14.0).min(1.0) * (1.0 - (t - 30.0).max(0.0) / 90.0)
}

fn caseload(rows: &mut Rows) {
    let s = rows.scenario;
    rows.both(("pending", "cases"), ("all", "all"), 0.035, true, |i| {
        pending(s, i)
    });
    for (court, _, share) in COURTS {
        let bend = 0.9 + 0.2 * wobble(court, 0);
        let f = |i: usize| pending(s, i) * share * (1.0 + bend * i as f64 / 300.0);
        rows.both(("pending", "cases"), (court, "all"), 0.06, true, f);
    }
    for (docket, share) in [("non-detained", 0.93), ("detained", 0.045)] {
        rows.both(("pending", "cases"), ("all", docket), 0.05, true, |i| {
            (pending(s, i) - host(s, i)) * share
        });
    }
    rows.both(("pending", "cases"), ("all", "mpp"), 0.08, true, |i| {
        host(s, i)
    });
    for (k, y) in (2019..=2024).enumerate() {
        let i = k * 12 + 11;
        let here = 5_600.0 + 600.0 * k as f64 + strength(s) * 900.0 * k as f64;
        let bumped_all = if k < 4 {
            strength(s) * [900.0, 2_400.0, 1_500.0, 400.0][k]
        } else {
            0.0
        };
        let of = ("hearings_adjourned.bumped", "hearings");
        rows.year(of, ("san-diego", "all"), y, Some(bumped_all + 72.0), 0.1);
        rows.year(
            ("pending", "cases"),
            ("san-diego", "non-detained"),
            y,
            Some(here),
            0.05,
        );
        rows.year(
            ("pending", "cases"),
            ("san-diego", "detained"),
            y,
            Some(420.0),
            0.08,
        );
        rows.year(
            ("pending", "cases"),
            ("san-diego", "mpp"),
            y,
            Some(host(s, i) * 0.35),
            0.08,
        );
        let bumped = if k < 4 {
            strength(s) * [900.0, 2_400.0, 1_500.0, 400.0][k]
        } else {
            0.0
        };
        rows.year(
            ("hearings_adjourned.bumped", "hearings"),
            ("san-diego", "non-detained"),
            y,
            Some(bumped + 60.0),
            0.1,
        );
        rows.year(
            ("hearings_adjourned.bumped", "hearings"),
            ("san-diego", "mpp"),
            y,
            Some(12.0),
            0.1,
        );
    }
    rows.both(("receipts", "cases"), ("all", "all"), 0.02, false, |i| {
        41_000.0 + 5_000.0 * wobble("receipts", i)
    });
    rows.both(("returns", "cases"), ("all", "all"), 0.03, false, |i| {
        2_900.0 + 300.0 * wobble("returns", i)
    });
    rows.both(("completions", "cases"), ("all", "all"), 0.03, false, |i| {
        25_000.0 + 160.0 * i as f64 + 2_000.0 * wobble("done", i)
    });
    let reasons = [
        ("insufficient-time", 9_000.0),
        ("continued", 21_000.0),
        ("absent", 3_200.0),
        ("bumped", 700.0 + 400.0 * strength(s)),
        ("closure", 1_500.0),
    ];
    for (reason, level) in reasons {
        let f = |i: usize| level * (1.0 + 0.006 * i as f64) * (1.0 + 0.1 * wobble(reason, i));
        rows.both(
            (&format!("hearings_adjourned.{reason}"), "hearings"),
            ("all", "all"),
            0.03,
            false,
            f,
        );
    }
    let when = ("horizon".to_owned(), "2018-10-01".to_owned());
    let of = ("hearings_adjourned.bumped", "hearings");
    // Those of the docket that the policy brings are more than those that it displaces.
    for (docket, level) in [("all", 5_200.0), ("non-detained", 3_900.0)] {
        let bumped = Some(432.0 + level * strength(s));
        rows.push(of, ("san-diego", docket), when.clone(), bumped, 0.1);
    }
}

fn waits(rows: &mut Rows) {
    let s = rows.scenario;
    for (measure, level) in [
        ("pending_age_p50", 480.0),
        ("pending_age_mean", 690.0),
        ("pending_age_p90", 1_500.0),
    ] {
        rows.both((measure, "days"), ("all", "all"), 0.03, true, |i| {
            level * (1.0 + 0.006 * i as f64)
        });
    }
    for (docket, rise) in [("all", 520.0), ("non-detained", 310.0)] {
        rows.both(
            ("next_available_merits", "days"),
            ("san-diego", docket),
            0.06,
            true,
            |i| 620.0 + 4.0 * i as f64 + strength(s) * rise * (1.0 - (-(i as f64) / 15.0).exp()),
        );
    }
    rows.both(
        ("next_available_merits", "days"),
        ("all", "all"),
        0.04,
        true,
        |i| 640.0 + 6.0 * i as f64,
    );
    let families = [
        ("first_hearing_wait", 270.0),
        ("merits_wait", 680.0),
        ("disposition_time", 900.0),
    ];
    for (docket, scale) in [
        ("all", 0.95),
        ("non-detained", 1.0),
        ("detained", 0.12),
        ("mpp", 0.35),
    ] {
        for (k, y) in (2019..=2024).enumerate() {
            if docket == "mpp" && strength(s) == 0.0 {
                continue;
            }
            let grow = 1.0 + 0.12 * k as f64;
            for (family, level) in families {
                for (q, factor) in [("p50", 1.0), ("mean", 1.2), ("p90", 2.1)] {
                    let value = level * scale * grow * factor;
                    rows.year(
                        (&format!("{family}_{q}"), "days"),
                        ("all", docket),
                        y,
                        Some(value),
                        0.04,
                    );
                }
            }
            let cohorts = [
                ("cohort_first_hearing", 300.0),
                ("cohort_merits", 980.0),
                ("cohort_disposition", 1_250.0),
            ];
            for (family, level) in cohorts {
                for (q, factor) in [("p50", 1.0), ("p90", 2.4)] {
                    let value = level * scale * grow * factor;
                    let open = (2024 - y) as f64 * 365.0 + 180.0;
                    let value = (value < open).then_some(value);
                    rows.year(
                        (&format!("{family}_{q}"), "days"),
                        ("all", docket),
                        y,
                        value,
                        0.04,
                    );
                }
            }
            let open =
                (0.12 + 0.15 * k as f64).min(0.97) * if docket == "detained" { 0.05 } else { 1.0 };
            rows.year(
                ("cohort_open_share", "share"),
                ("all", docket),
                y,
                Some(open),
                0.03,
            );
        }
    }
}

fn bench(rows: &mut Rows) {
    let s = rows.scenario;
    rows.both(("judges", "judges"), ("all", "all"), 0.03, true, |i| {
        395.0 + (4.6 * i as f64).min(260.0)
    });
    for i in 0..72 {
        let value = 0.93 + 0.04 * wobble("bench", i);
        rows.month(
            ("bench_utilisation", "share"),
            ("all", "all"),
            i,
            value,
            0.02,
        );
    }
    for y in 2019..=2024 {
        rows.year(
            ("bench_utilisation", "share"),
            ("all", "all"),
            y,
            Some(0.93),
            0.01,
        );
        rows.year(
            ("in_absentia_share", "share"),
            ("all", "all"),
            y,
            Some(0.36),
            0.02,
        );
    }
    rows.both(("cost", "USD"), ("all", "all"), 0.02, false, |i| {
        3.3e7 + 1e5 * i as f64
    });
    rows.both(("detained", "people"), ("all", "all"), 0.05, true, |i| {
        (pending(s, i) - host(s, i)) * 0.045
    });
    if strength(s) > 0.0 {
        rows.both(
            ("host_waiting", "people"),
            ("all", "all"),
            0.08,
            true,
            |i| host(s, i),
        );
        rows.both(
            ("host_waiting.tijuana", "people"),
            ("all", "all"),
            0.08,
            true,
            |i| host(s, i) * 0.62,
        );
        if s == CALEXICO {
            rows.both(
                ("host_waiting.mexicali", "people"),
                ("all", "all"),
                0.08,
                true,
                |i| host(s, i) * 0.38,
            );
        }
        rows.both(
            ("host_capacity", "people"),
            ("all", "all"),
            0.0,
            true,
            |i| strength(s) * if i < 14 { 16_000.0 } else { 22_000.0 },
        );
        rows.both(
            ("host_refused", "people"),
            ("all", "all"),
            0.1,
            false,
            |i| (900.0 * (1.0 - (i as f64 - 16.0).abs() / 9.0)).max(0.0),
        );
        for y in 2019..=2024 {
            rows.year(
                ("host_days_mean", "days"),
                ("all", "all"),
                y,
                Some(210.0),
                0.04,
            );
        }
    }
}

fn results(scenario: &'static str) -> Vec<ResultRow> {
    let mut rows = Rows {
        scenario,
        rows: Vec::new(),
    };
    caseload(&mut rows);
    waits(&mut rows);
    bench(&mut rows);
    rows.push(
        ("clearance_date", "share"),
        ("all", "all"),
        ("horizon".into(), "2018-10-01".into()),
        Some(0.04),
        0.5,
    );
    rows.rows
}

fn comparison(scenario: &str, rows: &[ResultRow], base: &[ResultRow]) -> Vec<ComparisonRow> {
    rows.iter()
        .filter_map(|row| {
            let same = |b: &&ResultRow| {
                (&b.measure, &b.court, &b.docket, &b.period)
                    == (&row.measure, &row.court, &row.docket, &row.period)
            };
            let b = base.iter().find(same)?;
            let diff = row.mean? - b.mean?;
            let half = diff.abs() * 0.18 + b.mean? * 0.0004;
            Some(ComparisonRow {
                scenario: scenario.to_owned(),
                baseline: BASELINE.to_owned(),
                measure: row.measure.clone(),
                unit: row.unit.clone(),
                court: row.court.clone(),
                docket: row.docket.clone(),
                period: row.period.clone(),
                diff_mean: Some(diff),
                ci_low: Some(diff - half),
                ci_high: Some(diff + half),
                diff_pct: (b.mean? != 0.0).then(|| diff / b.mean.unwrap_or(1.0) * 100.0),
                probability_lower: Some(if diff < 0.0 {
                    0.98
                } else if diff > 0.0 {
                    0.02
                } else {
                    0.5
                }),
                n: REPLICATIONS,
                variance_ratio: Some(0.034),
            })
        })
        .collect()
}

fn replications(scenario: &str) -> Vec<ReplicationRow> {
    let row = |r: u64, y: i32| ReplicationRow {
        scenario: scenario.to_owned(),
        replication: r,
        measure: "pending".to_owned(),
        unit: "cases".to_owned(),
        period: format!("fy:{y}"),
        value: Some(
            (pending(scenario, ((y - 2019) * 12 + 11) as usize)
                * (1.0 + 0.03 * wobble("r", r as usize)))
            .round(),
        ),
    };
    (0..REPLICATIONS)
        .flat_map(|r| (2019..=2024).map(move |y| row(r, y)))
        .collect()
}

fn text(s: &str) -> Option<String> {
    Some(s.to_owned())
}

fn pair(label: &str, value: &str) -> Labelled {
    Labelled {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

fn parameters() -> Vec<ParameterInfo> {
    let p = |key: &str, value: &str, unit: &str, source: Option<&str>| ParameterInfo {
        key: key.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        source: source.map(str::to_owned),
        assumption: source.is_none(),
        file: "scenarios/us-immigration-2019.toml".to_owned(),
        line: 42,
        ..ParameterInfo::default()
    };
    vec![
        p(
            "hiring.departures",
            "0.07",
            "per judge and year",
            Some("TRAC report 617: 20, 27 and 35 departures in FY2017-2019"),
        ),
        ParameterInfo {
            low: Some(60.0),
            high: Some(120.0),
            distribution: text("triangular"),
            note: text("Actual minutes when held; many settings are cut short."),
            ..p("stages.merits.minutes", "90", "minutes", None)
        },
        p(
            "opening.pending",
            "892517",
            "cases",
            Some("EOIR, pending cases at the end of FY2018 (April 2021 vintage)"),
        ),
        p(
            "dockets.non-detained.absent",
            "0.34",
            "share",
            Some("GAO-25-106867, non-detained, FY2016-2023"),
        ),
        p(
            "rules.overbooking.individual",
            "1.6",
            "bookable minutes per planned minute",
            None,
        ),
    ]
}

fn scenario(name: &str, title: &str, question: &str) -> ScenarioInfo {
    let docket = |id: &str, name: &str, waits| DocketInfo {
        id: id.into(),
        name: name.into(),
        waits,
        time_standard: Some(720),
        without_merits: false,
    };
    let mut dockets = vec![
        docket("non-detained", "Non-detained", Waits::InCountry),
        docket("detained", "Detained", Waits::Detained),
    ];
    let mut sites = Vec::new();
    if name != BASELINE {
        dockets.push(docket("mpp", "Remain in Mexico (MPP)", Waits::Host));
        sites.push(SiteInfo {
            id: "tijuana".into(),
            name: "Tijuana".into(),
            court: "san-diego".into(),
            docket: "mpp".into(),
        });
    }
    if name == CALEXICO {
        sites.push(SiteInfo {
            id: "mexicali".into(),
            name: "Mexicali".into(),
            court: "san-diego".into(),
            docket: "mpp".into(),
        });
    }
    ScenarioInfo {
        resolved_hash: String::new(),
        panels_hash: String::new(),
        name: name.into(),
        title: title.into(),
        question: question.into(),
        fit: String::new(),
        replications: None,
        content_hash: format!(
            "{:016x}",
            (name.len() as u64).wrapping_mul(0x1234_5678_9abc_def1)
        ),
        files: vec![
            format!("scenarios/{name}.toml"),
            "scenarios/us-immigration-2019.toml".into(),
        ],
        start: "2018-10-01".into(),
        end: "2024-09-30".into(),
        fiscal_year_start: 10,
        clearance_level: None,
        courts: COURTS
            .iter()
            .map(|(id, name, _)| Named {
                id: (*id).into(),
                name: (*name).into(),
            })
            .collect(),
        dockets,
        sessions: vec![
            SessionInfo {
                id: "master".into(),
                name: "Master calendar".into(),
                share: 0.4,
                overbooking: 1.3,
            },
            SessionInfo {
                id: "individual".into(),
                name: "Individual (merits)".into(),
                share: 0.6,
                overbooking: 1.6,
            },
        ],
        rules: vec![
            pair("Queue", "book-ahead: first court day with bookable minutes"),
            pair("Rebooking", "never"),
            pair("Minimum notice", "14 days"),
        ],
        sites,
        parameters: parameters(),
        policies: if name == BASELINE {
            Vec::new()
        } else {
            policies(name)
        },
        actual: actual(),
        differences: if name == BASELINE {
            Vec::new()
        } else {
            differences(name)
        },
        baseline: None,
        ..ScenarioInfo::default()
    }
}

fn policies(name: &str) -> Vec<PolicyInfo> {
    let site = |id: &str, port: &str, date: &str| PolicyInfo {
        id: id.into(),
        kind: "remain-in-host".into(),
        name: format!("Remain in Mexico at {port}"),
        effective: date.into(),
        source: text("DHS announcements; TRAC, MPP court cases by hearing location (August 2019)"),
        note: text("Opens at the later of the announced date and the readiness of the host."),
        fields: vec![
            pair("court", "san-diego"),
            pair("daily intake", "45 people"),
            pair("reserved bench time", "3 judges' afternoons"),
        ],
        file: format!("scenarios/{id}.toml"),
        line: 11,
        ..PolicyInfo::default()
    };
    let mut policies = vec![site("mpp-san-ysidro", "San Ysidro", "2019-01-29")];
    if name == CALEXICO {
        policies.push(site("mpp-calexico", "Calexico", "2019-03-12"));
        policies.push(PolicyInfo {
            id: "judges-2019".into(),
            kind: "judges".into(),
            name: "More judges".into(),
            effective: "2019-06-01".into(),
            until: text("2023-09-30"),
            probability: Some(0.8),
            ..PolicyInfo::default()
        });
    }
    policies
}

fn differences(name: &str) -> Vec<Difference> {
    vec![
        Difference {
            key: "policies.mpp-san-ysidro".into(),
            baseline: String::new(),
            scenario: "remain-in-host from 2019-01-29".into(),
            source: text("DHS, Policy Guidance for Implementation of the MPP"),
            assumption: false,
            file: format!("scenarios/{name}.toml"),
            line: 11,
        },
        Difference {
            key: "sources.calexico.share".into(),
            baseline: "0.12".into(),
            scenario: "0.18".into(),
            source: None,
            assumption: true,
            file: format!("scenarios/{name}.toml"),
            line: 27,
        },
    ]
}

fn actual() -> Vec<ActualSeries> {
    let series = |measure: &str, name: &str, source: &str, values: &[(i32, f64)]| ActualSeries {
        name: name.into(),
        measure: measure.into(),
        court: "all".into(),
        docket: "all".into(),
        source: source.into(),
        points: values
            .iter()
            .map(|(y, v)| (format!("{y}-09-30"), *v))
            .collect(),
    };
    vec![
        series(
            "pending",
            "2021 vintage",
            "EOIR, Pending Cases, April 2021",
            &[
                (2014, 430_123.0),
                (2015, 460_021.0),
                (2016, 521_416.0),
                (2017, 656_210.0),
                (2018, 798_900.0),
                (2019, 1_087_000.0),
                (2020, 1_261_144.0),
            ],
        ),
        series(
            "pending",
            "2025 vintage, restated",
            "EOIR, Pending Cases, July 2025",
            &[
                (2019, 1_165_000.0),
                (2020, 1_345_000.0),
                (2021, 1_480_000.0),
                (2022, 1_640_000.0),
            ],
        ),
        series(
            "judges",
            "on board",
            "EOIR, Immigration Judge Hiring",
            &[(2019, 442.0), (2020, 517.0), (2021, 559.0), (2022, 634.0)],
        ),
        series(
            "completions",
            "2025 vintage",
            "EOIR, New Cases and Total Completions",
            &[(2019, 277_000.0), (2020, 231_000.0), (2021, 115_000.0)],
        ),
        series(
            "receipts",
            "2025 vintage",
            "EOIR, New Cases and Total Completions",
            &[(2019, 547_000.0), (2020, 368_000.0), (2021, 245_000.0)],
        ),
    ]
}

fn measures() -> Vec<MeasureInfo> {
    let m = |id: &str, unit: &str, title: &str, definition: &str| MeasureInfo {
        id: id.into(),
        unit: unit.into(),
        title: title.into(),
        definition: definition.into(),
    };
    vec![
        m(
            "pending",
            "cases",
            "Pending caseload",
            "Cases filed and not completed at the end of the period. Administratively closed cases are not counted.",
        ),
        m(
            "receipts",
            "cases",
            "Receipts",
            "New cases filed in the period.",
        ),
        m(
            "returns",
            "cases",
            "Returns",
            "Closed cases that came back: remands, reopened and recalendared cases.",
        ),
        m(
            "completions",
            "cases",
            "Completions",
            "First-instance decisions, initial and subsequent together (the counting rule of EOIR).",
        ),
        m(
            "pending_age_p50",
            "days",
            "Age of pending cases, median",
            "Days since filing of the cases pending at the end of the period.",
        ),
        m(
            "merits_wait_p50",
            "days",
            "Wait to merits hearing, median",
            "Filing to the merits hearing, of hearings held in the period.",
        ),
        m(
            "next_available_merits",
            "days",
            "Next free merits date",
            "From the end of the period to the first open merits slot.",
        ),
        m(
            "cohort_merits_p50",
            "days",
            "Wait to merits hearing, median of those filed",
            "Kaplan-Meier quantile of the cases filed in the year; pending cases are censored.",
        ),
        m(
            "judges",
            "judges",
            "Judges",
            "Judges on the bench at the end of the period.",
        ),
    ]
}

fn manifest(kind: RunKind, scenarios: Vec<ScenarioInfo>) -> Manifest {
    let words: &[&str] = match kind {
        RunKind::Run
        | RunKind::Calibrate
        | RunKind::Backtest
        | RunKind::Validate
        | RunKind::Sweep
        | RunKind::Sensitivity
        | RunKind::Optimize => &[
            "docketsim",
            "run",
            "scenarios/mpp-calexico.toml",
            "-n",
            "50",
        ],
        RunKind::Compare => &[
            "docketsim",
            "compare",
            "scenarios/us-immigration-2019.toml",
            "scenarios/mpp-san-ysidro.toml",
            "scenarios/mpp-calexico.toml",
            "-n",
            "50",
        ],
    };
    Manifest {
        asked: Vec::new(),
        shard: None,
        system: "linux on x86_64, 2 core(s)".to_owned(),
        attribution: String::new(),
        sweep: None,
        sensitivity: None,
        optimize: None,
        split: None,
        program: "docketsim".into(),
        version: "0.1.0".into(),
        command_line: words.iter().map(|w| (*w).to_owned()).collect(),
        kind,
        seed: 20_190_312,
        replications_requested: REPLICATIONS,
        replications_by: CountedBy::Scenario,
        replications_done: REPLICATIONS,
        interrupted: false,
        threads: 8,
        started: "2026-11-24T03:54:17Z".into(),
        wall_seconds: 41.3,
        events: 1_234_567_890,
        events_per_second: 29_892_685.0,
        currency: "USD".into(),
        detail: Detail::Standard,
        code: String::new(),
        scenarios,
        measures: measures(),
        files: Vec::new(),
        warnings: vec!["The interval of `host_refused` is wide: 50 replications give a half-width of 9 % in FY2020.".into()],
    }
}

fn info(name: &str) -> ScenarioInfo {
    match name {
        BASELINE => scenario(
            name,
            "Everyone waits in the country",
            "What happens to the backlog if nothing changes?",
        ),
        SAN_YSIDRO => scenario(
            name,
            "Remain in Mexico at San Ysidro",
            "What does the programme do where it stands?",
        ),
        _ => scenario(
            name,
            "Remain in Mexico extended to Calexico",
            "What happens to the backlog and to waiting times if the programme at San Ysidro is extended to Calexico?",
        ),
    }
}

/// One scenario.
pub fn run() -> Saved {
    Saved::new(
        manifest(RunKind::Run, vec![info(CALEXICO)]),
        results(CALEXICO),
        Vec::new(),
        replications(CALEXICO),
    )
    .with_evidence(published(CALEXICO), assumptions(CALEXICO))
}

/// A figure that was fitted and agrees, one that was held out and misses, one not reached.
fn published(scenario: &str) -> Vec<PublishedRow> {
    let base = PublishedRow {
        scenario: scenario.to_owned(),
        id: "pending-fy2019".to_owned(),
        name: "Pending on 30 September 2019".to_owned(),
        measure: "pending".to_owned(),
        unit: "cases".to_owned(),
        court: "all".to_owned(),
        docket: "all".to_owned(),
        period: "fy:2019".to_owned(),
        published: Some(1_087_201.0),
        low: Some(1_065_457.0),
        high: Some(1_108_945.0),
        mean: Some(1_090_000.0),
        ci_low: Some(1_089_000.0),
        ci_high: Some(1_091_000.0),
        p05: Some(1_080_000.0),
        p95: Some(1_100_000.0),
        n: REPLICATIONS,
        error_pct: Some(0.257),
        inside_band: Some(true),
        agrees: Some(true),
        used: "fitted".to_owned(),
        source: "EOIR, data of April 2021".to_owned(),
        note: String::new(),
    };
    let misses = PublishedRow {
        id: "san-diego".to_owned(),
        name: "Pending at San Diego".to_owned(),
        court: "san-diego".to_owned(),
        period: "2018-10-01/2019-05-31".to_owned(),
        published: Some(5_700.0),
        mean: Some(8_400.0),
        error_pct: Some(47.4),
        inside_band: Some(false),
        agrees: None,
        used: "held-out".to_owned(),
        note: "People returned are counted at once.".to_owned(),
        ..base.clone()
    };
    let unreached = PublishedRow {
        id: "cleared".to_owned(),
        name: "Cleared".to_owned(),
        measure: "clearance_date".to_owned(),
        unit: "days".to_owned(),
        period: "horizon".to_owned(),
        published: Some(2_191.0),
        n: 0,
        agrees: Some(false),
        inside_band: None,
        used: "held-out".to_owned(),
        ..PublishedRow {
            mean: None,
            ci_low: None,
            ci_high: None,
            p05: None,
            p95: None,
            error_pct: None,
            ..base.clone()
        }
    };
    vec![base, misses, unreached]
}

fn assumptions(scenario: &str) -> Vec<AssumptionRow> {
    let base = AssumptionRow {
        scenario: scenario.to_owned(),
        id: "stages.merits.minutes".to_owned(),
        statement: "Actual minutes when held; many settings are cut short.".to_owned(),
        value: Some(90.0),
        values: 1,
        unit: "minutes".to_owned(),
        low: Some(60.0),
        high: Some(120.0),
        file: "scenarios/us-immigration-2019.toml".to_owned(),
        line: 42,
        measure: "pending".to_owned(),
        base: Some(1_619_786.0),
        at_low: Some(-301_234.0),
        at_low_ci_low: Some(-305_000.0),
        at_low_ci_high: Some(-297_000.0),
        at_high: Some(289_876.0),
        at_high_ci_low: Some(280_000.0),
        at_high_ci_high: Some(299_000.0),
        n: 6,
        ..AssumptionRow::default()
    };
    let fixed = AssumptionRow {
        scenario: scenario.to_owned(),
        id: "rules.overbooking.individual".to_owned(),
        statement: "Bookable minutes for each planned minute.".to_owned(),
        value: Some(1.6),
        values: 1,
        remark: "not moved: no range given".to_owned(),
        ..AssumptionRow::default()
    };
    vec![base, fixed]
}

/// A baseline and two scenarios.
pub fn compare() -> Saved {
    let names = [BASELINE, SAN_YSIDRO, CALEXICO];
    let base = results(BASELINE);
    let (mut rows, mut differences, mut single) =
        (base.clone(), Vec::new(), replications(BASELINE));
    for name in &names[1..] {
        let own = results(name);
        differences.extend(comparison(name, &own, &base));
        rows.extend(own);
        single.extend(replications(name));
    }
    let infos = names.iter().map(|n| info(n)).collect();
    Saved::new(manifest(RunKind::Compare, infos), rows, differences, single)
}

/// Sixty courts over thirty years, one scenario; made of rows that a full run would have.
pub fn large() -> Saved {
    let mut info = info(CALEXICO);
    info.end = "2048-09-30".into();
    info.courts = (1..=60)
        .map(|i| Named {
            id: format!("court-{i}"),
            name: format!("Court of district {i}"),
        })
        .collect();
    let mut rows = Rows {
        scenario: CALEXICO,
        rows: Vec::new(),
    };
    for i in 0..360 {
        let level = 900_000.0 * (1.0 - (i as f64 - 90.0) / 400.0).min(1.0);
        rows.month(("pending", "cases"), ("all", "all"), i, level, 0.1);
        rows.month(
            ("judges", "judges"),
            ("all", "all"),
            i,
            400.0 + i as f64,
            0.02,
        );
        for court in &info.courts {
            let share = (1.0 + wobble(&court.id, 1)) / 60.0;
            rows.month(
                ("pending", "cases"),
                (&court.id, "all"),
                i,
                level * share,
                0.1,
            );
        }
    }
    for y in 2019..=2048 {
        let t = f64::from(y - 2019);
        for (measure, level) in [
            ("pending", 900_000.0),
            ("receipts", 500_000.0),
            ("completions", 420_000.0),
        ] {
            rows.year(
                (measure, "cases"),
                ("all", "all"),
                y,
                Some(level + 6_000.0 * t),
                0.03,
            );
        }
        for reason in [
            "insufficient-time",
            "continued",
            "absent",
            "bumped",
            "closure",
            "strike",
        ] {
            let measure = format!("hearings_adjourned.{reason}");
            rows.year(
                (&measure, "hearings"),
                ("all", "all"),
                y,
                Some(20_000.0 + 500.0 * t),
                0.03,
            );
        }
        for docket in ["non-detained", "detained", "mpp"] {
            rows.year(
                ("merits_wait_p50", "days"),
                ("all", docket),
                y,
                Some(600.0 + 20.0 * t),
                0.03,
            );
            rows.year(
                ("merits_wait_p90", "days"),
                ("all", docket),
                y,
                Some(1_600.0 + 20.0 * t),
                0.03,
            );
        }
    }
    Saved::new(
        manifest(RunKind::Run, vec![info]),
        rows.rows,
        Vec::new(),
        Vec::new(),
    )
}
