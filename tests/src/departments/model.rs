//! What a department spends: exact figures, all in 元, that add up.

use super::codes::{CAPITAL, CLASSES, Class, Economic, GOVERNMENT, RUNNING, STAFF};
use crate::generator::Dice;

/// What the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 部门预算.
    Budget,
    /// 部门决算.
    FinalAccount,
}

/// Which budget pays for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fund {
    /// 一般公共预算.
    Public,
    /// 政府性基金预算.
    Government,
    /// 国有资本经营预算.
    Capital,
}

/// The three budgets, in the order of their columns.
pub const FUNDS: [Fund; 3] = [Fund::Public, Fund::Government, Fund::Capital];

/// What is spent, in 元.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// 人员经费.
    pub staff: i64,
    /// 公用经费.
    pub running: i64,
    /// 项目支出.
    pub project: i64,
}

impl Spent {
    /// 基本支出.
    pub fn basic(self) -> i64 {
        self.staff + self.running
    }

    /// 合计.
    pub fn total(self) -> i64 {
        self.basic() + self.project
    }
}

impl std::ops::Add for Spent {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            staff: self.staff + other.staff,
            running: self.running + other.running,
            project: self.project + other.project,
        }
    }
}

/// An item (项) of the functional classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Seven digits.
    pub code: String,
    /// The names of its class, its group and itself.
    pub names: [&'static str; 3],
    /// Which budget pays for it.
    pub fund: Fund,
    /// What is spent of that budget.
    pub fiscal: Spent,
    /// What is spent of the department's own income; only in items of the general public budget.
    pub own: Spent,
    /// 事业收入, 经营收入 and 其他收入.
    pub income: [i64; 3],
    /// What was spent of `fund` in the year before.
    pub last: i64,
    /// 年初预算 of `fund`, in a final account.
    pub planned: i64,
}

/// A row of the economic classification below a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expense {
    /// Class: code and name.
    pub class: Economic,
    /// Group: code and name.
    pub group: Economic,
    /// What is spent.
    pub amount: i64,
    /// 人员经费, or 公用经费.
    pub is_staff: bool,
}

/// The three public expenses, all in multiples of 100 元.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Public {
    /// 因公出国（境）费.
    pub abroad: i64,
    /// 公务接待费.
    pub reception: i64,
    /// 公务用车购置费.
    pub bought: i64,
    /// 公务用车运行费.
    pub driven: i64,
}

impl Public {
    /// 公务用车购置及运行费.
    pub fn cars(self) -> i64 {
        self.bought + self.driven
    }

    /// 合计.
    pub fn total(self) -> i64 {
        self.abroad + self.reception + self.cars()
    }
}

/// A department whose figures add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Budget or final account.
    pub kind: Kind,
    /// 示例市青禾区民政局.
    pub name: String,
    /// The year of the document.
    pub year: usize,
    /// What all amounts are multiples of, in 元: 1, or 100 where tables may be in 万元.
    pub grain: i64,
    /// By code.
    pub items: Vec<Item>,
    /// The basic expenditure of the general public budget by economic class.
    pub expenses: Vec<Expense>,
    /// The three public expenses: what is budgeted or, in a final account, was spent.
    pub public: Public,
    /// The three public expenses of the year before or, in a final account, as they were budgeted.
    pub public_before: Public,
    /// 机关运行经费, at most 公用经费.
    pub running: i64,
    /// 政府采购: 货物, 工程, 服务, in multiples of 100 元.
    pub bought: [i64; 3],
    /// What the three budgets paid for in the budget of the year before.
    pub before: [i64; 3],
    /// 年初结转和结余 of a final account: of the general public budget, and all.
    pub opening: [i64; 2],
    /// 结余分配 of a final account.
    pub allotted: i64,
}

const PLACES: &[&str] = &["示例市青禾区", "云浔市望岚区", "临溪县", "澄湖市", "松泽县", "榆川市南屏区", "示例市柳汀区"];
const OFFICES: &[&str] = &[
    "民政局",
    "水务局",
    "文化和旅游局",
    "统计局",
    "教育局",
    "档案馆",
    "社会福利院",
    "司法局",
    "交通运输局",
    "卫生健康委员会",
    "城市管理局",
    "体育局",
];

