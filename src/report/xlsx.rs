//! The rows as an Excel workbook: typed tables with fixed headers, and native charts.

mod sheets;

use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, Table, TableStyle, Workbook, Worksheet,
    XlsxError,
};

use super::Saved;
use super::error::ReportError;
use super::frame::{ALL, Frame, Grain, Point};
use super::manifest::Manifest;
use crate::experiment::{Reach, ResultRow};
use sheets::{Sheets, write_date};

/// File of the workbook.
pub const WORKBOOK_FILE: &str = "results.xlsx";

/// The workbook of saved results; equal results give equal bytes.
pub fn workbook(saved: &Saved) -> Result<Vec<u8>, ReportError> {
    let bytes = make(saved).and_then(|mut book| book.save_to_buffer());
    bytes.map_err(|error| ReportError::Encode(error.to_string()))
}

fn make(saved: &Saved) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date: the run's own stands on the first sheet.
    let properties = DocProperties::new()
        .set_title(title(&saved.manifest))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    about(book.add_worksheet(), &saved.manifest)?;
    let frame = Frame::new(saved);
    PENDING.write(&mut book, &frame)?;
    WAITS.write(&mut book, &frame)?;
    saved.tables(&mut Sheets(&mut book))?;
    Ok(book)
}

fn title(manifest: &Manifest) -> String {
    let labels: Vec<&str> = manifest.scenarios.iter().map(|s| s.label()).collect();
    labels.join("; ")
}

fn about(sheet: &mut Worksheet, manifest: &Manifest) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    sheet.set_name("About")?;
    sheet.set_column_width(0, 16)?.set_column_width(1, 100)?;
    let mut facts: Vec<(&str, String)> = vec![
        ("Scenarios", title(manifest)),
        (
            "Program",
            format!("{} {}", manifest.program, manifest.version),
        ),
        ("Command", manifest.command_line.join(" ")),
        ("Seed", manifest.seed.to_string()),
        ("Replications", manifest.replications_done.to_string()),
        (
            "Intervals",
            "ci_low and ci_high: 95 % interval of the mean; p05 to p95: spread across replications"
                .to_owned(),
        ),
        (
            "\u{2020}",
            "Mean of those replications that have a value; the others have none".to_owned(),
        ),
    ];
    facts.extend(
        manifest
            .scenarios
            .iter()
            .map(|s| ("Question", s.question.clone())),
    );
    facts.extend(manifest.warnings.iter().map(|w| ("Warning", w.clone())));
    facts.extend(manifest.measures.iter().map(|m| {
        (
            "Measure",
            format!("{} [{}]: {}", m.id, m.unit, m.definition),
        )
    }));
    for (row, (label, value)) in facts.iter().enumerate() {
        sheet.write_with_format(row as u32, 0, *label, &bold)?;
        sheet.write_with_format(row as u32, 1, value, &wrapped)?;
    }
    Ok(())
}

/// A number of a row.
type Pick = fn(&ResultRow) -> Option<f64>;

/// A sheet with one column for each scenario and measure, and a chart of them.
struct Lines {
    sheet: &'static str,
    title: &'static str,
    axis: &'static str,
    measures: &'static [(&'static str, &'static str, Pick)],
    /// How many of the measures are drawn.
    drawn: usize,
    grain: Grain,
}

/// Pending cases by month.
const PENDING: Lines = Lines {
    sheet: "Pending",
    title: "Pending caseload at the end of each month",
    axis: "cases",
    measures: &[
        ("pending", "median", |row| row.p50),
        ("pending", "mean", |row| row.mean),
    ],
    drawn: 1,
    grain: Grain::Month,
};
/// Waits by fiscal year.
const WAITS: Lines = Lines {
    sheet: "Waits",
    title: "Wait to the merits hearing",
    axis: "days",
    measures: &[
        ("cohort_merits_p50", "median by filing year", |row| row.mean),
        (
            "merits_wait_p50",
            "median of those heard in the year",
            |row| row.mean,
        ),
        (
            "merits_wait_p90",
            "90th percentile of those heard in the year",
            |row| row.mean,
        ),
    ],
    drawn: 3,
    grain: Grain::Year,
};

impl Lines {
    /// The columns that have values.
    fn columns(&self, frame: &Frame) -> Vec<Column> {
        let mut columns = Vec::new();
        for info in frame.scenarios() {
            for (i, (measure, words, pick)) in self.measures.iter().enumerate() {
                let points = frame.series(&info.name, measure, ALL, ALL, self.grain);
                let value = |p: &Point| {
                    let reach = frame.reach_at(info, p);
                    let told = pick(p.row).filter(|_| reach != Reach::Few);
                    // Of the calendar: a month that one scenario covers in part is a month of all.
                    let span = p.period.span(info.fiscal_year_start);
                    let start =
                        span.map_or(p.row.period_start.clone(), |(from, _)| from.to_string());
                    (start, told, reach)
                };
                let values: Vec<_> = points.iter().map(value).collect();
                if values.iter().any(|(_, value, _)| value.is_some()) {
                    columns.push(Column {
                        name: format!("{}: {words}", info.name),
                        drawn: i < self.drawn,
                        values,
                    });
                }
            }
        }
        columns
    }

