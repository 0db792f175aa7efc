use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// The grid as one sees it: rows by line, places parted by `|`; what a cell covers besides its own place is `<` or `^`,
/// what is not written `.`.
fn drawn(text: &str) -> String {
    let [table] = &*tables(text) else { panic!("one table: {:?}", tables(text)) };
    draw(table, text)
}

fn draw(table: &HtmlTable, text: &str) -> String {
    let place = |(row, column): (usize, usize), place: &GridCell| match place.of.map(|of| &table.cells()[of]) {
        None => ".".to_owned(),
        Some(cell) if place.is_origin => {
            assert_eq!((cell.row, cell.column), (row, column));
            table.text(cell, text).into_owned()
        }
        Some(cell) if cell.row == row => "<".to_owned(),
        Some(_) => "^".to_owned(),
    };
    let line = |(row, places): (usize, &Vec<GridCell>)| {
        let places: Vec<String> = places.iter().enumerate().map(|(column, of)| place((row, column), of)).collect();
        places.join("|")
    };
    table.rows.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn at<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).expect("whole characters")
}

/// The contents of the cells, as they are written.
fn contents(text: &str) -> Vec<&str> {
    let [table] = &*tables(text) else { panic!("one table: {:?}", tables(text)) };
    table.cells().iter().map(|cell| at(text, &cell.content)).collect()
}

const BUDGET: &str = r#"表5 一般公共预算支出表
<table border="1"><thead>
<tr><th colspan="3">科目编码</th><th rowspan="2">科目名称</th><th rowspan="2">合计</th><th rowspan=2>基本支出</th><th rowspan='2'>项目支出</th></tr>
<tr><th>类</th><th>款</th><th>项</th></tr>
</thead><tbody>
<tr><td colspan="3"></td><td>合计</td><td>1,234.50</td><td>1,200.50</td><td>34.00</td></tr>
<tr><td>208</td><td>05</td><td>01</td><td>行政单位离退休</td><td>100.00</td><td>100.00</td><td>&nbsp;</td></tr>
</tbody></table>
单位：万元
"#;

#[test]
fn a_budget_table_with_a_header_of_two_rows() {
    assert_eq!(
        drawn(BUDGET),
        "科目编码|<|<|科目名称|合计|基本支出|项目支出\n\
         类|款|项|^|^|^|^\n\
         |<|<|合计|1,234.50|1,200.50|34.00\n\
         208|05|01|行政单位离退休|100.00|100.00|"
    );
    let table = &tables(BUDGET)[0];
    let codes = table.cell(0, 2).unwrap();
    assert_eq!((codes.rows, codes.columns, codes.is_head), (1, 3, true));
    let written = at(BUDGET, &table.range);
    assert!(written.starts_with("<table border") && written.ends_with("</table>"), "{written}");
    let name = table.cell(1, 3).unwrap();
    assert_eq!((name.row, name.rows, at(BUDGET, &name.content)), (0, 2, "科目名称"));
    assert!(!table.cell(3, 0).unwrap().is_head);
}

#[test]
fn tags_are_read_however_they_are_written() {
    let text = "<TABLE\nclass=t><!-- <tr><td>无</td> --><Tr>\r\n<tD RowSpan = 2\r\n x data-a='>' >甲</TD\n><td COLSPAN=\"2\"/>乙</tr foo>\r\n\
                <tr><td>丙<td>丁</TABLE >";
    assert_eq!(drawn(text), "甲|乙|<\n^|丙|丁");
}

#[test]
fn closing_tags_may_be_missing() {
    let text = "<table><caption>表1<colgroup><col><col><thead><th>科目<th>金额<tbody><tr><td>甲<td>1.00<tr><td>乙<td>2.00<tfoot><td>合计</table>";
    assert_eq!(drawn(text), "科目|金额\n甲|1.00\n乙|2.00\n合计|.");
    assert_eq!(drawn("<table><td>甲<td>乙</tbody><td>丙</tr><td>丁"), "甲|乙\n丙|.\n丁|.");
}

#[test]
fn what_is_not_open_is_not_closed() {
    assert_eq!(drawn("<table></tr></td><tr><td>甲</th>乙</thead>丙</caption></td>丁</table>"), "甲乙丙");
    assert!(tables("</table><tr><td>甲</td></tr>").is_empty());
}

