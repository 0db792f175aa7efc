//! What the prose of a budget says against its statements, and against itself.

mod desk;
mod doubt;
mod money;
mod otherwise;

use std::collections::BTreeMap;

use budget_grammar::{
    classification::code_of_class,
    kinds::QuantityId,
    name::fold,
    prose::{Fund, Mention, Names, Passage, Subject},
    statement::{Budget, Code, Standing},
};

use super::{Department, PassageScope, Quantity, Seat, Verdict, same_band};
use crate::{
    ratio::Printed,
    statement::{Account, Part, canonical, is_wrong},
};

use desk::Desk;
pub(super) use desk::{Followed, Meant, carried_to, is_printed};
pub(crate) use money::{LIST_REACH, speaks_of_lines};

/// The most characters that stand before a name in a title: 第三部分　.
const MOST_BEFORE_NAME: usize = 8;

/// What the statements say that a figure of the prose should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Where it stands.
    pub seat: Seat,
    /// In 10⁻⁸ 元, where a slip in the statement is mended.
    pub value: i128,
    /// The unit of its last place, likewise.
    pub ulp: i128,
}

impl<'a> Department<'a> {
    /// Whether the headings above a paragraph speak of another year, of a part of the department or of somebody else.
    pub(super) fn is_under_others(&self, scope: &PassageScope<'a>) -> bool {
        Desk::new(self, *scope).is_under_others()
    }

    /// The places in the statements that print what a figure of a paragraph is called, by kind of statement.
    pub(super) fn seats_named(&self, scope: &PassageScope<'a>, mention: &Mention) -> Vec<Seat> {
        self.seats_of_fund(mention, Desk::new(self, *scope).fund())
    }

    /// Those of them that it repeats, and not other figures: see [`Desk::stands_for`].
    pub(super) fn seats_of(&self, scope: &PassageScope<'a>, mention: &Mention) -> Vec<Seat> {
        Desk::new(self, *scope).stands_for(mention)
    }

    /// What a figure of a paragraph is said to be.
    pub(super) fn name_of(&self, scope: &PassageScope<'a>, mention: &Mention) -> String {
        Desk::new(self, *scope).name(mention)
    }
}

