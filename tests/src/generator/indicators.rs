//! Well-formed indicators, in pieces that a fault can change one by one.

use std::fmt;

use super::Dice;

/// One indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its number in the list.
    pub number: usize,
    /// `1-产出指标`.
    pub class1: &'static str,
    /// `11-数量指标`.
    pub class2: &'static str,
    /// What is measured.
    pub name: &'static str,
    /// The value of the cycle.
    pub cycle: String,
    /// The value of the year.
    pub year: String,
    /// What stands between the pieces.
    pub separators: [&'static str; 4],
    /// What stands at the end.
    pub stop: &'static str,
}

impl fmt::Display for Indicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third, fourth] = self.separators;
        write!(f, "{}、{}{first}{}{second}{}{third}", self.number, self.class1, self.class2, self.name)?;
        write!(f, "实施周期指标值：{}{fourth}年度指标值：{}{}", self.cycle, self.year, self.stop)
    }
}

/// What is measured, and in which unit: none where words say how much.
type Measures = &'static [(&'static str, &'static str)];

/// The classes, with what is measured in each and the end of its values: `≥30` and a unit, or words alone.
const CLASSES: &[(&str, &str, Measures)] = &[
    ("1-产出指标", "11-数量指标", &[("服务群众人次", "人次"), ("完成改造点位", "处"), ("开展活动场次", "场次")]),
    ("1-产出指标", "12-质量指标", &[("验收合格率", "%"), ("设备完好率", "%")]),
    ("1-产出指标", "13-时效指标", &[("资金支付完成率", "%"), ("任务按期办结率", "%")]),
    ("2-效益指标", "21-经济效益指标", &[("带动就业人数", "人"), ("群众办事成本", "")]),
    ("2-效益指标", "22-社会效益指标", &[("公共服务水平", ""), ("受益群众人数", "人")]),
    ("2-效益指标", "23-生态效益指标", &[("周边环境质量", ""), ("减排能耗比例", "%")]),
    ("3-满意度指标", "31-服务对象满意度指标", &[("服务对象满意度", "%"), ("受益群众满意度", "%")]),
];

const WORDINGS: &[&str] = &["有效改善", "持续提升", "稳步提高", "明显优化", "不断增强"];

/// Two to four indicators of several classes, counting 1, 2, 3 ….
pub fn indicators(dice: &mut Dice) -> Vec<Indicator> {
    let count = dice.between(2, 4);
    let output = dice.below(3);
    let benefit = 3 + dice.below(3);
    let others: Vec<usize> = (0..CLASSES.len()).filter(|class| ![output, benefit].contains(class)).collect();
    let mut classes = vec![output, benefit];
    classes.extend(dice.several(&others, count - 2));
    classes.sort_unstable();
    classes.into_iter().enumerate().map(|(index, class)| indicator(index + 1, class, dice)).collect()
}

fn indicator(number: usize, class: usize, dice: &mut Dice) -> Indicator {
    let (class1, class2, names) = CLASSES[class];
    let (name, unit) = names[dice.below(names.len())];
    let value = match unit {
        "" => WORDINGS[dice.below(WORDINGS.len())].to_owned(),
        "%" => format!("≥{}%", dice.between(80, 99)),
        unit => format!("≥{}{unit}", dice.between(2, 4000)),
    };
    Indicator { number, class1, class2, name, cycle: value.clone(), year: value, separators: ["；"; 4], stop: "。" }
}

/// A level-2 class that belongs to another level-1 class.
pub fn foreign_class(of: &Indicator, dice: &mut Dice) -> &'static str {
    let others: Vec<&'static str> =
        CLASSES.iter().filter(|(class1, ..)| *class1 != of.class1).map(|(_, class2, _)| *class2).collect();
    others[dice.below(others.len())]
}
