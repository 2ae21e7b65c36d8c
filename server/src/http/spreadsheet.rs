//! Tables that are opened in a spreadsheet.

/// Says that what follows is UTF-8, which spreadsheets do not take for granted.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Rows as CSV: every field between quotation marks and fields parted by semicolons, as spreadsheets read it where the
/// comma is in numbers.
pub(super) fn csv<Row: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Row>) -> String {
    let mut table = String::from(BYTE_ORDER_MARK);
    for row in rows {
        let fields: Vec<String> = row.into_iter().map(|field| quoted(&field)).collect();
        table.push_str(&fields.join(";"));
        table.push_str("\r\n");
    }
    table
}

/// A field that no spreadsheet takes for a formula: what begins like one is preceded by an apostrophe, also behind
/// blanks, which some leave out.
fn quoted(field: &str) -> String {
    let first = field.trim_start().chars().next();
    let is_formula = field.starts_with(['\t', '\r', '\n'])
        || first.is_some_and(|first| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}|%".contains(first));
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn a_field_is_neither_two_fields_nor_a_formula() {
        let row = ["a;b", "\"c\"\nd", "=1+1", " +46", "-", "@x", "\tx", "＝1", "5 – 6", "Åsa"];
        let expected = "\u{feff}\"a;b\";\"\"\"c\"\"\nd\";\"'=1+1\";\"' +46\";\"'-\";\"'@x\";\"'\tx\";\"'＝1\";\
                        \"5 – 6\";\"Åsa\"\r\n";
        assert_eq!(csv([row.map(str::to_owned)]), expected);
    }
}
