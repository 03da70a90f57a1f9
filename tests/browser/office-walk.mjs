// Everybody walks through their whole office, and what they reached is held against the program's own list of pages.
import { crawl } from "./crawl.mjs";
import { Person, ROLES, listed } from "./people.mjs";
import { routeOf } from "./routes.mjs";

const OFFICE = /^\/[^/]+\/(office|account|sign-in|invitation)(\/|$)/;

const within = (path) => OFFICE.test(path) && !path.includes("/assets/");

/** A pattern of the program's list as the browser tests write it. */
export const inArea = (pattern) => `/{area}${pattern.replace(/\{\*(\w+)\}/, "{$1...}")}`;

/** Every page and file that anybody reaches from `starts`, each with who reached it. */
export async function walk(site, area, routes, starts) {
  // A file is fetched for the first who is offered it: making one takes longer than a page, and it is the same for all.
  const files = new Map();
  const everybody = await Promise.all(ROLES.map((role) => Person.walkIn(site, area, role)));
  const walks = await Promise.all(
    everybody.map(async (person) => {
      if (person.role.endsWith("administrator")) await person.confirm();
      const ask = (address) => {
        const isFile = routeOf(routes, address.split("?")[0])?.kind === "file";
        if (!isFile) return person.ask(address);
        if (!files.has(address)) files.set(address, person.ask(address).then(withoutBody));
        return files.get(address);
      };
      const walked = await crawl(site, starts, { ask, within });
      const pages = walked.pages.map((page) => ({ ...page, person, route: routeOf(routes, page.path) }));
      return { ...walked, pages };
    }),
  );
  return {
    pages: walks.flatMap(({ pages }) => pages),
    complaints: walks.flatMap(({ complaints }, at) => complaints.map((line) => `${ROLES[at]}: ${line}`)),
  };
}

async function withoutBody(answer) {
  await answer.arrayBuffer();
  return { status: answer.status, headers: answer.headers, text: async () => "" };
}

/**
 * What does not agree: the program's list with the table of routes, and the table with what was reached. A role that
 * has something of a page to see reaches it by links, unless the table says why not.
 */
export function differences(routes, pages, list = listed()) {
  const complaints = [];
  const known = new Map(routes.map((route) => [route.pattern, route]));
  for (const { pattern, roles } of list) {
    const route = known.get(inArea(pattern));
    known.delete(inArea(pattern));
    if (!route) {
      complaints.push(`${inArea(pattern)} is not in office-routes.json`);
      continue;
    }
    const reached = new Set(pages.filter((page) => page.route === route).map((page) => page.person?.role));
    const excused = Object.keys(route.unreached ?? {});
    const isExcused = (role) => excused.includes("everybody") || excused.includes(role);
    for (const role of roles) {
      if (!reached.has(role) && !isExcused(role)) complaints.push(`${role} reaches no page of ${route.pattern}`);
    }
    if (excused.includes("everybody") ? reached.size > 0 : excused.some((role) => reached.has(role))) {
      complaints.push(`${route.pattern} is reached: the table need not say why not`);
    }
  }
  for (const pattern of known.keys()) complaints.push(`${pattern} is no page of the program`);
  for (const { path, from } of pages.filter((page) => !page.route)) {
    complaints.push(`${path} (linked from ${from}) has no pattern in office-routes.json`);
  }
  return [...new Set(complaints)];
}

/** Faults that the table still admits although no page has them any more; `met` are those that were found. */
export function mended(routes, met) {
  const admitted = routes.flatMap(({ pattern, known }) => Object.keys(known ?? {}).map((words) => `${pattern}: ${words}`));
  return admitted.filter((fault) => !met.has(fault)).map((fault) => `${fault} is mended: the table need not admit it`);
}
