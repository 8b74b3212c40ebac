// A form that saves itself as one types, and loses nothing: not to a lost connection, an ended session or a colleague
// who saved first. Words are kept on the page alone; nothing is put into the browser's storage or an address.
// The form names the box that has to be filled in (data-autosave); others may be beside it.
import { signInAgain } from "./autosave/signin.js";
import { together } from "./autosave/together.js";

const BOTH = "somebody else saved this while you were writing. Both texts are here: choose, or put them together.";
const IDLE = 3_000, TYPING = 10_000, PATIENCE = 15_000, SLOWEST = 30_000;
const AFTER_LEAVING = 60_000; // a browser sends no more than 64 KiB for a page that has been left
const form = document.querySelector("form[data-autosave]");
const line = form.querySelector("[data-saved]");
const slot = form.querySelector("[data-theirs]");
const text = form.elements[form.dataset.autosave];
const NOT_YET = form.dataset.notYet ?? "not in the record yet: choose whose words these are."; // what is only begun

let kept = "unsaved" in form.dataset ? null : snapshot(); // what the server has
let unsure = null; // what was sent and whose answer never came: it may have arrived
let begun = "begun" in form.dataset; // kept for whoever types alone, until they say whose words it is
let choosing = Boolean(slot.querySelector("[name=choose]")); // both texts are shown and none is chosen yet
let finishing = false, leaving = false, gone = false, dropping = false, tries = 0, idle, typing, again;
let queue = Promise.resolve(); // one save at a time, so that none overtakes another

function snapshot() {
  const data = new URLSearchParams(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "revision", "choose", "mine", "aside"]) data.delete(name);
  return data.toString();
}

const dirty = () => Boolean(form.querySelector("[data-once]")) || snapshot() !== kept;
const ready = () => !choosing && !dropping && !leaving && dirty() && (begun || text.value.trim() !== "");
const plain = (words) => (words ?? "").replace(/\r\n?/g, "\n").normalize("NFC").trim();

function say(state, words) {
  line.dataset.state = state;
  if (line.textContent !== words) line.textContent = words;
}

const unsaved = (why) => say("unsaved", `Not saved: ${why}`);

function warn(words) {
  const place = form.querySelector("[data-warning]");
  place.textContent = words;
  place.hidden = !words;
}

function wait() {
  dropping = false;
  if (choosing) return;
  const held = line.dataset.state === "unsaved" && !line.textContent.endsWith(NOT_YET);
  if (!held && dirty() && text.value.trim()) say("saving", "Saving");
  clearTimeout(idle);
  idle = setTimeout(save, IDLE);
  typing ??= setTimeout(save, TYPING);
}

function save(done = false) {
  queue = queue.then(() => attempt(done === true));
  return queue;
}

async function attempt(done) {
  for (const timer of [idle, typing, again]) clearTimeout(timer);
  typing = undefined;
  if (done && choosing) return chooseFirst();
  if (!done && !ready()) return;
  const longest = Number(text.dataset.longest);
  if (text.value.length > longest * 2) {
    unsaved(`this is ${text.value.length.toLocaleString("en-GB")} characters long and at most ${longest.toLocaleString("en-GB")} fit.`);
    return;
  }
  const sent = snapshot();
  const body = new URLSearchParams(new FormData(form));
  if (done) body.set("done", "1");
  say("saving", "Saving");
  let reply;
  try {
    reply = await fetch(form.action, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: (gone || document.hidden) && body.toString().length < AFTER_LEAVING,
    });
    if (reply.status >= 500) throw new Error(`${reply.status}`);
  } catch {
    unsure = body;
    return later();
  }
  tries = 0;
  await take(reply, { sent, done });
}

function later() {
  unsaved("no connection. Your words are safe on this page. Trying again.");
  again = setTimeout(save, Math.min(SLOWEST, 2_000 * 2 ** tries++));
}

// What the server said. Anything that is not plainly a "saved" leaves the words where they are, and says so.
async function take(reply, { sent, done }) {
  if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) return signedOut(done);
  if (reply.status === 404) return unsaved("this page is no longer open to you. Copy your words before you leave it.");
  const data = await reply.json().catch(() => null);
  if (!data) return reply.status === 413 || reply.status === 400 ? unsaved("this is too long.") : later();
  if (reply.status === 409) return conflict(data, done);
  if (reply.status === 422) return done ? showProblems() : unsaved(data.why);
  kept = giveWay(data.boxes, sent);
  unsure = null;
  for (const input of form.querySelectorAll("[data-once]")) input.remove();
  begun = Boolean(data.begun);
  // Where it is asked whose words these are, nothing goes into the record before that is said; a new target is one
  // only by its button.
  if ("begun" in data) {
    say("unsaved", begun ? `Kept for you alone at ${data.begun}, ${NOT_YET}` : "");
    return dirty() ? wait() : undefined;
  }
  form.elements.revision.value = data.revision;
  if (done) {
    leaving = true;
    location.assign(data.done);
    if (location.pathname === new URL(data.done, location).pathname) location.reload();
    return;
  }
  form.action = data.href;
  history.replaceState(null, "", data.href);
  offerToThrowAway();
  say("saved", `Saved ${data.at}`);
  warn(data.warning);
  if (dirty()) wait();
}

// Boxes whose words gave way to somebody else's hold theirs from now on; not one that was typed in again meanwhile.
function giveWay(boxes, sent) {
  const was = new URLSearchParams(sent);
  for (const [name, words] of Object.entries(boxes ?? {})) {
    const box = form.elements[name];
    if (!box || plain(box.value) !== plain(was.get(name))) continue;
    box.value = words;
    was.set(name, words);
  }
  return was.toString();
}

