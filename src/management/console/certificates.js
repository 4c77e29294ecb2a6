// The certificates: what each is worth now, in a picture and in a table.

import { get } from "./api.js";
import { at, element, instant, mark } from "./dom.js";
import { day, dayAndTime, length } from "./moments.js";
import { draw } from "./timeline.js";

/** How long before its end a certificate is told to be near it, in milliseconds. */
const SOON = 31 * 86_400_000;

let told = { now: 0, certificates: [] };

/** Asks for the certificates and shows them. */
export async function refresh() {
  told = await get("certificates");
  show();
}

/** Draws again whenever there is another width, or other certificates are wanted. */
export function begin() {
  at("authorities").addEventListener("change", show);
  new ResizeObserver(() => show()).observe(at("timeline").parentElement);
}

function show() {
  const all = told.certificates.map((one) => ({ ...one, state: stateOf(one, told.now) })).sort(inOrder);
  const shown = all.filter((one) => at("authorities").checked || !isAuthorityOrHost(one));
  draw(at("timeline"), shown, Date.parse(told.now));
  at("certificates-rows").replaceChildren(...shown.map(row));
  at("certificates-state").textContent = summary(shown);
  at("timeline-says").textContent = shown.map((one) => `${one.name}: ${one.state.words}.`).join(" ");
}

function isAuthorityOrHost({ role }) {
  return role.startsWith("host/") || role.startsWith("gateway/") || isAuthority(role);
}

const isAuthority = (role) => /\/(root|issuing)$/.test(role);

/** Those of one role together, the older ones first. */
function inOrder(a, b) {
  return Number(isAuthorityOrHost(a)) - Number(isAuthorityOrHost(b))
    || a.role.localeCompare(b.role)
    || String(a.not_before).localeCompare(String(b.not_before))
    || a.name.localeCompare(b.name);
}

/** One word for where a certificate stands, and that word with what belongs to it. */
function stateOf(one, now) {
  const standing = (wanted) => one.places.find((place) => place.standing === wanted);
  const [active, waiting, refused] = ["active", "waiting", "refused"].map(standing);
  const until = one.not_after ? ` until ${day(one.not_after)}` : "";
  if (refused && !active && !waiting) {
    return { kind: "refused", words: `refused ${day(refused.refused_at)} by ${refused.rule}` };
  }
  if (one.validity === "expired") {
    const words = `expired ${day(one.not_after)}${active ? ", still registered" : ""}`;
    return { kind: "expired", words, tone: active ? "refused" : "expired" };
  }
  if (waiting && !active) {
    return { kind: "waiting", words: `waiting, in effect ${dayAndTime(waiting.takes_effect_at)}`, from: waiting.takes_effect_at };
  }
  if (one.validity === "not-yet-valid") {
    return { kind: "waiting", words: `not valid before ${day(one.not_before)}` };
  }
  if (active) return stillActive(one, now, until);
  if (standing("superseded")) return { kind: "superseded", words: `superseded, valid${until}` };
  if (isAuthority(one.role)) return { kind: "authority", words: `authority${until}` };
  return { kind: "issued", words: `issued, registered nowhere, valid${until}` };
}

/** In effect; whoever has less than a month left should see it. */
function stillActive(one, now, until) {
  const left = Date.parse(one.not_after) - Date.parse(now);
  if (left > SOON) return { kind: "active", words: `active${until}` };
  return { kind: "active", words: `active${until}, ${length(left)} left`, tone: "waiting" };
}

function summary(shown) {
  const count = (kind) => shown.filter((one) => one.state.kind === kind).length;
  return ["active", "waiting", "issued", "superseded", "refused", "expired"]
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`)
    .join(" · ");
}

function row(one) {
  const limit = (at) => (at ? instant(at, dayAndTime(at)) : "not known");
  return element("tr", {},
    element("th", { scope: "row" }, one.name),
    element("td", {}, mark(one.state.kind, one.state.kind)),
    element("td", {}, limit(one.not_before)),
    element("td", {}, limit(one.not_after)),
    element("td", {}, one.places.map(placeInWords).join("; ") || "nowhere"),
    element("td", {}, one.subject ?? "not known"),
    element("td", { class: "code" }, one.fingerprint));
}

function placeInWords({ system, place, standing, takes_effect_at: from, rule }) {
  const more = from ? `, in effect ${dayAndTime(from)}` : rule ? ` by ${rule}` : "";
  return `${place || "?"} (${system}): ${standing}${more}`;
}
