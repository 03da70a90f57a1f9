// Every public page of the demonstration: `cargo xtask browser` serves it at WAYMARK_SITE.
// WAYMARK_PATTERN keeps to one route.
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import { crawl } from "./crawl.mjs";
import { cover, statesOf } from "./routes.mjs";
import { travel } from "./journeys.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const only = process.env.WAYMARK_PATTERN;
if (!site) throw new Error("WAYMARK_SITE must say where the demonstration is; use `cargo xtask browser`");

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const routes = read("routes.json");
const journeys = read("journeys.json");
const pictures = new URL("output/", import.meta.url);
mkdirSync(pictures, { recursive: true });

const walked = await crawl(site);
const { visited, complaints } = cover(routes, walked.pages);
const chosen = routes.filter((route) => !only || route.pattern === only);
// A page also stands at its edition's permanent address, byte for byte; it is looked at once.
const bodies = new Set();
const pages = walked.pages.filter((page) => {
  if (!page.isPage || (only && !visited.get(only)?.includes(page)) || bodies.has(page.body)) return false;
  return bodies.add(page.body);
});
assert.ok(chosen.length > 0, `no route ${only} in routes.json`);

Error.stackTraceLimit = 2;
const none = (found) => assert.ok(found.length === 0, `\n${found.join("\n")}`);
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page in a fresh window, looks, and closes it. */
async function look(size, address, scripts, eyes) {
  const context = await open(browser, size, scripts);
  try {
    const page = await context.newPage();
    const heard = checks.listen(page, site);
    const answer = await page.goto(new URL(address, site).href, { waitUntil: "load" });
    return await eyes(page, answer, heard);
  } finally {
    await context.close();
  }
}

describe("the site as a whole", { skip: only !== undefined }, () => {
  test("every link arrives", () => none(walked.complaints));
  test("every page has a pattern and every pattern a page", () => none(complaints));
});

describe("each route in each of its states", () => {
  for (const route of chosen.filter((route) => route.kind !== "file")) {
    for (const { name, address, status } of statesOf(route, visited.get(route.pattern))) {
      for (const size of WIDTHS) {
        test(`${route.pattern}, ${name}, ${size.name} px`, async () => {
          assert.ok(address, `no visited page of ${route.pattern} is in the state "${name}"`);
          await look(size, address, true, (page, answer, heard) => state(page, answer, heard, route, name, size, status));
        });
      }
    }
  }
});

async function state(page, answer, heard, route, name, size, status) {
  assert.equal(answer.status(), status);
  if (status !== 200) {
    // Chromium itself reports the answer that we asked for.
    const own = heard.findIndex((line) => line.includes(`status of ${status}`));
    if (own >= 0) heard.splice(own, 1);
  }
  const found = [
    ...(await checks.frame(page)),
    ...(await checks.reflow(page)),
    ...(await checks.accessibility(page)),
    ...(await checks.skipLink(page)),
    ...heard,
  ];
  if (route.picture) {
    const file = `${route.picture}-${name}-${size.name}.png`.replaceAll(/[^\w.-]+/g, "-");
    await page.screenshot({ path: new URL(file, pictures).pathname, fullPage: true });
  }
  none(found);
}

describe("files", () => {
  for (const route of chosen.filter((route) => route.kind === "file")) {
    test(`${route.pattern} is ${route.type}`, async () => {
      const files = route.unlinked ? (await crawl(site, [route.unlinked])).pages : visited.get(route.pattern);
      assert.ok(files.length > 0, "there is none");
      none(files.filter((file) => !file.type.startsWith(route.type)).map((file) => `${file.path}: ${file.type}`));
      if (route.type.includes("json")) files.forEach((file) => JSON.parse(file.body));
    });
  }
});

describe("every page", () => {
  test("is valid HTML", async () => {
    const found = [];
    for (const page of pages) {
      for (const fault of await checks.markup(page.body)) found.push(`${page.address} ${fault}`);
    }
    none(found.slice(0, 40));
  });
  test("says the same without scripts", async () => {
    const found = [];
    const [, wide] = WIDTHS;
    const contexts = await Promise.all([open(browser, wide, true), open(browser, wide, false)]);
    const windows = await Promise.all(contexts.map((context) => context.newPage()));
    for (const { address } of pages) {
      const texts = await Promise.all(
        windows.map(async (window) => {
          await window.goto(new URL(address, site).href, { waitUntil: "load" });
          return checks.content(window);
        }),
      );
      for (const fault of checks.missingWithoutScripts(...texts)) found.push(`${address} ${fault}`);
    }
    await Promise.all(contexts.map((context) => context.close()));
    none(found.slice(0, 40));
  });
});

describe("by keyboard only", { skip: only !== undefined }, () => {
  for (const journey of journeys) {
    for (const scripts of [true, false]) {
      test(`${journey.name}, ${scripts ? "with" : "without"} scripts`, () =>
        look(WIDTHS[1], journey.start, scripts, async (page, _, heard) => {
          await travel(page, site, journey);
          none(heard);
        }));
    }
  }
});

describe("on paper", () => {
  for (const route of chosen.filter((route) => route.print)) {
    const [first] = visited.get(route.pattern);
    test(`${route.pattern} fits a sheet without its navigation`, () =>
      look(WIDTHS[1], first.address, true, async (page) => {
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 718, height: 1000 });
        await page.screenshot({ path: new URL(`${route.picture}-print.png`, pictures).pathname, fullPage: true });
        await page.pdf({ path: new URL(`${route.picture}.pdf`, pictures).pathname, format: "A4" });
        none(await checks.reflow(page));
        assert.equal(await page.locator(".govuk-skip-link").isVisible(), false, "the skip link is printed");
      }));
  }
});
