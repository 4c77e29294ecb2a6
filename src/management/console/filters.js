// The filters of the journal: which entries they let through.

import { at } from "./dom.js";

/** What tells whether an entry is let through, as the form stands now. */
export function filter(systems = []) {
  const asked = (name) => at(`filter-${name}`).value.trim();
  const [system, outcome, operation, rule] = ["system", "outcome", "operation", "rule"].map(asked);
  const text = asked("text").toLowerCase();
  return (entry) =>
    (system === "" || systemOf(entry.actor, systems) === system)
    && fitsOutcome(entry.outcome.kind, outcome)
    && fits(entry.operation, operation)
    && (rule === "" || rulesOf(entry).some((id) => fits(id, rule)))
    && (text === "" || words(entry).includes(text));
}

/** The system that an actor is, or is a part of: `sftp` of `sftp/VFE012#3`. */
export function systemOf(actor, systems = []) {
  return systems.includes(actor) ? actor : actor.split(/[/#]/)[0];
}

const rulesOf = ({ outcome, stood_on: stoodOn = [] }) => [outcome.rule ?? [], stoodOn].flat();

function fitsOutcome(kind, asked) {
  return asked === "" || kind === asked || (asked === "not-accepted" && kind !== "accepted");
}

/** A name, or how it begins; `*` at the end is as if it were not there. */
function fits(name, asked) {
  return name.toLowerCase().startsWith(asked.replace(/\*$/, "").toLowerCase());
}

function words(entry) {
  entry.words ??= JSON.stringify(entry).toLowerCase();
  return entry.words;
}
