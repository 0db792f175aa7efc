import { readFileSync, writeFileSync } from "node:fs";
import { PREFIX, type Schema, settings } from "./settings";

// npm runs scripts in the extension's own folder.

interface Manifest {
  contributes: { configuration: { title: string; properties: unknown }[] };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function write(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

function writeTexts(file: string, texts: Readonly<Record<string, string>>): void {
  const others = Object.entries(read(file) as Record<string, string>).filter(([key]) => !key.startsWith(PREFIX));
  write(file, { ...Object.fromEntries(others), ...texts });
}

const { properties, chinese, english } = settings(read("../schema/budget-lsp.schema.json") as Schema);
const manifest = read("package.json") as Manifest;
const group = manifest.contributes.configuration.find(({ title }) => title === "%configuration.checks%");
if (group === undefined) {
  throw new Error("package.json has no group of settings “%configuration.checks%”");
}
group.properties = properties;
write("package.json", manifest);
writeTexts("package.nls.json", english);
writeTexts("package.nls.zh-cn.json", chinese);
