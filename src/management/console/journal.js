// The journal: what has crossed, as it goes on, and what of it is shown.

import { at, list, offer, show } from "./dom.js";
import { row } from "./entry.js";
import { day } from "./moments.js";
import { filter, systemOf } from "./filters.js";

/** How many entries the page keeps, and how many of them it shows at once. */
const KEPT = 5000;
const SHOWN = 250;
/** How often a screen reader is told of new entries, in milliseconds. */
const TELL = 4000;

let kept = [];
let systems = [];
let isPaused = false;
let held = 0;
let untold = 0;
let isDrawing = false;

/** Makes the filters, the order and the pause work. */
export function begin() {
  const filters = at("filters");
  filters.addEventListener("input", draw);
  filters.addEventListener("reset", () => setTimeout(draw));
  filters.addEventListener("submit", (event) => event.preventDefault());
  at("filter-text").addEventListener("keydown", (event) => {
    if (event.key === "Escape") filters.reset();
  });
  at("order").addEventListener("change", draw);
  at("pause").addEventListener("click", pause);
  at("entries").addEventListener("keydown", walk);
  setInterval(tellNews, TELL);
}

/** Begins anew with these entries. */
export function fill(entries, ofSystems) {
  kept = entries.slice(-KEPT);
  systems = ofSystems;
  held = untold = 0;
  at("entries").replaceChildren();
  miss(0);
  choices();
  draw();
}

/** Takes an entry that was just written. */
export function add(entry) {
  const before = kept.length;
  kept.push(entry);
  if (kept.length > KEPT) kept.splice(0, kept.length - KEPT);
  if (isPaused) {
    held += 1;
    pauseSays();
    return;
  }
  if (filter()(entry)) untold += 1;
  if (before < 50 || before % 20 === 0) choices();
  drawSoon();
}

/** Says that entries were gone before they could be read. */
export function miss(count) {
  show("missed", count > 0);
  at("missed").textContent = `${count} ${count === 1 ? "entry was" : "entries were"} missed: they came faster than `
    + "they were read, and the journal keeps the newest alone. `raccord serve --journal FILE` keeps all.";
}

/** Holds the list as it is, or goes on. */
export function pause() {
  isPaused = !isPaused;
  held = 0;
  at("pause").setAttribute("aria-pressed", String(isPaused));
  pauseSays();
  if (!isPaused) {
    choices();
    draw();
  }
}

function pauseSays() {
  at("pause").textContent = isPaused ? `Go on${held ? ` (${held} new)` : ""}` : "Pause";
}

/** What can be chosen, from what was seen. */
function choices() {
  const seen = (of) => [...new Set(kept.flatMap(of))].sort();
  const named = seen((entry) => systemOf(entry.actor, systems));
  offer(at("filter-system"), [["", "all"], ...named.map((name) => [name, name])]);
  const operations = seen((entry) => entry.operation);
  offer(at("operations"), operations.map((name) => [name, ""]));
  const rules = seen((entry) => [entry.outcome.rule ?? [], entry.stood_on ?? []].flat());
  offer(at("rules-seen"), rules.map((name) => [name, ""]));
}

function drawSoon() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (!isPaused) draw();
  });
}

/** Shows the newest entries that the filters let through. */
function draw() {
  const picks = filter(systems);
  const found = kept.slice(0, kept.length - held).filter(picks);
  const shown = found.slice(-SHOWN);
  if (at("order").value === "first") shown.reverse();
  const rows = list(at("entries"), shown, { key: ({ sequence }) => String(sequence), make: row });
  separateDays(rows);
  keepOneInTabOrder();
  say(found.length, shown.length);
}

function separateDays(rows) {
  let last = null;
  for (const row of rows) {
    const today = day(row.dataset.at);
    row.classList.toggle("new-day", today !== last);
    row.querySelector(".day").textContent = today === last ? "" : today;
    last = today;
  }
}

function say(found, shown) {
  show("nothing", found === 0);
  at("nothing").textContent = kept.length === 0
    ? "Nothing has crossed yet. Point a connector at the proxy, or open a host above."
    : "No entry is what the filters ask for.";
  at("journal-state").textContent = found === kept.length ? `${found} entries` : `${found} of ${kept.length} entries`;
  show("older", found > shown);
  at("older").textContent = `${found - shown} older ones are not shown: narrow the filters.`;
}

function tellNews() {
  at("news").textContent = untold > 0 ? `${untold} new ${untold === 1 ? "entry" : "entries"}` : "";
  untold = 0;
}

// One entry is in the order of the tabulator, and the arrows go on from there: nobody tabs through
// hundreds of them.

const summaries = () => [...at("entries").querySelectorAll("summary")];

function keepOneInTabOrder() {
  const all = summaries();
  const current = all.find((it) => it === document.activeElement) ?? all.find((it) => it.tabIndex === 0) ?? all[0];
  for (const summary of all) summary.tabIndex = summary === current ? 0 : -1;
}

function walk(event) {
  const all = summaries();
  const here = all.indexOf(event.target);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
  keepOneInTabOrder();
}
