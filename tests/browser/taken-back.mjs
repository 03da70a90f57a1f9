// What a visitor meets where an edition was withdrawn. `cargo xtask browser` withdraws edition 1 of Ridgeway first,
// from another process, as an office would.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const reason = process.env.WAYMARK_REASON;
const address = new URL("/ridgeway/editions/1/roadmap", site).href;
const list = new URL("/ridgeway/roadmap/editions", site).href;

let browser;
before(async () => {
  browser = await launch();
  // The public server looks once a second whether something was withdrawn.
  for (let tries = 0; tries < 100 && (await fetch(address)).status !== 410; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});
after(() => browser?.close());

describe("an edition taken back", () => {
  for (const size of WIDTHS) {
    test(`says why at its address and shows a way out, ${size.name} px`, () =>
      look(size, address, 410, async (page) => {
        assert.ok((await page.locator("main").innerText()).includes(reason));
        assert.ok((await page.locator("main a").count()) > 0, "there is no way out");
      }));
    test(`is named in the list of editions, ${size.name} px`, () =>
      look(size, list, 200, async (page) => {
        assert.ok((await page.locator("main").innerText()).includes(reason));
        assert.equal(await page.locator('main a[href*="editions/1/"]').count(), 0, "a link leads to what was withdrawn");
      }));
  }
});

async function look(size, where, status, eyes) {
  const context = await open(browser, size, true);
  try {
    const page = await context.newPage();
    const answer = await page.goto(where, { waitUntil: "load" });
    assert.equal(answer.status(), status);
    await eyes(page);
    const found = [
      ...(await checks.frame(page)),
      ...(await checks.reflow(page)),
      ...(await checks.accessibility(page)),
      ...(await checks.skipLink(page)),
      ...(await checks.markup(await answer.text())),
    ];
    assert.ok(found.length === 0, `\n${found.join("\n")}`);
  } finally {
    await context.close();
  }
}
