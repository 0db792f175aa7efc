//! `budget/overview` over stdio: whose ranges cut what they name, and which follows every edit.

use budget_tests::{
    client::Client,
    positions::{cut, replace, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "## 😀项目支出绩效目标表\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 合计 | 10.00 | 10.00 | |\r\n\
    | 𠮷村教育局 | 10.00 | 10.00 | |\r\n\
    | 修缮 | 4.00 | 4.00 | 目标 |\r\n\
    | 培训😀 | 6.00 | 6.00 | 目标 |\r\n";

fn overview(client: &mut Client, detail: &str) -> Value {
    client.request("budget/overview", json!({ "textDocument": { "uri": URI }, "detail": detail }))
}

#[test]
fn ranges_cut_the_same_text_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, result) = Client::initialized(&[encoding]);
        assert_eq!(result["capabilities"]["experimental"]["budgetOverview"], true);
        client.open(URI, 7, DRAFT);
        let overview = overview(&mut client, "projects");
        assert_eq!(overview["version"], 7);
        let table = &overview["tables"][0];
        assert_eq!(table["title"], "😀项目支出绩效目标表");
        assert_eq!(table["unit"], "万元");
        assert_eq!(table["columns"][1], json!({ "title": "财政拨款", "role": "source" }));
        assert_eq!((&table["range"]["start"]["line"], &table["range"]["end"]["line"]), (&json!(5), &json!(10)));
        let unit = &table["parts"][0];
        assert_eq!(cut(DRAFT, &unit["selection"], encoding), "𠮷村教育局", "{encoding}");
        let project = &unit["parts"][1];
        assert_eq!(cut(DRAFT, &project["selection"], encoding), "培训😀", "{encoding}");
        assert_eq!(cut(DRAFT, &project["range"], encoding), "| 培训😀 | 6.00 | 6.00 | 目标 |", "{encoding}");
        let amount = json!({ "printed": "6.00", "value": "6.00", "computed": null, "difference": null });
        assert_eq!(project["amounts"][0], amount);
        assert_eq!((&project["kind"], &project["share"]), (&json!("project"), &json!("60.00%")));
        assert_eq!((&unit["state"], &unit["amounts"][0]["difference"]), (&json!("balanced"), &json!("0.00")));
    }
}

#[test]
fn each_answer_is_that_of_its_own_place_on_the_wire() {
    let (mut client, _) = Client::initialized(&["utf-8"]);
    client.open(URI, 1, DRAFT);
    let before = units("| 培训😀 | ", "utf-8");
    let ids: Vec<i64> = (2..=9)
        .map(|version| {
            let digit = version.to_string();
            client.change(URI, version, json!([replace((9, before), (9, before + 1), &digit)]));
            client.post("budget/overview", json!({ "textDocument": { "uri": URI }, "detail": "units" }))
        })
        .collect();
    for (id, version) in ids.into_iter().zip(2..) {
        let answer = client.answer(id)["result"].clone();
        assert_eq!(answer["version"], version);
        let unit = &answer["tables"][0]["parts"][0];
        assert_eq!(unit["amounts"][0]["computed"], format!("{}.00", 4 + version));
        let state = if version == 6 { "balanced" } else { "unbalanced" };
        assert_eq!(unit["state"], state, "{version}");
    }
}

#[test]
fn there_is_none_of_what_is_not_open_and_nothing_in_prose() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    assert_eq!(overview(&mut client, "totals"), Value::Null);
    client.open(URI, 1, "# 说明\n\n只有文字。\n");
    assert_eq!(overview(&mut client, "totals")["tables"], json!([]));
    let id = client.post("budget/overview", json!({ "textDocument": { "uri": URI }, "detail": "everything" }));
    assert_eq!(client.answer(id)["error"]["code"], -32602, "a detail that there is not");
}

const DEPARTMENT: &str = "# 😀示例市青禾区文化局2026年部门预算\r\n\r\n2026年部门支出预算总表\r\n\r\n单位：元\r\n\r\n\
    | 功能分类科目编码 | | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |\r\n|-|-|-|-|-|-|\r\n\
    | 类 | 款 | | | | |\r\n\
    | 207 | | 😀文化旅游体育与传媒支出 | 1,500 | 500 | 1,000 |\r\n\
    | 207 | 01 | 文化和旅游 | 1,500 | 500 | 1,000 |\r\n\
    | 合计 | | | 1,500 | 500 | 900 |\r\n";

#[test]
fn departments_stand_beside_the_tables_of_projects() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, _) = Client::initialized(&[encoding]);
        client.open(URI, 1, DEPARTMENT);
        let answer = overview(&mut client, "projects");
        assert_eq!(answer["tables"], json!([]));
        let department = &answer["departments"][0];
        assert_eq!(department["name"], "😀示例市青禾区文化局2026年部门预算");
        assert_eq!(department["range"]["start"], json!({ "line": 0, "character": 0 }));
        let statement = &department["statements"][0];
        assert_eq!((&statement["of"], &statement["unit"]), (&json!("function"), &json!("元")));
        assert_eq!(statement["title"], "2026年部门支出预算总表");
        assert_eq!(statement["columns"][0], json!({ "title": "合计", "role": "total" }));
        let total = &statement["whole"];
        assert_eq!((&total["kind"], &total["state"]), (&json!("total"), &json!("unbalanced")));
        assert_eq!((&total["amounts"][2]["difference"], &total["sourcesDifference"]), (&json!("-100"), &json!("100")));
        let class = &statement["parts"][0];
        assert_eq!((&class["kind"], &class["parts"][0]["kind"]), (&json!("class"), &json!("group")));
        assert_eq!(cut(DEPARTMENT, &class["selection"], encoding), "😀文化旅游体育与传媒支出", "{encoding}");
        let units = overview(&mut client, "units");
        assert_eq!(units["departments"][0]["statements"][0]["parts"][0]["parts"], json!([]));
        let totals = overview(&mut client, "totals");
        assert_eq!(totals["departments"][0]["statements"][0]["parts"], json!([]));
    }
}
