//! What the page and the charts say: no more than the rows do, and of whom.

use docketsim::experiment::{ComparisonRow, Detail, ReplicationRow, ResultRow};
use docketsim::report::describe::manifest;
use docketsim::report::manifest::{CountedBy, ParameterInfo, PolicyInfo, RunKind};
use docketsim::report::{Saved, draw_all, headlines, page};

use crate::report_data::{self, BASELINE, CALEXICO};

/// A section of the page, with plain spaces.
fn section(saved: &Saved, id: &str) -> String {
    let html = page(saved, &[]).unwrap();
    let from = html.find(&format!("<section id=\"{id}\"")).unwrap();
    let length = html[from..].find("</section>").unwrap();
    html[from..from + length]
        .replace('\u{a0}', " ")
        .replace("&quot;", "\"")
        .replace("&#x2f;", "/")
}

fn chart(saved: &Saved, id: &str) -> docketsim::report::chart::Chart {
    let charts = draw_all(saved).unwrap();
    charts.into_iter().find(|chart| chart.id == id).unwrap()
}

/// A row of the whole horizon of all courts.
fn of_horizon(saved: &Saved, measure: &str, mean: f64) -> ResultRow {
    let like = saved.results.iter().find(|row| row.period == "horizon");
    ResultRow {
        measure: measure.to_owned(),
        court: "all".to_owned(),
        docket: "all".to_owned(),
        mean: Some(mean),
        ..like.unwrap().clone()
    }
}

#[test]
fn a_wait_that_some_replications_do_not_reach_is_marked_and_not_drawn() {
    let words = |left_out: u64| {
        let mut saved = report_data::run();
        let rows = saved.results.iter_mut();
        let own = rows.filter(|row| row.docket == "non-detained" && row.period == "fy:2021");
        let own = own.filter(|row| row.measure == "cohort_merits_p50");
        own.for_each(|row| row.n -= left_out);
        let chart = chart(&saved, "cohort-waits");
        let marked = chart
            .svg
            .contains("median not yet reached in all replications");
        (chart.alt, marked)
    };
    let merits = |alt: String| {
        let from = alt.find("Filing to merits hearing, Non-detained").unwrap();
        alt[from..].split(';').next().unwrap().to_owned()
    };
    let ((whole, _), (some, marked)) = (words(0), words(1));
    assert!(merits(whole).ends_with("(filed in FY2021)"));
    assert!(merits(some).ends_with("(filed in FY2020)") && marked);
}

#[test]
fn a_wait_that_half_of_no_year_have_had_is_missed_in_words() {
    let mut saved = report_data::run();
    let told = |saved: &Saved| {
        let svg = chart(saved, "cohort-waits").svg;
        svg.contains("no year of any docket") || svg.contains("Filing to merits hearing: no")
    };
    assert!(!told(&saved));
    let rows = saved.results.iter_mut();
    let own = rows.filter(|row| row.measure.starts_with("cohort_merits_"));
    own.for_each(|row| row.mean = None);
    assert!(told(&saved));
}

#[test]
fn a_docket_without_merits_hearings_has_no_wait_for_one_that_is_missing() {
    let drawn = |without: bool| {
        let mut saved = report_data::run();
        saved.manifest.scenarios[0].dockets[0].without_merits = without;
        let rows = saved.results.iter_mut();
        rows.filter(|row| row.docket == "non-detained" && row.measure.contains("merits_"))
            .for_each(|row| (row.mean, row.n) = (None, 0));
        chart(&saved, "cohort-waits").svg.matches('<').count()
    };
    assert!(drawn(true) + 12 <= drawn(false));
}

#[test]
fn a_docket_looks_the_same_in_both_charts_of_waits() {
    let mut saved = report_data::run();
    // Without waits of its own the first docket is left out of one of the two.
    saved
        .results
        .retain(|row| row.docket != "non-detained" || row.measure.contains("cohort"));
    let colour = |id: &str| {
        let svg = chart(&saved, id).svg;
        let mark = "#E69F00";
        svg.matches(mark).count() > 2
    };
    assert!(colour("cohort-waits") && colour("waits"));
    let blue = chart(&saved, "waits").svg;
    assert!(
        !blue.contains("#0072B2"),
        "the colour of a docket that is not there"
    );
}

