// The clock: what time it is there, and the buttons that move it.

import { get, post } from "./api.js";
import { at, show } from "./dom.js";
import { dayAndTime, distance, fullDay, length, time } from "./moments.js";

let told = null;
let toldAt = 0;

/** The tenant's instant, in milliseconds. */
export function now() {
  const since = told?.frozen ? 0 : performance.now() - toldAt;
  return told ? Date.parse(told.now) + since : Date.now();
}

/** Takes what the port tells of the clock. */
export function set(clock) {
  told = clock;
  toldAt = performance.now();
  tick();
}

/** Asks for the clock anew. */
export async function refresh() {
  set(await get("clock"));
}

/** Makes the buttons work; `doing` runs what they do, and `moved` follows it. */
export function begin(doing, moved) {
  const move = (path, body) => doing(async () => {
    set(await post(`clock/${path}`, body));
    moved();
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => move("advance", { duration: button.dataset.advance }));
  }
  at("to-next").addEventListener("click", () => {
    if (told?.next_due) move("set", { to: laterOf(told.next_due) });
  });
  at("to-date").addEventListener("submit", (event) => {
    event.preventDefault();
    move("set", { to: new Date(`${at("date").value}Z`).toISOString() });
  });
  at("freeze").addEventListener("click", () => move(told?.frozen ? "resume" : "freeze"));
  setInterval(tick, 1000);
}

/** What is due may have become due since it was told: the clock never goes back. */
function laterOf(due) {
  const isOver = Date.parse(due) < now() + 1000;
  return isOver ? new Date(now() + 1000).toISOString() : due;
}

function tick() {
  if (!told) return;
  const shown = at("now");
  shown.dateTime = new Date(now()).toISOString();
  shown.textContent = `${fullDay(now())}, ${time(now())} UTC`;
  const pace = at("pace");
  pace.dataset.kind = told.frozen ? "waiting" : "active";
  pace.textContent = told.frozen ? "frozen" : "running";
  at("freeze").textContent = told.frozen ? "Let it run" : "Freeze";
  const machine = Date.parse(told.machine_now) + performance.now() - toldAt;
  at("machine-now").textContent = `${dayAndTime(machine)} UTC`;
  at("ahead").textContent = ahead(now() - machine);
  at("next-due").textContent = told.next_due
    ? `next event ${distance(told.next_due, now())}`
    : "nothing is due";
  at("next-due").title = told.next_due ? `${dayAndTime(told.next_due)} UTC` : "";
  at("to-next").setAttribute("aria-disabled", String(!told.next_due));
  show("clock", true);
}

function ahead(difference) {
  if (Math.abs(difference) < 2000) return "as the machine’s clock";
  return `${length(difference)} ${difference > 0 ? "ahead of" : "behind"} the machine`;
}
