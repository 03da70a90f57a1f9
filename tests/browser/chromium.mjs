// Debian's Chromium, told to talk to nobody but the pages under test.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A small phone, at which WCAG 1.4.10 asks for no sideways scrolling, and a desk. */
export const WIDTHS = [
  { name: "320", width: 320, height: 640 },
  { name: "1280", width: 1280, height: 900 },
];

/** Starts the browser with a fresh profile. */
export function launch() {
  const program = process.env.WAYMARK_CHROMIUM ?? PROGRAMS.find((path) => existsSync(path));
  if (!program) throw new Error("Chromium is not installed; `cargo xtask test` installs it");
  return chromium.launch({ executablePath: program, args: FLAGS });
}

/** A window of one width, with or without scripts. */
export function open(browser, { width, height }, scripts = true) {
  return browser.newContext({ viewport: { width, height }, javaScriptEnabled: scripts, locale: "en-GB" });
}
