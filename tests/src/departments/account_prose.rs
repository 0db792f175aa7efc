//! What a final account says in words.

use super::{
    account::TITLES,
    budget::fund_name,
    model::{Department, FUNDS, Fund, Item},
    prose::share,
    tables::ordinal,
    words::{DUTIES, PURPOSES, REASONS, TERMS},
    writer::{Prose, Unit, Writer},
};

/// The cover, the contents list and what the department does.
pub fn front(writer: &mut Writer, department: &Department) {
    let Department { year, name, .. } = department;
    writer.page();
    writer.title(&format!("{name}{year}年度部门决算"), 1);
    writer.page();
    writer.title("目录", 2);
    writer.alone(&format!("第一部分{name}概况"));
    writer.alone(&format!("第二部分{name}{year}年度部门决算表"));
    for (at, title) in TITLES.iter().enumerate() {
        writer.line(&format!("{}、{title}", ordinal(at + 1)));
        writer.gap();
    }
    writer.line("");
    writer.alone(&format!("第三部分{name}{year}年度部门决算情况说明"));
    writer.alone("第四部分名词解释");
    writer.page();
    writer.title(&format!("第一部分{name}概况"), 2);
    writer.words("一、主要职能");
    DUTIES.iter().for_each(|duty| writer.words(duty));
    writer.gap();
    writer.title(&format!("第二部分{name}{year}年度部门决算表"), 2);
}

/// 占P%, of a whole that may be nil.
fn shared(writer: &Writer, prose: Prose, words: &str, role: String, part: i64, whole: i64) -> Prose {
    let printed = |value| if writer.layout.is_exact { value } else { Unit::Wan.printed(value) };
    if printed(whole) == 0 { prose } else { prose.say(words).percent(role, share(printed(part), printed(whole))) }
}

/// 与2025年度相比，…减少1.00万元，下降2.00%.
fn compared(writer: &Writer, prose: Prose, role: &str, what: &str, now: i64, before: i64) -> Prose {
    let change = Unit::Wan.printed(now) - Unit::Wan.printed(before);
    let (more, up) = if change > 0 { ("增加", "增长") } else { ("减少", "下降") };
    if change == 0 || before == 0 {
        return prose.say(what).say("持平");
    }
    let prose = prose.say(what).say(more).money(format!("{role} change"), change.abs() * 100);
    shared(writer, prose, &format!("，{up}"), format!("{role} rate"), (now - before).abs(), before)
}

/// 部门决算情况说明.
pub fn explanation(writer: &mut Writer, department: &Department) {
    let Department { year, name, .. } = department;
    let than = format!("与{}年度相比，", year - 1);
    let (fiscal, received, all) = (department.fiscal(), department.received(), department.all());
    let before: i64 = department.before.iter().sum();
    writer.page();
    writer.title(&format!("第三部分{name}{year}年度部门决算情况说明"), 2);
    writer.words("一、收入支出决算总体情况说明");
    let (total, opening) = (received + department.opening[1], department.opening[1]);
    let prose = writer.prose().say(&format!("{name}{year}年度收入支出总计")).money("总计", total).say("。").say(&than);
    let prose = compared(writer, prose, "总计", "收入支出总计", total, before + opening);
    writer.paragraph(prose.say(&format!("。主要原因：{}。", REASONS[year % REASONS.len()])));
    writer.words("二、收入决算情况说明");
    let prose = writer.prose().say("本年收入合计").money("收入 合计", received).say("，其中：财政拨款收入");
    let prose = prose.money("收入 财政拨款收入", fiscal);
    let mut prose = shared(writer, prose, "，占", "收入 财政拨款收入 share".to_owned(), fiscal, received);
    for (income, kind) in department.income().into_iter().zip(["事业收入", "经营收入", "其他收入"]) {
        if income > 0 {
            prose = prose.say(&format!("；{kind}")).money(format!("收入 {kind}"), income);
            prose = shared(writer, prose, "，占", format!("收入 {kind} share"), income, received);
        }
    }
    writer.paragraph(prose.say("。"));
    writer.words("三、支出决算情况说明");
    let prose = writer.prose().say("本年支出合计").money("支出 合计", all.total()).say("，其中：基本支出");
    let prose = prose.money("支出 基本支出", all.basic());
    let prose = shared(writer, prose, "，占", "支出 基本支出 share".to_owned(), all.basic(), all.total());
    let prose = prose.say("；项目支出").money("支出 项目支出", all.project);
    let prose = shared(writer, prose, "，占", "支出 项目支出 share".to_owned(), all.project, all.total());
    writer.paragraph(prose.say("。"));
    writer.words("四、财政拨款收入支出决算总体情况说明");
    let total = fiscal + department.opening[0];
    let prose = writer.prose().say(&format!("{name}{year}年度财政拨款收入支出总计")).money("财政拨款 总计", total);
    let prose = prose.say("。").say(&than);
    let earlier = before + department.opening[0];
    let prose = compared(writer, prose, "财政拨款 总计", "财政拨款收入支出总计", total, earlier);
    writer.paragraph(prose.say("。"));
    writer.words("五、一般公共预算财政拨款支出决算情况说明");
    public_budget(writer, department, &than);
    writer.words("六、一般公共预算财政拨款基本支出决算情况说明");
    let public = department.spent(Fund::Public);
    let prose = writer.prose().say("一般公共预算财政拨款基本支出").money("基本 合计", public.basic());
    let prose = prose.say("。其中：人员经费").money("基本 人员经费", public.staff);
    let prose = prose.say(&format!("，主要包括：{}；公用经费", named(department, true)));
    let prose = prose.money("基本 公用经费", public.running);
    writer.paragraph(prose.say(&format!("，主要包括：{}。", named(department, false))));
    back(writer, department, &than);
}