#[test]
fn an_unclosed_table_ends_with_the_next_one_or_the_text() {
    let text = "<table><tr><td>甲</td></tr><table><tr><td>乙</td></tr>\n\n后";
    let found = tables(text);
    let written: Vec<&str> = found.iter().map(|table| at(text, &table.range)).collect();
    assert_eq!(written, ["<table><tr><td>甲</td></tr>", "<table><tr><td>乙</td></tr>\n\n后"]);
    assert_eq!(draw(&found[1], text), "乙");
}

#[test]
fn nested_tables_are_read_neither_inside_nor_outside() {
    let nested = "<table><tr><td>甲<table><tr><td>乙<table></table></td></tr><table></table></td></tr></table>";
    let text = format!("{nested}<table><tr><td>丙</table>");
    assert_eq!(drawn(&text), "丙");
    assert!(tables("<table><caption><table></table></table>").is_empty());
}

#[test]
fn rowspans_end_with_their_group() {
    let text = "<table><thead><tr><td rowspan=9>甲<td>乙<tbody><tr><td rowspan=0>丙<td>1<tr><td>2<tr><td>3<tbody><tr><td>丁<td>4</table>";
    assert_eq!(drawn(text), "甲|乙\n丙|1\n^|2\n^|3\n丁|4");
    assert_eq!(tables(text)[0].cells()[2].rows, 3);
}

#[test]
fn the_foot_is_at_the_bottom_wherever_it_is_written() {
    let text = "<table><tfoot><tr><td>合计<tbody><tr><td>甲<tfoot><tr><td>说明</table>";
    assert_eq!(drawn(text), "甲\n合计\n说明");
    assert_eq!(contents(text), ["合计", "甲", "说明"]);
}

#[test]
fn rows_are_as_long_as_the_longest_and_may_be_empty() {
    assert_eq!(drawn("<table><tr><td>甲</tr><tr></tr><tr><td>乙<td>丙</tr></table>"), "甲|.\n.|.\n乙|丙");
    assert_eq!(tables("<table></table>")[0].rows, Vec::<Vec<GridCell>>::new());
}

/// The one written first has the place where two overlap, and the other one what is left when it ends.
#[test]
fn overlapping_cells() {
    let text = "<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=2 rowspan=3>丙<tr><td>丁<tr><td>戊</table>";
    assert_eq!(drawn(text), "甲|乙|.\n丙|^|.\n^|^|丁\n^|^|戊");
    let table = &tables(text)[0];
    assert_eq!(table.rows[1][1].of, Some(1));
    assert_eq!(table.rows[2][1].of, Some(2));
}

#[test]
fn absurd_spans_are_bounded() {
    let spans = |attributes: &str| {
        let found = tables(&format!("<table><tr><td {attributes}>甲</td></tr><tr></tr></table>"));
        found.first().map(|table| (table.cells()[0].rows, table.cells()[0].columns, table.rows[0].len()))
    };
    assert_eq!(spans("colspan=99999999 rowspan=99999999999999999999999"), Some((2, 1_000, 1_000)));
    for none in ["colspan=0", "colspan=-2 rowspan=-2", "colspan=x rowspan=''", "colspan rowspan", "colspan=二"] {
        assert_eq!(spans(none), Some((1, 1, 1)), "{none}");
    }
    assert_eq!(spans("colspan=' +2.5' rowspan='2px' colspan=3"), Some((2, 2, 2)));
    assert!(tables("<table><tr><td colspan=1000>甲<td>乙").is_empty(), "too wide");
    let tall = |rows: usize| format!("<table>{}", "<tr><td>".repeat(rows));
    assert_eq!(tables(&tall(MOST_ROWS)).len(), 1);
    assert!(tables(&tall(MOST_ROWS + 1)).is_empty(), "too tall");
    let large = |rows: usize| format!("<table><tr><td colspan=1000>{}", "<tr>".repeat(rows - 1));
    assert_eq!(tables(&large(MOST_PLACES / 1_000)).len(), 1);
    assert!(tables(&large(MOST_PLACES / 1_000 + 1)).is_empty(), "too large");
}

