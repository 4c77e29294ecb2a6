// What rules say, asked of the port once each.

import { get } from "./api.js";
import { element } from "./dom.js";

const HOW = {
  read: "read in a document",
  seen: "seen on the real system",
  guessed: "guessed",
};
const asked = new Map();

/** A line with what a rule says, where that is written, and how it is known; filled when it comes. */
export function ruleSays(id) {
  const line = element("p", { class: "rule-says small" });
  if (!asked.has(id)) asked.set(id, get(`rules/${encodeURIComponent(id)}`));
  asked.get(id).then(
    ({ says, source, known }) => line.append(
      element("q", {}, says), " ",
      element("span", { class: "quiet" }, `${source} · `),
      element("span", { class: "known", "data-known": known }, HOW[known] ?? known)),
    () => asked.delete(id),
  );
  return line;
}