fn named(department: &Department, is_staff: bool) -> String {
    let expenses = department.expenses.iter().filter(|expense| expense.is_staff == is_staff);
    expenses.map(|expense| expense.group.1).collect::<Vec<_>>().join("、")
}

fn public_budget(writer: &mut Writer, department: &Department, than: &str) {
    const WHAT: &str = "一般公共预算财政拨款支出";
    let (now, all) = (department.spent(Fund::Public).total(), department.all().total());
    writer.words("（一）一般公共预算财政拨款支出决算总体情况");
    let prose = writer.prose().say(WHAT).money("一般公共预算 合计", now);
    let prose = shared(writer, prose, "，占本年支出合计的", "一般公共预算 share".to_owned(), now, all);
    let prose = compared(writer, prose.say("。").say(than), "一般公共预算", WHAT, now, department.before[0]);
    writer.paragraph(prose.say("。"));
    writer.words("（二）一般公共预算财政拨款支出决算结构情况");
    let mut prose = writer.prose().say(WHAT).money("一般公共预算 合计", now).say("，主要用于以下方面：");
    let classes = super::budget::classes(department);
    for (at, (code, name, spent)) in classes.iter().filter(|class| class.2[5] > 0).enumerate() {
        let mark = if at == 0 { "" } else { "；" };
        prose = prose.say(&format!("{mark}{name}（类）")).money(format!("{code} amount"), spent[5]);
        prose = shared(writer, prose, "，占", format!("{code} share"), spent[5], now);
    }
    writer.paragraph(prose.say("。"));
    writer.words("（三）一般公共预算财政拨款支出决算具体情况");
    let items = || department.items.iter().filter(|item| item.fund == Fund::Public && item.fiscal.total() > 0);
    let planned = items().map(|item| item.planned).sum();
    let prose = writer.prose().say(WHAT).say("年初预算为").money("一般公共预算 planned", planned);
    let prose = prose.say("，支出决算为").money("一般公共预算 amount", now);
    let prose = shared(writer, prose, "，完成年初预算的", "一般公共预算 done".to_owned(), now, planned);
    let prose = prose.say("。").say(differs(now, planned)).say("。其中：");
    writer.paragraph(prose);
    for (at, item) in items().enumerate() {
        let prose = entry(writer, item, at);
        writer.paragraph(prose);
    }
}

