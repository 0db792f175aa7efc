//! What the text says of its figures to each other is said of the text as it stands, however it came to be so:
//! paragraphs that give each other their wholes, go on in each other, or are parted by chapters.

use budget_lsp::analysis::{Analysis, Options};
use budget_tests::laws::{
    fixes,
    fresh::{assert_fresh, settled},
};
use proptest::prelude::*;

/// Lines that take part in what others say, and some that only part them.
const LINES: [&str; 44] = [
    "",
    "",
    "— 12 —",
    "五、一般公共预算支出情况说明",
    "（二）按支出结构划分情况",
    "六、基本支出说明",
    "## 三、其他",
    "下属事业单位：",
    "青禾区图书馆",
    "上年支出预算情况：",
    "2026年一般公共预算支出1,",
    "000.00万元，占支出预算的95.5",
    "%；局机关收入预算300.00万元。支出预算300.00万元。",
    "2026年一般公共预算支出1000.00万元，比上年增加50.00万元，下降5.26%。",
    "2026年一般公共预算支出1000.00万元。",
    "2026年一般公共预算支出1000.00万元，其中：",
    "2025年一般公共预算支出900.00万元。",
    "1.基本支出600.00万元，占一般公共预算支出的60%。",
    "基本支出600.00万元，占一般公共预算支出的66%，",
    "2.项目支出400.00万元，占一般公共预算支出的40%，比上年增加100.00万元，增长33.33%。",
    "项目支出400.00万元，占40%",
    "其中：基本支出600.00万元，占60%；项目支出300.00万元，占40%。",
    "人员经费500.00万元，公用经费100.00万元。",
    "比上年增加50.00万元，增长9.09%。",
    "，占基本支出的83.33%。",
    "33.50万元，增长5%。",
    "收入包括：一般公共预算拨款900.00万元、上年结转100.00万元；支出包括：教育支出700.00万元、住房保障支出200.00万元。",
    "2026年财政拨款收支总预算1000.00万元。",
    "年末结转和结余100.00万元。",
    "“三公”经费10.00万元，其中：因公出国（境）费0万元，公务接待费4.00万元，公务用车购置及运行费5.00万元。",
    "青禾区审计局2026年部门预算",
    "# 第三部分　2026年部门预算情况说明",
    "八、政府性基金预算财政拨款收支情况说明",
    "（一）局本级",
    "青禾区图书馆2026年支出预算100.00万元。其中：基本支出60.00万元，项目支出40.00万元。",
    "2026年一般公共预算支出预算1000.00万元，比年初预算增加50.00万元，增长5.26%；与上年相比，减少20.00万元，下降1.96%。",
    "上报数：支出预算1100.00万元。",
    "> 支出预算1200.00万元。",
    "注：本表按可比口径计算，增减率与本表不一致。",
    "部门：青禾区审计局　　单位：万元",
    "| 206 | 科学技术支出 | 50.00 |",
    "上年部门支出总表",
    "部门支出总表",
    "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| 205 | 教育支出 | 700.00 |\n| 合计 | | 700.00 |\n",
];

fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&LINES[..])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_paragraphs_say_of_each_other_is_as_read_afresh(
        start in prop::collection::vec(line(), 2..14),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..3, prop::collection::vec(line(), 0..3)), 1..10),
    ) {
        let mut text = format!("# 青禾区审计局2026年部门预算\n\n{}\n", start.join("\n"));
        let mut analysis = Analysis::new(&text, Options::default());
        for (place, removed, added) in edits {
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let first = place.index(starts.len());
            let last = starts.get(first + removed).copied().unwrap_or(text.len());
            let range = starts[first]..last;
            let new: String = added.iter().flat_map(|line| [line, "\n"]).collect();
            analysis.edit(range.clone(), &new);
            text.replace_range(range, &new);
            assert_fresh(&settled(&analysis), &text);
        }
    }

    #[test]
    fn each_fix_of_what_paragraphs_say_removes_its_finding(lines in prop::collection::vec(line(), 2..14)) {
        fixes::hold(&format!("# 青禾区审计局2026年部门预算\n\n{}\n", lines.join("\n")));
    }
}
