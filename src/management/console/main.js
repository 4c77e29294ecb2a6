// The console: opens with a token, shows a tenant, and follows it.

import * as api from "./api.js";
import * as certificates from "./certificates.js";
import * as clock from "./clock.js";
import * as faults from "./faults.js";
import * as journal from "./journal.js";
import * as mails from "./mails.js";
import * as systems from "./systems.js";
import { at, offer, show } from "./dom.js";

/** How many entries are read at first. */
const NEWEST = 1000;
/** How long to wait after an event for those that come with it, in milliseconds. */
const TOGETHER = 400;

let following = new AbortController();

const STATES = {
  live: "live",
  broken: "connection lost, trying again",
  closed: "not connected",
};

function say(state) {
  at("connection").dataset.state = state;
  at("connection").textContent = STATES[state];
}

/** Runs what somebody asked for, and says what went wrong. */
async function doing(what) {
  document.body.setAttribute("aria-busy", "true");
  try {
    await what();
    show("alert", false);
  } catch (error) {
    complain(error);
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

function complain(error) {
  if (error.status === 401) return askForToken("The port does not know this token.");
  at("alert-text").textContent = error instanceof api.Problem ? error.message : `The port does not answer: ${error.message}`;
  show("alert", true);
}

function askForToken(why) {
  following.abort();
  say("closed");
  show("token-refused", Boolean(why));
  at("token-refused").textContent = why ?? "";
  if (!at("token-dialog").open) at("token-dialog").showModal();
}

/** Shows the tenants to choose from, and enters one. */
async function open() {
  if (!api.hasToken()) return askForToken();
  await doing(async () => {
    const names = (await api.get("tenants")).map(({ name }) => name);
    offer(at("tenant"), names.map((name) => [name, name]));
    show("tenant-choice", names.length > 1);
    await enter(at("tenant").value);
  });
}

async function enter(name) {
  following.abort();
  following = new AbortController();
  const { signal } = following;
  api.tenant.name = name;
  const [named, { entries, last }] = await Promise.all([systems.refresh(), api.journal(NEWEST), clock.refresh()]);
  if (signal.aborted) return;
  journal.fill(entries, named);
  await Promise.all([certificates.refresh(), faults.refresh(), mails.refresh()]);
  api.follow(last, { tell, say, signal }).catch(complain);
}

function tell(kind, data) {
  // A clock that goes back is of a state that somebody put back.
  const isBack = kind === "clock" && Date.parse(data.now) < clock.now() - 5000;
  if (kind === "reset" || isBack) return doing(() => enter(api.tenant.name));
  if (kind === "clock") clock.set(data);
  if (kind === "entry") journal.add(data);
  if (kind === "forgotten") journal.miss(data.entries);
  refreshSoon();
}

let refreshing = null;

/** What crossed may have changed everything but the journal, which is told. */
function refreshSoon() {
  refreshing ??= setTimeout(() => {
    refreshing = null;
    Promise.all([clock.refresh(), systems.refresh(), certificates.refresh(), faults.refresh(), mails.refresh()])
      .catch((error) => error.status && complain(error));
  }, TOGETHER);
}

async function beginAgain() {
  clock.set(await api.post("reset"));
  await enter(api.tenant.name);
}

/** Single keys, where nobody is typing. */
function shortcut(event) {
  const isTyping = event.target.closest("input, select, textarea, dialog");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    at("filter-text").focus();
  }
  if (event.key === "p") journal.pause();
}

function begin() {
  clock.begin(doing, refreshSoon);
  certificates.begin();
  journal.begin();
  faults.begin(doing);
  document.addEventListener("keydown", shortcut);
  at("tenant").addEventListener("change", () => doing(() => enter(at("tenant").value)));
  at("alert-close").addEventListener("click", () => show("alert", false));
  at("reset").addEventListener("click", () => at("reset-dialog").showModal());
  at("reset-dialog").addEventListener("close", () => {
    if (at("reset-dialog").returnValue === "yes") doing(beginAgain);
    at("reset-dialog").returnValue = "";
  });
  at("token-form").addEventListener("submit", (event) => {
    event.preventDefault();
    api.keepToken(at("token").value);
    at("token").value = "";
    at("token-dialog").close();
    open();
  });
  addEventListener("hashchange", () => api.takeTokenFromAddress() && open());
  api.takeTokenFromAddress();
  open();
}

begin();
