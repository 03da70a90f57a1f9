// The round is closed, its edition is prepared by one and released by another, as their own pages let them.
import { setTimeout } from "node:timers/promises";
import { fill } from "./fill.mjs";
import { asItStands, formsOf } from "./forms.mjs";

const AREA = "ridgeway";

/** Sends the first form of a page whose address ends so; where the answer leads. */
async function press(person, address, ending) {
  const form = formsOf(await (await person.ask(address)).text(), address).find(({ action }) => action.endsWith(ending));
  if (!form) throw new Error(`${person.role} finds no form for ${ending} on ${address}`);
  const body = new URLSearchParams(asItStands(form));
  const answer = await person.ask(form.action, { method: "POST", body, headers: { origin: person.site, "sec-fetch-site": "same-origin" } });
  if (answer.status !== 303) throw new Error(`${form.action} answers ${answer.status}: ${(await answer.text()).match(/<h1[\s\S]*?<\/main>/)?.[0].replaceAll(/<[^>]*>|\s+/g, " ").slice(0, 600)}`);
  return answer.headers.get("location");
}

/** Brings an edition out; its number. */
export async function released(people, ledger) {
  const [office, publisher] = ["Programme office", "Publisher"].map((role) => people.find((person) => person.role === role));
  const rounds = await (await office.ask(`/${AREA}/office/rounds`)).text();
  const round = rounds.match(/href="(\/ridgeway\/office\/rounds\/[0-9a-f-]{8,})"/)?.[1];
  await press(office, `${round}/close`, "/close");
  const page = `${round}/edition`;
  const forms = formsOf(await (await office.ask(page)).text(), page);
  await fill(ledger, office, page, forms.findIndex(({ action }) => action.endsWith("/edition")), (field) => `edition: ${field.name}`);
  await publisher.confirm();
  await press(publisher, page, "/release");
  const edition = Number((await (await publisher.ask(page)).text()).match(/released as edition (\d+)/)?.[1]);
  await published(publisher.site, edition);
  return edition;
}

/** How long the public pages of an edition may take to be made, in seconds. */
const PATIENCE = 60;

/** Waits until the public finds the edition: its pages are made after the release has been answered. */
async function published(site, edition) {
  for (let waited = 0; waited < PATIENCE; waited += 1) {
    const answer = await fetch(new URL(`/${AREA}/roadmap/editions`, site));
    if (new RegExp(`editions/${edition}\\b`).test(await answer.text())) return;
    await setTimeout(1000);
  }
  throw new Error(`edition ${edition} is not public after ${PATIENCE} s`);
}
