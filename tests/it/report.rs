//! The report layer: charts and the page, from made-up but plausible results.

use std::collections::BTreeSet;

use docketsim::experiment::{ComparisonRow, ResultRow};
use docketsim::report::chart::crowded_labels;
use docketsim::report::{Saved, draw_all, page};

use crate::report_data;

/// Results that strain the layout, each with the reason.
pub fn strained() -> Vec<(&'static str, Saved)> {
    let long = "A programme whose official title nobody ever shortened, extended to every port of \
                entry between the two oceans and to all that may yet be opened";
    let mut long_titles = report_data::compare();
    for (i, scenario) in long_titles.manifest.scenarios.iter_mut().enumerate() {
        scenario.title = format!("{long} ({i})");
        for court in &mut scenario.courts {
            court.name = format!("{} Immigration Court and Processing Center", court.name);
        }
        for docket in &mut scenario.dockets {
            docket.name = format!("{}, all respondents whatever their status", docket.name);
        }
    }
    let mut single = report_data::run();
    single.manifest.replications_done = 1;
    for row in &mut single.results {
        (row.ci_low, row.ci_high) = (None, None);
        (row.p05, row.p25, row.p75, row.p95) = (None, None, None, None);
        row.n = row.n.min(1);
    }
    let mut calendar_year = report_data::run();
    calendar_year.manifest.scenarios[0].fiscal_year_start = 1;
    let mut short = report_data::compare();
    for scenario in &mut short.manifest.scenarios {
        scenario.end = "2019-08-17".to_owned();
    }
    let early = |period: &str| {
        period == "fy:2019" || (period.starts_with("month:") && period < "month:2019-09")
    };
    short.results.retain(|row| early(&row.period));
    short.comparison.retain(|row| early(&row.period));
    vec![
        ("one scenario", report_data::run()),
        ("three scenarios", report_data::compare()),
        ("long titles", long_titles),
        ("one replication", single),
        ("the fiscal year is the calendar year", calendar_year),
        ("less than a year", short),
        ("sixty courts and thirty years", report_data::large()),
    ]
}

#[test]
fn the_story_is_told_at_a_court_that_both_sides_have() {
    use docketsim::report::chart::story_court;
    use docketsim::report::frame::Frame;

    let mut saved = report_data::compare();
    let last = saved.manifest.scenarios.last_mut().unwrap();
    let mut new = last.courts[0].clone();
    new.id = "new-court".to_owned();
    last.courts.insert(0, new);
    let name = last.name.clone();
    // A court that opens has more of everything than one that is not there.
    let bumped = |row: &&docketsim::experiment::ResultRow| {
        let there = row.scenario == name && row.court == "san-diego";
        there && row.measure == "hearings_adjourned.bumped"
    };
    let mut more: Vec<_> = saved.results.iter().filter(bumped).cloned().collect();
    assert!(!more.is_empty());
    for row in &mut more {
        row.court = "new-court".to_owned();
        row.mean = row.mean.map(|mean| 1e6 + mean);
    }
    saved.results.extend(more);
    assert_eq!(story_court(&Frame::new(&saved)), Some("san-diego"));
    for scenario in &mut saved.manifest.scenarios {
        scenario.sites.clear();
    }
    assert_eq!(story_court(&Frame::new(&saved)), Some("san-diego"));
}

