// The page of a meeting saves itself: a few seconds after the last key and on the way out. What was saved is marked on
// its row, so that the next save sends only what has changed since; words stay on the page whatever happens.
const QUIET = 3_000, AGAIN = 10_000;
const form = document.querySelector("form[data-meeting]");
const lines = form.querySelectorAll("[data-saved]"); // one by every part; the last is read aloud
let kept = snapshot(), sending = false, leaving = false, timer;

function body() {
  return new URLSearchParams(new FormData(form));
}

function snapshot() {
  const data = body();
  for (const name of [...data.keys()])
    if (/^(csrf|had-|revision-)/.test(name)) data.delete(name);
  return data.toString();
}

function say(words) {
  for (const line of lines) line.textContent = words;
}

function mark(rows) {
  for (const [row, [had, revision]] of Object.entries(rows)) {
    form.elements[`had-${row}`].value = had;
    if (form.elements[`revision-${row}`]) form.elements[`revision-${row}`].value = revision;
  }
}

async function keep() {
  clearTimeout(timer);
  const now = snapshot();
  if (leaving || now === kept) return;
  if (sending) {
    timer = setTimeout(keep, QUIET);
    return;
  }
  sending = true;
  say("Saving");
  try {
    const reply = await fetch(form.action, { method: "POST", body: body(), headers: { Accept: "application/json" }, redirect: "error" });
    const said = await reply.json();
    mark(said.rows);
    if (!said.refused) kept = now;
    say(said.refused ? `Not saved: ${said.why[0]}` : [`Saved ${said.at}.`, ...said.why].join(" "));
  } catch {
    say("Not saved: no connection. Your words are safe on this page.");
    timer = setTimeout(keep, AGAIN);
  }
  sending = false;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(keep, QUIET);
});
form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !leaving && snapshot() !== kept)
    fetch(form.action, { method: "POST", body: body(), headers: { Accept: "application/json" }, keepalive: true });
});
