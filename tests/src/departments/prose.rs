//! What a budget says in words.

use super::{
    budget::{fund_name, titles},
    model::{Department, FUNDS, Fund, Item},
    words::{DUTIES, PURPOSES, REASONS, TERMS},
    writer::{Prose, Unit, Writer},
};

/// The cover, the contents list, what the department does and what the words mean.
pub fn front(writer: &mut Writer, department: &Department) {
    let Department { year, name, .. } = department;
    writer.page();
    writer.title(&format!("{name}{year}年部门预算"), 1);
    writer.alone(&format!("预算主管部门：{name}"));
    contents(writer, department);
    writer.page();
    writer.title(&format!("{name}主要职能"), 2);
    writer.words(&format!("{name}是主管本行业工作的政府组成部门。主要职能包括："));
    DUTIES.iter().for_each(|duty| writer.words(duty));
    writer.gap();
    writer.page();
    writer.title(&format!("{name}机构设置"), 2);
    let offices = department.items.len() % 7 + 2;
    writer.words(&format!("{name}设{offices}个内设机构，包括：办公室、财务科、业务科等。"));
    writer.gap();
    writer.page();
    writer.title("名词解释", 2);
    TERMS.iter().for_each(|term| writer.words(term));
    writer.gap();
}

fn contents(writer: &mut Writer, department: &Department) {
    writer.page();
    writer.title("目  录", 2);
    let mut lines = vec!["一、部门主要职能".to_owned(), "二、部门机构设置".to_owned()];
    lines.extend(["三、名词解释", "四、部门预算编制说明", "五、部门预算表"].map(str::to_owned));
    lines.extend(titles(department).iter().enumerate().map(|(at, title)| format!("{}. {title}", at + 1)));
    lines.push("六、其他相关情况说明".to_owned());
    if writer.layout.has_contents_table {
        for (at, line) in lines.iter().enumerate() {
            let dots = "…".repeat(60_usize.saturating_sub(line.chars().count()));
            writer.line(&format!("| {line}{dots} |  |"));
            if at == 0 {
                writer.delimiter(2);
            }
        }
        writer.line("");
        return;
    }
    for (at, line) in lines.iter().enumerate() {
        writer.line(line);
        if writer.layout.is_spaced || at + 1 == lines.len() {
            writer.line("");
        }
    }
}

/// 比2025年预算增加1.00万元, or 与2025年预算持平.
fn compared(prose: Prose, role: &str, now: i64, before: i64, than: &str) -> Prose {
    let change = Unit::Wan.printed(now) - Unit::Wan.printed(before);
    match change {
        0 => prose.say(&format!("与{than}持平")),
        _ => prose
            .say(&format!("比{than}{}", if change > 0 { "增加" } else { "减少" }))
            .money(format!("{role} change"), change.abs() * 100),
    }
}

/// 部门预算编制说明.
pub fn explanation(writer: &mut Writer, department: &Department) {
    let Department { year, name, .. } = department;
    let than = format!("{}年预算", year - 1);
    writer.page();
    writer.title(&format!("{year}年部门预算编制说明"), 2);
    let before: i64 = department.before.iter().sum();
    let (fiscal, [service, business, other]) = (department.fiscal(), department.income());
    let prose = writer.prose().say(&format!("{year}年，{name}收入预算")).money("收入 总计", department.received());
    let prose = prose.say("，其中：财政拨款收入").money("收入 财政拨款收入", fiscal).say("，");
    let prose = compared(prose, "收入 财政拨款收入", fiscal, before, &than);
    let prose = prose.say("；事业收入").money("收入 事业收入", service);
    let prose = prose.say("；事业单位经营收入").money("收入 经营收入", business);
    writer.paragraph(prose.say("；其他收入").money("收入 其他收入", other).say("。"));
    let prose = writer.prose().say("支出预算").money("支出 总计", department.all().total());
    let prose = prose.say("，其中：财政拨款支出预算").money("支出 财政拨款", fiscal).say("，");
    let mut prose = compared(prose, "支出 财政拨款", fiscal, before, &than).say("。财政拨款支出预算中");
    for (fund, before) in FUNDS.into_iter().zip(department.before) {
        let name = fund_name(fund);
        let now = department.spent(fund).total();
        let mark = if fund == Fund::Public { "，" } else { "；" };
        prose = prose.say(mark).say(name.strip_suffix("基金预算").map_or(name, |_| "政府性基金")).say("拨款支出预算");
        prose = prose.money(format!("支出 {name}"), now).say("，");
        prose = compared(prose, &format!("支出 {name}"), now, before, &than);
    }
    writer.paragraph(prose.say("。"));
    match (fiscal - before).signum() {
        0 => {}
        sign => {
            let word = if sign > 0 { "增加" } else { "减少" };
            writer.words(&format!("财政拨款收入支出{word}的主要原因是{}。", REASONS[name.len() % REASONS.len()]));
        }
    }
    writer.words("财政拨款支出主要内容如下：");
    let items = department.items.iter().filter(|item| item.fund == Fund::Public && item.fiscal.total() > 0);
    for (at, item) in items.enumerate() {
        let prose = entry(writer, department, item, at);
        writer.paragraph(prose);
    }
    writer.gap();
}

