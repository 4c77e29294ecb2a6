// The picture of the certificates: a bar from the first to the last instant of each, and now.

import { drawn } from "./dom.js";
import { day } from "./moments.js";

const DAY = 86_400_000;
const ROW = 38;
const TOP = 42;
const LABELS = 240;
const RIGHT = 12;
/** How far from now bars are drawn, where they go further. */
const FAR = 1300 * DAY;

/** Draws certificates that have a `state` into a picture. */
export function draw(svg, certificates, now) {
  const width = Math.max(svg.parentElement.clientWidth, 480);
  const height = TOP + Math.max(certificates.length, 1) * ROW + 6;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", height);
  const scale = scaleOf(certificates, now, width);
  svg.replaceChildren(
    hatches(),
    ...months(scale, height, now),
    ...certificates.flatMap((one, index) => bar(one, TOP + index * ROW, scale, now)),
    ...nowLine(scale.x(now), height, width, now),
    ...certificates.flatMap((one, index) => label(one, TOP + index * ROW, scale, now)),
  );
}

function scaleOf(certificates, now, width) {
  const instants = certificates
    .flatMap((one) => [one.not_before, one.not_after])
    .filter((at) => at)
    .map((at) => Date.parse(at));
  const near = [...instants, now - 30 * DAY, now + 60 * DAY].filter((at) => Math.abs(at - now) < FAR);
  const beyond = (before) => instants.some((at) => (before ? at <= now - FAR : at >= now + FAR));
  const margin = (Math.max(...near) - Math.min(...near)) / 25;
  const first = beyond(true) ? now - FAR / 2 : Math.min(...near) - margin;
  const last = beyond(false) ? now + FAR : Math.max(...near) + margin;
  const room = width - LABELS - RIGHT;
  const x = (at) => LABELS + ((Math.min(Math.max(at, first), last) - first) / (last - first)) * room;
  return { first, last, x, end: width - RIGHT };
}

/** Lines at the first of months, so many that their names have room. */
function months({ first, last, x, end }, height, now) {
  const room = (end - LABELS) / ((last - first) / (30.44 * DAY));
  const every = [1, 2, 3, 6, 12, 24, 60].find((count) => count * room >= 74) ?? 120;
  const begin = new Date(first);
  const found = [];
  for (let month = Math.ceil((begin.getUTCMonth() + 1) / every) * every; ; month += every) {
    const at = Date.UTC(begin.getUTCFullYear(), month, 1);
    if (at > last) return found;
    found.push(
      drawn("line", { class: "month", x1: x(at), x2: x(at), y1: TOP - 20, y2: height }),
      drawn("text", { class: "axis", x: x(at) + 5, y: TOP - 12, hidden: x(at) > end - 58 || Math.abs(x(at) + 30 - x(now)) < 38 }, day(at).replace(/^1 /, "")),
    );
  }
}

function bar(one, y, scale, now) {
  const { kind, words, from } = one.state;
  const left = leftOf(one, scale, now);
  const line = drawn("line", { class: "row", x1: 0, x2: scale.end, y1: y + ROW - 1, y2: y + ROW - 1 });
  if (!hasValidity(one)) return [line, cross(left + 4, y + 24.5)];
  const right = scale.x(Date.parse(one.not_after));
  const shape = drawn("rect", {
    class: `bar ${kind}`, x: left, y: y + 19, width: Math.max(right - left, 3), height: 11, rx: 3,
  });
  const title = drawn("title", {}, `${one.name}: ${words}. Valid ${day(one.not_before)} to ${day(one.not_after)}.`);
  shape.append(title);
  const effect = from ? [arrow(scale.x(Date.parse(from)), y + 31)] : [];
  const crossed = kind === "refused" ? [cross(left + 8, y + 24.5)] : [];
  return [line, shape, ...effect, ...crossed];
}

/** What is written of a certificate: its name at the left, and its state over its bar. */
function label(one, y, scale, now) {
  const { kind, words, tone = kind } = one.state;
  const room = words.length * 6.4;
  const x = Math.max(LABELS, Math.min(leftOf(one, scale, now) + 6, scale.end - room));
  return [
    drawn("text", { class: "name", x: 0, y: y + 15 }, shortened(one.name, 32)),
    drawn("text", { class: "place", x: 0, y: y + 29 }, shortened(placeOf(one), 40)),
    drawn("text", { class: `words ${tone}`, x, y: y + 14 }, words),
  ];
}

const hasValidity = (one) => Boolean(one.not_before && one.not_after);

/** Where a certificate begins; of one that was refused no more may be known than when. */
function leftOf(one, scale, now) {
  const refusal = one.places.find((place) => place.refused_at);
  const begin = hasValidity(one) ? one.not_before : refusal?.refused_at;
  return scale.x(begin ? Date.parse(begin) : now);
}

/** Whom it is for, and where it stands. */
function placeOf({ places, subject }) {
  const whom = subject?.match(/\bO=([^,]+)/)?.[1] ?? subject?.match(/\bCN=([^,]+)/)?.[1];
  const place = places.find(({ standing }) => standing === "active") ?? places.at(-1);
  const where = place?.place.length > 16 ? place.system : place?.place;
  return [whom, where].filter(Boolean).join(" · ");
}

function nowLine(x, height, width, now) {
  const isRight = x > width - 110;
  return [
    drawn("line", { class: "now", x1: x, x2: x, y1: 4, y2: height }),
    drawn("text", { class: "now", x: isRight ? x - 5 : x + 5, y: 12, "text-anchor": isRight ? "end" : "start" },
      `now, ${day(now)}`),
  ];
}

const cross = (x, y) => drawn("path", { class: "cross", d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` });
const arrow = (x, y) => drawn("path", { class: "arrow", d: `M${x - 4} ${y + 6}h8l-4 -6z` });

/** What fills a bar that waits: a form, for whoever does not tell colours apart. */
function hatches() {
  const line = drawn("path", { class: "hatch", d: "M-1 7L7 -1M5 7L7 5M-1 1L1 -1" });
  return drawn("defs", {},
    drawn("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      drawn("rect", { class: "hatch-ground", width: 6, height: 6 }), line));
}

function shortened(words, most) {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}
