// A page left alone hides what it shows: on a classroom computer the next person must not read it.

const HINTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"];

export function hideWhenLeft(seconds) {
  let last = Date.now();
  let dialog = null;
  for (const hint of HINTS) addEventListener(hint, () => (last = Date.now()), { passive: true });

  const look = async () => {
    try {
      // The account page: open to everybody signed in, whatever the page at hand is.
      const reply = await fetch("/me/", { redirect: "manual" });
      if (reply.ok) return show();
    } catch {
      return say("There is no connection just now. Try again in a moment.");
    }
    say("You have been signed out. Sign in on a new tab, then come back here.");
  };
  const say = (text) => (dialog.querySelector("[role=alert]").textContent = text);
  const show = () => {
    document.body.classList.remove("gt-left");
    dialog.close();
    dialog.remove();
    dialog = null;
    last = Date.now();
  };
  const hide = () => {
    document.body.classList.add("gt-left");
    dialog = document.createElement("dialog");
    dialog.className = "gt-dialog";
    dialog.setAttribute("aria-labelledby", "left-alone");
    dialog.innerHTML = `
      <h2 class="govuk-heading-m" id="left-alone">Are you still there?</h2>
      <p class="govuk-body">This page is hidden because nobody has used it for a while. What you wrote is still on it.</p>
      <p class="govuk-body" role="alert"></p>
      <div class="govuk-button-group"><button type="button" class="govuk-button">Show the page</button>
      <a class="govuk-link" href="/sign-in/" target="_blank" rel="noopener">Sign in on a new tab</a></div>`;
    dialog.querySelector("button").addEventListener("click", look);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  };
  setInterval(() => dialog || Date.now() - last < seconds * 1000 || hide(), 5_000);
}