#[test]
fn contents_are_without_the_blanks_tags_and_comments_around_them() {
    let cell = |content: &str| {
        let text = format!("<table><tr><td> {content}</td></tr></table>");
        contents(&text)[0].to_owned()
    };
    assert_eq!(cell("\n<p><b>合计</b></p> "), "合计");
    assert_eq!(cell("<!-- 甲 --><span style='a>b'>1,234.50</span><br/>"), "1,234.50");
    assert_eq!(cell("<b>甲</b>乙<i>丙</i>"), "甲</b>乙<i>丙");
    assert_eq!(cell("\u{3000}&nbsp;&#160; &#xA0;甲&nbsp;乙&#12288;&nbsp;\u{a0}"), "甲&nbsp;乙");
    assert_eq!(cell("&amp;nbsp;"), "&amp;nbsp;");
    assert_eq!(cell("增长<5%，3 < 4"), "增长<5%，3 < 4");
    assert_eq!(cell("<合计>"), "<合计>");
    assert_eq!(cell("&#;&#x;&;"), "&#;&#x;&;");
}

#[test]
fn an_empty_cell_is_where_a_text_would_be_written() {
    for text in [
        "<table><td>|</table>",
        "<table><td>|</td></table>",
        "<table><td>| &nbsp;\n</td></table>",
        "<table><td><p><b>|</b></p><i></i></td></table>",
        "<table><td> <p>|<br></p><b></b></td></table>",
        "<table><td>|<!-- 甲 --></td></table>",
        "<table><td>|",
    ] {
        let (before, behind) = text.split_once('|').unwrap();
        let found = tables(&format!("{before}{behind}"));
        assert_eq!(found[0].cells()[0].content, before.len()..before.len(), "{text}");
    }
}

#[test]
fn texts_are_what_a_reader_sees() {
    let shown = |content: &str| {
        let text = format!("<table><tr><td>{content}</td></tr></table>");
        let table = &tables(&text)[0];
        table.text(&table.cells()[0], &text).into_owned()
    };
    assert_eq!(shown("一般公共<br/>预算 <BR>拨款"), "一般公共 预算 拨款");
    assert_eq!(shown("<p>甲</p><p>乙<sup>①</sup></p>"), "甲 乙①");
    assert_eq!(shown("甲&nbsp;&amp;&lt;b&gt;&quot;&#20057;&#x4e59;&apos;"), "甲\u{a0}&<b>\"乙乙'");
    assert_eq!(shown("甲<!-- 乙 -->丙"), "甲丙");
    assert_eq!(shown("增长<5%，a&b"), "增长<5%，a&b");
    assert!(matches!(super::shown("合计"), Cow::Borrowed("合计")));
}

#[test]
fn a_text_without_tables_has_none() {
    for text in ["", "合计 < 1", "<tables>", "<!-- <table><tr><td>甲 -->", "<table", "<table a='", "<table\n"] {
        assert!(tables(text).is_empty(), "{text}");
    }
}

/// Each of these takes a tenth of a second, and minutes if any step looked at all that is before or behind it.
#[test]
fn the_cost_is_that_of_the_text() {
    let text = |start: &str, repeated: &str| format!("{start}{}", repeated.repeat(4_000_000 / repeated.len()));
    let texts = [
        text("<table>", "<td"),
        text("<table>", "<td rowspan=9 colspan=9>"),
        text("<table>", "<tr><td rowspan=65534><td colspan=2>"),
        text("<table>", "<tr><td colspan=1000 rowspan=65534>"),
        text("<table><tr>", "<td rowspan=0>"),
        text("<table><td>", "<!-- "),
        text("<table><td>", "</"),
        text("<table><td>", "&nbsp;"),
        text("<table><td>甲", "&nbsp;"),
        text("<table><td>", "&#"),
        text("<table><td ", "a=' "),
        text("<table><td ", "a "),
        text("", "<table><td>"),
        text("", "<table>"),
        text("", "<table><tr><td>甲</td></tr></table>"),
        text("", "<"),
    ];
    for text in texts {
        let start = Instant::now();
        for table in tables(&text) {
            table.cells().iter().for_each(|cell| _ = table.text(cell, &text));
        }
        let head: String = text.chars().take(40).collect();
        assert!(start.elapsed().as_secs() < 10, "{head}: {:?}", start.elapsed());
    }
}