// What goes with the next save alone
function once(name, value) {
  const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  input.dataset.once = "";
  form.append(input);
}

// The whole page again, with the errors at its top and the words in it.
function showProblems() {
  leaving = true;
  HTMLFormElement.prototype.submit.call(form);
}

async function signedOut(done) {
  unsaved("you have been signed out. Your words are safe on this page.");
  const token = await signInAgain(form.action);
  if (!token) return;
  for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = token;
  await attempt(done);
}

function conflict(data, done) {
  form.elements.revision.value = data.revision;
  if (unsure !== null && Object.entries(data.theirs).every(([name, words]) => plain(words) === plain(unsure.get(name)))) {
    unsure = null; // it was our own save, whose answer got lost
    return attempt(done);
  }
  choosing = true;
  giveWay(data.boxes, snapshot());
  for (const input of form.querySelectorAll("[data-once]:not([name=aside])")) input.remove();
  slot.innerHTML = data.html;
  slot.parentElement.classList.toggle("gt-side-by-side", "beside" in slot.dataset);
  chooseFirst();
}

// Both texts are there: nothing is saved over the other until one is chosen, or theirs is in the box.
function chooseFirst() {
  unsaved(BOTH);
  slot.querySelector("h2").focus();
}

// Save was pressed all the same: what to do is said at the top, in sight and in words.
function insist() {
  const first = document.querySelector("[data-choose-first]");
  if (!first) return chooseFirst();
  unsaved(BOTH);
  first.hidden = false;
  first.focus();
}

// Each of their texts with the box that it belongs to.
const theirTexts = () => [...slot.querySelectorAll("[data-their-text]")].map(({ dataset, textContent }) =>
  [form.elements[dataset.theirText || form.dataset.autosave], textContent]);
const taken = () => theirTexts().every(([box, theirs]) => plain(box.value).includes(plain(theirs)));
const joined = (theirs, box) =>
  together(plain(theirs), plain(box.value), plain(new URLSearchParams(kept ?? "").get(box.name)));

// A new entry that has saved itself stands in the record: to leave it by "Not now" has to take it out again.
function offerToThrowAway() {
  const link = form.querySelector("[data-not-now]"), button = form.querySelector("[data-throw-away]");
  if (!link || !button) return;
  link.hidden = true;
  button.hidden = false;
}

// What was typed since the last save is kept in the history of what is thrown away.
async function throwAway(button) {
  await save();
  dropping = true;
  const which = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: "1" });
  form.append(which);
  HTMLFormElement.prototype.submit.call(form);
  which.remove();
}

// "Not now" of an entry that was never saved: what is typed is not saved on the way out; the browser asks first.
async function notNow(link) {
  for (const timer of [idle, typing, again]) clearTimeout(timer);
  await queue;
  if (link.hidden) return throwAway(form.querySelector("[data-throw-away]"));
  dropping = true;
  location.assign(link.href);
}

// A link out of the page: the words go first. Where they cannot be saved, the browser asks before they are left.
async function follow(link) {
  await save();
  if (!choosing) location.assign(link.href);
}

function leads(event, link) {
  const plainly = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  return plainly && link.origin === location.origin && !link.target && !link.hasAttribute("download") &&
    (link.pathname !== location.pathname || link.search !== location.search);
}

function choose(which, link) {
  if (which === "leave") {
    dropping = leaving = true; // what was typed was looked at beside theirs, and left out
    return location.assign(link.href);
  }
  const mine = text.value;
  choosing = false;
  once("mine", "1");
  once("choose", slot.querySelector("[name=choose]")?.value ?? "");
  if (which === "theirs") once("aside", mine);
  document.querySelector("[data-choose-first]")?.setAttribute("hidden", "");
  form.querySelector("[data-save]").hidden = false;
  if (which !== "mine") {
    for (const [box, theirs] of theirTexts()) box.value = which === "both" ? joined(theirs, box) : theirs;
  }
  slot.replaceChildren();
  if (which === "theirs") setAside(mine);
  else slot.parentElement.classList.remove("gt-side-by-side");
  text.focus();
  save();
}

// Words somebody chose to leave out are kept among the earlier wordings, and stay in sight until the page is left.
function setAside(mine) {
  const heading = document.createElement("h2");
  heading.className = "govuk-heading-s";
  heading.textContent = "What you wrote, left out";
  const words = document.createElement("div");
  words.className = "gt-card gt-words";
  words.textContent = mine;
  slot.append(heading, words);
}

form.addEventListener("input", wait);
form.addEventListener("change", wait);
form.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-choose], [data-not-now], [data-throw-away]");
  if (!pressed) return;
  event.preventDefault();
  if (pressed.dataset.choose) choose(pressed.dataset.choose, pressed);
  else if ("notNow" in pressed.dataset) notNow(pressed);
  else throwAway(pressed);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || !ready() || !leads(event, link)) return;
  event.preventDefault();
  follow(link);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (finishing) return;
  if (choosing && !taken()) return insist();
  choosing = false;
  finishing = true;
  save(true).finally(() => (finishing = leaving));
});
addEventListener("online", () => save());
// A phone that turns to another app may never come back to this page.
document.addEventListener("visibilitychange", () => document.hidden && save());
addEventListener("pagehide", () => {
  gone = true;
  save();
});
addEventListener("pageshow", () => (gone = false));
addEventListener("beforeunload", (event) => {
  if (!leaving && text.value.trim() && dirty()) event.preventDefault();
});
if (kept === null && !choosing && text.value.trim()) unsaved("see what is said at the top of the page.");
