// A form that keeps what is typed until it is sent: a few seconds after the last key, and on the way out. Without this
// script "Keep it for later" does the same. Words stay on the page whatever happens: nothing is sent into a void.
const QUIET = 3_000, AGAIN = 10_000, PATIENCE = 15_000;
const form = document.querySelector("form[data-keep]");
const line = form.querySelector("[data-saved]");
let kept = snapshot(), sending = null, leaving = false, cutOff = false, timer;

function body() {
  const data = new URLSearchParams(new FormData(form));
  data.set("later", "1");
  return data;
}

function snapshot() {
  const data = new URLSearchParams(new FormData(form));
  data.delete("csrfmiddlewaretoken");
  return data.toString();
}

const post = (how) => fetch(location.href, { method: "POST", body: body(), headers: { Accept: "application/json" }, redirect: "error", ...how });

const safe = () => navigator.onLine && !cutOff && snapshot() === kept;
const send = () => (sending ??= attempt().finally(() => (sending = null)));

function keep() {
  clearTimeout(timer);
  if (!leaving && snapshot() !== kept) send();
}

async function attempt() {
  const now = snapshot();
  line.textContent = "Saving";
  try {
    const reply = await post({ signal: AbortSignal.timeout(PATIENCE) });
    cutOff = false;
    const said = await reply.json().catch(() => ({ why: "you have been signed out. Your words are safe on this page. Send it, and you are shown where to sign in." }));
    if (reply.ok) kept = now;
    const { done = "Saved", until = "send it" } = line.dataset;
    line.textContent = reply.ok ? `${done} ${said.at}. Nobody reads it until you ${until}.` : `Not saved: ${said.why}`;
  } catch {
    cutOff = true;
    line.textContent = "Not saved: no connection. Your words are safe on this page.";
    timer = setTimeout(keep, AGAIN);
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(keep, QUIET);
});
// What is typed goes first; where nobody answers, the page stays, and everything on it.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  leaving ||= !sending && safe();
  if (leaving) return;
  const { submitter } = event;
  event.preventDefault();
  await sending;
  if (!safe()) await send();
  if (cutOff || leaving) return; // nobody answered, or it was pressed twice
  leaving = true;
  form.requestSubmit(submitter);
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("online", keep);
addEventListener("beforeunload", (event) => {
  if (cutOff && !leaving) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !leaving && snapshot() !== kept) post({ keepalive: true });
});
