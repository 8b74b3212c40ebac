// Hints on a form as one types. The server has the rules; this only asks it, a moment after the last key.
const PAUSE = 700;
const form = document.querySelector("form[data-hints]");
const place = form.querySelector("[data-hints-here]");
let waiting, asking, shown = place.innerHTML.trim();

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});

async function ask() {
  asking?.abort();
  asking = new AbortController();
  try {
    const reply = await fetch(form.dataset.hints, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", signal: asking.signal,
    });
    if (reply.ok) show((await reply.text()).trim());
  } catch {
    // No connection, or a later question: the hints that are there still hold, and nobody waits for them.
  }
}

// A screen reader is told only of hints that changed.
function show(hints) {
  if (hints !== shown) place.innerHTML = hints;
  shown = hints;
}
