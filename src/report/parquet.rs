//! The rows as Parquet files: typed columns, the same rows as in the CSV files.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::Saved;
use super::error::ReportError;
use super::export::{Column, Kind, TidyRow};
use super::tables::Tables;

/// The Parquet files of saved results, by name.
pub fn files(saved: &Saved) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut files = Files(Vec::new());
    let written = saved.tables(&mut files);
    written.map_err(|error| ReportError::Encode(error.to_string()))?;
    Ok(files.0)
}

struct Files(Vec<(String, Vec<u8>)>);

impl Tables for Files {
    type Error = ParquetError;

    fn table<R: TidyRow>(&mut self, name: &str, rows: &[R]) -> Result<(), ParquetError> {
        let bytes = file(rows)?;
        self.0
            .extend(bytes.map(|bytes| (format!("{name}.parquet"), bytes)));
        Ok(())
    }
}

/// Rows as a file; `None` where there is no row.
fn file<R: TidyRow>(rows: &[R]) -> Result<Option<Vec<u8>>, ParquetError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let fields: Result<Vec<TypePtr>, _> = R::COLUMNS.iter().map(field).collect();
    let schema = Type::group_type_builder("rows")
        .with_fields(fields?)
        .build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let cells: Vec<Vec<String>> = rows.iter().map(TidyRow::cells).collect();
    let mut group = writer.next_row_group()?;
    for (at, (_, kind)) in R::COLUMNS.iter().enumerate() {
        let Some(mut column) = group.next_column()? else {
            break;
        };
        let values = cells.iter().map(|row| row[at].as_str());
        match kind {
            Kind::Text | Kind::Day => {
                let values: Vec<ByteArray> = values.map(ByteArray::from).collect();
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&values, None, None)?;
            }
            Kind::Count => {
                let values: Vec<i64> = values.map(|v| v.parse().unwrap_or(0)).collect();
                column
                    .typed::<Int64Type>()
                    .write_batch(&values, None, None)?;
            }
            Kind::Number => {
                let numbers: Vec<Option<f64>> = values.map(|v| v.parse().ok()).collect();
                let there: Vec<i16> = numbers.iter().map(|n| i16::from(n.is_some())).collect();
                let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
                column
                    .typed::<DoubleType>()
                    .write_batch(&numbers, Some(&there), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    writer.into_inner().map(Some)
}

fn field((name, kind): &Column) -> Result<TypePtr, ParquetError> {
    let builder = match kind {
        Kind::Text | Kind::Day => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::String)),
        Kind::Count => Type::primitive_type_builder(name, Physical::INT64)
            .with_repetition(Repetition::REQUIRED),
        Kind::Number => Type::primitive_type_builder(name, Physical::DOUBLE)
            .with_repetition(Repetition::OPTIONAL),
    };
    builder.build().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ReplicationRow;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    #[test]
    fn rows_are_read_back_with_their_types() {
        let row = |replication, value| ReplicationRow {
            scenario: "a".into(),
            replication,
            measure: "pending".into(),
            unit: "cases".into(),
            period: "horizon".into(),
            value,
        };
        let bytes = file(&[row(0, Some(1.5)), row(1, None)]).unwrap().unwrap();
        let mut saved = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut saved, &bytes).unwrap();
        let reader = SerializedFileReader::new(saved).unwrap();
        let rows: Vec<_> = reader
            .get_row_iter(None)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].get_long(1).unwrap(), 1);
        assert_eq!(rows[0].get_double(5).unwrap(), 1.5);
        assert!(rows[1].get_double(5).is_err(), "no value is null");
        assert_eq!(rows[0].get_string(2).unwrap(), "pending");
    }

    #[test]
    fn fits_and_backtests_have_files_with_their_words() {
        let files = files(&crate::report::tables::tests::backtested()).unwrap();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let wanted = ["parameters", "fit", "backtest", "backtest_scores"];
        assert_eq!(names, wanted.map(|name| format!("{name}.parquet")));
        let mut saved = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut saved, &files[2].1).unwrap();
        let reader = SerializedFileReader::new(saved).unwrap();
        let row = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
        assert_eq!(row.get_string(1).unwrap(), "conditional");
        assert_eq!(row.get_long(3).unwrap(), 2019);
        assert_eq!(row.get_double(10).unwrap(), 1.25);
        assert_eq!(row.get_string(17).unwrap(), "yes");
    }
}
