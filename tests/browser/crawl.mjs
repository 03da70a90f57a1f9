// Every address a visitor can reach by following links, without a browser.

/** Links and assets named in a page, as whole addresses. */
export function links(body, base) {
  const found = [];
  for (const [, name, raw] of body.matchAll(/\s(href|src|action)="([^"]*)"/g)) {
    const text = raw.replaceAll(/&(amp|#38);/g, "&");
    if (!/^(mailto|tel|data):/.test(text)) found.push({ name, url: new URL(text, base) });
  }
  return found;
}

/** Asks as a visitor without an account. */
const anybody = (site) => (address) => fetch(new URL(address, site), { redirect: "manual" });

async function visit(ask, address) {
  const answer = await ask(address);
  const type = answer.headers.get("content-type") ?? "";
  const body = /^(text|application\/(json|xml|atom))|\+xml/.test(type) ? await answer.text() : "";
  return { status: answer.status, type, body, location: answer.headers.get("location") };
}

/**
 * Follows links from `start` and returns every page and file of the site, each with where it was
 * first linked from, and complaints about links that do not arrive. `ask` asks as somebody who is signed in; links
 * out of what is `within` are not followed.
 */
export async function crawl(site, start = ["/"], { ask = anybody(site), within = () => true } = {}) {
  const pages = new Map();
  const complaints = [];
  const fragments = [];
  const queue = start.map((address) => ({ address, from: "the start" }));
  const seen = new Set(start);
  while (queue.length > 0) {
    const { address, from } = queue.shift();
    const { status, type, body, location } = await visit(ask, address);
    const path = address.split("?")[0];
    const page = { address, path, from, status, type, body, isPage: type.startsWith("text/html") };
    const moved = status >= 300 && status < 400 && location;
    if (!moved) pages.set(address, page);
    if (!moved && status !== 200) complaints.push(`${address}, linked from ${from}, answers ${status}`);
    const onward = moved
      ? [{ name: "href", url: new URL(location, new URL(address, site)) }]
      : page.isPage
        ? links(body, new URL(address, site))
        : [];
    for (const { name, url } of onward) {
      if (url.origin !== new URL(site).origin || !within(url.pathname)) continue;
      const next = url.pathname + url.search;
      if (url.hash.length > 1) fragments.push({ from: address, next, id: decodeURIComponent(url.hash.slice(1)) });
      // A form's address is asked with what a person types; the states of routes.json do that.
      if (name === "action" || seen.has(next)) continue;
      seen.add(next);
      queue.push({ address: next, from: address });
    }
  }
  for (const { from, next, id } of fragments) {
    const page = pages.get(next);
    const there = !page?.isPage || new RegExp(`\\sid="${id.replace(/[^\w-]/g, ".")}"`).test(page.body);
    if (!there) complaints.push(`${from} links to #${id} on ${next}, which is not there`);
  }
  return { pages: [...pages.values()], complaints };
}
