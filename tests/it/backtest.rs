//! Backtests: held-out years, two modes, naive forecasts beside the model.

use std::fs;

use docketsim::experiment::search::{MODEL, Mode, Problem, backtest_rows, forecast, score_rows};
use docketsim::experiment::{BacktestRow, Watch};
use docketsim::scenario::{Instead, Scenario, load_instead};

use super::commands::docketsim;
use super::county::{TEXT, county, fit, load, past, published};

fn rows(scenario: &Scenario, mode: Mode, n: u64) -> Vec<BacktestRow> {
    let problem = Problem::new(scenario).unwrap();
    let accepted = fit(scenario, 80).unwrap();
    let watch = Watch::default();
    let done = forecast(&problem, &accepted, mode, (scenario.seed, n), &watch).unwrap();
    backtest_rows(&problem, mode, &done)
}

fn model<'a>(rows: &'a [BacktestRow], measure: &str, period: &str) -> &'a BacktestRow {
    let mut own = rows.iter().filter(|row| row.method == MODEL);
    own.find(|row| row.measure == measure && row.period == period)
        .unwrap()
}

#[test]
fn fitted_years_are_met_and_held_out_years_are_covered_by_the_band() {
    let scenario = county(&past(0));
    let rows = rows(&scenario, Mode::Conditional, 60);
    for year in 2010..=2013 {
        for measure in ["pending", "completions"] {
            let row = model(&rows, measure, &format!("fy:{year}"));
            assert_eq!(row.held_out, "no");
            assert!(row.error_pct.unwrap().abs() < 10.0, "{row:?}");
        }
    }
    let held_out: Vec<&BacktestRow> = rows
        .iter()
        .filter(|row| row.held_out == "yes" && row.method == MODEL)
        .collect();
    assert_eq!(held_out.len(), 6);
    let covered = held_out.iter().filter(|row| row.covered == "yes").count();
    // The walk of the fitted years moves about as much as the true bench does: fewer than 3 of 6
    // would be a band that does not hold what it says (binomial with 0.9: once in 1,000).
    assert!(covered >= 3, "{held_out:?}");
    // Bands of a walk widen.
    let width = |year: i32| {
        let row = model(&rows, "completions", &format!("fy:{year}"));
        row.p95.unwrap() - row.p05.unwrap()
    };
    assert!(width(2014) > 2.0 * width(2013) && width(2016) > width(2014));
}

#[test]
fn the_unconditional_forecast_does_not_know_what_came() {
    let values = past(1);
    let forecasts = |text: &str| {
        let scenario = load(text, &published(&values, "first")).unwrap_or_else(|f| panic!("{f}"));
        let rows = rows(&scenario, Mode::Unconditional, 12);
        let numbers = rows.iter().filter(|row| row.method == MODEL);
        numbers
            .map(|row| (row.period.clone(), row.forecast, row.p05, row.p95))
            .collect::<Vec<_>>()
    };
    let plain = forecasts(TEXT);
    let later = TEXT
        .replace("value = 3500", "value = 9000")
        .replace(
            "{ from = 2014-07-01, value = 5 }",
            "{ from = 2014-07-01, value = 9 }",
        )
        .replace("multiplier = 1.2", "multiplier = 0.1");
    assert_eq!(plain, forecasts(&later));
    // The conditional one does.
    let known = county(&values);
    let known = rows(&known, Mode::Conditional, 12);
    let other = load(&later, &published(&values, "first")).unwrap_or_else(|f| panic!("{f}"));
    let other = rows(&other, Mode::Conditional, 12);
    let at = |rows: &[BacktestRow]| model(rows, "pending", "fy:2016").forecast;
    assert_ne!(at(&known), at(&other));
}

