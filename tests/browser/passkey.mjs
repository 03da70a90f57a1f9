// A passkey in a browser, with an authenticator that Chromium keeps: from an invitation to an account without a password.
// `cargo xtask browser deeds` serves a demonstration of its own at WAYMARK_SITE, which this leaves changed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import { Person } from "./people.mjs";
import * as checks from "./checks.mjs";

const site = process.env.WAYMARK_SITE;
const [, wide] = WIDTHS;
const at = (path) => `${site}/ridgeway/${path}`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A device that asks its owner for a finger, which is always there. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return { session, authenticatorId };
}

/** Presses a button and waits for the page it leads to. */
const press = (page, words) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name: words, exact: true }).click()]);

/** The code of an invitation that an administrator makes for somebody new. */
async function invitation(name) {
  const chief = await Person.walkIn(site, "ridgeway", "Area administrator");
  await chief.confirm();
  const context = await chief.window(browser, wide);
  try {
    const page = await context.newPage();
    await page.goto(at("office/people/council"));
    await page.getByLabel("Name").first().fill(name);
    await page.locator('input[name="role"][value="reviewer"]').check();
    await press(page, "Invite");
    return (await page.locator("code").innerText()).trim();
  } finally {
    await context.close();
  }
}

describe("a passkey", () => {
  test("is made by whoever is invited, signs them in, confirms that it is they, and opens nothing once it is taken away", async () => {
    const code = await invitation("Nova Tester (invented)");
    const context = await open(browser, wide);
    try {
      const page = await context.newPage();
      const heard = checks.listen(page, site);
      const device = await authenticator(page);
      const keys = async () => (await device.session.send("WebAuthn.getCredentials", { authenticatorId: device.authenticatorId })).credentials;
      await page.goto(at("invitation"));
      await page.locator('input[name="code"]').fill(code);
      await press(page, "Go on");
      await press(page, "Join");
      await page.goto(at("account"));
      await page.locator('input[name="passkey_name"]').fill("Laptop");
      await press(page, "Make a passkey");
      assert.equal((await keys()).length, 0);
      await Promise.all([page.waitForURL(at("account")), page.locator("form[data-passkey] button").click()]);
      assert.equal((await keys()).length, 1, "the device keeps one key");
      assert.ok((await page.locator("main").innerText()).includes("Laptop"));
      assert.deepEqual(await checks.accessibility(page), []);

      await press(page, "Sign out");
      assert.ok((await page.goto(at("account"))).url().includes("/sign-in"));
      await press(page, "Sign in with a passkey");
      await Promise.all([page.waitForURL(at("account")), page.locator("form[data-passkey] button").click()]);
      assert.ok((await page.locator("main").innerText()).includes("Laptop"), "they are in");

      await page.goto(at("account/confirm"));
      await press(page, "Confirm with a passkey");
      await Promise.all([page.waitForURL(at("office")), page.locator("form[data-passkey] button").click()]);

      // A device that does not know its owner is no proof, and the page says so and lets them try again.
      await device.session.send("WebAuthn.setUserVerified", { authenticatorId: device.authenticatorId, isUserVerified: false });
      await page.goto(at("account/confirm"));
      await press(page, "Confirm with a passkey");
      await page.locator("form[data-passkey] button").click();
      await page.getByText("That did not work, or you stopped it.").waitFor();
      await device.session.send("WebAuthn.setUserVerified", { authenticatorId: device.authenticatorId, isUserVerified: true });

      // The device forgets the key, as when it is lost: the account is shut, and says how else to get in.
      for (const { credentialId } of await keys()) {
        await device.session.send("WebAuthn.removeCredential", { authenticatorId: device.authenticatorId, credentialId });
      }
      await page.goto(at("account"));
      await press(page, "Sign out");
      await page.goto(at("sign-in"));
      await press(page, "Sign in with a passkey");
      await page.locator("form[data-passkey] button").click();
      await page.getByText("That did not work, or you stopped it.").waitFor();
      assert.ok((await page.goto(at("account"))).url().includes("/sign-in"), "nobody is in");
      assert.deepEqual(heard, []);
    } finally {
      await context.close();
    }
  });
});
