// Instants and how far they are, as people read them. All in UTC.

const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const DAY = format({ day: "numeric", month: "short", year: "numeric" });
const FULL = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const TIME = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** `21 Nov 2026` */
export const day = (at) => DAY.format(new Date(at));
/** `Sat 21 Nov 2026` */
export const fullDay = (at) => FULL.format(new Date(at)).replace(",", "");
/** `20:42:08` */
export const time = (at) => TIME.format(new Date(at));
/** `21 Nov 2026, 20:42:08` */
export const dayAndTime = (at) => `${day(at)}, ${time(at)}`;

const UNITS = [
  ["year", 365.25 * 86_400_000],
  ["month", 30.44 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** `20 days`: how long that is, to the largest unit of which there are two. */
export function length(milliseconds) {
  const size = Math.abs(milliseconds);
  const [unit, of] = UNITS.find(([, of]) => size >= 2 * of) ?? UNITS.at(-1);
  const count = Math.round(size / of);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `in 20 days` or `20 days ago`, seen from `now`. */
export function distance(at, now) {
  const ahead = new Date(at) - new Date(now);
  return ahead >= 0 ? `in ${length(ahead)}` : `${length(ahead)} ago`;
}