fn is_sound(text: &str) {
    let mut behind = 0;
    for table in tables(text) {
        assert!(behind <= table.range.start && table.range.end <= text.len());
        behind = table.range.end;
        let written = at(text, &table.range);
        assert!(written.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table")), "{written}");
        let columns = table.rows.first().map_or(0, Vec::len);
        assert!(table.rows.len() <= MOST_ROWS && columns <= MOST_COLUMNS);
        assert!(table.rows.iter().all(|row| row.len() == columns));
        let origins = table.rows.iter().flatten().filter(|place| place.is_origin).count();
        assert_eq!(origins, table.cells().len(), "every cell has its place");
        let mut end = table.range.start;
        for (number, cell) in table.cells().iter().enumerate() {
            assert!(end <= cell.content.start && cell.content.end <= table.range.end);
            end = cell.content.end;
            let content = at(text, &cell.content);
            assert_eq!(crate::name::trim(content), content);
            assert_eq!(table.text(cell, text).is_empty(), content.is_empty());
            assert!(cell.rows > 0 && cell.columns > 0);
            let place = table.rows[cell.row][cell.column];
            assert_eq!(place, GridCell { of: Some(number), is_origin: true });
            for row in cell.row..cell.row + cell.rows {
                for column in cell.column..cell.column + cell.columns {
                    assert!(table.rows[row][column].of.is_some());
                }
            }
        }
        for (row, column) in (0..table.rows.len()).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            if let Some(cell) = table.cell(row, column) {
                assert!((cell.row..cell.row + cell.rows).contains(&row));
                assert!((cell.column..cell.column + cell.columns).contains(&column));
            }
        }
    }
}

/// A piece of a table, whole or broken.
fn piece() -> impl Strategy<Value = String> {
    let tag = "</?(table|tr|td|th|thead|tbody|tfoot|caption|col|b|p|br|Td|TR)( (rowspan|colspan|x)( ?= ?['\"]?[0-9]{0,3}['\"]?)?)?/?>?";
    let cell = "<t[dh] (rowspan|colspan)=[0-4] (colspan)=[0-4]>";
    let other = "[甲a1 \r\n\u{3000}<>&;#\"'=/!\\-\0]{0,4}|<!--|-->|&nbsp;|&#160|&#x3000;|<!|<\\?|</|<!\\[CDATA\\[";
    prop_oneof![2 => tag, 4 => cell, 3 => other, 2 => "<tr>|</td>|<tbody>|合计"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}", before in "(<table>(<tr>)?)?") {
        is_sound(&format!("{before}{text}"));
    }

    #[test]
    fn anything_like_a_table_is_read(pieces in prop::collection::vec(piece(), 0..40)) {
        is_sound(&format!("<table>{}", pieces.concat()));
        is_sound(&format!("前{}<table><td>后</table>", pieces.concat()));
    }

    /// A grid that is written out whole is read as it was written.
    #[test]
    fn a_written_table_comes_back(cells in prop::collection::vec(prop::collection::vec("[甲乙1-9.,]{0,5}", 3), 1..6)) {
        let row = |cells: &Vec<String>| cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
        let rows: String = cells.iter().map(|cells| format!("<tr>{}</tr>\n", row(cells))).collect();
        let lines: Vec<String> = cells.iter().map(|cells| cells.join("|")).collect();
        prop_assert_eq!(drawn(&format!("<table>{rows}</table>")), lines.join("\n"));
    }
}

#[test]
fn lines_say_where_tables_begin_and_whether_one_is_open() {
    for (line, is_open, expected) in [
        ("<table>", false, (true, true)),
        ("x <TABLE border=1><td>1</table>", false, (true, false)),
        ("</table><table", true, (false, true)),
        ("<td>1</td>", true, (false, true)),
        ("</table >", true, (false, false)),
        ("<tables> </tablet> &lt;table>", false, (false, false)),
    ] {
        assert_eq!(super::follow(line, is_open), expected, "{line}");
    }
}
