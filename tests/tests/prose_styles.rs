//! The explanation as departments write it: figures that are told to each other in the text alone, broken by converters
//! into lines and half-width punctuation. Each text is right; with one figure changed, that is said once, and the first
//! fix makes it right again.

use budget_tests::said::{self, found};

const TITLE: &str = "# 青禾区审计局2026年部门预算\n\n";

#[track_caller]
fn assert_quiet(text: &str) {
    said::assert_quiet(&format!("{TITLE}{text}\n"));
}

#[track_caller]
fn changed(text: &str, right: &str, wrong: &str) -> (String, String) {
    said::slipped(&format!("{TITLE}{text}\n"), right, wrong)
}

#[track_caller]
fn assert_mended(text: &str, right: &str, wrong: &str) {
    said::assert_mended(&format!("{TITLE}{text}\n"), right, wrong);
}

const BY_STRUCTURE: &str = "五、一般公共预算支出情况说明
2026 年本年一般公共预算支出 3,200,000.00 元。
(一)按支出结构分类划分,分为基本支出预算和项目支
出预算。
1. 基本支出预算 2,720,000.00 元,占一般公共预算支出
的85%,同比减少 80,000.00 元,下降 2.86 %。其中:
工资福利支出预算 2,176,000.00 元,占基本支出预算
80%,同比增加 26,000.00 元,增长 1.21%。
商品和服务支出预算 489,600.00 元,占基本支出预算
18.00%,同比减少 106,000.00 元,下降 17.8%。
对个人和家庭补助支出预算 54,400.00 元,占基本支出预算
2%,同比无增减变化。
2. 项目支出 480,000.00 元,占一般公共预算支出的 15%,
同比增加 60,000.00 元 ,增长 14.29%。";

#[test]
fn shares_and_changes_of_lines_that_a_page_broke_are_read() {
    for (right, wrong) in [
        ("85%", "58%"),
        ("2.86 %", "2.68 %"),
        ("80%", "70%"),
        ("1.21%", "1.12%"),
        ("18.00%", "81.00%"),
        ("17.8%", "18.7%"),
        ("15%", "51%"),
        ("14.29%", "19.24%"),
    ] {
        assert_mended(BY_STRUCTURE, right, wrong);
    }
    // The percentages say which of the parts and the whole is wrong.
    assert_mended(BY_STRUCTURE, "489,600.00", "459,600.00");
    let (said, _) = changed(BY_STRUCTURE, "54,400.00", "84,400.00");
    assert_eq!(
        said,
        "prose-figure: 这一项 84,400.00元，由合计 2,720,000.00元 减去其余 2 项是 54,400.00元，差 30,000.00元"
    );
    // There may be something else that is no more than what was rounded.
    assert_quiet(&BY_STRUCTURE.replace("54,400.00", "54,000.00"));
}

#[test]
fn the_share_of_what_is_named_may_be_one_of_a_paragraph_above() {
    let text = "2026年一般公共预算拨款支出1,493.92万元。\n\n1.基本支出预算1,440.22万元，占一般公共预算支出的96.41%。\n\n2.项目支出预算53.70万元，占一般公共预算支出的3.59%。";
    assert_mended(text, "96.41", "94.61");
    assert_mended(text, "3.59", "5.39");
    // Of several with the name it may be any.
    assert_quiet(&format!("2025年一般公共预算拨款支出1,522.28万元。\n\n{}", text.replace("96.41", "94.61")));
}

#[test]
fn both_sides_of_a_budget_vouch_for_its_total() {
    let text = "2026年财政拨款收支总预算5,230,000.00元。收入包括:一般公共预算拨款5,200,000.00元、上年结转结余30,000.00元;支出包括:\
        教育支出4,100,000.00元、社会保障和就业支出520,000.00元、卫生健康支出260,000.00元、住房保障支出350,000.00元。";
    assert_mended(text, "5,230,000.00", "5,320,000.00");
    assert_mended(text, "520,000.00元、卫", "250,000.00元、卫");
    assert_mended(text, "30,000.00元;", "80,000.00元;");
    // Where neither list adds up, or the part that is wrong may be any, nothing is said.
    assert_quiet(&text.replace("30,000.00元;", "80,000.00元;").replace("520,000.00", "560,000.00"));
    assert_quiet(&text.replace("住房保障支出350,000.00元", "住房保障支出299,123.45元"));
}

