// Signing in again without leaving the page: the site's own sign-in pages, shown one after the other in a dialog.

const SIGN_IN = "/sign-in/";

// Gives the fresh form token of the page at `here`, or null where the person would rather not sign in now.
export async function signInAgain(here) {
  const path = new URL(here, location).pathname;
  const already = await look(path);
  if (already.token) return already.token;
  const dialog = open();
  try {
    return await talk(dialog, path, already);
  } finally {
    dialog.close();
    dialog.remove();
  }
}

// Follow an address: it ends on the page itself, with its token, or on a page of the sign-in.
async function look(address, options = {}) {
  try {
    const reply = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]")?.value;
    return { page, token, url: reply.url };
  } catch {
    return { page: null };
  }
}

function open() {
  const dialog = document.createElement("dialog");
  dialog.className = "gt-dialog";
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  dialog.innerHTML = `
    <h2 class="govuk-heading-m" id="sign-in-again">Sign in to go on</h2>
    <p class="govuk-body">You have been signed out. Your words are safe on this page, and are saved once you sign in.</p>
    <p class="gt-error" role="alert" data-problem></p>
    <div data-form></div>
    <p class="govuk-body">Do you sign in another way?
      <a class="govuk-link" href="${SIGN_IN}" target="_blank" rel="noopener">Sign in on a new tab</a>, then come back here.</p>
    <div class="gt-actions">
      <button type="button" class="govuk-button govuk-button--secondary" data-signed-in>I have signed in</button>
      <button type="button" class="gt-link-button" data-not-now>Not now</button>
    </div>`;
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function talk(dialog, path, first) {
  return new Promise((resolve) => {
    const problem = dialog.querySelector("[data-problem]");
    const show = ({ page, token, url }) => {
      if (token) return resolve(token);
      problem.textContent = page ? errors(page) : "There is no connection just now. Try again in a moment.";
      // A passkey needs a page of its own: that is what the new tab is for.
      const form = page?.querySelector("main form[method=post]:not([data-passkey])");
      if (form) place(dialog, form, url, (own) => send(own).then(show));
    };
    dialog.querySelector("[data-signed-in]").addEventListener("click", async () => {
      const found = await look(path);
      if (!found.token) problem.textContent = "You are not signed in yet.";
      else resolve(found.token);
    });
    dialog.querySelector("[data-not-now]").addEventListener("click", () => resolve(null));
    dialog.addEventListener("cancel", () => resolve(null));
    show(first);
  });
}

function errors(page) {
  const summary = page.querySelectorAll(".govuk-error-summary__list li");
  return [...summary].map((item) => item.textContent.trim()).join(" ");
}

function place(dialog, form, url, submit) {
  const own = document.importNode(form, true);
  // Away from its page, the form no longer knows what its address was relative to.
  own.setAttribute("action", new URL(form.getAttribute("action") ?? "", url || location.origin + SIGN_IN).href);
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(own);
  });
  dialog.querySelector("[data-form]").replaceChildren(own);
  own.querySelector("input:not([type=hidden])")?.focus();
}

// The password goes in the body of a request; the address says no more than which page to come back to.
function send(form) {
  return look(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
}
