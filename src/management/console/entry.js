// One entry of the journal, as a row that unfolds.

import { element, instant, mark, terms } from "./dom.js";
import { ruleSays } from "./rules.js";
import { dayAndTime, time } from "./moments.js";

/** Fields that say most, in this order; they stand in the row itself. */
const FIRST = ["status", "host", "path", "certificate", "application-code", "client-id", "file", "flow"];

/** The row of an entry. */
export function row(entry) {
  const { at, actor, operation, outcome } = entry;
  const summary = element("summary", { tabindex: "-1" },
    element("span", { class: "day" }),
    instant(at, time(at)),
    mark(outcome.kind, outcome.kind),
    element("span", { class: "operation" }, operation),
    element("span", { class: "actor quiet" }, actor),
    element("span", { class: "gist quiet" }, gist(entry)));
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => unfold(details, entry), { once: true });
  return element("li", { "data-at": at, "data-outcome": outcome.kind },
    details, why(entry));
}

/** Why it ended otherwise than it was asked: always shown. */
function why({ outcome, fields = {} }) {
  switch (outcome.kind) {
    case "refused":
      return element("div", { class: "why" },
        element("p", {}, element("strong", { class: "rule" }, outcome.rule), " ", outcome.reason),
        ruleSays(outcome.rule));
    case "unknown":
      return element("div", { class: "why" }, element("p", {}, `Nothing here knows ${outcome.asked}.`), nearest(fields));
    case "faulted":
      return element("div", { class: "why" }, element("p", {}, `Broken on purpose: ${outcome.verdict}.`));
    case "incident":
      return element("div", { class: "why" }, element("p", {}, `A fault of raccord itself: ${outcome.what}`));
    default:
      return null;
  }
}

function nearest({ nearest: route, why: because }) {
  if (!route && !because) return null;
  const text = [route && `The nearest is ${route}`, because].filter(Boolean).join(": ");
  return element("p", { class: "small" }, `${text.replace(/\.$/, "")}.`);
}

function gist({ fields = {} }) {
  const others = Object.keys(fields).filter((name) => ![...FIRST, "nearest", "why"].includes(name));
  return [...FIRST.filter((name) => name in fields), ...others].map((name) => `${name} ${inWords(fields[name])}`).join(" · ");
}

/** What there is to know of it, once somebody asks. */
function unfold(details, { sequence, at, actor, number, stood_on: stoodOn = [], fields = {} }) {
  const pairs = Object.entries(fields).map(([name, value]) => [name, inWords(value)]);
  details.append(element("div", { class: "more" },
    terms([
      ["instant", instant(at, `${dayAndTime(at)} UTC`)],
      ["place", `entry ${sequence} of the journal, ${number} of ${actor}`],
      ...pairs,
    ], { class: "fields" }),
    ...stoodOn.map((id) => element("div", { class: "stood-on" },
      element("p", {}, "Stands on ", element("strong", { class: "rule" }, id)), ruleSays(id)))));
}

const inWords = (value) => (typeof value === "string" ? value : JSON.stringify(value));