#[test]
fn basic_and_project_spending_are_all_there_is() {
    let text = "2026年一般公共预算财政拨款支出1,000.00万元，比2025年减少50.00万元。其中：基本支出700.00万元，比2025年增加10.00万元，主要原因是人员增加；\
        项目支出300.00万元，比2025年减少60.00万元，主要原因是项目完工。";
    assert_mended(text, "1,000.00", "1,100.00");
    assert_eq!(
        changed(text, "1,000.00", "1,100.00").0,
        "prose-figure: 合计 1,100.00万元，所列 2 项相加 1,000.00万元，差 100.00万元"
    );
    // With others among them it is not told.
    assert_quiet(
        "2026年支出预算1,000.00万元，其中：基本支出700.00万元，项目支出200.00万元，事业单位经营支出100.00万元。",
    );
    assert_quiet("2026年支出预算1,000.00万元，其中：基本支出700.00万元，重点项目支出200.00万元。");
}

#[test]
fn the_parts_with_shares_that_make_up_the_whole_are_all_there_are() {
    let text = "2026年度本单位支出为1,942.57万元。其中:基本支出1,121.09万元,占57.71%;项目支出821.48万元,占42.29%;经营支出0万元,占0%。";
    assert_mended(text, "1,942.57", "1,492.57");
    assert_mended(text, "1,121.09", "1,211.09");
    assert_mended(text, "57.71", "51.77");
}

#[test]
fn what_a_sentence_compares_is_what_the_one_before_speaks_of() {
    let text = "2.上级补助收入12.50万元,为事业单位从主管部门取得的非财政补助收入。较2025年度决算数减少2.50万元,下降16.7%,主要原因是定期增资减少。";
    assert_mended(text, "16.7", "17.6");
    let text = "2026年度收、支总计均为1,523.26万元。与2025年度相比，收、支总计各增加50.26万元，增长3.41%。";
    assert_mended(text, "3.41", "4.31");
    for (text, right, wrong) in [
        ("“三公”经费预算1,969万元，较2025年的2,190万元减少221万元，下降10.1%。", "10.1", "11.0"),
        ("会议费50.80万元，比2025年预算40.00万元增长27%。", "27", "72"),
        ("教育支出105.00万元（占10.50%），比上年年初预算增加5.00万元，增幅为5%。", "5%。", "8%。"),
        ("工资福利支出较上年增加的原因是调资；工资福利支出120.00万元，较上年增20.00万元，增20%。", "增20%", "增30%"),
        ("公务接待费2.40万元，比2025年减少了0.60万元，下降了20%。", "20%", "35%"),
    ] {
        assert_mended(text, right, wrong);
    }
    // The word goes with the figures.
    assert_mended("会议费50.80万元，比2025年预算40.00万元增长27%。", "增长", "下降");
}

#[test]
fn what_another_sentence_is_about_is_not_compared() {
    for text in [
        "办公费45.20万元，比上年增加3.10万元，增长7.36%，主要原因是差旅费增加。2026年度“三公”经费为0，与上年相比减少2.30万元，下降100%。",
        "收入合计100.00万元，人员经费比上年增加5.00万元，增长8%。",
        "收入合计100.00万元。其中项目支出较多，比上年增加5.00万元，增长8%。",
        "支出100.00万元，主要原因是2026年新增人员，比上年同类项目增加5.00万元，增长8%。",
        "项目支出预算较上年减5.00万元，减幅100%。",
        "公务接待费2.40万元，同口径比2025年减少了0.60万元，下降了25%。",
    ] {
        assert_quiet(text);
    }
}