fn entry(writer: &Writer, item: &Item, at: usize) -> Prose {
    let [class, group, name] = item.names;
    let (code, now) = (&item.code, item.fiscal.total());
    let prose = writer.prose().say(&format!("{}、{class}（类）{group}（款）{name}（项）。", at + 1));
    let prose = prose.say(&format!("主要用于：{}。年初预算为", PURPOSES[at % PURPOSES.len()]));
    let prose = prose.money(format!("{code} planned"), item.planned);
    let mut prose = prose.say("，支出决算为").money(format!("{code} amount"), now);
    if at.is_multiple_of(2) {
        prose = shared(writer, prose, "，完成年初预算的", format!("{code} done"), now, item.planned);
    }
    let prose = prose.say("。").say(differs(now, item.planned));
    if Unit::Wan.printed(now) == Unit::Wan.printed(item.planned) {
        return prose.say("。");
    }
    prose.say(&format!("的主要原因：{}。", REASONS[(at + code.len()) % REASONS.len()]))
}

fn differs(now: i64, planned: i64) -> &'static str {
    match Unit::Wan.printed(now).cmp(&Unit::Wan.printed(planned)) {
        std::cmp::Ordering::Less => "决算数小于预算数",
        std::cmp::Ordering::Equal => "决算数与预算数基本持平",
        std::cmp::Ordering::Greater => "决算数大于预算数",
    }
}

fn back(writer: &mut Writer, department: &Department, than: &str) {
    let Department { year, name, public, public_before: planned, .. } = department;
    writer.words("七、财政拨款“三公”经费支出决算情况说明");
    let prose = writer.prose().say("“三公”经费财政拨款支出年初预算为").money("三公 planned", planned.total());
    let prose = prose.say("，支出决算为").money("三公 amount", public.total());
    let mut prose =
        shared(writer, prose, "，完成预算的", "三公 done".to_owned(), public.total(), planned.total()).say("，其中：");
    let parts = [
        ("因公出国（境）费", "因公出国", public.abroad, planned.abroad, "；"),
        ("公务用车购置及运行维护费", "用车小计", public.cars(), planned.cars(), "；"),
        ("公务接待费", "公务接待", public.reception, planned.reception, "。"),
    ];
    for (label, role, now, planned, mark) in parts {
        prose = prose.say(label).say("支出决算为").money(format!("三公 {role} amount"), now);
        prose = shared(writer, prose, "，完成预算的", format!("三公 {role} done"), now, planned).say(mark);
    }
    writer.paragraph(prose);
    for (at, fund) in FUNDS.into_iter().enumerate().skip(1) {
        let what = fund_name(fund);
        writer.words(&format!("{}、{what}财政拨款收入支出决算情况说明", ordinal(at + 7)));
        let spent = department.spent(fund).total();
        if spent == 0 {
            writer.words(&format!("{name}{year}年度无{what}财政拨款收入和支出。"));
            continue;
        }
        let prose = writer.prose().say(&format!("{name}{year}年度{what}财政拨款本年收入"));
        let prose = prose.money(format!("{what} 收入"), spent).say("，本年支出").money(format!("{what} 支出"), spent);
        writer.paragraph(prose.say("。"));
    }
    writer.words("十、其他重要事项的情况说明");
    writer.words("（一）机关运行经费支出情况");
    let prose = writer.prose().say("机关运行经费支出").money("机关运行", department.running).say("。").say(than);
    let prose =
        compared(writer, prose, "机关运行", "机关运行经费支出", department.running, department.running * 9 / 10);
    writer.paragraph(prose.say("。"));
    writer.words("（二）政府采购支出情况");
    let [goods, works, services] = department.bought;
    let prose = writer.prose().say(&format!("{name}{year}年度政府采购金额（以合同签订为准）为"));
    let prose =
        prose.money("采购 合计", goods + works + services).say("，其中：货物采购金额").money("采购 货物", goods);
    let prose = prose.say("、工程采购金额").money("采购 工程", works).say("、服务采购金额");
    writer.paragraph(prose.money("采购 服务", services).say("。"));
    writer.words("（三）国有资产占有使用情况说明");
    writer.words(&format!("截至{year}年12月31日，{name}共有车辆0辆。单价100万元（含）以上设备（不含车辆）2台（套）。"));
    writer.gap();
    writer.page();
    writer.title("第四部分名词解释", 2);
    TERMS.iter().for_each(|term| writer.words(term));
    writer.gap();
}
