// The invented people of the demonstration, one per role, and what each of them may do by the table of the office.
import { readFileSync } from "node:fs";
import { open } from "./chromium.mjs";

/** The roles as the sign-in page calls them, in the order of the table's columns. */
export const ROLES = [
  "Programme office",
  "Contributor",
  "Partner lead",
  "Publisher",
  "Forum representative",
  "Board secretary",
  "Board member",
  "Reviewer",
  "Organisation administrator",
  "Area administrator",
];

const TABLE = new URL("../../crates/app/tests/sweep/table.txt", import.meta.url);

/** The pages of the office that the program lists, and which roles have something of each to see. */
export function listed(text = readFileSync(TABLE, "utf8")) {
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([method, pattern]) => method === "GET" && !pattern.startsWith("/api/"))
    .map(([, pattern, ...verdicts]) => ({ pattern, roles: ROLES.filter((_, at) => verdicts[at] !== "no") }));
}

let readers = 0;

/** An address of yet another reader, as a proxy names it: the office bounds how much one address may ask for. */
export function elsewhere() {
  readers += 1;
  return { "x-forwarded-for": `10.${(readers >> 16) & 255}.${(readers >> 8) & 255}.${readers & 255}` };
}

/** Values of the hidden fields of the form that is sent to `action`, the one that also contains `words`. */
function hidden(body, action, words = "") {
  const forms = body.match(/<form[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((text) => text.includes(`action="${action}"`) && text.includes(words));
  if (!form) throw new Error(`there is no form for ${action} ${words}`);
  return new URLSearchParams([...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/** Somebody who walked in through the demonstration's door. */
export class Person {
  constructor(site, area, role) {
    Object.assign(this, { site, area, role, cookies: new Map() });
  }

  /** Walks in afresh. */
  static async walkIn(site, area, role) {
    const person = new Person(site, area, role);
    const body = await (await person.ask(`/${area}/sign-in`)).text();
    const [, invented] = body.match(new RegExp(`<h3[^>]*>([^<]*), ${role}</h3>`)) ?? [];
    if (!invented) throw new Error(`nobody at the door of ${area} is ${role}`);
    const door = `/${area}/sign-in/demonstration`;
    await person.send(door, hidden(body, door, invented));
    if (person.cookies.size === 0) throw new Error(`${role} cannot walk into ${area}`);
    return person;
  }

  /** Shows once more that it is they, as the demonstration allows by one press; good for five minutes. */
  async confirm() {
    const body = await (await this.ask(`/${this.area}/account/confirm`)).text();
    const press = `/${this.area}/account/confirm/demonstration`;
    await this.send(press, hidden(body, press));
  }

  /** Asks for an address as they. */
  async ask(address, more = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(address, this.site), { redirect: "manual", ...more, headers: { cookie, ...elsewhere(), ...more.headers } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }

  async send(address, body) {
    const answer = await this.ask(address, { method: "POST", body, headers: { origin: this.site, "sec-fetch-site": "same-origin" } });
    if (answer.status !== 303) throw new Error(`${address} answers ${this.role} ${answer.status}`);
  }

  /** A window in which they are signed in. */
  async window(browser, size, scripts = true) {
    const context = await open(browser, size, scripts);
    await context.setExtraHTTPHeaders(elsewhere());
    await context.addCookies(this.cookiesFor());
    return context;
  }

  /** What a window of theirs keeps. */
  cookiesFor() {
    // Chromium takes a cookie that is only for secure places from such a place alone; it then sends it to localhost too.
    const url = this.site.replace("http:", "https:");
    return [...this.cookies].map(([name, value]) => ({ name, value, url, secure: true }));
  }
}