impl Department {
    /// Any department.
    pub fn any(dice: &mut Dice, kind: Kind) -> Self {
        let grain = if dice.percent(50) { 100 } else { 1 };
        let mut items = public_items(dice, grain);
        for (fund, classes, chance) in [(Fund::Government, GOVERNMENT, 30), (Fund::Capital, CAPITAL, 6)] {
            if dice.percent(chance) {
                let fiscal = |dice: &mut Dice| Spent { project: amount(dice, grain, 6), ..Spent::default() };
                items.extend(picked(dice, classes, 1, fund, fiscal));
            }
        }
        if dice.percent(40) {
            earn(dice, &mut items, grain, kind);
        }
        for item in &mut items {
            item.last = near(dice, item.fiscal.total(), grain);
            item.planned = near(dice, item.fiscal.total(), grain);
        }
        items.sort_by(|one, other| one.code.cmp(&other.code));
        let mut department = Self {
            kind,
            name: format!("{}{}", dice.pick(PLACES).unwrap_or_default(), dice.pick(OFFICES).unwrap_or_default()),
            year: dice.between(2024, 2027),
            grain,
            items,
            expenses: Vec::new(),
            public: Public::default(),
            public_before: Public::default(),
            running: 0,
            bought: [(); 3].map(|()| if dice.percent(30) { 0 } else { amount(dice, 100, 4) }),
            before: [0; 3],
            opening: [0; 2],
            allotted: 0,
        };
        department.finish(dice);
        department
    }

    /// What the items of a budget come to.
    pub fn spent(&self, fund: Fund) -> Spent {
        let items = self.items.iter().filter(|item| item.fund == fund);
        items.fold(Spent::default(), |sum, item| sum + item.fiscal)
    }

    /// What the three budgets pay for.
    pub fn fiscal(&self) -> i64 {
        FUNDS.iter().map(|fund| self.spent(*fund).total()).sum()
    }

    /// All that is spent.
    pub fn all(&self) -> Spent {
        self.items.iter().fold(Spent::default(), |sum, item| sum + item.fiscal + item.own)
    }

    /// 事业收入, 经营收入 and 其他收入.
    pub fn income(&self) -> [i64; 3] {
        std::array::from_fn(|kind| self.items.iter().map(|item| item.income[kind]).sum())
    }

    /// 本年收入合计.
    pub fn received(&self) -> i64 {
        self.fiscal() + self.income().iter().sum::<i64>()
    }

    /// 年末结转和结余.
    pub fn closing(&self) -> i64 {
        self.received() + self.opening[1] - self.all().total() - self.allotted
    }

    /// Whether the department has that budget.
    pub fn has(&self, fund: Fund) -> bool {
        self.items.iter().any(|item| item.fund == fund)
    }

    fn finish(&mut self, dice: &mut Dice) {
        let public = self.spent(Fund::Public);
        for (classes, sum, is_staff) in [(STAFF, public.staff, true), (RUNNING, public.running, false)] {
            self.expenses.extend(shared(dice, classes, sum, is_staff, self.grain));
        }
        self.expenses.sort_by_key(|expense| expense.group.0);
        let maybe = |dice: &mut Dice, chance| if dice.percent(chance) { amount(dice, 100, 2) } else { 0 };
        let public = |dice: &mut Dice| Public {
            abroad: maybe(dice, 40),
            reception: maybe(dice, 70),
            bought: maybe(dice, 30),
            driven: maybe(dice, 80),
        };
        self.public = public(dice);
        self.public_before = if dice.percent(30) { self.public } else { public(dice) };
        let running = self.spent(Fund::Public).running;
        self.running = match dice.below(3) {
            0 => 0,
            1 => running,
            _ => running / 2 / self.grain * self.grain,
        };
        for (before, fund) in self.before.iter_mut().zip(FUNDS) {
            let now = self.items.iter().filter(|item| item.fund == fund).map(|item| item.fiscal.total()).sum();
            *before = if dice.percent(20) { now } else { near(dice, now, self.grain) };
        }
        if self.kind == Kind::FinalAccount && dice.percent(70) {
            let opening = amount(dice, self.grain, 3);
            self.opening = [opening, opening + if dice.percent(50) { amount(dice, self.grain, 3) } else { 0 }];
            if dice.percent(20) {
                self.allotted = (self.opening[1] - self.opening[0]) / 2 / self.grain * self.grain;
            }
        }
    }
}

