use super::*;

fn code(value: u16, name: &str) -> Option<CodeText<'_>> {
    Some(CodeText { value, name })
}

fn verdict(one: (u16, &str), two: (u16, &str)) -> CodeVerdict {
    Codes::standard().verdict(code(one.0, one.1), code(two.0, two.1))
}

fn to_level1(text: &str) -> Correction {
    Correction { level1: Some(text.to_owned()), level2: None }
}

fn to_level2(text: &str) -> Correction {
    Correction { level1: None, level2: Some(text.to_owned()) }
}

#[test]
fn the_standard_table_is_whole() {
    let names: Vec<&str> = Codes::standard().classes().iter().map(|class| class.name.as_str()).collect();
    assert_eq!(names, ["产出指标", "效益指标", "满意度指标", "成本指标"]);
    let quantity =
        Codes::standard().level2_by_name("数量").next().map(|(class, below)| (&*class.name, &*below.english));
    assert_eq!(quantity, Some(("产出指标", "quantity")));
    assert_eq!(Codes::standard().level1_by_name(" 效益 指标 ").map(|class| &*class.english), Some("benefit"));
}

#[test]
fn every_pair_of_the_table_is_consistent_with_and_without_suffix() {
    for class in Codes::standard().classes() {
        let digits = if class.codes.is_empty() { vec![1, 4, 5] } else { class.codes.clone() };
        for (digit, below) in digits.iter().flat_map(|digit| class.level2.iter().map(move |below| (*digit, below))) {
            let two = u16::from(digit) * 10 + u16::from(below.ordinal.unwrap_or(2));
            for name in [below.name.clone(), format!("{}指标", below.name.trim_end_matches("指标"))] {
                let found = verdict((u16::from(digit), &class.name), (two, &name));
                assert_eq!(found, CodeVerdict::Consistent, "{digit}-{} {two}-{name}", class.name);
            }
        }
    }
}

#[test]
fn shortened_wide_and_unheard_names_contradict_nothing() {
    assert_eq!(verdict((1, "产出"), (11, "数量")), CodeVerdict::Consistent);
    assert_eq!(verdict((3, "满意度指标"), (31, "满意度")), CodeVerdict::Consistent);
    assert_eq!(verdict((2, "效益指标"), (24, "可持续影响指标")), CodeVerdict::Consistent);
    assert_eq!(verdict((1, "产出指标"), (12, "工程进展")), CodeVerdict::Consistent);
    assert_eq!(verdict((1, "产出指标"), (14, "经济成本指标")), CodeVerdict::Consistent);
}

#[test]
fn cost_as_a_class_of_its_own_moves_the_others_up() {
    assert_eq!(verdict((1, "成本指标"), (11, "经济成本指标")), CodeVerdict::Consistent);
    assert_eq!(verdict((2, "产出指标"), (21, "数量指标")), CodeVerdict::Consistent);
    assert_eq!(verdict((4, "满意度指标"), (41, "服务对象满意度")), CodeVerdict::Consistent);
    assert_eq!(verdict((4, "成本指标"), (43, "生态环境成本")), CodeVerdict::Consistent);
}

#[test]
fn a_level_2_code_under_another_class_may_be_set_right_from_either_side() {
    let CodeVerdict::OtherClass { corrections } = verdict((2, "效益指标"), (12, "质量指标")) else {
        panic!("quality is no benefit");
    };
    assert_eq!(
        corrections,
        [
            to_level1("1-产出指标"),
            to_level2("21-经济效益"),
            to_level2("22-社会效益"),
            to_level2("23-生态效益"),
            to_level2("24-可持续影响"),
        ]
    );
}

#[test]
fn a_code_that_disagrees_with_its_name_is_one_of_the_two() {
    let CodeVerdict::NameDisagrees { level: Level::Two, corrections } = verdict((1, "产出指标"), (11, "质量指标"))
    else {
        panic!("11 is quantity");
    };
    assert_eq!(corrections, [to_level2("11-数量指标"), to_level2("12-质量指标")]);
    let CodeVerdict::NameDisagrees { level: Level::One, corrections } = verdict((1, "效益指标"), (22, "社会效益"))
    else {
        panic!("1 is output");
    };
    assert_eq!(corrections, [to_level1("2-效益指标")]);
}

#[test]
fn unknown_codes_are_corrected_by_their_names() {
    let CodeVerdict::UnknownCode { level: Level::Two, corrections } = verdict((1, "产出指标"), (19, "时效指标"))
    else {
        panic!("there is no 19");
    };
    assert_eq!(corrections, [to_level2("13-时效指标")]);
    let CodeVerdict::UnknownCode { level: Level::One, corrections } =
        verdict((7, "满意度指标"), (31, "服务对象满意度"))
    else {
        panic!("there is no 7");
    };
    assert_eq!(corrections, [to_level1("3-满意度指标")]);
}

#[test]
fn one_level_alone_is_judged_too() {
    let alone = Codes::standard().verdict(None, code(12, "质量指标"));
    assert_eq!(alone, CodeVerdict::Consistent);
    let wrong = Codes::standard().verdict(None, code(12, "数量指标"));
    assert!(matches!(wrong, CodeVerdict::NameDisagrees { level: Level::Two, .. }));
}

#[test]
fn a_workspace_adds_its_own_classes() {
    let mut codes = Codes::standard().clone();
    let own = "[[class]]\nname = \"工程指标\"\ncodes = [5]\nlevel2 = [{ ordinal = 1, name = \"进度指标\" }]\n";
    codes.extend(&Codes::parse(own).unwrap()).unwrap();
    assert_eq!(codes.verdict(code(5, "工程指标"), code(51, "进度")), CodeVerdict::Consistent);
    assert_eq!(codes.level1_prefix("工程指标；"), Some("工程指标".len()));
    codes.extend(&Codes::parse(own).unwrap()).unwrap();
    assert_eq!(codes.classes().len(), 5, "the same classes once more change nothing");
}

#[test]
fn a_clash_names_both_and_leaves_the_table_alone() {
    let mut codes = Codes::standard().clone();
    let other = "[[class]]\nname = \"产出指标\"\nlevel2 = [{ ordinal = 5, name = \"规模指标\" }, { ordinal = 2, name = \"安全指标\" }]\n";
    let clash = codes.extend(&Codes::parse(other).unwrap()).unwrap_err();
    assert_eq!(clash.to_string(), "12-安全指标 clashes with 12-质量指标");
    assert_eq!(&codes, Codes::standard());
    let renamed = "[[class]]\nname = \"成果指标\"\ncodes = [1]\n";
    let clash = codes.extend(&Codes::parse(renamed).unwrap()).unwrap_err();
    assert_eq!(clash.to_string(), "1-成果指标 clashes with 1-产出指标");
}

#[test]
fn a_broken_table_is_refused() {
    assert!(Codes::parse("[[class]]\nname = \"甲\"\ncodes = [12]").is_err());
    assert!(Codes::parse("[[class]]\nname = \"指标\"").is_err());
    assert!(Codes::parse("[[klass]]").is_err());
}