fn entry(writer: &Writer, department: &Department, item: &Item, at: usize) -> Prose {
    let (year, now, code) = (department.year, item.fiscal.total(), &item.code);
    let [class, group, name] = item.names;
    let prose = writer.prose().say(&format!("{}. “{class}（类）{group}（款）{name}（项）”", at + 1));
    let prose = prose.money(format!("{code} amount"), now);
    let prose = prose.say(&format!("，主要用于{}。", PURPOSES[at % PURPOSES.len()]));
    let prose = prose.say(&format!("{}年当年预算执行数为", year - 1)).money(format!("{code} last"), item.last);
    let prose = prose.say(&format!("，{year}年预算安排")).money(format!("{code} arranged"), now).say("，");
    let than = format!("{}年预算执行数", year - 1);
    let change = Unit::Wan.printed(now) - Unit::Wan.printed(item.last);
    let prose = match (change, item.last) {
        (0, _) => prose.say(&format!("与{than}持平")),
        // That is what departments write where there was nothing before.
        (_, 0) => prose.say(&format!("比{than}增加100.00%")),
        _ => {
            let share = rate(writer.layout.is_exact, now, item.last);
            let word = if change > 0 { "增加" } else { "减少" };
            prose.say(&format!("比{than}{word}")).percent(format!("{code} change"), share)
        }
    };
    prose.say(&format!("。主要原因是：{}。", REASONS[(at + code.len() + year) % REASONS.len()]))
}

/// How much a figure differs from an earlier one that is not 0, in hundredths of a percent, rounded half up; of the
/// exact amounts, or of those that are printed.
pub fn rate(is_exact: bool, now: i64, before: i64) -> i64 {
    let printed = |value| if is_exact { value } else { Unit::Wan.printed(value) };
    share((printed(now) - printed(before)).abs(), printed(before))
}

/// A part of a whole that is not 0, in hundredths of a percent, rounded half up.
pub fn share(part: i64, whole: i64) -> i64 {
    (part * 20_000 + whole) / (2 * whole)
}

/// 其他相关情况说明.
pub fn back(writer: &mut Writer, department: &Department) {
    let Department { year, name, public, public_before, .. } = department;
    let than = format!("{}年预算", year - 1);
    writer.page();
    writer.title("其他相关情况说明", 2);
    writer.words(&format!("一、{year}年“三公”经费预算情况说明"));
    let prose = writer.prose().say(&format!("{year}年“三公”经费预算数为")).money("三公 合计", public.total());
    let prose = compared(prose.say("，"), "三公 合计", public.total(), public_before.total(), &than);
    writer.paragraph(prose.say("。其中："));
    let part = |prose: Prose, label: &str, role: &str, now: i64, before: i64| {
        compared(prose.say(label).money(role, now).say("，"), role, now, before, &than)
    };
    let prose = part(writer.prose(), "（一）因公出国（境）费", "三公 因公出国", public.abroad, public_before.abroad);
    writer.paragraph(prose.say("。"));
    let label = "（二）公务用车购置及运行费";
    let prose = part(writer.prose(), label, "三公 用车小计", public.cars(), public_before.cars());
    let prose = part(prose.say("。其中："), "公务用车购置费", "三公 购置费", public.bought, public_before.bought);
    let prose = part(prose.say("；"), "公务用车运行费", "三公 运行费", public.driven, public_before.driven);
    writer.paragraph(prose.say("。"));
    let label = "（三）公务接待费";
    let prose = part(writer.prose(), label, "三公 公务接待", public.reception, public_before.reception);
    writer.paragraph(prose.say("。"));
    writer.words("二、机关运行经费预算");
    if department.running == 0 {
        writer.words(&format!("{year}年{name}无机关运行经费。"));
    } else {
        let prose = writer.prose().say(&format!("{year}年{name}财政拨款的机关运行经费预算为"));
        writer.paragraph(prose.money("机关运行", department.running).say("。"));
    }
    writer.words("三、政府采购预算情况");
    let [goods, works, services] = department.bought;
    let prose = writer.prose().say(&format!("{year}年度本部门政府采购预算"));
    let prose = prose.money("采购 合计", goods + works + services);
    let prose = prose.say("，其中：政府采购货物预算").money("采购 货物", goods);
    let prose = prose.say("、政府采购工程预算").money("采购 工程", works);
    writer.paragraph(prose.say("、政府采购服务预算").money("采购 服务", services).say("。"));
    writer.words("四、绩效目标设置情况");
    let count = department.items.iter().filter(|item| item.fiscal.project > 0).count();
    let prose = writer.prose().say(&format!("{year}年度，本部门编报绩效目标的项目共{count}个，涉及项目预算资金"));
    let projects = FUNDS.iter().map(|fund| department.spent(*fund).project).sum();
    writer.paragraph(prose.money("绩效 项目", projects).say("。"));
    writer.words("五、国有资产占有使用情况");
    let cars = name.len() % 9;
    writer.words(&format!(
        "截至{}年8月31日，{name}共有车辆{cars}辆，其中：机要通信用车0辆、应急保障用车0辆、执法执勤用车0辆、其他用车{cars}辆；\
         单价100万元（含）以上设备（不含车辆）{}台（套）。",
        year - 1,
        cars / 3
    ));
    writer.gap();
}
