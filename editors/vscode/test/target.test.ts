import assert from "node:assert/strict";
import { test } from "node:test";
import { target } from "../scripts/target";

function machine(platform: string, arch: string, header: object) {
  return { platform, arch, report: { getReport: () => ({ header }) } };
}

test("a package is for the platform that it is made on", () => {
  assert.equal(target(machine("linux", "x64", { glibcVersionRuntime: "2.36" })), "linux-x64");
  assert.equal(target(machine("linux", "arm", { glibcVersionRuntime: "2.36" })), "linux-armhf");
  assert.equal(target(machine("linux", "arm64", {})), "alpine-arm64");
  assert.equal(target(machine("darwin", "arm64", {})), "darwin-arm64");
  assert.equal(target(machine("win32", "x64", {})), "win32-x64");
});