#[test]
fn naive_forecasts_stand_beside_the_model_and_are_scored_alike() {
    let values = past(2);
    let scenario = county(&values);
    let rows = rows(&scenario, Mode::Conditional, 12);
    let naive = |method: &str, year: i32| {
        let period = format!("fy:{year}");
        let mut own = rows
            .iter()
            .filter(|row| row.method == method && row.measure == "pending");
        own.find(|row| row.period == period)
            .unwrap()
            .forecast
            .unwrap()
    };
    let (before, last) = (values[2].0, values[3].0);
    assert_eq!(naive("last-value", 2015), last);
    assert_eq!(naive("last-trend", 2016), last + 3.0 * (last - before));
    // No series of judges and new cases is published here: there is no stock-flow arithmetic.
    assert!(rows.iter().all(|row| row.method != "stock-flow"));
    let scores = score_rows(&rows);
    let score = scores
        .iter()
        .find(|s| s.method == "last-value" && s.measure == "pending")
        .unwrap();
    let errors = (4..7).map(|i| 100.0 * (last - values[i].0) / values[i].0);
    let expected = errors.map(f64::abs).sum::<f64>() / 3.0;
    assert!((score.mape.unwrap() - expected).abs() < 1e-9);
    assert_eq!((score.years, score.coverage), (3, None));
    let own = scores
        .iter()
        .find(|s| s.method == MODEL && s.measure == "pending")
        .unwrap();
    assert!(own.coverage.is_some() && own.band_width_pct.unwrap() > 0.0);
    // The median of 12 futures lies in an interval of its own, within the band's reach.
    let row = model(&rows, "pending", "fy:2016");
    let (low, high) = (row.forecast_ci_low.unwrap(), row.forecast_ci_high.unwrap());
    assert!(
        low < row.forecast.unwrap() && row.forecast.unwrap() < high,
        "{row:?}"
    );
    assert!(own.median_width_pct.unwrap() < own.band_width_pct.unwrap());
    assert_eq!(score.median_width_pct, None);
}

#[test]
fn the_command_writes_rows_scores_charts_and_page_and_redraws_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{TEXT}\n{}", published(&past(0), "first"));
    fs::write(folder.path().join("county.toml"), text).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = docketsim();
        command.current_dir(folder.path()).args(arguments).assert()
    };
    let done = run(&[
        "backtest",
        "county.toml",
        "--runs",
        "80",
        "-n",
        "6",
        "-o",
        "out",
        "-q",
    ])
    .success();
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    assert!(
        said.contains("conditional pending, model: mean error"),
        "{said}"
    );
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let header = read("backtest.csv").lines().next().unwrap().to_owned();
    assert_eq!(
        header,
        "scenario,mode,vintage,fitted_until,method,measure,unit,period,held_out,actual,forecast,forecast_ci_low,forecast_ci_high,mean,p05,p95,error_pct,covered"
    );
    let header = read("backtest_scores.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        header,
        "scenario,mode,vintage,fitted_until,measure,unit,method,mape,worst_pct,bias_pct,rmse,coverage,band_width_pct,median_width_pct,years"
    );
    let before = read("report.html");
    assert!(before.contains("Scores over the held-out years"));
    for chart in ["backtest-conditional", "backtest-unconditional", "fit"] {
        assert!(before.contains(&format!("fig-{chart}")), "{chart}");
    }
    run(&["report", "out", "-q"]).success();
    assert_eq!(before, read("report.html"));
    // A workbook of somebody else is found before the fit.
    fs::write(folder.path().join("out/results.xlsx"), "mine").unwrap();
    let words = "backtest county.toml --runs 80 -n 6 -o out --format xlsx";
    let refused = run(&words.split(' ').collect::<Vec<_>>()).code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("results.xlsx") && !said.contains("Fitting"),
        "{said}"
    );
}

/// Whatever is in the folder of scenarios and holds out years is back-tested without being named, as
/// `backtest` itself does it.
#[test]
fn validate_back_tests_the_scenarios_with_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{TEXT}\n{}", published(&past(0), "first"));
    let scenarios = folder.path().join("scenarios");
    fs::create_dir(&scenarios).unwrap();
    fs::write(scenarios.join("county.toml"), text).unwrap();
    let run = |arguments: &str| {
        let mut command = docketsim();
        command.current_dir(folder.path());
        command.args(arguments.split(' ')).assert().success()
    };
    run("backtest scenarios/county.toml --runs 80 -n 3 -o one -q");
    let done = run("validate --runs 80 -n 3 -o all -q");
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    for name in ["backtest.csv", "backtest_scores.csv", "parameters.csv"] {
        assert_eq!(read(&format!("one/{name}")), read(&format!("all/{name}")));
    }
    assert!(
        said.contains("county:\n") && said.contains("\nconditional pending, model: mean error")
    );
    let page = read("all/report.html");
    assert!(page.contains("Scores over the held-out years"));
    assert!(page.contains("fig-backtest-conditional"));
    // Methods side by side, the nearest in bold, under the replications that the back-test made.
    assert!(page.contains("<th scope=\"col\" class=\"n\">Last value</th>"));
    let nearest = page.split("<table class=\"errors\">").nth(1).unwrap();
    assert!(
        nearest
            .split("</table>")
            .next()
            .unwrap()
            .contains("<td class=\"n\"><strong>")
    );
    run("report all -q");
    assert_eq!(page, read("all/report.html"));
}

