use super::*;

/// The document with a letter for each line's block: `.` blank, `1`–`6` heading, `=` setext underline, `c` comment,
/// `p` paragraph, `d` delimiter row, `r` row, `o` other.
fn letters(document: &[&str]) -> String {
    let mut state = State::default();
    let letter = |line: &&str| {
        let (block, next) = read(&state, line);
        state = next;
        match block {
            Block::Blank => '.',
            Block::Heading { level } => char::from(b'0' + level),
            Block::Setext { .. } => '=',
            Block::Comment => 'c',
            Block::Paragraph => 'p',
            Block::Delimiter => 'd',
            Block::Row => 'r',
            Block::Other => 'o',
        }
    };
    document.iter().map(letter).collect()
}

fn after(document: &[&str]) -> State {
    let read_on = |state: State, line: &&str| read(&state, line).1;
    document.iter().fold(State::default(), read_on)
}

#[test]
fn a_budget_document() {
    let document = [
        "# 项目支出绩效目标表",
        "",
        "单位：万元",
        "| 项目名称 | 总计 |",
        "|---|---:|",
        "| 甲局 | 30.00 |",
        "",
        "<!-- 第 2 页 -->",
        "| 项目名称 | 总计 |",
        "|---|---:|",
        "| 宣传费 | 12.00 |",
        "# 附注",
    ];
    assert_eq!(letters(&document), "1.ppdr.cpdr1");
}

#[test]
fn a_delimiter_row_has_as_many_cells_as_its_header() {
    assert_eq!(letters(&["| 甲 | 乙 |", "|---|", "| 1 |"]), "ppp");
    assert_eq!(letters(&["项目", ":--", "甲"]), "pdr");
    assert_eq!(letters(&["项目", "---", "甲"]), "p=p");
    assert_eq!(letters(&[r"甲\|乙", "|-|"]), "pd");
    assert_eq!(letters(&["|", "|-|"]), "pp");
}

#[test]
fn a_delimiter_row_that_does_not_fit_is_the_paragraphs_last() {
    assert_eq!(letters(&["甲|乙", "|-|", "甲", "|-|"]), "pppp");
    assert_eq!(letters(&["甲|乙", "|-|", "", "甲", "|-|"]), "pp.pd");
}

#[test]
fn rows_end_where_another_block_begins() {
    for (end, letter) in [
        ("", '.'),
        ("# 附注", '1'),
        ("> 附注", 'o'),
        ("2. 附注", 'o'),
        ("-", 'o'),
        ("---", 'o'),
        ("```", 'o'),
        ("<span>", 'o'),
        ("    甲局", 'o'),
        ("<!-- 附注 -->", 'c'),
        ("|", 'p'),
    ] {
        assert_eq!(letters(&["甲", ":-", end]), format!("pd{letter}"), "{end}");
    }
    for row in ["甲", "===", "-12.00", "1.5", "|-|", "   甲", "<b>甲</b>", "#附注"] {
        assert_eq!(letters(&["甲", ":-", row]), "pdr", "{row}");
    }
}

#[test]
fn tables_in_code_and_html_are_none() {
    assert_eq!(letters(&["````", "甲|乙", "-|-", "```", "", "````", "甲"]), "oooooop");
    assert_eq!(letters(&["<!--", "甲|乙", "", "-|-", "-->", "甲"]), "ooooop");
    assert_eq!(letters(&["<div>", "甲|乙", "-|-", "", "甲"]), "ooo.p");
    assert_eq!(letters(&["    甲|乙", "    -|-", "甲"]), "oop");
    assert_eq!(letters(&["甲|乙", "    -|-"]), "pp");
}

#[test]
fn tables_in_containers_are_not_at_the_top_level() {
    assert_eq!(letters(&["> 甲|乙", "> -|-", "> 1|2"]), "ooo");
    assert_eq!(letters(&["- 甲|乙", "  -|-", "", "  1|2", "甲"]), "oo.oo");
    assert_eq!(letters(&["- 甲|乙", "  -|-", "  1|2", "甲"]), "ooop");
}

#[test]
fn only_a_paragraph_goes_on_lazily() {
    assert_eq!(letters(&["> 甲", "乙", ":-", "", "乙", ":-"]), "ooo.pd");
    assert_eq!(letters(&["> 甲", "> :-", "乙", ":-"]), "oopd");
    assert_eq!(letters(&["> ```", "乙", ":-"]), "opd");
    assert_eq!(letters(&["> 甲", "===", "---"]), "ooo");
}

#[test]
fn blank_lines_in_containers() {
    assert_eq!(letters(&["- 甲", "", "", "  乙"]), "o..o");
    assert_eq!(letters(&["-", "", "  乙"]), "o.p");
    assert_eq!(letters(&["-", "  甲", "", "  乙"]), "oo.o");
    assert_eq!(letters(&["- ```", "", "  甲"]), "ooo");
    assert_eq!(letters(&["> ```", ">", "", "甲"]), "oo.p");
}

#[test]
fn an_empty_item_interrupts_no_paragraph() {
    assert_eq!(letters(&["-", "", r"  \|", "*", "|-|"]), "o.ppd");
}

#[test]
fn definitions_alone_are_no_heading_and_fill_no_item() {
    assert_eq!(letters(&["[甲]: /u", "===", "|-|"]), "ppd");
    assert_eq!(letters(&["[甲]: /u", "乙", "==="]), "pp=");
    assert_eq!(letters(&["- [甲]: /u", "", "", "  乙"]), "o..p");
    assert_eq!(letters(&["- [甲]", "", "", "  乙"]), "o..o");
}

#[test]
fn a_comment_fills_its_line() {
    assert_eq!(letters(&["  <!-- 第 7 页 -->  "]), "c");
    assert_eq!(letters(&["<!-- 第 7 页 --> 完"]), "o");
    assert_eq!(letters(&["> <!-- 第 7 页 -->"]), "o");
    assert_eq!(letters(&["甲", "<!-- 第 7 页 -->", "甲"]), "pcp");
}

#[test]
fn states_meet_behind_an_edit() {
    assert_eq!(after(&["甲|乙", "-|-", "1|2"]), after(&["项目", ":-", "| 12.00 |", "甲"]));
    assert_eq!(after(&["# 甲"]), State::default());
    assert_eq!(after(&["> 甲", "", ""]), State::default());
    assert_eq!(after(&["    甲", "```", "```"]), State::default());
    assert_ne!(after(&["甲|乙"]), after(&["甲"]));
    assert_ne!(after(&["```"]), after(&["````"]));
}

#[test]
fn a_state_is_small() {
    assert_eq!(size_of::<State>(), 16);
}
