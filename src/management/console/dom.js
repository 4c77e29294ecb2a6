// Makes elements. What strangers sent only ever becomes text here, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element of the page that has this id. */
export function at(id) {
  return document.getElementById(id);
}

/** An element with attributes, and children that are elements or texts. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same, inside a picture. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** A word in a coloured frame. */
export function mark(kind, word) {
  return element("span", { class: "mark", "data-kind": kind }, word);
}

/** An instant, to the second, that programs can read as well. */
export function instant(text, shown) {
  return element("time", { datetime: text, title: text }, shown);
}

/** A list of terms and what they are; the values are texts or elements. */
export function terms(pairs, attributes = {}) {
  return element("dl", attributes, ...pairs.flatMap(([term, value]) => [
    element("dt", {}, term),
    element("dd", {}, value),
  ]));
}

/** Shows an element, or hides it. */
export function show(id, isShown) {
  at(id).hidden = !isShown;
}

/** Makes the options of a choice; keeps what is chosen, if it is still there. */
export function offer(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

/**
 * Shows things in a list, each under a key: rows that are there already stay, so that none loses the
 * focus, and are only told anew. `tell` is given a row and its thing.
 */
export function list(parent, things, { key, make, tell = () => {} }) {
  const rows = new Map([...parent.children].map((row) => [row.dataset.key, row]));
  const wanted = things.map((thing) => {
    const row = rows.get(key(thing)) ?? make(thing);
    row.dataset.key = key(thing);
    tell(row, thing);
    return row;
  });
  const stays = new Set(wanted);
  for (const row of [...parent.children]) if (!stays.has(row)) row.remove();
  wanted.forEach((row, index) => {
    if (parent.children[index] !== row) parent.insertBefore(row, parent.children[index] ?? null);
  });
  return wanted;
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}