    fn write(&self, book: &mut Workbook, frame: &Frame) -> Result<(), XlsxError> {
        let columns = self.columns(frame);
        let all = columns.iter().flat_map(|column| &column.values);
        let mut starts: Vec<String> = all.map(|(start, ..)| start.clone()).collect();
        starts.sort();
        starts.dedup();
        if starts.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(self.sheet)?.set_freeze_panes(1, 1)?;
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write(0, 0, "from")?;
        for (row, start) in starts.iter().enumerate() {
            write_date(sheet, row as u32 + 1, 0, start, &day)?;
        }
        for (at, column) in columns.iter().enumerate() {
            column.write(sheet, at as u16 + 1, &starts)?;
        }
        let last = starts.len() as u32;
        let table = Table::new().set_style(TableStyle::Light1);
        sheet.add_table(0, 0, last, columns.len() as u16, &table)?;
        sheet.set_column_width(0, 12)?;
        let drawn = (1..).zip(&columns).filter(|(_, column)| column.drawn);
        let drawn: Vec<u16> = drawn.map(|(at, _)| at).collect();
        let chart = self.chart(last, &drawn);
        sheet.insert_chart(1, columns.len() as u16 + 2, &chart)?;
        Ok(())
    }

    fn chart(&self, last: u32, columns: &[u16]) -> Chart {
        let mut chart = Chart::new(ChartType::Line);
        chart.title().set_name(self.title);
        chart.y_axis().set_name(self.axis).set_num_format("#,##0");
        chart.x_axis().set_date_axis(true).set_num_format("yyyy");
        chart.set_width(760).set_height(420);
        chart
            .legend()
            .set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
        for &column in columns {
            chart
                .add_series()
                .set_name((self.sheet, 0, column))
                .set_categories((self.sheet, 1, 0, last, 0))
                .set_values((self.sheet, 1, column, last, column));
        }
        chart
    }
}

/// A series of a scenario: first days of periods in the calendar with their values, and for how many replications
/// these stand.
struct Column {
    name: String,
    /// Whether it is in the chart.
    drawn: bool,
    values: Vec<(String, Option<f64>, Reach)>,
}

impl Column {
    fn write(&self, sheet: &mut Worksheet, at: u16, starts: &[String]) -> Result<(), XlsxError> {
        sheet.write(0, at, &self.name)?;
        for (start, value, reach) in &self.values {
            let row = starts.binary_search(start).unwrap_or(0) as u32 + 1;
            let format = match reach {
                Reach::Some => Format::new().set_num_format(format!("General\"{}\"", reach.mark())),
                Reach::All | Reach::Few => Format::new(),
            };
            if let Some(value) = value {
                sheet.write_with_format(row, at, *value, &format)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::manifest::ScenarioInfo;

    fn row((measure, year, n): (&str, i32, u64)) -> ResultRow {
        ResultRow {
            scenario: "x".to_owned(),
            measure: measure.to_owned(),
            unit: "days".to_owned(),
            court: ALL.to_owned(),
            docket: ALL.to_owned(),
            period: format!("fy:{year}"),
            period_start: format!("{year}-01-01"),
            mean: Some(100.0),
            ci_low: None,
            ci_high: None,
            p05: None,
            p25: None,
            p50: None,
            p75: None,
            p95: None,
            n,
        }
    }

    #[test]
    fn a_wait_of_few_replications_is_no_cell_and_one_of_some_is_marked() {
        let manifest = Manifest {
            scenarios: vec![ScenarioInfo {
                name: "x".to_owned(),
                start: "2020-01-01".to_owned(),
                end: "2023-12-31".to_owned(),
                fiscal_year_start: 1,
                ..ScenarioInfo::default()
            }],
            replications_done: 7,
            ..Manifest::default()
        };
        let (wait, open) = ("cohort_merits_p50", "cohort_open_share");
        // In 2022 somebody filed in all of them, in 2023 in three.
        let rows = [
            (wait, 2020, 7),
            (wait, 2021, 4),
            (wait, 2022, 3),
            (open, 2022, 7),
            (wait, 2023, 3),
            (open, 2023, 3),
        ];
        let rows = rows.map(row).to_vec();
        let saved = Saved::new(manifest, rows, Vec::new(), Vec::new());
        let columns = WAITS.columns(&Frame::new(&saved));
        let told: Vec<_> = columns[0].values.iter().map(|v| (v.1, v.2)).collect();
        let expected = [
            (Some(100.0), Reach::All),
            (Some(100.0), Reach::Some),
            (None, Reach::Few),
            (Some(100.0), Reach::Some),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_year_that_a_scenario_covers_in_part_is_in_the_row_of_that_year() {
        let info = |name: &str, start: &str| ScenarioInfo {
            name: name.to_owned(),
            start: start.to_owned(),
            end: "2020-12-31".to_owned(),
            fiscal_year_start: 1,
            ..ScenarioInfo::default()
        };
        let scenarios = [("whole", "2020-01-01"), ("part", "2020-05-15")];
        let manifest = Manifest {
            scenarios: scenarios.map(|(name, start)| info(name, start)).to_vec(),
            replications_done: 7,
            ..Manifest::default()
        };
        let rows = scenarios.map(|(name, start)| ResultRow {
            scenario: name.to_owned(),
            period_start: start.to_owned(),
            ..row(("merits_wait_p50", 2020, 7))
        });
        let saved = Saved::new(manifest, rows.to_vec(), Vec::new(), Vec::new());
        for column in WAITS.columns(&Frame::new(&saved)) {
            assert_eq!(column.values[0].0, "2020-01-01", "{}", column.name);
        }
    }

    #[test]
    fn fits_and_backtests_have_sheets() {
        let mut book = make(&crate::report::tables::tests::backtested()).unwrap();
        let names: Vec<String> = book.worksheets().iter().map(Worksheet::name).collect();
        let wanted = ["About", "parameters", "fit", "backtest", "backtest_scores"];
        assert_eq!(names, wanted);
    }
}
