// The management API: the token, single calls, and the stream of events.

const KEY = "raccord-token";

/** Which tenant the page is about; the first one where nothing is said. */
export const tenant = { name: null };

/** Why a call was refused, as the port tells it. */
export class Problem extends Error {
  constructor(status, kind, text) {
    super(text);
    this.status = status;
    this.kind = kind;
  }
}

/** Takes the token out of the address bar, where others may read it. */
export function takeTokenFromAddress() {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) return false;
  keepToken(decodeURIComponent(found[1]));
  history.replaceState(null, "", location.pathname);
  return true;
}

export function keepToken(token) {
  sessionStorage.setItem(KEY, token.trim());
}

export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

export const get = (path, query) => call("GET", path, query).then((answer) => answer.json());
export const remove = (path) => call("DELETE", path);
export const post = (path, body = {}) =>
  call("POST", path, {}, body).then((answer) => answer.json());

/** The newest entries of the journal, the place of the last one, and how many are not kept. */
export async function journal(limit) {
  const answer = await call("GET", "journal", { limit });
  const lines = (await answer.text()).split("\n").filter((line) => line !== "");
  return {
    entries: lines.map((line) => JSON.parse(line)),
    last: Number(answer.headers.get("raccord-journal-last")),
  };
}

/**
 * Follows the events after a place in the journal until `signal` ends it; comes back when the
 * connection breaks. `tell(kind, data)` is given the events, `say(state)` how the connection is.
 */
export async function follow(since, { tell, say, signal }) {
  let last = since;
  for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 10_000)) {
    try {
      const answer = await call("GET", "events", {}, undefined, { "Last-Event-ID": last }, signal);
      say("live");
      for await (const { kind, id, data } of read(answer.body)) {
        pause = 500;
        last = id ?? last;
        tell(kind, data);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status < 500) throw error;
    }
    if (signal.aborted) return;
    say("broken");
    await new Promise((resume) => setTimeout(resume, pause));
  }
}

async function call(method, path, query = {}, body, headers = {}, signal) {
  const url = new URL(`__admin/${path}`, location.origin);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (tenant.name && path !== "tenants") url.searchParams.set("tenant", tenant.name);
  const answer = await fetch(url, {
    method,
    signal,
    headers: {
      Authorization: `Bearer ${sessionStorage.getItem(KEY)}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.ok) return answer;
  const { type = "", title, detail } = await answer.json().catch(() => ({}));
  const kind = type.split(":").at(-1);
  throw new Problem(answer.status, kind, detail ? `${title}: ${detail}` : `status ${answer.status}`);
}

/** Server-sent events, one by one. */
async function* read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const whole = (rest + value).split("\n\n");
    rest = whole.pop();
    for (const text of whole) {
      const event = parsed(text);
      if (event) yield event;
    }
  }
}

function parsed(text) {
  const lines = text.split("\n");
  const field = (name) => lines.filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ""));
  const data = field("data").join("\n");
  if (data === "") return null;
  return { kind: field("event").at(-1) ?? "message", id: field("id").at(-1), data: JSON.parse(data) };
}
