import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PREFIX, type Schema, settings } from "../scripts/settings";
import { serverKeys } from "../src/configuration";

const MEND = "the server's settings are others now: run `npm run settings` in editors/vscode";

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

const schema = read("../schema/budget-lsp.schema.json") as Schema;
const groups = (read("package.json") as { contributes: { configuration: { title: string; properties: object }[] } })
  .contributes.configuration;
const made = settings(schema);

function texts(file: string): Record<string, string> {
  const all = Object.entries(read(file) as Record<string, string>);
  return Object.fromEntries(all.filter(([key]) => key.startsWith(PREFIX)));
}

test("package.json contributes the settings of the server's schema", () => {
  const group = groups.find(({ title }) => title === "%configuration.checks%");
  assert.deepEqual(group?.properties, made.properties, MEND);
});

test("their texts are there in both languages", () => {
  assert.deepEqual(texts("package.nls.json"), made.english, MEND);
  assert.deepEqual(texts("package.nls.zh-cn.json"), made.chinese, MEND);
});

test("what the server is asked to heed is what its schema knows", () => {
  const contributed = groups.flatMap(({ properties }) => Object.keys(properties));
  assert.deepEqual(serverKeys(contributed).sort(), Object.keys(schema.properties ?? {}).sort(), MEND);
});

test("a choice becomes an enumeration, in Chinese and English", () => {
  const oneOf = [
    { const: "error", description: "错误\nan error" },
    { const: "off", description: "不报告\nnothing is reported" },
  ];
  const rules = { "row-sum": { type: "string", title: "总计与资金来源相加不符", default: "off", oneOf } };
  const { properties, chinese, english } = settings({
    properties: { severity: { type: "object", description: "级别。\nSeverity.", properties: rules, required: [] } },
  });
  assert.deepEqual(properties, {
    "budget.severity": {
      order: 0,
      scope: "window",
      type: "object",
      description: "%setting.severity%",
      properties: {
        "row-sum": {
          type: "string",
          description: "%setting.severity.row-sum%",
          enum: ["error", "off"],
          enumDescriptions: ["%setting.level.error%", "%setting.level.off%"],
        },
      },
      additionalProperties: false,
    },
  });
  assert.equal(chinese["setting.severity.row-sum"], "总计与资金来源相加不符。默认：不报告");
  assert.equal(english["setting.severity.row-sum"], "By default: nothing is reported");
  assert.equal(english["setting.level.error"], "an error");
});

test("a text in one language is refused", () => {
  assert.throws(() => settings({ properties: { language: { description: "语言" } } }), /language/);
});
