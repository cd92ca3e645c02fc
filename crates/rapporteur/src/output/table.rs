//! One view in three forms: a table for people, CSV and JSON for programs.

use comfy_table::{Cell, ContentArrangement, Table, presets};
use serde_json::Value;

/// How a view is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Table,
    /// An array of objects.
    Json,
    /// One line a row, with a header.
    Csv,
}

/// Rows with their columns, and the same as JSON with all that does not fit into a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Column names.
    pub columns: Vec<&'static str>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
    /// One object a row.
    pub objects: Vec<Value>,
    /// What to say when there are no rows.
    pub empty: &'static str,
}

impl View {
    /// A view without rows yet.
    pub fn new(columns: &[&'static str], empty: &'static str) -> Self {
        Self { columns: columns.to_vec(), empty, ..Self::default() }
    }

    /// Adds a row with its object.
    pub fn push<const N: usize>(&mut self, row: [String; N], object: Value) {
        self.rows.push(row.into());
        self.objects.push(object);
    }

    /// Keeps the first rows.
    pub fn truncate(&mut self, most: usize) {
        self.rows.truncate(most);
        self.objects.truncate(most);
    }

    /// Some of the rows.
    pub fn part(&self, skip: usize, take: usize) -> Self {
        let rows = self.rows.iter().skip(skip).take(take).cloned().collect();
        let objects = self.objects.iter().skip(skip).take(take).cloned().collect();
        Self { columns: self.columns.clone(), rows, objects, empty: self.empty }
    }

    /// As text; a table is laid out for a width.
    pub fn print(&self, form: Form, width: usize) -> String {
        match form {
            Form::Table if self.rows.is_empty() => format!("{}\n", self.empty),
            Form::Table => self.table(width),
            Form::Json => {
                let json = serde_json::to_string_pretty(&self.objects).unwrap_or_default();
                format!("{json}\n")
            }
            Form::Csv => self.csv(true),
        }
    }

    /// A piece of what is printed bit by bit: CSV, or JSON with an object a line. Only the first has what stands before the
    /// rows, and only the last what stands after them.
    pub fn piece(&self, form: Form, first: bool, last: bool) -> String {
        if form == Form::Csv {
            return self.csv(first);
        }
        let objects = self.objects.iter().map(ToString::to_string).collect::<Vec<_>>().join(",\n");
        let before = if first { "[\n" } else { ",\n" };
        let after = if last { "\n]\n" } else { "" };
        format!("{before}{objects}{after}")
    }

    fn table(&self, width: usize) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width.clamp(40, 400) as u16);
        table.set_header(self.columns.iter().map(Cell::new));
        for row in &self.rows {
            table.add_row(row);
        }
        let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
        lines.join("\n") + "\n"
    }

    fn csv(&self, header: bool) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail, and every row has as many cells as there are columns.
        if header {
            let _ = writer.write_record(&self.columns);
        }
        for (row, object) in self.rows.iter().zip(&self.objects) {
            let cells = self.columns.iter().zip(row).map(|(&column, cell)| match (column, &object[column]) {
                // Dates that people read as `15 Oct 2016` are ISO 8601 for programs.
                ("date", Value::String(date)) => date,
                _ => cell,
            });
            let _ = writer.write_record(cells);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_get_dates_as_iso_8601() {
        let mut view = View::new(&["date"], "nothing");
        view.push(["15 Oct 2016".into()], serde_json::json!({ "date": "2016-10-15" }));
        assert_eq!(view.print(Form::Csv, 80), "date\n2016-10-15\n");
        assert_eq!(view.print(Form::Table, 80), " date\n 15 Oct 2016\n");
    }

    #[test]
    fn the_three_forms_have_the_same_rows() {
        let mut view = View::new(&["who", "what"], "nothing");
        assert_eq!(view.print(Form::Table, 80), "nothing\n");
        view.push(["Norway".into(), "hosts, \"talks\"".into()], serde_json::json!({ "who": "Norway" }));
        assert_eq!(view.print(Form::Csv, 80), "who,what\nNorway,\"hosts, \"\"talks\"\"\"\n");
        assert_eq!(view.print(Form::Table, 80), " who     what\n Norway  hosts, \"talks\"\n");
        assert_eq!(view.print(Form::Json, 80), "[\n  {\n    \"who\": \"Norway\"\n  }\n]\n");
        let piece = |form, first, last| view.piece(form, first, last);
        assert_eq!(piece(Form::Csv, true, false) + &piece(Form::Csv, false, true).repeat(2), {
            let row = "Norway,\"hosts, \"\"talks\"\"\"\n";
            format!("who,what\n{}", row.repeat(3))
        });
        let json = piece(Form::Json, true, false) + &piece(Form::Json, false, true);
        assert_eq!(json, "[\n{\"who\":\"Norway\"},\n{\"who\":\"Norway\"}\n]\n");
    }
}