#[test]
fn the_page_says_how_often_and_when_the_backlog_is_cleared() {
    let mut saved = report_data::run();
    saved.manifest.scenarios[0].clearance_level = Some(20_000.0);
    saved.results.retain(|row| row.measure != "clearance_date");
    let share = ResultRow {
        unit: "share".to_owned(),
        ci_low: Some(0.24),
        ci_high: Some(0.37),
        ..of_horizon(&report_data::run(), "cleared", 0.3)
    };
    let day = ResultRow {
        unit: "days".to_owned(),
        p05: Some(700.0),
        p50: Some(1_461.0),
        p95: Some(2_000.0),
        n: 15,
        ..of_horizon(&report_data::run(), "clearance_date", 1_400.0)
    };
    saved.results.extend([share, day]);
    let said = "In 30 % of replications (95 % interval: 24 % to 37 %) fewer than 20,000 cases are \
        pending on some day up to 30 Sep 2024; where so, half of the time by 1 Oct 2022 (90 % of \
        them: 31 Aug 2020 to 23 Mar 2024).";
    assert!(section(&saved, "answer").contains(said));
    assert!(headlines(&saved).join("\n").contains(said));
    let rows = saved.results.iter_mut().rev().take(2);
    for row in rows {
        row.mean = Some(if row.measure == "cleared" { 1.0 } else { 0.0 });
        (row.p05, row.p50, row.p95) = (Some(0.0), Some(0.0), Some(0.0));
    }
    let first = "From the first day fewer than 20,000 cases are pending";
    assert!(section(&saved, "answer").contains(first));
    saved.results.pop();
    let never = "pending on some day up to 30 Sep 2024.";
    assert!(section(&saved, "answer").contains(never));
    saved.manifest.scenarios[0].clearance_level = None;
    assert!(!section(&saved, "answer").contains("on some day up to"));
}

#[test]
fn bumped_hearings_and_waits_are_those_of_the_ordinary_docket() {
    let saved = report_data::compare();
    let answer = section(&saved, "answer");
    let bumped = "3,900 more hearings of the docket \"Non-detained\" are bumped at San Diego (95 %";
    assert!(answer.contains(bumped), "{answer}");
    assert!(answer.contains("first free merits date on the docket \"Non-detained\" is"));
    assert!(!answer.contains("to make room for others"));
    let mut nobody_hosted = saved;
    for info in &mut nobody_hosted.manifest.scenarios {
        info.dockets.retain(|docket| docket.id != "mpp");
    }
    let all = "5,200 more hearings are bumped at San Diego (95 % interval";
    assert!(section(&nobody_hosted, "answer").contains(all));
}

/// A comparison whose last scenario has a bill of two provisions, in force in one of four.
fn bill() -> Saved {
    let mut saved = report_data::compare();
    let info = saved.manifest.scenarios.last_mut().unwrap();
    let provision = |id: &str| PolicyInfo {
        id: id.to_owned(),
        name: id.to_owned(),
        bill: Some("The bill".to_owned()),
        probability: Some(0.25),
        effective: "2019-10-01".to_owned(),
        ..PolicyInfo::default()
    };
    info.policies = vec![provision("courts"), provision("visas")];
    let row = |scenario: &str, replication: u64, year: i32, value: f64| ReplicationRow {
        scenario: scenario.to_owned(),
        replication,
        measure: "pending".to_owned(),
        unit: "cases".to_owned(),
        period: format!("fy:{year}"),
        value: Some(value),
    };
    saved.replications.clear();
    for (replication, less) in [(0, 0.0), (1, 800.0), (2, 0.0), (3, 0.0)] {
        for year in 2019..=2024 {
            let before = 1e6 + f64::from(year);
            let rows = [
                row(BASELINE, replication, year, before),
                row(CALEXICO, replication, year, before - less),
            ];
            saved.replications.extend(rows);
        }
    }
    saved
}

