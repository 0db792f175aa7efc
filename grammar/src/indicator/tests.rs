use super::*;
use crate::codes::Codes;

fn read(cell: &str) -> Indicators {
    parse(cell, Codes::standard())
}

#[test]
fn a_list_as_it_should_be() {
    let cell = "1、1-产出指标；11-数量指标；培训场次；实施周期指标值：≥12场；年度指标值:≥12 场。2、2-效益指标;22-社会效益;群众办事便利程度 ；实施周期指标值：提升。；年度指标值：提升。";
    let read = read(cell);
    assert_eq!(&*read.problems, []);
    let texts: Vec<_> = read.list.iter().map(|one| (one.name.of(cell), one.year.unwrap().span.of(cell))).collect();
    assert_eq!(texts, [("培训场次", "≥12 场"), ("群众办事便利程度", "提升")]);
}