/// A seed of the first scenario is not that of a back-test beside it.
#[test]
fn validate_writes_what_is_finished_beside_a_fit_that_accepts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut values = past(0);
    values[2].0 *= 4.0;
    let write = |name: &str, seed: u64, past: &[(f64, f64)]| {
        let text = TEXT
            .replace("name = \"county\"", &format!("name = \"{name}\""))
            .replace("seed = 5", &format!("seed = {seed}"));
        let text = format!("{text}\n{}", published(past, "first"));
        fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    };
    write("wrong", 4, &values);
    write("county", 5, &past(0));
    let run = |arguments: &str, code: i32| {
        let mut command = docketsim();
        command.current_dir(folder.path());
        let done = command.args(arguments.split(' ')).assert().code(code);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let said = run("validate county.toml wrong.toml --runs 20 -o out", 2);
    assert!(
        said.contains("county: so many parameters need at least 70 runs")
            && !said.contains("Fitting"),
        "{said}"
    );
    let said = run("validate wrong.toml --runs 80 -o out", 1);
    assert!(said.contains("no parameter vector meets"), "{said}");
    assert!(!folder.path().join("out").exists());
    let words = "validate wrong.toml county.toml --runs 80 -o out";
    let said = run(words, 0);
    assert!(
        said.contains("Left out: wrong: no parameter vector"),
        "{said}"
    );
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert!(read("manifest.json").contains("Left out: wrong: no parameter vector"));
    assert!(read("results.csv").contains("\ncounty,") && !read("results.csv").contains("\nwrong,"));
    // Its own seed stays its own.
    assert!(!read("county.resolved.toml").contains("# as run"));
}

#[test]
fn a_scenario_without_a_history_or_without_later_years_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{TEXT}\n{}", published(&past(0), "first"));
    fs::write(folder.path().join("county.toml"), text).unwrap();
    let refused = |arguments: &[&str]| {
        let mut command = docketsim();
        let done = command
            .current_dir(folder.path())
            .args(arguments)
            .assert()
            .code(2);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let said = refused(&[
        "backtest",
        "county.toml",
        "--fit-until",
        "2016",
        "-o",
        "out",
    ]);
    assert!(
        said.contains("no target has a value of a whole fiscal year after 2016"),
        "{said}"
    );
    let said = refused(&["validate", "county.toml", "--shard", "1/2", "-o", "out"]);
    assert!(said.contains("a back-test cannot be parted"), "{said}");
    let said = refused(&[
        "backtest",
        "county.toml",
        "--fit-until",
        "2026",
        "-o",
        "out",
    ]);
    assert!(said.contains("history-years"), "{said}");
    let plain = TEXT.split("[history]").next().unwrap().to_owned()
        + &TEXT[TEXT.find("[parameters]").unwrap()..];
    fs::write(folder.path().join("plain.toml"), plain).unwrap();
    let said = refused(&["backtest", "plain.toml", "-o", "out"]);
    assert!(said.contains("has no [history]"), "{said}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn another_data_file_takes_the_place_of_the_one_that_targets_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, values: &[(f64, f64)]| {
        let rows = (2010..)
            .zip(values)
            .map(|(year, v)| format!("{year},{},{}\n", v.0, v.1));
        let text = format!("year,pending,completions\n{}", rows.collect::<String>());
        fs::write(folder.path().join(name), text).unwrap();
    };
    let values = past(0);
    write("a.csv", &values);
    let other: Vec<(f64, f64)> = values.iter().map(|v| (v.0 * 1.01, v.1)).collect();
    write("b.csv", &other);
    let series = |name: &str| {
        format!(
            "[[actual.series]]\nname = \"{name}\"\nmeasure = \"{name}\"\nvintage = \"first\"\nfile = \"a.csv\"\nat = \"year\"\ncolumn = \"{name}\"\n"
        )
    };
    let text = format!("{TEXT}\n{}{}", series("pending"), series("completions"));
    let path = folder.path().join("county.toml");
    fs::write(&path, text).unwrap();
    let load = |data: Option<&std::path::Path>| {
        let loaded = load_instead(
            &path,
            &[],
            Instead {
                data,
                ..Instead::default()
            },
        );
        loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario
    };
    let plain = load(None);
    let data = folder.path().join("b.csv");
    let given = load(Some(&data));
    assert_eq!(plain.actual[0].points[0].1, values[0].0);
    assert_eq!(given.actual[0].points[0].1, other[0].0);
    let refused = |scenario: &std::path::Path, name: &str| {
        let data = folder.path().join(name);
        let loaded = load_instead(
            scenario,
            &[],
            Instead {
                data: Some(&data),
                ..Instead::default()
            },
        );
        loaded.unwrap_err().to_string()
    };
    let missing = refused(&path, "c.csv");
    assert!(missing.contains(" --> --data:1:1"), "{missing}");
    assert!(missing.contains("where the command runs"), "{missing}");
    // The file that was named does not fit the scenario, not the other way round.
    write("d.csv", &values);
    let text = fs::read_to_string(folder.path().join("d.csv")).unwrap();
    fs::write(
        folder.path().join("d.csv"),
        text.replace("pending", "stock"),
    )
    .unwrap();
    let wrong = refused(&path, "d.csv");
    assert!(wrong.contains("no column `pending`"), "{wrong}");
    assert!(wrong.contains("d.csv:1:1\n"), "{wrong}");
    fs::write(folder.path().join("plain.toml"), TEXT).unwrap();
    let useless = refused(&folder.path().join("plain.toml"), "b.csv");
    assert!(useless.contains("error[misplaced-key]"), "{useless}");
    let early = Instead {
        fit_until: Some(1900),
        ..Instead::default()
    };
    let early = load_instead(&path, &[], early).unwrap_err().to_string();
    assert!(early.contains(" --> --fit-until:1:1\n"), "{early}");
}

