// The systems: under which names they are served, and how they stand.

import { get } from "./api.js";
import { at, element, list, terms } from "./dom.js";
import { dayAndTime } from "./moments.js";

/** Asks for the systems and shows them; gives their names. */
export async function refresh() {
  const told = await get("systems");
  at("doors").replaceWith(terms([["Proxy", told.proxy], ["SFTP", told.sftp]], { id: "doors", class: "doors" }));
  list(at("systems-list"), told.systems, {
    key: ({ name, hosts }) => JSON.stringify([name, hosts]),
    make: system,
    tell: (row, { counts, next_due: due }) => {
      row.querySelector(".state").textContent = state(counts, due);
    },
  });
  return told.systems.map(({ name }) => name);
}

function system({ name, title, hosts }) {
  return element("article", { class: "system", "data-system": name },
    element("h3", {}, title),
    element("p", { class: "state quiet small" }),
    element("ul", { class: "plain hosts" }, ...hosts.map(host)));
}

function host({ name, url }) {
  const rest = new URL(url).host.slice(new URL(url).host.indexOf(name) + name.length);
  return element("li", {},
    element("a", { href: url, target: "_blank", rel: "noreferrer" },
      name, element("span", { class: "quiet" }, rest)));
}

function state(counts, due) {
  const counted = Object.entries(counts).map(([what, count]) => `${count} ${words(what, count)}`);
  const next = due ? [`next event ${dayAndTime(due)}`] : [];
  return [...counted, ...next].join(" · ") || "answers";
}

/** `sheets-waiting`, of which there is one: `sheet waiting`. */
function words(what, count) {
  const text = what.replaceAll("-", " ");
  return count === 1 ? text.replace(/^(\w+)s\b/, "$1") : text;
}
