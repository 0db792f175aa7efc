import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium, without a screen. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    // Chromium refuses to run its sandbox as root; and /dev/shm is small in containers.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"],
  });
}
