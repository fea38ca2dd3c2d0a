import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { skipped } from "./releases.ts";

/** Where Chromium is: what CHROMIUM_PATH says, or where Debian puts it. */
const path = process.env.CHROMIUM_PATH || "/usr/bin/chromium";

/**
 * Leaves the tests of a `describe` out where there is no Chromium, and has the run say so at its end.
 *
 * @param what What is left out.
 */
export function needsChromium(what: string): void {
  before(function () {
    if (existsSync(path)) return;
    const command = "install Chromium (Debian: apt-get install chromium), or set CHROMIUM_PATH";
    skipped.push({ what, why: `there is no Chromium at ${path}`, command });
    this.skip();
  });
}

/**
 * Starts Chromium without a window, with a profile of its own, and with nothing that it does on the network by itself.
 *
 * @returns The browser; whoever starts it closes it.
 */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