impl Department<'_> {
    /// All that is said of the prose. Cost: the figures of the prose, each with the look-up of its quantity.
    pub(super) fn prose(&self) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for scope in &self.passages {
            Desk::new(self, *scope).read(&mut verdicts);
        }
        verdicts
    }

    /// The places in the statements that print what a figure of the prose is said to be, by kind of statement, where
    /// the heading above may say of which money it is.
    pub(super) fn seats_of_fund(&self, mention: &Mention, fund: Option<Fund>) -> Vec<Seat> {
        let seats = self.seats_of_subject(mention, fund);
        let Some(budget) = mention.budget.filter(|_| seats.iter().any(|seat| self.is_of_final_account(*seat))) else {
            return seats;
        };
        // What was budgeted stands beside what was spent, and is another figure.
        match mention.subject {
            Subject::Quantity(id) => self.budgets_printed(id, budget),
            Subject::Line(_) => Vec::new(),
        }
    }

    /// Whether a statement prints a budget of a quantity, as far as that is known.
    pub(super) fn prints_budget(&self, id: QuantityId, budget: Budget) -> bool {
        !self.budgets_printed(id, budget).is_empty()
    }

    /// Where a budget is printed; one as it was approved is that of a column called 预算数, too, where nothing seems to
    /// have been changed.
    fn budgets_printed(&self, id: QuantityId, budget: Budget) -> Vec<Seat> {
        let own = self.budgets(id, budget);
        if !own.is_empty() || budget == Budget::Adjusted || !self.are_budgets_kept() {
            return own;
        }
        self.budgets(id, Budget::Adjusted)
    }

    /// Whether the budgets that the prose says were approved are those that a statement prints as 预算数, but for a slip:
    /// more than twice as many are as are not. One is as well that would be by how much of it is said to be spent:
    /// 年初预算为W万元，支出决算为X万元，完成预算的P%.
    fn are_budgets_kept(&self) -> bool {
        *self.are_budgets_kept.get_or_init(|| {
            let (mut same, mut other) = (0_usize, 0_usize);
            for scope in &self.passages {
                let (passage, desk) = (scope.passage, Desk::new(self, *scope));
                let approved = passage.mentions.iter().filter(|mention| mention.budget == Some(Budget::Approved));
                for mention in approved.filter(|mention| self.is_own(passage, mention)) {
                    let (Subject::Quantity(id), Some(figure)) = (&mention.subject, passage.figures.get(mention.figure))
                    else {
                        continue;
                    };
                    for seat in self.budgets(*id, Budget::Adjusted) {
                        let Some(printed) = self.exact(seat).filter(|printed| *printed != 0) else { continue };
                        let in_unit = printed / figure.unit.yuan();
                        if in_unit == figure.value || desk.spends(mention.figure, in_unit) {
                            same += 1;
                        } else {
                            other += 1;
                        }
                    }
                }
            }
            same > other * 2
        })
    }

    fn seats_of_subject(&self, mention: &Mention, fund: Option<Fund>) -> Vec<Seat> {
        const WHOLE: &Part = &Part::Whole;
        let seats = |name: &str, part: &Part| -> Vec<Seat> {
            let id = self.kinds().quantity_id(name);
            let found = id.and_then(|id| self.quantities().get(&Quantity { id, part }));
            found.cloned().unwrap_or_default()
        };
        match &mention.subject {
            Subject::Quantity(id) => {
                self.quantities().get(&Quantity { id: *id, part: WHOLE }).cloned().unwrap_or_default()
            }
            Subject::Line(names) if names.group.is_none() => {
                let class = Part::Class(canonical(&names.class));
                let (general, fiscal) = (seats("general-by-class", &class), seats("fiscal-by-class", &class));
                match fund {
                    Some(Fund::General) => return general,
                    Some(Fund::Fiscal) => return fiscal,
                    Some(Fund::GovernmentFund) => return seats("government-fund-by-class", &class),
                    Some(Fund::StateCapital) => return seats("state-capital-by-class", &class),
                    Some(Fund::All) => return seats("spending-by-class", &class),
                    Some(Fund::Other) | None => {}
                }
                // What other funds spend on the class is in one of them and not in the other.
                let values = |seats: &[Seat]| seats.iter().map(|seat| self.exact(*seat)).collect::<Vec<_>>();
                let is_same =
                    general.is_empty() || fiscal.is_empty() || values(&general).first() == values(&fiscal).first();
                if is_same { general.into_iter().chain(fiscal).collect() } else { Vec::new() }
            }
            Subject::Line(names) => {
                const KINDS: [&str; 3] = ["general-by-code", "government-fund-by-code", "state-capital-by-code"];
                let kinds = KINDS.iter().filter_map(|name| self.kinds().quantity_id(name));
                kinds.into_iter().filter_map(|id| self.line_of_names(id, names)).take(1).collect()
            }
        }
    }

    /// What the prose prints of each figure of the statements, perhaps in several places. Cost: the mentions of the
    /// prose.
    pub(super) fn said_of_seats(&self) -> BTreeMap<Seat, Vec<Expected>> {
        let mut said: BTreeMap<Seat, Vec<Expected>> = BTreeMap::new();
        for scope in &self.passages {
            let fund = Desk::new(self, *scope).fund();
            for mention in scope.passage.mentions.iter().filter(|mention| self.is_own(scope.passage, mention)) {
                let Some(figure) = scope.passage.figures.get(mention.figure) else { continue };
                let factor = figure.unit.yuan();
                let ulp = Printed::new(0, figure.decimals).ulp.checked_mul(factor);
                let (Some(value), Some(ulp)) = (figure.value.checked_mul(factor), ulp) else { continue };
                for seat in self.seats_of_fund(mention, fund) {
                    said.entry(seat).or_default().push(Expected { seat, value, ulp });
                }
            }
        }
        said
    }

    /// The figure of the line with these names: all three, or where those above it are written otherwise, the last
    /// ones, if that is only one.
    fn line_of_names(&self, id: QuantityId, names: &Names) -> Option<Seat> {
        let own = names.item.as_deref().or(names.group.as_deref())?;
        if let Some(code) = names.code.as_deref().and_then(|code| Code::read(std::iter::once(code))) {
            let part = Part::Code(code.levels().into());
            let seats = self.quantities().get(&Quantity { id, part: &part })?;
            // What stands before a name may say that only a part of its money is meant.
            let is_named =
                |seat: &&Seat| self.account(seat.statement).is_some_and(|account| account.name(seat.place.0) == own);
            return seats.iter().find(is_named).copied();
        }
        let named = self.lines_named(id, own);
        let path =
            |seat: &Seat| self.account(seat.statement).map(|account| above(account, seat.place.0)).unwrap_or_default();
        let has_group =
            |seat: &&Seat| names.item.is_none() || path(seat).first().map(String::as_str) == names.group.as_deref();
        let own_class = class_code(&names.class);
        let is_class = |seat: &&Seat| {
            let path = path(seat);
            let is_known = |class: &String| own_class.is_some() && class_code(class) == own_class;
            path.last().is_some_and(|class| canonical(class) == canonical(&names.class) || is_known(class))
        };
        let only = |seats: Vec<&Seat>| match *seats {
            [seat] => Some(*seat),
            _ => None,
        };
        // Of the same name in another class is another line, whose own one may stand in a table that is not understood.
        let is_of_other_class = |seat: &&Seat| {
            let class = path(seat).last().and_then(|class| class_code(class));
            own_class.zip(class).is_some_and(|(own, class)| own != class)
        };
        let near = || named.iter().filter(|seat| !is_of_other_class(seat));
        only(named.iter().filter(has_group).filter(is_class).collect())
            .or_else(|| only(near().filter(has_group).collect()))
            .or_else(|| only(near().collect()))
    }

    /// What the statements say that a figure of the prose should be, where they agree about it.
    pub fn expected(&self, passage: &Passage, mention: &Mention, fund: Option<Fund>) -> Option<Expected> {
        if !self.is_own(passage, mention) {
            return None;
        }
        let narrowed = self.narrowed(passage, mention);
        let seats = self.seats_of_fund(narrowed.as_ref().unwrap_or(mention), fund);
        let settled: Vec<Expected> = seats.iter().map(|seat| self.settled(*seat)).collect::<Option<_>>()?;
        let finest = settled.iter().copied().min_by_key(|expected| expected.ulp)?;
        let is_same = |other: &Expected| {
            !is_wrong(same_band(other.value.saturating_sub(finest.value), other.ulp, finest.ulp, self.rounding))
        };
        settled.iter().all(is_same).then_some(finest)
    }

    /// Whether a figure is one of the budget of the whole department, as is what it is one of: of its year, and neither
    /// of a part nor somebody else's.
    pub(super) fn is_own(&self, passage: &Passage, mention: &Mention) -> bool {
        mention.period.is(self.year())
            && mention.holder.as_deref().is_none_or(|holder| self.is_name(holder))
            && (!mention.is_of_other_scope || self.is_part())
            && mention.head.and_then(|head| passage.mentions.get(head)).is_none_or(|head| self.is_own(passage, head))
            && (!mention.is_of_list || self.is_listed(passage, mention))
    }

    /// Whether a paragraph close above opens the list that a figure is in, and its last figure is the department's own.
    fn is_listed(&self, passage: &Passage, mention: &Mention) -> bool {
        /// How many paragraphs a list has at most: 人员经费, 公用经费.
        const REACH: usize = 3;
        let Subject::Quantity(id) = mention.subject else { return false };
        let Some(of) = self.kinds().quantity(id) else { return false };
        let Some(own) = self.passages.iter().position(|scope| std::ptr::eq(scope.passage, passage)) else {
            return false;
        };
        let above = self.passages.get(own.saturating_sub(REACH)..own).unwrap_or_default().iter().rev();
        let mut opening = above.filter_map(|scope| Some((scope.passage, scope.passage.opens.as_deref()?)));
        opening.next().is_some_and(|(above, opens)| {
            let is_own = |head: &Mention| !head.is_of_list && self.is_own(above, head);
            of.within.iter().any(|words| opens.contains(words.as_str())) && above.mentions.last().is_some_and(is_own)
        })
    }

    /// Whether the budget is that of a part of a department: …局本级.
    pub(super) fn is_part(&self) -> bool {
        self.document.text().line(self.lines.start).contains("本级")
    }

    /// Whether a folded name is that of the department, or its end: as the cover has it, the lines above its tables, or
    /// the first title.
    fn is_name(&self, holder: &str) -> bool {
        let bare = holder.strip_suffix("(部门)").or_else(|| holder.strip_suffix("(单位)")).unwrap_or(holder);
        let is_it = |name: &str| name.contains(bare) || bare.ends_with(name);
        let mut years = self.passages.iter().flat_map(|scope| &scope.passage.years);
        fold(&self.document.text().line(self.lines.start)).contains(bare)
            || years.find_map(|year| year.holder.as_deref()).is_some_and(|title| title.contains(bare))
            || self.statements.iter().any(|scope| {
                let metadata = self.document.lines().get(scope.line).and_then(|line| line.after.metadata.as_deref());
                metadata.and_then(|metadata| metadata.department.as_deref()).is_some_and(is_it)
            })
    }

    /// Whether a folded title ends with the name of the department, or one before it.
    pub(super) fn is_titled(&self, title: &str) -> bool {
        let names = |holder: &str| self.is_name(holder);
        title.char_indices().map(|(at, _)| at).take(MOST_BEFORE_NAME).filter_map(|at| title.get(at..)).any(names)
    }

    /// Whether a figure is one of what was spent, by the title of its statement, or by the budgets that stand beside.
    fn is_of_final_account(&self, seat: Seat) -> bool {
        let is_final = |account: &Account| {
            let title = account.statement.title.as_ref();
            !account.budgets.is_empty() || title.is_some_and(|title| title.text.contains("决算"))
        };
        self.account(seat.statement).is_some_and(is_final)
    }

    /// A part of general public spending as what its own statement prints, where it does: 一般公共预算支出预算X万元，其中：基本支出Y万元.
    fn narrowed(&self, passage: &Passage, mention: &Mention) -> Option<Mention> {
        const WHOLE: &Part = &Part::Whole;
        let id = |subject: &Subject| match subject {
            Subject::Quantity(id) => Some(*id),
            Subject::Line(_) => None,
        };
        let head = passage.mentions.get(mention.head?)?;
        let kinds = self.kinds();
        (id(&head.subject)? == kinds.quantity_id("general")?).then_some(())?;
        let own = id(&mention.subject)?;
        let narrow = [("spending-basic", "general-basic"), ("spending-project", "general-project")];
        let (_, name) = narrow.iter().find(|(name, _)| kinds.quantity_id(name) == Some(own))?;
        let narrow = kinds.quantity_id(name)?;
        let is_printed =
            self.quantities().get(&Quantity { id: narrow, part: WHOLE }).is_some_and(|seats| !seats.is_empty());
        is_printed.then(|| Mention { subject: Subject::Quantity(narrow), ..mention.clone() })
    }

    /// What the statements print for a quantity as a whole, in the order of the statements.
    fn values_of(&self, name: &str) -> Vec<Expected> {
        const WHOLE: &Part = &Part::Whole;
        let seats = self.kinds().quantity_id(name).and_then(|id| self.quantities().get(&Quantity { id, part: WHOLE }));
        seats.into_iter().flatten().filter_map(|seat| self.settled(*seat)).collect()
    }

    /// What a figure prints, mended where it is known how; `None` where something is wrong with it, or it is no amount.
    fn settled(&self, seat: Seat) -> Option<Expected> {
        let factor = self.factor(seat);
        let sum = self.sum(seat);
        let value = match self.corrected().get(&seat) {
            Some(mended) => (*mended)?,
            None if sum.void > 0 => return None,
            None => sum.value,
        };
        self.unit(seat)?;
        Some(Expected { seat, value: value.checked_mul(factor)?, ulp: sum.ulps().checked_mul(factor)? })
    }
}

/// The code of a class, whose name may lack its 支出.
fn class_code(name: &str) -> Option<&'static str> {
    let name = canonical(name);
    code_of_class(&name).or_else(|| code_of_class(&format!("{name}支出")))
}

/// The names of what a coded row stands below, from the nearest: by its code, or by the rows above it where that code
/// is wrong.
fn above(account: &Account, row: usize) -> Vec<String> {
    let Some(code) = account.code(row) else { return Vec::new() };
    let mut names = Vec::new();
    let mut level = code.level();
    for above in (0..row).rev() {
        let of = account.row(above).map(|row| row.of());
        if let Some(Standing::Coded(other)) = of
            && other.level() < level
        {
            level = other.level();
            names.push(account.name(above).to_owned());
        }
    }
    names
}