#[test]
fn futures_with_and_without_a_bill_are_told_apart() {
    let saved = bill();
    let answer = section(&saved, "answer");
    let drawn = "Each replication draws whether \"The bill\" (probability 25 %) comes into force";
    let there = "Anything differs from the baseline in 1 of 4 replications; there, 800 fewer cases are \
        pending at the end of FY2024.";
    for said in [
        drawn,
        there,
        "it is lower in 25 % of replications and equal in 75 %",
    ] {
        assert!(answer.contains(said), "{said}: {answer}");
    }
    assert!(headlines(&saved).join("\n").contains(there));
    let table = section(&saved, "policies");
    assert!(table.contains("provision of The bill"));
    assert!(table.contains("probability 25&nbsp;%, of the bill as a whole"));
}

#[test]
fn what_a_policy_does_is_said_of_named_courts_and_of_the_bill() {
    let info = |name: &str| {
        let path = std::path::Path::new(name);
        let scenario = docketsim::scenario::load(path, &[]).unwrap().scenario;
        let manifest = manifest(RunKind::Run, &[scenario], Detail::Standard);
        manifest.scenarios.into_iter().next().unwrap()
    };
    let bill = info("scenarios/goodlatte-bill.toml");
    let expansion = &bill.policies[0];
    assert_eq!(
        expansion.whole(),
        "Securing America's Future Act (H.R. 4760)"
    );
    let field = |at: usize| (&*expansion.fields[at].label, &*expansion.fields[at].value);
    let posts = (
        "posts at San Diego",
        "bill_judge_teams = 100 times 0.02 judges",
    );
    assert_eq!(field(0), posts);
    let calexico = info("scenarios/mpp-calexico.toml").policies;
    let fields = calexico.iter().flat_map(|policy| &policy.fields);
    let mut intake = fields.filter(|field| field.label == "intake");
    assert!(intake.all(|field| field.value.ends_with(" people per month")));
    let ready: Vec<bool> = calexico.iter().map(|policy| policy.ready_drawn).collect();
    assert_eq!(ready, [false, true]);
    let crown = info("scenarios/crown-court.toml").dockets;
    let without: Vec<bool> = crown.iter().map(|docket| docket.without_merits).collect();
    assert_eq!(without, [false, true, true]);
}

#[test]
fn large_numbers_of_parameters_are_separated() {
    assert!(section(&report_data::run(), "parameters").contains("<td>892,517</td>"));
}

#[test]
fn alternative_texts_say_that_levels_are_medians() {
    let saved = report_data::compare();
    assert!(
        chart(&saved, "compare-pending")
            .alt
            .contains("Median pending at the end")
    );
    let story = chart(&saved, "story").alt;
    assert!(story.contains("Pending caseload at the end, median"));
    assert!(story.contains("at the end, median: Everyone waits"));
}

#[test]
fn the_story_counts_cases_of_dockets_and_bands_its_wait() {
    let story = chart(&report_data::compare(), "story");
    assert!(story.alt.contains("on ordinary dockets and"));
    assert!(!story.alt.contains("in the host country"));
    assert!(story.caption.contains("Thin bars on the wait: 90 % band"));
    let mut bare = report_data::compare();
    for row in &mut bare.results {
        (row.p05, row.p95) = (None, None);
    }
    // Two bars of three scenarios at least.
    let lines = |svg: &str| svg.matches("<polyline").count() + svg.matches("<path").count();
    assert!(lines(&story.svg) >= lines(&chart(&bare, "story").svg) + 6);
}

#[test]
fn words_on_the_story_cover_no_line() {
    let written = |lows: &[&str]| {
        let mut saved = report_data::compare();
        let rows = saved
            .results
            .iter_mut()
            .filter(|row| row.scenario == CALEXICO);
        let rows = rows.filter(|row| row.measure == "pending" && row.court == "all");
        rows.filter(|row| row.docket == "all" && lows.contains(&row.period.as_str()))
            .for_each(|row| row.p50 = Some(1_000.0));
        let svg = chart(&saved, "story").svg;
        let at = svg.find("Against the")?;
        let place = &svg[svg[..at].rfind("<text x=\"")? + "<text x=\"".len()..];
        place.split('"').next()?.parse::<f64>().ok()
    };
    let usual = written(&[]).unwrap();
    // A line that dips where the words would stand, and is up again at the end: they go elsewhere.
    assert!(written(&["month:2023-06"]).is_none_or(|place| place < usual));
}