#[test]
fn the_three_expenses_add_up_in_each_year_and_in_brackets() {
    let text = "2026年本部门财政拨款安排“三公”经费502.40 万元，比上年减少14.60 万元，下降2.82 %。其中：因公出国（境）费0 万元；公务用车购置及运行费500.00 万元\
        （公务用车购置费100.00 万元，比上年增加0 万元；公务用车运行维护费400.00 万元，比上年增加0 万元）；公务接待费2.40 万元，比上年减少14.60 万元，下降85.88 %。";
    assert_quiet(text);
    assert_eq!(
        changed(text, "500.00", "510.00").0,
        "prose-figure: “公务用车购置及运行费”510.00万元，所列 2 项相加 500.00万元，差 10.00万元"
    );
    let text = "2026年区本级一般公共预算中“三公”经费支出预算为4,432万元，与上年基本持平，其中:因公出国(境)费用39万元，公务接待费323万元，\
        公务用车购置及运行维护费4,070万元(包括:公务用车运行维护费2,648万元、公务用车购置1,422万元)。";
    assert_mended(text, "4,432", "4,532");
    assert_mended(text, "4,070", "4,700");
    let text = "2026年度“三公”经费预算总计21.80万元，其中：因公出国（境）经费0万元，公务接待11.80万元，公务用车运行费用10.00万元。\
        2025年度“三公”经费合计支出20.12万元，其中：因公出国（境）经费0万元，公务接待12.39万元，公务用车运行费用7.73万元。";
    assert_mended(text, "21.80", "28.10");
    assert_mended(text, "20.12", "21.02");
    // What is spent on receptions within the running costs of the agency is another figure.
    assert_quiet(
        "2026年机关运行经费支出112.50万元，其中“三公”经费如下。其中：办公费68.00万元、公务用车运行维护费30.00万元、公务接待费2.50万元、其他12.00万元。",
    );
}

/// What was carried over is in the total of income, and not in the income from appropriations.
#[test]
fn a_total_with_what_was_carried_over_is_another_figure() {
    let table = "部门收支总表\n\n单位：万元\n\n| 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n| 一、财政拨款收入 | 1,095.13 | 一、一般公共服务支出 | 1,097.37 |\n\
        | 本年收入合计 | 1,095.13 | 本年支出合计 | 1,097.37 |\n| 上年结转 | 2.24 | | |\n| 收入总计 | 1,097.37 | 支出总计 | 1,097.37 |\n";
    assert_quiet(&format!("{table}\n2026年度财政拨款收入总计1,097.37万元、支出总计1,097.37万元。"));
}

/// Texts that are right, each below its name: ways of writing in which a figure is easily taken for another one.
const RIGHT: &str = include_str!("prose_right.txt");

fn right() -> impl Iterator<Item = (&'static str, &'static str)> {
    RIGHT.split("=== ").filter_map(|text| text.split_once('\n')).map(|(name, text)| (name, text.trim_end()))
}

#[test]
fn what_is_right_is_not_said_to_be_wrong() {
    assert!(right().count() > 70);
    for (name, text) in right() {
        assert_eq!(found(&format!("{TITLE}{text}\n")), [] as [String; 0], "{name}\n{text}");
    }
}

/// Converters part a paragraph where a page ends.
#[test]
fn what_is_right_is_so_wherever_a_page_parts_it() {
    let mut said = Vec::new();
    for (name, text) in right() {
        let places =
            text.match_indices(['，', '；', '、', '：', '元', '。', '（', '占']).map(|(at, mark)| at + mark.len());
        for (before, behind) in places.map(|at| text.split_at(at)) {
            for page in ["\n\n", "\n\n— 12 —\n\n"] {
                let parted = format!("{TITLE}{before}{page}{behind}\n");
                said.extend(found(&parted).into_iter().map(|one| format!("{name}: {one}\n{parted}")));
            }
        }
    }
    assert_eq!(said, [] as [String; 0]);
}
