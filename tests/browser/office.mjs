// Every page of the office, as everybody who may see it: `cargo xtask browser` serves the demonstration at WAYMARK_SITE.
// WAYMARK_PATTERN keeps to one route.
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch } from "./chromium.mjs";
import { differences, mended, walk } from "./office-walk.mjs";
import { representatives } from "./shapes.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const only = process.env.WAYMARK_PATTERN;
const routes = JSON.parse(readFileSync(new URL("office-routes.json", import.meta.url), "utf8"));
const pictures = new URL("output/office/", import.meta.url);
mkdirSync(pictures, { recursive: true });

const starts = ["office", "account/confirm", "sign-in", "invitation"].map((path) => `/ridgeway/${path}`);
const walked = await walk(site, "ridgeway", routes, starts);

Error.stackTraceLimit = 2;
const none = (found) => assert.ok(found.length === 0, `\n${found.slice(0, 40).join("\n")}`);
/** The admitted faults that were met. */
const met = new Set();
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("the office as a whole", { skip: only !== undefined }, () => {
  test("every link arrives for everybody who is shown it", () => none(walked.complaints));
  test("everybody reaches every page they may see, and each has a pattern", () => none(differences(routes, walked.pages)));
});

describe("each page of the office in each of its shapes", { concurrency: 2 }, () => {
  for (const route of routes.filter((route) => route.kind !== "file" && (!only || route.pattern === only))) {
    const pages = walked.pages.filter((page) => page.isPage && page.route === route);
    for (const [number, page] of representatives(pages).entries()) {
      test(`${route.pattern}, ${page.person.role}: ${page.address}`, async () => {
        const picture = number === 0 && `${route.pattern.replace("/{area}/", "").replaceAll(/[^\w-]+/g, "-")}`;
        none((await looked(page, picture)).filter((line) => !isKnown(route, line)));
      });
    }
  }
});

describe("the faults that the table admits", { skip: only !== undefined }, () => {
  test("are all still there", () => none(mended(routes, met)));
});

/** A fault that the table admits, with its reason. */
function isKnown(route, line) {
  const admitted = Object.keys(route.known ?? {}).filter((words) => line.includes(words));
  for (const words of admitted) met.add(`${route.pattern}: ${words}`);
  return admitted.length > 0;
}

/** All that is wrong with a page: wide, narrow, and without scripts. */
async function looked(page, picture) {
  const [narrow, wide] = WIDTHS;
  const scripted = await page.person.window(browser, wide);
  const bare = await page.person.window(browser, wide, false);
  try {
    const window = await scripted.newPage();
    const heard = checks.listen(window, site);
    const body = await arrive(window, page);
    const found = [...(await checks.markup(body)), ...(await checks.frame(window)), ...(await atWidth(window, wide, picture))];
    found.push(...(await checks.skipLink(window)));
    const words = await checks.content(window);
    found.push(...(await atWidth(window, narrow, picture)));
    const plain = await bare.newPage();
    await arrive(plain, page);
    found.push(...checks.missingWithoutScripts(words, await checks.content(plain)));
    return [...found, ...heard];
  } finally {
    await Promise.all([scripted.close(), bare.close()]);
  }
}

/** Opens a page, after confirming who one is where that is asked; its text. */
async function arrive(window, { address, person }) {
  let answer = await window.goto(new URL(address, site).href, { waitUntil: "load" });
  if (window.url().includes("/account/confirm") && !address.includes("/account/confirm")) {
    await person.confirm();
    answer = await window.goto(new URL(address, site).href, { waitUntil: "load" });
  }
  assert.equal(answer.status(), 200);
  return answer.text();
}

async function atWidth(window, size, picture) {
  await window.setViewportSize({ width: size.width, height: size.height });
  if (picture) await window.screenshot({ path: new URL(`${picture}-${size.name}.png`, pictures).pathname, fullPage: true });
  const found = [...(await checks.reflow(window)), ...(await checks.accessibility(window))];
  return found.map((line) => `${size.name} px: ${line}`);
}
