// Every page: the GOV.UK components in use, one submission per press, and no stale page after sign-out.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  Radios,
  SkipLink,
} from "govuk-frontend";
import { hideWhenLeft } from "./presence/idle.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink])
  createAll(component);

// A second press while the first is on its way is swallowed; a page come back to may send again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 10_000);
});

// Browsers keep pages in memory: whoever presses Back after another person signed out must not see the child there.
addEventListener("pageshow", (event) => {
  if (event.persisted && "signedIn" in document.body.dataset) location.reload();
});

if (document.body.dataset.idle) hideWhenLeft(Number(document.body.dataset.idle));

// Filters apply as soon as one is chosen; the button beside them is for those without JavaScript.
for (const form of document.querySelectorAll("form[data-filters]"))
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