#[test]
fn what_is_folded_on_the_screen_is_printed() {
    let html = page(&report_data::compare(), &[]).unwrap();
    let print = &html[html.find("@media print").unwrap()..];
    assert!(print.contains("details::details-content { content-visibility: visible"));
    assert!(print.contains("html { font-size: 10pt; }"));
}

#[test]
fn settings_of_hearings_stand_with_the_hearings() {
    let mut saved = report_data::run();
    let held = |row: &&ResultRow| row.measure == "hearings_adjourned.closure";
    let like: Vec<ResultRow> = saved.results.iter().filter(held).cloned().collect();
    saved.results.extend(like.into_iter().map(|row| ResultRow {
        measure: "hearing_settings.master".to_owned(),
        ..row
    }));
    let tables = section(&saved, "tables");
    let (setting, hearings) = (tables.find("hearing settings"), tables.find("Hearings"));
    let after = tables.find("Bench and cost");
    assert!(hearings < setting && setting < after);
}

#[test]
fn bands_are_those_of_the_scenario_and_readiness_is_a_draw() {
    let mut saved = report_data::compare();
    let fix = |parameter: &mut ParameterInfo| parameter.distribution = None;
    saved.manifest.scenarios[0]
        .parameters
        .iter_mut()
        .for_each(fix);
    let caption = |saved: &Saved, name: &str| chart(saved, &format!("{name}-pending")).caption;
    assert!(caption(&saved, BASELINE).contains("which differ by chance alone"));
    assert!(caption(&saved, CALEXICO).contains("draw of the uncertain parameters."));
    for info in &mut saved.manifest.scenarios {
        info.parameters.iter_mut().for_each(fix);
    }
    let last = saved.manifest.scenarios.last_mut().unwrap();
    last.policies[1].ready_drawn = true;
    assert!(caption(&saved, CALEXICO).contains("each with its own draw of the opening day"));
    let opens = "and on which day \"Remain in Mexico at Calexico\" opens";
    assert!(section(&saved, "answer").contains(opens));
    assert!(section(&saved, "policies").contains("it opens when the host is ready"));
}

#[test]
fn people_in_the_host_country_are_a_number_and_no_majority() {
    let answer = section(&report_data::run(), "answer");
    // The rows have means of the ends of months, and no maximum.
    let highest = "the mean number of people who wait in the host country is highest on 30 Apr 2020: 21,000 (";
    assert!(answer.contains(highest) && !answer.contains("Most people"));
    assert!(!answer.contains("At most"), "{answer}");
    assert!(answer.contains("8,100 were not taken in (for want of intake or capacity)"));
}

#[test]
fn the_method_says_why_so_many_replications() {
    let method = |by, requested| {
        let mut saved = report_data::run();
        saved.manifest.replications_by = by;
        saved.manifest.replications_requested = requested;
        section(&saved, "method")
    };
    let asked = method(CountedBy::Option, 50);
    assert!(asked.contains("50 replications done, as many as the command line asks for"));
    let stated = method(CountedBy::Scenario, 50);
    assert!(stated.contains("50 replications done, as many as the scenario states"));
    let own = method(CountedBy::Command, 50);
    assert!(own.contains("as many as the command takes where none are asked for"));
    let precise = method(CountedBy::Precision("pending=0.01".to_owned()), 100_000);
    assert!(precise.contains("as many as the precision asked for (pending=0.01"));
    assert!(!precise.contains("100,000 asked for"));
}

#[test]
fn numbers_that_scenarios_share_count_once() {
    let said = |saved: &Saved| {
        let method = section(saved, "method");
        let from = method.find("Without a source: ").unwrap();
        method[from..].split(',').next().unwrap().to_owned()
    };
    assert_eq!(said(&report_data::compare()), said(&report_data::run()));
    let mut unlogged = report_data::run();
    assert!(section(&unlogged, "method").contains("listed in the assumptions log"));
    unlogged.assumptions.clear();
    assert!(!section(&unlogged, "method").contains("assumptions log"));
}

#[test]
fn series_are_data_and_extend_nothing() {
    let mut saved = report_data::run();
    let files = ["a.toml", "b.toml", "data/c.csv"];
    saved.manifest.scenarios[0].files = files.map(str::to_owned).to_vec();
    let said = "from a.toml, extending b.toml, with data of data/c.csv";
    assert!(section(&saved, "method").contains(said));
}

