//! Tables of rows as sheets.

use rust_xlsxwriter::{ExcelDateTime, Format, Table, TableStyle, Workbook, Worksheet, XlsxError};

use crate::report::export::{Kind, TidyRow};
use crate::report::period::date;
use crate::report::tables::Tables;

/// Rows of a table on one sheet: what Excel can hold, less the header.
const SHEET_ROWS: usize = 1_048_575;

/// A workbook that takes tables.
pub(super) struct Sheets<'b>(pub &'b mut Workbook);

impl Tables for Sheets<'_> {
    type Error = XlsxError;

    fn table<R: TidyRow>(&mut self, name: &str, rows: &[R]) -> Result<(), XlsxError> {
        write_rows(self.0, name, rows)
    }
}

/// Rows as tables, on further sheets where one cannot hold them.
fn write_rows<R: TidyRow>(book: &mut Workbook, name: &str, rows: &[R]) -> Result<(), XlsxError> {
    for (part, rows) in rows.chunks(SHEET_ROWS).enumerate() {
        let sheet = book.add_worksheet();
        let name = if part == 0 {
            name.to_owned()
        } else {
            format!("{name} {}", part + 1)
        };
        sheet.set_name(&name)?.set_freeze_panes(1, 0)?;
        let day = Format::new().set_num_format("yyyy-mm-dd");
        for (column, (heading, kind)) in R::COLUMNS.iter().enumerate() {
            sheet.write(0, column as u16, *heading)?;
            let width = if *kind == Kind::Text { 18 } else { 13 };
            sheet.set_column_width(column as u16, width)?;
        }
        for (i, row) in rows.iter().enumerate() {
            for (column, cell) in row.cells().iter().enumerate() {
                let (row, (_, kind)) = (i as u32 + 1, R::COLUMNS[column]);
                write_cell(sheet, row, column as u16, (kind, cell), &day)?;
            }
        }
        let table = Table::new().set_style(TableStyle::Light1);
        sheet.add_table(0, 0, rows.len() as u32, R::COLUMNS.len() as u16 - 1, &table)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    (kind, cell): (Kind, &str),
    day: &Format,
) -> Result<(), XlsxError> {
    match kind {
        _ if cell.is_empty() => Ok(()),
        Kind::Day => write_date(sheet, row, column, cell, day),
        Kind::Text => sheet.write(row, column, cell).map(|_| ()),
        Kind::Count | Kind::Number => match cell.parse::<f64>() {
            Ok(number) => sheet.write(row, column, number).map(|_| ()),
            Err(_) => sheet.write(row, column, cell).map(|_| ()),
        },
    }
}

/// A date as a date, where Excel knows it.
pub(super) fn write_date(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    use chrono::Datelike as _;
    let Some(day) = date(text) else {
        return sheet.write(row, column, text).map(|_| ());
    };
    let year = u16::try_from(day.year()).unwrap_or(1900);
    // Excel knows no day before 1900.
    match ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8) {
        Ok(day) => sheet
            .write_with_format(row, column, &day, format)
            .map(|_| ()),
        Err(_) => sheet.write(row, column, text).map(|_| ()),
    }
}
