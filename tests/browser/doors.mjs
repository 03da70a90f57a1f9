// The public side as a council runs it: an area on its own host, a visitor who sends or asks too much, and a page
// whose stored bytes no longer match what was signed. `cargo xtask browser` prepares all three.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import * as checks from "./checks.mjs";

const port = process.env.WAYMARK_PORT;
const site = `http://localhost:${port}`;
const own = `http://ridgeway.localhost:${port}`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("the public side as it is run", () => {
  for (const size of WIDTHS) {
    test(`an area on its own host needs no word in its addresses, ${size.name} px`, () =>
      look(size, (page) => page.goto(`${own}/roadmap`), 200, async (page) => {
        const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href));
        const within = links.filter((href) => href.startsWith(own));
        assert.ok(within.length > 20, "the page leads nowhere");
        assert.deepEqual(within.filter((href) => new URL(href).pathname.startsWith("/ridgeway")), []);
        const [first] = within.filter((href) => href.includes("/roadmap/entries/"));
        assert.equal((await page.goto(first)).status(), 200);
      }));
    test(`another area is not to be had at that host, ${size.name} px`, () =>
      look(size, (page) => page.goto(`${own}/oxfordshire/roadmap`), 404, leadsOut));
    test(`something sent to a page is refused, ${size.name} px`, () =>
      look(size, (page) => send(page, `${site}/ridgeway/roadmap`), 405, leadsOut));
    test(`a page that no longer matches its signature is not shown, ${size.name} px`, () =>
      look(size, (page) => page.goto(`${site}/ridgeway/cookies`), 503, async (page) => {
        assert.ok(!(await page.locator("main").innerText()).includes("set no cookies"), "the changed page is shown");
        await leadsOut(page);
      }));
    test(`who asks too much is told to wait, ${size.name} px`, () =>
      look(size, tooMuch, 429, async (page) => assert.match(await page.locator("main").innerText(), /Wait a few seconds/)));
  }
});

/** Sends a form, as a page elsewhere might. */
async function send(page, address) {
  await page.setContent(`<form method="post" action="${address}"><button>Send</button></form>`);
  const [answer] = await Promise.all([page.waitForNavigation(), page.locator("button").click()]);
  return answer;
}

/**
 * Opens a page while many others are asked for, until there are too many. Each address is another one to the browser,
 * which would otherwise show the page it kept.
 */
async function tooMuch(page) {
  const address = `${site}/ridgeway/roadmap`;
  let answer;
  for (let tries = 0; tries < 10 && answer?.status() !== 429; tries += 1) {
    const others = Promise.all(Array.from({ length: 200 }, () => page.request.get(address)));
    answer = await page.goto(`${address}?try=${tries}`);
    await others;
  }
  return answer;
}

async function leadsOut(page) {
  assert.ok((await page.locator("main a").count()) > 0, "there is no way out");
}

/** Waits first until the visitor may ask again, then looks as everywhere else. */
async function look(size, go, status, eyes) {
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const context = await open(browser, size, true);
  try {
    const page = await context.newPage();
    const answer = await go(page);
    assert.equal(answer.status(), status);
    const found = [
      ...(await checks.frame(page)),
      ...(await checks.reflow(page)),
      ...(await checks.accessibility(page)),
      ...(await checks.skipLink(page)),
      ...(await checks.markup(await answer.text())),
    ];
    assert.ok(found.length === 0, `\n${found.join("\n")}`);
    await eyes(page);
  } finally {
    await context.close();
  }
}