#[test]
fn what_common_numbers_gain_is_said_even_where_it_is_nothing() {
    let mut saved = report_data::compare();
    let said = |saved: &Saved| {
        let answer = section(saved, "answer");
        let from = answer.find("Each replication draws the same").unwrap();
        answer[from..].split("</p>").next().unwrap().to_owned()
    };
    let gained = "is in \u{201c}Remain in Mexico at San Ysidro\u{201d} 3.4 %: its interval is 5.4 times as \
        narrow; in ";
    assert!(said(&saved).contains(gained), "{}", said(&saved));
    // Only the end counts: before a policy begins nothing can differ.
    for row in &mut saved.comparison {
        let end = row.period == "fy:2024";
        row.variance_ratio = Some(if end { 1.25 } else { 0.0 });
    }
    assert_eq!(
        said(&saved).matches(" 125.0 %: nothing is gained").count(),
        2
    );
}

/// Scenarios of one model that end on unlike days differ in nothing where both are.
#[test]
fn a_year_that_one_scenario_covers_in_part_is_not_quoted() {
    let mut saved = report_data::compare();
    let whole = section(&saved, "answer");
    assert!(whole.contains("cases filed in FY2024") || whole.contains("cases heard in FY2024"));
    saved.manifest.scenarios.last_mut().unwrap().end = "2024-02-10".to_owned();
    let answer = section(&saved, "answer");
    for words in [
        "cases filed in FY2024",
        "cases heard in FY2024",
        "filed in FY2024",
    ] {
        assert!(!answer.contains(words), "{words}");
    }
}

#[test]
fn a_policy_that_costs_and_moves_no_case_is_seen_to_come_into_force() {
    let mut saved = bill();
    let rows: Vec<ReplicationRow> = saved
        .replications
        .iter()
        .map(|row| {
            let paid = row.scenario == CALEXICO && row.replication > 1;
            ReplicationRow {
                measure: "cost".to_owned(),
                value: Some(f64::from(u8::from(paid))),
                ..row.clone()
            }
        })
        .collect();
    saved.replications.extend(rows);
    let said = "Anything differs from the baseline in 3 of 4 replications; there, 267 fewer cases";
    assert!(section(&saved, "answer").contains(said));
}

#[test]
fn tables_say_when_a_fiscal_year_begins() {
    let mut saved = report_data::run();
    assert!(section(&saved, "tables").contains("A fiscal year begins on 1 Oct"));
    saved.manifest.scenarios[0].fiscal_year_start = 1;
    assert!(section(&saved, "tables").contains("Fiscal years are calendar years"));
}

#[test]
fn scenarios_of_unlike_length_are_compared_where_both_are() {
    let mut saved = report_data::compare();
    let last = saved.manifest.scenarios.last_mut().unwrap();
    last.end = "2023-03-31".to_owned();
    let early = |row: &ResultRow| row.scenario != CALEXICO || row.period.as_str() < "fy:2023";
    saved.results.retain(early);
    let answer = section(&saved, "answer");
    assert!(answer.contains("Pending at the end of FY2022"));
    assert!(!answer.contains("Cost over the whole horizon"));
    let own = answer.rfind("<h3>Remain in Mexico extended").unwrap();
    assert!(answer[own..].contains("At the end of FY2022,"));
    assert!(!answer[own..].contains("whole horizon"));
}

#[test]
fn a_scenario_that_states_no_cost_has_no_row_of_cost() {
    let mut saved = report_data::compare();
    assert!(section(&saved, "tables").contains("<th scope=\"row\">cost"));
    let free = |row: &mut ResultRow| (row.mean, row.ci_low, row.ci_high) = (Some(0.0), None, None);
    let rows = saved.results.iter_mut();
    rows.filter(|row| row.measure == "cost").for_each(free);
    let own = saved
        .comparison
        .iter_mut()
        .filter(|row| row.measure == "cost");
    own.for_each(|row| {
        *row = ComparisonRow {
            diff_mean: Some(0.0),
            diff_pct: None,
            ..row.clone()
        }
    });
    for id in ["tables", "answer"] {
        assert!(
            !section(&saved, id).contains("<th scope=\"row\">cost"),
            "{id}"
        );
    }
}
