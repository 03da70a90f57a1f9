// Every form of the office, sent without what it asks for, and the pages that say no: each refusal is a page that can be
// read, reached and put right. `cargo xtask browser deeds` serves a demonstration of its own, which this leaves changed.
import { after, before, describe, test } from "node:test";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import { formsOf } from "./forms.mjs";
import { walk } from "./office-walk.mjs";
import { Person } from "./people.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const routes = JSON.parse(readFileSync(new URL("office-routes.json", import.meta.url), "utf8"));
const starts = ["office", "account/confirm", "sign-in", "invitation"].map((path) => `/ridgeway/${path}`);
const walked = await walk(site, "ridgeway", routes, starts);
const [narrow, wide] = WIDTHS;
/** So many different forms refuse what lacks everything; fewer would mean that the check no longer reaches them. */
const FEWEST_REFUSALS = 45;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const none = (found) => assert.ok(found.length === 0, `\n${found.slice(0, 40).join("\n")}`);

/** A form somebody can leave something out of, on the first page that has it; forms of one make are looked at once. */
function different() {
  const seen = new Set();
  const found = [];
  for (const page of walked.pages.filter(({ isPage, route }) => isPage && route)) {
    for (const [at, form] of formsOf(page.body, page.address).entries()) {
      const asked = form.fields.filter((field) => field.isTyped || field.type === "file");
      if (form.method !== "post" || asked.length === 0) continue;
      const make = `${page.route.pattern} ${[...new Set(form.fields.map(({ name }) => name.replace(/\..*/, "")))].join()}`;
      if (!seen.has(make)) found.push({ page, at });
      seen.add(make);
    }
  }
  return found;
}

/** Empties every field that somebody fills and sends the form, past what the browser itself would say. */
async function sendEmpty(window, at) {
  const send = window.evaluate((number) => {
    const form = [...document.querySelectorAll("form")].filter((one) => one.closest("main"))[number];
    for (const field of form.elements) {
      if (field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])")) field.value = "";
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = false;
    }
    const button = form.querySelector("button");
    form.noValidate = true;
    form.requestSubmit(button?.type === "submit" ? button : undefined);
  }, at);
  const [answer] = await Promise.all([window.waitForNavigation(), send]);
  return answer;
}

/** What is wrong with a page that says what is wrong. */
async function refusal(window, body) {
  const found = [...(await checks.markup(body)), ...(await checks.frame(window))];
  for (const size of [wide, narrow]) {
    await window.setViewportSize({ width: size.width, height: size.height });
    const here = [...(await checks.reflow(window)), ...(await checks.accessibility(window))];
    found.push(...here.map((line) => `${size.name} px: ${line}`));
  }
  // The form styles say of a radio that it opens something; the makers of the styles know that axe minds.
  return found.filter((line) => !/aria-allowed-attr.*govuk-radios__input/.test(line));
}

/** The list of mistakes: it is there, it is named in the title, and each of its links puts the keyboard where the mistake is. */
async function mistakes(window) {
  const title = await window.title();
  const links = window.locator(".govuk-error-summary__list a");
  const count = await links.count();
  if (count === 0) return ["it lists no mistake"];
  const found = title.startsWith("Error: ") ? [] : [`its title is "${title}"`];
  for (let at = 0; at < count; at += 1) {
    const link = links.nth(at);
    const id = (await link.getAttribute("href")).slice(1);
    await link.focus();
    await window.keyboard.press("Enter");
    const arrives = await window.evaluate((wanted) => document.activeElement?.id === wanted, id);
    if (!arrives) found.push(`the mistake "${await link.innerText()}" does not lead into ${id}`);
  }
  return found;
}

let refused = 0;

describe("a form of the office that lacks what it asks for", { concurrency: 2 }, () => {
  for (const { page, at } of different()) {
    test(`${page.route.pattern}, ${page.person.role}: form ${at + 1} of ${page.address}`, async () => {
      const context = await page.person.window(browser, wide);
      try {
        const window = await context.newPage();
        await window.goto(new URL(page.address, site).href);
        if (window.url().includes("/account/confirm") && !page.address.includes("/account/confirm")) {
          await page.person.confirm();
          await context.addCookies(page.person.cookiesFor());
          await window.goto(new URL(page.address, site).href);
        }
        const inMain = formsOf((await window.content()).split("<main")[1], page.address);
        assert.ok(inMain.length > at, "the form is not in the page's main area");
        const answer = await sendEmpty(window, at);
        // A form whose every question may be left open takes what is empty.
        if (answer.status() < 400) return;
        refused += 1;
        const found = await refusal(window, await answer.text());
        if (answer.status() === 422) found.push(...(await mistakes(window)));
        none(found);
      } finally {
        await context.close();
      }
    });
  }
});

describe("the refusals", () => {
  test("were met as often as there are forms that can refuse", () => assert.ok(refused >= FEWEST_REFUSALS, `${refused} forms refused`));
});

describe("the pages that say no", () => {
  for (const [name, role, path, status] of [
    ["what is not there", "Programme office", "office/nothing", 404],
    ["a commitment that is not there", "Programme office", "office/plan/nodes/nothing", 404],
    ["what the role does not open", "Board member", "office/people", 404],
    ["an address that is no identifier", "Programme office", "office/rounds/nothing", 404],
    ["the sign-in page, to whoever is not signed in", null, "office", 200],
    ["what shows once more that it is they", "Area administrator", "account/confirm", 200],
  ]) {
    test(name, async () => {
      const context = role ? await (await Person.walkIn(site, "ridgeway", role)).window(browser, wide) : await open(browser, wide);
      try {
        const window = await context.newPage();
        const answer = await window.goto(`${site}/ridgeway/${path}`);
        assert.equal(answer.status(), status);
        none(await refusal(window, await answer.text()));
        assert.ok((await window.locator("main a, main button").count()) > 0, "there is no way on");
      } finally {
        await context.close();
      }
    });
  }
});
