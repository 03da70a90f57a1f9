// What people of the office do, from their first page to the outcome: by keyboard only, and without scripts.
// `cargo xtask browser deeds` serves a demonstration of its own at WAYMARK_SITE, which this leaves changed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch } from "./chromium.mjs";
import { Keyboard, tabTo } from "./keyboard.mjs";
import { Person } from "./people.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const [, wide] = WIDTHS;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Somebody's hands at a window without scripts, on the page at `path` of the area. */
async function sits(person, path = "office") {
  const context = await person.window(browser, wide, false);
  const page = await context.newPage();
  await page.goto(`${site}/ridgeway/${path}`);
  return Object.assign(new Keyboard(page), { person });
}

const walksIn = (role) => Person.walkIn(site, "ridgeway", role);

/** A day so many days from today, as people write it. */
function day(away) {
  const then = new Date(Date.now() + away * 86_400_000);
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/London" });
}

/**
 * Nothing on the page as it stands stops whoever uses it. axe needs scripts of its own, so a window with scripts is
 * given the same bytes.
 */
async function sound(keys) {
  const [body, address] = [await keys.page.content(), keys.page.url()];
  const context = await keys.person.window(browser, wide);
  try {
    const page = await context.newPage();
    await page.route(address, (route) => route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body }));
    await page.goto(address);
    const found = [...(await checks.frame(page))];
    for (const { name, width, height } of WIDTHS) {
      await page.setViewportSize({ width, height });
      const here = [...(await checks.reflow(page)), ...(await checks.accessibility(page))];
      found.push(...here.map((line) => `${name} px: ${line}`));
    }
    // The form styles say of a radio that it opens something; the makers of the styles know that axe minds.
    const faults = found.filter((line) => !/aria-allowed-attr.*govuk-radios__input/.test(line));
    assert.ok(faults.length === 0, `\n${faults.join("\n")}`);
  } finally {
    await context.close();
  }
}