/// Rows of a CSV file of the reference data: cells by column.
fn table(name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let path = super::town::root().join("scenarios/data").join(name);
    csv::Reader::from_path(path)
        .unwrap()
        .deserialize()
        .map(|row| row.unwrap())
        .collect()
}

#[test]
fn derived_series_of_the_history_follow_from_the_published_ones() {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let caseload = table("eoir_caseload.csv");
    for row in table("us_history_flows.csv") {
        let same = |other: &&std::collections::BTreeMap<String, String>| {
            other["vintage"] == row["vintage"]
                && other["fiscal_year"] == row["fiscal_year"]
                && other["period"] == "FY"
        };
        let new = number(&caseload.iter().find(same).unwrap()["new_cases"]);
        let detained = (new * 0.275).round().min(150_000.0);
        assert_eq!(number(&row["new_cases"]), new);
        assert_eq!(number(&row["new_detained"]), detained, "{row:?}");
        assert_eq!(number(&row["new_at_large"]), new - detained);
    }
    let ends = table("eoir_judges.csv");
    let end = |year: i32| {
        let found = ends
            .iter()
            .find(|row| row["fiscal_year"] == year.to_string());
        number(&found.unwrap()["judges_year_end"])
    };
    for row in table("us_history_judges.csv") {
        let (year, month) = row["month"].split_once('-').unwrap();
        let (year, month): (i32, i32) = (year.parse().unwrap(), month.parse().unwrap());
        let (fiscal, nth) = if month >= 10 {
            (year + 1, month - 10)
        } else {
            (year, month + 2)
        };
        let share = (f64::from(nth) + 0.5) / 12.0;
        let expected = end(fiscal - 1) + (end(fiscal) - end(fiscal - 1)) * share;
        assert!(
            (number(&row["judges"]) - expected).abs() <= 0.5 + 1e-9,
            "{row:?}"
        );
    }
}

