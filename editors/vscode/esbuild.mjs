import { cp } from "node:fs/promises";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "info" };

if (process.argv[2] === "test") {
  await build({
    ...common,
    entryPoints: ["test/command.test.ts", "test/grammar.test.ts", "test/translations.test.ts"],
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
  });
} else {
  const isGrammar = (file) => !file.endsWith(".md");
  await cp("../../grammar/textmate", "syntaxes", { recursive: true, filter: isGrammar });
  await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
    minify: true,
    sourcemap: true,
  });
}
