// What is broken on purpose: asked for, listed, taken back.

import { get, post, remove } from "./api.js";
import { at, element, list, mark, offer, show } from "./dom.js";

const HANDSHAKE = "gateway.handshake";

/** What a fault does, what it needs to know, and on which operations it can: as the kernel has it. */
const KINDS = {
  answer: { says: "another status", on: "http sftp", needs: { status: ["number", "503", "Status"], body: ["text", "", "Body, in JSON"] } },
  stall: { says: "no answer, and the connection stays", on: "http sftp handshake" },
  delay: { says: "the answer comes late", on: "http sftp handshake", needs: { ms: ["number", "1500", "Milliseconds"] } },
  "cut-before": { says: "the connection ends, and nothing is done", on: "http sftp handshake" },
  "cut-after": { says: "it is done, and the connection ends", on: "http sftp" },
  reset: { says: "the connection is reset", on: "http sftp handshake" },
  truncate: { says: "the body breaks off", on: "http", needs: { bytes: ["number", "20", "Bytes that come"] } },
  "content-type": { says: "the answer says it is another type", on: "http", needs: { value: ["text", "text/html", "Type"] } },
  "empty-token": { says: "the access token is empty", on: "http" },
  "expired-certificate": { says: "the host shows an expired certificate", on: "handshake" },
  "tls-alert": { says: "the handshake is refused", on: "handshake", needs: { alert: ["text", "handshake_failure", "Alert"] } },
};

/** Asks for the faults and shows them. */
export async function refresh() {
  const faults = await get("faults");
  show("faults-none", faults.length === 0);
  show("faults-clear", faults.length > 1);
  list(at("faults-list"), faults, {
    key: ({ id }) => String(id),
    make: inForce,
    tell: (row, { fault, struck }) => {
      const { host, verdict } = fault;
      const says = [host && `at ${host}`, parameters(verdict), left(fault), `has struck ${struck}`];
      row.querySelector(".state").textContent = says.filter(Boolean).join(" · ");
    },
  });
}

let run = null;

/** Makes the form; `doing` runs what a button does. */
export function begin(doing) {
  run = doing;
  at("fault").append(
    field("Operation", element("input", { id: "fault-operation", list: "operations", required: true, value: "piste.token", autocomplete: "off", spellcheck: "false", oninput: offerKinds })),
    field("What happens", element("select", { id: "fault-kind", onchange: askParameters })),
    element("div", { id: "fault-parameters", class: "stacked" }),
    element("div", { class: "pair" },
      field("After so many", element("input", { id: "fault-after", type: "number", min: "0", value: "0", required: true })),
      field("Times", element("input", { id: "fault-times", type: "number", min: "1", value: "1", placeholder: "no end" }))),
    field("Probability", element("input", { id: "fault-probability", type: "number", min: "0", max: "1", step: "any", placeholder: "always" })),
    element("p", { class: "quiet small" }, "Without times, it goes on until it is taken back."),
    element("p", { class: "buttons" }, element("button", { class: "first" }, "Break it")));
  at("fault").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  at("faults-clear").addEventListener("click", () => run(async () => {
    await remove("faults");
    await refresh();
  }));
  offerKinds();
}

function ask() {
  run(async () => {
    await post("faults", asked());
    await refresh();
  });
}

/** The fault that the form asks for. */
function asked() {
  const value = (name) => at(`fault-${name}`)?.value.trim() ?? "";
  const kind = value("kind");
  const parameters = Object.entries(KINDS[kind].needs ?? {}).map(([name, [type]]) =>
    [name, type === "number" ? Number(value(name)) : value(name)]);
  return {
    operation: value("operation"),
    after: Number(value("after")),
    times: value("times") === "" ? null : Number(value("times")),
    ...(value("probability") === "" ? {} : { probability: Number(value("probability")) }),
    ...(value("host") === "" ? {} : { host: value("host") }),
    verdict: { kind, ...Object.fromEntries(parameters) },
  };
}

function protocol(operation) {
  if (operation === HANDSHAKE) return "handshake";
  return operation.startsWith("sftp.") ? "sftp" : "http";
}

function offerKinds() {
  const on = protocol(at("fault-operation").value.trim());
  const kinds = Object.entries(KINDS).filter(([, kind]) => kind.on.split(" ").includes(on));
  offer(at("fault-kind"), kinds.map(([name, { says }]) => [name, `${name}: ${says}`]));
  askParameters();
}

function askParameters() {
  const needs = Object.entries(KINDS[at("fault-kind").value]?.needs ?? {});
  const fields = needs.map(([name, [type, value, label]]) => field(label,
    element("input", { id: `fault-${name}`, type, value, required: type === "number", min: type === "number" ? "0" : null, autocomplete: "off" })));
  if (protocol(at("fault-operation").value.trim()) === "handshake") {
    fields.push(field("Host", element("input", { id: "fault-host", placeholder: "every host", autocomplete: "off", spellcheck: "false" })));
  }
  at("fault-parameters").replaceChildren(...fields);
}

function field(label, control) {
  return element("label", {}, label, control);
}

function inForce({ id, fault: { operation, verdict } }) {
  const what = `${verdict.kind} on ${operation}`;
  return element("li", { class: "fault" },
    element("p", {}, mark("faulted", verdict.kind), " ", element("span", { class: "operation" }, operation)),
    element("p", { class: "state quiet small" }),
    element("button", {
      type: "button",
      "aria-label": `Take back ${what}`,
      onclick: () => run(async () => {
        await remove(`faults/${id}`);
        await refresh();
        // The button is gone: whoever was on it goes on from there.
        if (document.activeElement === document.body) at("faults").focus();
      }),
    }, "Take back"));
}

function parameters(verdict) {
  return Object.entries(verdict)
    .filter(([name, value]) => name !== "kind" && value !== "")
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function left({ after, times, probability }) {
  const waits = after > 0 ? `after ${after} more` : "";
  const often = times === null ? "until taken back" : `${times} to come`;
  const likely = probability == null ? "" : `with probability ${probability}`;
  return [waits, often, likely].filter(Boolean).join(", ");
}
