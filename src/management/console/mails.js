// The mails that systems have sent.

import { get } from "./api.js";
import { at, element, instant, list, show } from "./dom.js";
import { dayAndTime } from "./moments.js";

/** Asks for the mails and shows them, the newest first. */
export async function refresh() {
  const { mails } = await get("mail");
  show("mails-none", mails.length === 0);
  list(at("mails-list"), mails.reverse(), { key: ({ sequence, at: sent }) => `${sequence} ${sent}`, make: mail });
}

function mail({ at: sent, to, subject, text, attachments }) {
  return element("li", { class: "mail" },
    element("p", { class: "subject" }, subject),
    element("p", { class: "quiet small" }, `to ${to}, `, instant(sent, dayAndTime(sent))),
    text ? element("pre", { tabindex: "0" }, text) : null,
    ...attachments.map(attachment));
}

function attachment({ name, text }) {
  return element("details", {},
    element("summary", {}, name),
    element("pre", { tabindex: "0", "aria-label": name }, text));
}
