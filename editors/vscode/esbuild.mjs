import { build } from "esbuild";

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "info" };

if (process.argv[2] === "test") {
  await build({
    ...common,
    entryPoints: ["test/command.test.ts", "test/translations.test.ts"],
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
  });
} else {
  await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
    minify: true,
    sourcemap: true,
  });
}