fn public_items(dice: &mut Dice, grain: i64) -> Vec<Item> {
    let count = dice.between(3, 8);
    let fiscal = |dice: &mut Dice| {
        let (is_basic, is_project) = [(true, false), (false, true), (true, true)][dice.below(3)];
        Spent {
            staff: if is_basic { amount(dice, grain, 5) } else { 0 },
            running: if is_basic && dice.percent(60) { amount(dice, grain, 4) } else { 0 },
            project: if is_project { amount(dice, grain, 5) } else { 0 },
        }
    };
    let mut items = picked(dice, CLASSES, count, Fund::Public, fiscal);
    if let Some(first) = items.first_mut() {
        first.fiscal =
            first.fiscal + Spent { staff: amount(dice, grain, 5), running: amount(dice, grain, 4), project: 0 };
    }
    items
}

/// Items of so many classes, with one to three groups each and one to three items in a group.
fn picked(
    dice: &mut Dice,
    classes: &[Class],
    count: usize,
    fund: Fund,
    mut fiscal: impl FnMut(&mut Dice) -> Spent,
) -> Vec<Item> {
    let mut items = Vec::new();
    for (_, class, groups) in dice.several(classes, count) {
        let count = dice.between(1, 3);
        for (code, group, names) in dice.several(groups, count) {
            let count = dice.between(1, 3);
            for (last, name) in dice.several(names, count) {
                items.push(Item {
                    code: format!("{code}{last}"),
                    names: [class, group, name],
                    fund,
                    fiscal: fiscal(dice),
                    own: Spent::default(),
                    income: [0; 3],
                    last: 0,
                    planned: 0,
                });
            }
        }
    }
    items
}

/// Gives some items income of their own; a final account may keep some of it.
fn earn(dice: &mut Dice, items: &mut [Item], grain: i64, kind: Kind) {
    for item in items.iter_mut().filter(|item| item.fund == Fund::Public) {
        if dice.percent(30) {
            item.own.project = amount(dice, grain, 4);
            item.own.staff = if dice.percent(20) { amount(dice, grain, 4) } else { 0 };
            let kept = if kind == Kind::FinalAccount && dice.percent(30) { amount(dice, grain, 2) } else { 0 };
            let mut left = item.own.total() + kept;
            if dice.percent(30) {
                let part = left / 3 / grain * grain;
                item.income[dice.below(3)] += part;
                left -= part;
            }
            item.income[if dice.percent(70) { 0 } else { 2 }] += left;
        }
    }
}

/// A sum as groups of its classes.
fn shared(dice: &mut Dice, classes: &[(Economic, &[Economic])], sum: i64, is_staff: bool, grain: i64) -> Vec<Expense> {
    let all: Vec<(Economic, Economic)> =
        classes.iter().flat_map(|(class, groups)| groups.iter().map(|group| (*class, *group))).collect();
    let (mut expenses, mut left) = (Vec::new(), sum / grain);
    let count = dice.between(2, all.len());
    let groups = dice.several(&all, count);
    for (at, (class, group)) in groups.iter().enumerate() {
        let is_last = at + 1 == groups.len();
        let share = left / i64::try_from(dice.between(2, 6)).unwrap_or(2);
        let amount = if is_last { left } else { share };
        left -= amount;
        if amount > 0 {
            expenses.push(Expense { class: *class, group: *group, amount: amount * grain, is_staff });
        }
    }
    expenses
}

/// An amount of two to three digits more than so many, a multiple of `grain` of at least 3,000 元.
fn amount(dice: &mut Dice, grain: i64, digits: u32) -> i64 {
    let most = 10_usize.pow(digits + 2);
    let amount = i64::try_from(dice.between(3_000.max(most / 100), most)).unwrap_or_default();
    // Most budgets are round, which is what makes slips look natural.
    let round = if dice.percent(50) { 100 } else { grain };
    amount / round * round
}

/// An amount that another one may have been a year before: the same, nothing, or up to half more or less.
fn near(dice: &mut Dice, amount: i64, grain: i64) -> i64 {
    if amount == 0 || dice.percent(10) {
        return amount;
    }
    if dice.percent(3) {
        return 0;
    }
    let share = i64::try_from(dice.between(500, 1_500)).unwrap_or(1_000);
    amount * share / 1_000 / grain * grain
}
