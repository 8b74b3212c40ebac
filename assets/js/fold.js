// A long plan on a phone: after a few screens its sections lie folded under their headings, each a press away. Without
// this script, on a wider screen and on paper they all lie open.
const SCREENS = 6;
const plan = document.querySelector(".gt-document");
const folded = [];

function fold(section, open) {
  const details = document.createElement("details"), summary = document.createElement("summary");
  details.className = "gt-folded";
  details.open = open;
  summary.append(section.querySelector("h2"));
  details.append(summary, ...section.childNodes);
  section.append(details);
  folded.push(details);
}

function opens(open) {
  for (const details of folded) details.open = open;
}

function offerAll() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "gt-link-button gt-folds";
  const all = () => folded.every((details) => details.open);
  const say = () => (button.textContent = all() ? "Close every section" : "Open every section");
  button.addEventListener("click", () => opens(!all()));
  plan.addEventListener("toggle", say, true);
  say();
  folded[0].parentElement.before(button);
}

// A way to a place in the plan opens what it lies in.
function lead() {
  const place = document.getElementById(location.hash.slice(1));
  const details = place && (place.closest(".gt-section") ?? plan).querySelector(".gt-folded");
  if (!details || !plan.contains(place)) return;
  details.open = true;
  place.scrollIntoView();
}

const phone = matchMedia("(max-width: 40em)");
if (plan && phone.matches) {
  let room = SCREENS * innerHeight;
  const sections = [...plan.querySelectorAll(":scope > .gt-section")];
  const fits = sections.map((section) => (room -= section.offsetHeight) > 0);
  sections.forEach((section, number) => fold(section, fits[number]));
  if (folded.length) offerAll();
  lead();
  addEventListener("hashchange", lead);
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')?.hash === location.hash) lead(); // pressed again, after it was closed
  });
  addEventListener("beforeprint", () => opens(true));
  phone.addEventListener("change", () => phone.matches || opens(true)); // turned on its side, or a wider window
}