#[test]
fn labels_neither_overlap_nor_leave_the_picture() {
    for (what, saved) in strained() {
        assert_eq!(crowded_labels(&saved), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn every_family_of_charts_is_drawn() {
    let ids = |saved: &Saved| -> Vec<String> {
        draw_all(saved)
            .unwrap()
            .into_iter()
            .map(|chart| chart.id)
            .collect()
    };
    insta::assert_snapshot!("charts_of_a_run", ids(&report_data::run()).join("\n"));
    insta::assert_snapshot!(
        "charts_of_a_comparison",
        ids(&report_data::compare()).join("\n")
    );
}

#[test]
fn a_png_is_twice_the_size_of_its_chart_and_its_svg_is_as_large_as_the_chart() {
    let charts = draw_all(&report_data::run()).unwrap();
    let pending = charts.iter().find(|c| c.id == "pending").unwrap();
    assert_eq!(&pending.png[..8], b"\x89PNG\r\n\x1a\n");
    let size = |at: usize| u32::from_be_bytes(pending.png[at..at + 4].try_into().unwrap());
    assert_eq!((size(16), size(20)), (1920, 1080));
    assert!(pending.svg.contains("width=\"960\" height=\"540\""));
    assert!(pending.svg.contains("sans-serif"));
}

#[test]
fn captions_name_scenario_n_and_the_kind_of_band() {
    for chart in draw_all(&report_data::compare()).unwrap() {
        assert!(
            chart.caption.contains("n = 50 replications"),
            "{}: {}",
            chart.id,
            chart.caption
        );
        assert!(chart.alt.len() > 40, "{}: {}", chart.id, chart.alt);
    }
    let pending = draw_all(&report_data::run()).unwrap().remove(0);
    assert!(
        pending
            .caption
            .contains("5th to 95th percentile of replications")
    );
    assert!(!pending.caption.contains("confidence"));
}

#[test]
fn a_measure_without_rows_is_left_out_and_an_empty_result_is_no_error() {
    let mut saved = report_data::compare();
    saved.results.retain(|row| row.measure == "judges");
    saved.comparison.clear();
    let charts = draw_all(&saved).unwrap();
    assert!(
        charts.iter().all(|c| c.id.ends_with("-bench")),
        "{charts:?}"
    );
    saved.results.clear();
    assert!(draw_all(&saved).unwrap().is_empty());
    assert!(page(&saved, &[]).unwrap().contains("How to reproduce"));
    assert!(
        page(&Saved::default(), &[])
            .unwrap()
            .contains("How to reproduce")
    );
}

#[test]
fn the_page_has_its_sections_in_order() {
    let headings = |saved: &Saved| {
        let html = page(saved, &draw_all(saved).unwrap()).unwrap();
        let mut found: Vec<String> = Vec::new();
        for (at, _) in html.match_indices("<h") {
            let rest = &html[at..];
            if rest.as_bytes()[2].is_ascii_digit() {
                let end = rest.find("</h").unwrap();
                found.push(rest[1..end].replace('>', " "));
            }
        }
        found.join("\n")
    };
    insta::assert_snapshot!("skeleton_of_a_run", headings(&report_data::run()));
    insta::assert_snapshot!(
        "skeleton_of_a_comparison",
        headings(&report_data::compare())
    );
}

#[test]
fn the_headline_has_both_kinds_of_interval_and_leads_with_cohorts() {
    let html = page(&report_data::run(), &[]).unwrap();
    let answer = &html[html.find("id=\"answer\"").unwrap()..html.find("id=\"charts\"").unwrap()];
    insta::assert_snapshot!("answer_of_a_run", answer);
    let (cohort, held) = (
        answer.find("who file in"),
        answer.find("Merits hearings held"),
    );
    assert!(cohort.unwrap() < held.unwrap());
}

#[test]
fn a_wait_that_some_replications_do_not_reach_is_no_wait_in_the_headline() {
    let mut saved = report_data::run();
    let reached = "Half of those who file in FY2021 have a merits hearing within";
    assert!(page(&saved, &[]).unwrap().contains(reached));
    let rows = saved.results.iter_mut();
    rows.filter(|row| row.measure == "cohort_merits_p50" && row.period == "fy:2021")
        .for_each(|row| row.n -= 1);
    let html = page(&saved, &[]).unwrap();
    assert!(!html.contains(reached));
    let some = "of those who file in FY2021, half have had it by the end of the horizon in some \
        replications only";
    assert!(html.contains(some));
}

#[test]
fn a_page_says_whether_its_intervals_hold_chance_alone() {
    let note = "Every number of the scenario is the same in all replications";
    let said = |saved: &Saved| {
        let pending = draw_all(saved).unwrap().remove(0);
        let alone = pending.caption.contains("which differ by chance alone");
        assert_ne!(alone, pending.caption.contains("its own draw"));
        assert_eq!(page(saved, &[]).unwrap().contains(note), alone);
        alone
    };
    let mut saved = report_data::run();
    assert!(!said(&saved));
    for parameter in &mut saved.manifest.scenarios[0].parameters {
        parameter.distribution = None;
    }
    assert!(said(&saved));
    let who = |saved: &Saved| {
        let html = page(saved, &[]).unwrap();
        let from = html.find("who leaves the bench").unwrap();
        html[from..].split('.').next().unwrap().to_owned()
    };
    let policies = &mut saved.manifest.scenarios[0].policies;
    policies.iter_mut().for_each(|p| p.probability = None);
    assert_eq!(who(&saved), "who leaves the bench");
    let policy = &mut saved.manifest.scenarios[0].policies[0];
    policy.probability = Some(0.5);
    let name = policy.name.clone();
    let told = who(&saved);
    assert!(
        told.contains("and whether") && told.contains(&name),
        "{told}"
    );
}

#[test]
fn where_nobody_waits_for_a_first_hearing_none_is_missing() {
    // Cases come to a docket from another one, where all had their first hearing.
    let heard_before = |receipts: f64| {
        let mut saved = report_data::run();
        let docket = saved.manifest.scenarios[0].dockets[0].id.clone();
        let of_docket = saved.results.iter_mut().filter(|row| row.docket == docket);
        for row in of_docket.filter(|row| row.measure.contains("first_hearing")) {
            (row.mean, row.n) = (None, 0);
        }
        let all = |row: &&ResultRow| row.measure == "receipts" && row.court == "all";
        let mut filed: Vec<ResultRow> = saved.results.iter().filter(all).cloned().collect();
        for row in &mut filed {
            (row.docket, row.mean) = (docket.clone(), Some(receipts));
        }
        saved.results.extend(filed);
        let charts = draw_all(&saved).unwrap();
        let waits = charts.into_iter().find(|c| c.id.ends_with("cohort-waits"));
        waits.unwrap().svg.matches('<').count()
    };
    // A median and a 90th percentile in each of six years.
    assert!(heard_before(100.0) >= heard_before(0.0) + 12);
}

#[test]
fn text_of_users_cannot_become_markup() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";
    let mut saved = report_data::compare();
    saved.manifest.command_line.push(evil.to_owned());
    saved.manifest.warnings.push(evil.to_owned());
    saved.manifest.code = evil.to_owned();
    for scenario in &mut saved.manifest.scenarios {
        scenario.title = evil.to_owned();
        scenario.question = evil.to_owned();
        scenario
            .courts
            .iter_mut()
            .for_each(|c| c.name = evil.to_owned());
        scenario
            .dockets
            .iter_mut()
            .for_each(|d| d.name = evil.to_owned());
        scenario
            .sites
            .iter_mut()
            .for_each(|s| s.name = evil.to_owned());
        scenario
            .actual
            .iter_mut()
            .for_each(|a| a.name = evil.to_owned());
        for parameter in &mut scenario.parameters {
            parameter.source = Some(evil.to_owned());
        }
        for policy in &mut scenario.policies {
            policy.name = evil.to_owned();
        }
    }
    let charts = draw_all(&saved).unwrap();
    let html = page(&saved, &charts).unwrap();
    assert!(!html.contains("<script"));
    assert!(!html.contains("<img"));
    assert!(html.contains("&lt;script&gt;"));
    for chart in charts {
        assert!(
            !chart.svg.contains("<script") && !chart.svg.contains("<img"),
            "{}",
            chart.id
        );
    }
}

#[test]
fn the_page_is_self_contained_and_its_ids_are_unique() {
    let saved = report_data::compare();
    let html = page(&saved, &draw_all(&saved).unwrap()).unwrap();
    let bare = html.replace("http://www.w3.org/2000/svg", "");
    for remote in [
        "http://", "https://", "<script", "<link", "@import", "src=", "url(",
    ] {
        assert!(!bare.contains(remote), "{remote}");
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (at, mark) in html.match_indices(" id=\"") {
        let rest = &html[at + mark.len()..];
        let id = &rest[..rest.find('"').unwrap()];
        assert!(seen.insert(id), "the id {id} occurs twice");
    }
    for (at, mark) in html.match_indices("href=\"#") {
        let rest = &html[at + mark.len()..];
        assert!(seen.contains(&rest[..rest.find('"').unwrap()]));
    }
}

#[test]
fn values_without_a_source_are_marked_as_assumptions() {
    let html = page(&report_data::run(), &[]).unwrap();
    let parameters = &html[html.find("id=\"parameters\"").unwrap()..];
    let row = &parameters[parameters.find("stages.merits.minutes").unwrap()..];
    let row = &row[..row.find("</tr>").unwrap()];
    assert!(row.contains("class=\"badge\">assumption"), "{row}");
    assert!(
        row.contains("triangular") && row.contains("60 to 120"),
        "{row}"
    );
    assert!(row.contains(":42"), "{row}");
}

#[test]
fn a_difference_that_some_replications_do_not_reach_is_marked_and_one_of_few_is_left_out() {
    let table = |left_out: u64| {
        let mut saved = report_data::compare();
        let n = saved.manifest.replications_done - left_out;
        let own =
            |measure: &str, period: &str| measure == "cohort_merits_p50" && period == "fy:2024";
        for row in &mut saved.results {
            if own(&row.measure, &row.period) {
                (row.n, row.mean) = (n, Some(777.0));
            }
        }
        // No other filing year stands in for this one.
        let cohort = |row: &ComparisonRow| row.measure == "cohort_merits_p50";
        let earlier: Vec<_> = saved.comparison.extract_if(.., |row| cohort(row)).collect();
        let last = earlier.into_iter().filter(|row| row.period == "fy:2021");
        saved.comparison.extend(last.map(|row| ComparisonRow {
            period: "fy:2024".to_owned(),
            diff_mean: Some(-55.0),
            n,
            ..row
        }));
        page(&saved, &[]).unwrap()
    };
    let (whole, some, few) = (table(0), table(1), table(49));
    let row = "<td class=\"n\">777</td><td class=\"n\">777</td><td class=\"n\"><strong>\u{2212}55</strong>";
    assert!(whole.contains(row));
    let marked = "<td class=\"n\">777\u{2020}</td><td class=\"n\">777\u{2020}</td><td class=\"n\"><strong>\u{2212}55\u{2020}</strong>";
    assert!(some.contains(marked));
    assert!(!few.contains("<strong>\u{2212}55"));
}
