// What must be true of any page. Each check returns complaints; none means it holds.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.0 to 2.2, levels A and AA, and what axe's makers hold to be good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Notes what a page complains of by itself while it is used: scripts, policies, lost or foreign files. */
export function listen(page, site) {
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== new URL(site).origin) {
      complaints.push(`asks another host: ${url.href}`);
    }
  });
  return complaints;
}

/** axe-core over the whole page as it stands. */
export async function accessibility(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  return violations.map((found) => `axe ${found.id}: ${found.help}: ${found.nodes[0].target.join(" ")} ${found.nodes[0].html.slice(0, 160)}`);
}

/** No sideways scrolling of the page as a whole (WCAG 1.4.10). */
export async function reflow(page) {
  const { wide, window, widest } = await page.evaluate(() => {
    const root = document.documentElement;
    const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
    const last = out.at(-1);
    return { wide: root.scrollWidth, window: root.clientWidth, widest: last ? `${last.tagName} ${last.className}` : "" };
  });
  return wide > window ? [`${wide} px wide in a window of ${window} px (${widest})`] : [];
}

/** A title, one main heading, a language, and the area of the page that assistive tools jump to. */
export async function frame(page) {
  const found = await page.evaluate(() => ({
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].map((e) => e.textContent.trim()),
    mains: document.querySelectorAll("main").length,
    language: document.documentElement.lang,
  }));
  const complaints = [];
  if (!found.title) complaints.push("no title");
  if (found.headings.length !== 1 || !found.headings[0]) complaints.push(`${found.headings.length} main headings`);
  if (found.mains !== 1) complaints.push(`${found.mains} main areas`);
  if (!found.language.startsWith("en")) complaints.push(`language "${found.language}"`);
  return complaints;
}

/**
 * The first stop of the Tab key jumps over the navigation, and is seen when it is reached. A notice
 * without any navigation begins in its main content: there is nothing to jump over (WCAG 2.4.1).
 */
export async function skipLink(page) {
  await page.keyboard.press("Tab");
  const found = await page.evaluate(() => {
    const here = document.activeElement;
    const target = here?.getAttribute("href") ?? "";
    const box = here?.getBoundingClientRect();
    return {
      name: here?.textContent.trim() ?? "",
      inside: !!here?.closest("main"),
      arrives: target.startsWith("#") && target.length > 1 && !!document.getElementById(target.slice(1))?.closest("main"),
      seen: !!box && box.width > 10 && box.height > 10 && box.bottom > 0,
    };
  });
  if (found.inside) return [];
  if (!found.arrives) return [`the first Tab stop is "${found.name}", not a link to the main content`];
  return found.seen ? [] : ["the link to the main content stays hidden when reached"];
}

const validator = new HtmlValidate(JSON.parse(readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8")));

/** html-validate over a page's text. */
export async function markup(body) {
  const report = await validator.validateString(body);
  return report.results
    .flatMap((result) => result.messages)
    .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
}

/** What a person can read and follow in the main area, line by line. */
export async function content(page) {
  return page.evaluate(() => {
    const main = document.querySelector("main") ?? document.body;
    const lines = main.innerText.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
    const links = [...main.querySelectorAll("a[href]")].map((a) => `link ${a.href}`);
    return [...lines.filter(Boolean), ...links];
  });
}

/** Words that only a script's own buttons carry. */
const BUTTONS = /^(Show|Hide|Show all sections|Hide all sections|Exit this page.*)$/;

/** Everything that a visitor with scripts reads is there for one without. */
export function missingWithoutScripts(withScripts, without) {
  // A page that says when it was last asked for is asked for twice, and a minute may pass between.
  const timeless = (line) => line.replaceAll(/\b\d\d:\d\d\b/g, "hh:mm");
  const there = new Set(without.map(timeless));
  return withScripts
    .filter((line) => !there.has(timeless(line)) && !BUTTONS.test(line))
    .map((line) => `only there with scripts: ${line.slice(0, 160)}`);
}
