// A form that keeps what is typed until it is sent: a few seconds after the last key, and on the way out. Without this
// script "Keep it for later" does the same. Words stay on the page whatever happens.
const QUIET = 3_000, AGAIN = 10_000;
const form = document.querySelector("form[data-keep]");
const line = form.querySelector("[data-saved]");
let kept = snapshot(), sending = false, leaving = false, timer;

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

async function keep() {
  clearTimeout(timer);
  const now = snapshot();
  if (sending || leaving || now === kept) return;
  sending = true;
  line.textContent = "Saving";
  try {
    const reply = await fetch(location.href, { method: "POST", body: body(), headers: { Accept: "application/json" }, redirect: "error" });
    const said = await reply.json();
    if (reply.ok) kept = now;
    line.textContent = reply.ok ? `Saved ${said.at}. Nobody reads it until you ${line.dataset.until ?? "send it"}.` : `Not saved: ${said.why}`;
  } catch {
    line.textContent = "Not saved: no connection. Your words are safe on this page.";
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
  if (document.hidden && !leaving && snapshot() !== kept) {
    fetch(location.href, { method: "POST", body: body(), headers: { Accept: "application/json" }, keepalive: true });
  }
});
