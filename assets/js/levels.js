// What an outcome leads to is further ahead than itself: of what there is to choose, only what is above the level chosen
// is offered. The server says so too. Another level and back brings back what was chosen.
const levels = [...document.querySelectorAll("[name=level]")];
const choice = document.getElementById("id_parent");
let wanted = choice?.value;

function above() {
  const names = levels.map(({ labels }) => labels[0].textContent.trim());
  return names.slice(0, levels.findIndex(({ checked }) => checked));
}

const group = () => choice.selectedOptions[0]?.closest("optgroup");

// What the server sent back as wrong stays in sight until another is chosen.
function narrow() {
  const open = above();
  for (const each of choice.querySelectorAll("optgroup")) each.hidden = each.disabled = !open.includes(each.label) && each !== group();
}

function change() {
  choice.value = wanted;
  if (group() && !above().includes(group().label)) choice.value = "";
  narrow();
}

// One level alone cannot be changed: the server offers only what is above it.
if (choice && levels.length > 1) {
  narrow();
  for (const level of levels) level.addEventListener("change", change);
  choice.addEventListener("change", () => {
    wanted = choice.value;
    narrow();
  });
}