describe("by keyboard and without scripts", () => {
  test("a contributor answers, and the lead signs the answer off", async () => {
    const keys = await sits(await walksIn("Contributor"));
    await keys.follow("Answer: ");
    await keys.follow("Families are heard");
    await keys.type("happened", "Twelve families read the first chapter aloud.");
    await keys.choose("delivery", "in_progress");
    await keys.choose("evidence", "none_yet");
    await keys.type("evidence_because", "The notes are not written yet");
    await keys.choose("confidence", "amber");
    await keys.type("confidence_because", "Two meetings were put off");
    await keys.press("Send the answer");
    await keys.reads("It waits to be signed off by");

    const lead = await sits(await walksIn("Partner lead"));
    await lead.follow("Sign off: ");
    await lead.reads("Twelve families read the first chapter aloud.");
    await lead.tick("slip", (value) => value.includes("/heard/"));
    await lead.press("Sign off what is ticked");
    await lead.follow("Families are heard");
    await lead.reads("Signed off");
  });

  test("an answer that lacks something comes back, and its list of mistakes leads to each field", async () => {
    const keys = await sits(await walksIn("Contributor"));
    await keys.follow("Answer: ");
    await keys.follow("EHC plans come in time");
    await keys.type("happened", "");
    await keys.press("Send the answer");
    assert.match(await keys.page.title(), /^Error: /);
    await sound(keys);
    const first = keys.page.locator(".govuk-error-summary__list a").first();
    const field = (await first.getAttribute("href")).slice(1);
    await tabTo(keys.page, ({ hash }) => hash === `#${field}`, "the first mistake");
    await keys.page.keyboard.press("Enter");
    await keys.page.waitForURL((url) => url.hash === `#${field}`);
    await keys.page.keyboard.type("The first chapter is read.");
    const typed = await keys.page.locator(`[id="${field}"]`).inputValue();
    assert.equal(typed, "The first chapter is read.", "the keyboard is in the field at once");
  });

  test("the office moves a date, reads it in the history, and takes the move back", async () => {
    const keys = await sits(await walksIn("Programme office"));
    await keys.follow("Plan");
    await keys.follow("Agree a charter");
    await keys.follow("Move the date");
    await keys.type("when", "March 2027");
    await keys.type("first", "1 March 2027");
    await keys.type("last", "31 March 2027");
    await keys.type("reason", "The forum wants to read it again");
    await keys.press("Save");
    await keys.reads("The forum wants to read it again");
    await keys.reads("March 2027");
    await keys.follow("Take back change");
    await keys.type("reason", "It was the wrong promise");
    await keys.press("Take it back");
    await keys.reads("It was the wrong promise");
  });

  test("of two windows that edit the same words, the later one gets both texts and decides", async () => {
    const office = await walksIn("Programme office");
    const [one, two] = [await sits(office, "office/plan/nodes/help-line/words"), await sits(office, "office/plan/nodes/help-line/words")];
    await one.type("why", "So that nobody waits alone.");
    await one.press("Save");
    await one.reads("So that nobody waits alone.");
    await two.type("why", "So that every question has an answer.");
    const answer = await two.press("Save");
    assert.equal(answer.status(), 409);
    await two.reads("Somebody changed this while you were writing");
    await two.reads("So that nobody waits alone.");
    await sound(two);
    await two.type("why", "So that nobody waits alone and every question has an answer.");
    await two.press("Save this text");
    await two.reads("So that nobody waits alone and every question has an answer.");
  });

  test("one answers a comment, and somebody else lets the answer out", async () => {
    const keys = await sits(await walksIn("Programme office"));
    await keys.follow("Answer comments");
    await keys.follow("Will the easy read");
    await keys.type("answer", "Yes. The film comes in spring.");
    await keys.press("Save it for somebody else");
    await keys.reads("somebody else must let it out");
    const other = await sits(await walksIn("Publisher"));
    await other.follow("Let answers out");
    await other.follow("Will the easy read");
    await other.press("Publish both texts");
    await other.reads("The film comes in spring.");
  });

  test("a board's secretary records a decision and an action of a meeting", async () => {
    const keys = await sits(await walksIn("Board secretary"));
    await keys.follow("Boards");
    await keys.follow("Ridgeway SEND Improvement Board");
    await keys.follow("Meeting of 29 October 2026");
    await keys.follow("Add to: Decisions");
    await keys.type("wording", "Every letter is read by a family before it goes out.");
    await keys.type("authority", "The board's own");
    await keys.type("decided_on", "29 October 2026");
    await keys.press("Save");
    await keys.reads("Every letter is read by a family before it goes out.");
    await keys.page.goto(`${site}/ridgeway/office/papers/meeting/improvement-board-2026-10-29`);
    await keys.follow("Add to: Actions");
    await keys.type("wording", "Ask the forum for ten readers");
    await keys.pick("organisation", "council");
    await keys.type("raised_on", "29 October 2026");
    await keys.type("first_due", "15 January 2027");
    await keys.press("Save");
    await keys.reads("15 January 2027");
  });

  test("the office sets up a round", async () => {
    const keys = await sits(await walksIn("Programme office"));
    await keys.follow("Rounds");
    await keys.follow("Set up a round");
    await keys.type("name", "A round by keyboard");
    await keys.type("period_from", day(-40));
    await keys.type("period_to", day(-1));
    await keys.type("opens_on", day(1));
    await keys.type("answers_due", day(15));
    await keys.type("sign_off_due", day(22));
    await keys.tick("plans", (value) => value === "improvement-plan");
    await keys.tick("plans", (value) => value === "roadmap");
    await keys.press("Save the round");
    await keys.reads("A round by keyboard");
  });

  test("one prepares an edition anew, because the plan has moved on, and somebody else releases it", async () => {
    const office = await sits(await walksIn("Programme office"));
    await office.follow("Rounds");
    await office.follow("First answers about the new plan");
    await office.follow("The edition");
    await office.press("Prepare");
    const keys = await sits(await walksIn("Publisher"), "account/confirm");
    await keys.press("It is me");
    await keys.follow("Release the edition");
    await keys.press("Release the edition");
    await keys.reads("released as edition");
  });

  test("whose role an administrator ends has nothing left to open", async () => {
    const contributor = await sits(await walksIn("Contributor"), "office/my-answers");
    await contributor.reads("What we need from you");
    const keys = await sits(await walksIn("Area administrator"), "account/confirm");
    await keys.press("It is me");
    await keys.follow("People");
    await keys.follow("Ridgeway County Council");
    await keys.press("End now Contributor of Sam Birchwood");
    await keys.reads("Ridgeway County Council");
    const answer = await contributor.page.goto(`${site}/ridgeway/office/my-answers`);
    assert.equal(answer.status(), 404);
    await sound(contributor);
  });
});
