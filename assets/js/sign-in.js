// Signing in: a password can be seen while it is typed, and a passkey is made or used.

for (const box of document.querySelectorAll("[data-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary gt-see";
  button.setAttribute("aria-controls", box.id);
  const label = document.querySelector(`label[for="${box.id}"]`)?.textContent.trim() ?? "password";
  const say = (seen) => {
    box.type = seen ? "text" : "password";
    button.textContent = seen ? "Hide" : "Show";
    button.setAttribute("aria-label", `${seen ? "Hide" : "Show"}: ${label}`);
  };
  say(false);
  button.addEventListener("click", () => say(box.type === "password"));
  const row = document.createElement("div");
  row.className = "gt-password";
  box.replaceWith(row);
  row.append(box, button);
  // Sent as a password, so that the browser offers to keep it and does not remember it as text.
  box.form?.addEventListener("submit", () => say(false));
}

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The server's challenge comes as JSON; the browser wants bytes where it says base64.
function asked({ publicKey }) {
  const list = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = list(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = list(publicKey.allowCredentials);
  return { publicKey: options };
}

function answer(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

for (const form of document.querySelectorAll("form[data-passkey]"))
  // Before the guard against pressing twice sees it: a challenge given up can be tried again.
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopPropagation();
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey](asked(JSON.parse(form.dataset.options)));
      form.elements.credential.value = JSON.stringify(answer(credential));
      form.requestSubmit();
    } catch (error) {
      if (!["NotAllowedError", "InvalidStateError", "AbortError", "SecurityError"].includes(error.name)) console.error(error);
      trouble.hidden = false;
    }
  });