#[test]
fn people_returned_to_mexico_are_those_of_all_sites() {
    let sites = table("mpp_enrolments_by_site.csv");
    let all = table("us_history_mpp.csv");
    let number = |text: &str| text.parse::<f64>().unwrap();
    let (mut total, mut rows) = (0.0, 0);
    for row in &all {
        let own = sites.iter().filter(|site| site["month"] == row["month"]);
        let sum: f64 = own.map(|site| number(&site["enrolments"])).sum();
        assert_eq!(number(&row["enrolments"]), sum, "{row:?}");
        // Of the first month people were taken in on 3 of 31 days, of the last on 20.
        let days = match row["month"].as_str() {
            "2019-01" => 3.0,
            "2021-01" => 20.0,
            _ => 31.0,
        };
        let rate = number(&row["rate_while_open"]);
        assert!((rate - sum * 31.0 / days).abs() < 0.1, "{row:?}");
        (total, rows) = (total + sum, rows + 1);
    }
    assert_eq!((total, 7 * rows), (71_141.0, sites.len()));
}

#[test]
fn each_history_scenario_is_of_one_edition() {
    for (name, vintage, other) in [
        ("us-immigration-history.toml", "2021-04", "2025-07"),
        ("us-immigration-history-2025.toml", "2025-07", "2021-04"),
    ] {
        let scenario = super::town::reference(name, &[]);
        let problem = Problem::new(&scenario).unwrap();
        assert_eq!(problem.vintage, vintage);
        let editions = scenario
            .actual
            .iter()
            .filter_map(|series| series.vintage.as_deref());
        assert!(
            editions.clone().count() >= 3 && editions.clone().all(|v| v == vintage),
            "{name}"
        );
        // Nor do its inputs name the other one.
        let text = scenario.resolved_toml();
        assert!(!text.contains(&format!("vintage = \"{other}\"")), "{name}");
        let data = if other == "2025-07" {
            "2025-07-31"
        } else {
            "2021-04-19"
        };
        assert!(!text.contains(data), "{name}");
    }
}

#[test]
fn stock_flow_arithmetic_adds_up_quarters_and_takes_stocks_at_the_end_of_a_year() {
    let series = |measure: &str, from: i32, values: &[f64]| {
        let ends = ["03-31", "06-30", "09-30", "12-31"];
        let point = |(i, v): (usize, &f64)| {
            let (year, end) = (from + i as i32 / 4, ends[i % 4]);
            format!("{{ at = {year}-{end}, value = {v} }}")
        };
        let points: Vec<String> = values.iter().enumerate().map(point).collect();
        format!(
            "[[actual.series]]\nname = \"{measure}\"\nmeasure = \"{measure}\"\nvintage = \"first\"\n\
             points = [{}]\n",
            points.join(", ")
        )
    };
    let any = 99.0;
    let past = [
        series(
            "pending",
            2012,
            &[
                any, any, any, 400.0, any, any, any, 500.0, any, any, any, 1.0,
            ],
        ),
        series(
            "completions",
            2012,
            &[
                1.0, 2.0, 3.0, 4.0, 10.0, 20.0, 30.0, 40.0, 1.0, 1.0, 1.0, 1.0,
            ],
        ),
        series(
            "judges",
            2012,
            &[any, any, any, 8.0, any, any, any, 12.0, any, any, any, 16.0],
        ),
        series(
            "receipts",
            2013,
            &[30.0, 40.0, 40.0, 40.0, 45.0, 45.0, 44.0, 46.0],
        ),
    ];
    let scenario = load(TEXT, &past.concat()).unwrap_or_else(|faults| panic!("{faults}"));
    let problem = Problem::new(&scenario).unwrap();
    let known = |at: usize| problem.targets[at].points.clone();
    assert_eq!(known(0), [(2012, 400.0), (2013, 500.0), (2014, 1.0)]);
    assert_eq!(known(1), [(2012, 10.0), (2013, 100.0), (2014, 4.0)]);
    let mut plan = super::county::plan(&scenario);
    plan.replications = 1;
    let done = docketsim::experiment::run(&scenario, &plan, &Watch::default()).unwrap();
    let forecast = |mode: Mode| {
        let rows = backtest_rows(&problem, mode, &done);
        ["completions", "pending"].map(|measure| {
            let own = |row: &&BacktestRow| row.method == "stock-flow" && row.measure == measure;
            rows.iter().find(own).unwrap().forecast.unwrap()
        })
    };
    // 10 judges (8 and 12 at the ends of 2013) complete 100 in 2013, so 14 complete 140 in 2014.
    assert_eq!(forecast(Mode::Conditional), [140.0, 500.0 + 180.0 - 140.0]);
    // The 12 judges and the 150 new cases stay.
    assert_eq!(
        forecast(Mode::Unconditional),
        [120.0, 500.0 + 150.0 - 120.0]
    );
}
