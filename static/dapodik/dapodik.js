// Small comforts. Every page works without them.
"use strict";

// Choosing with the mouse leads on at once. With the keyboard, whose arrows pass over the other entries, Enter does.
let byKeyboard = false;
const leadsOn = (event) => event.target.matches("select[data-submit]");

document.addEventListener("pointerdown", () => { byKeyboard = false; });
document.addEventListener("keydown", (event) => {
  byKeyboard = leadsOn(event);
  if (!byKeyboard || event.key !== "Enter") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
document.addEventListener("change", (event) => {
  if (leadsOn(event) && !byKeyboard) event.target.form.requestSubmit();
});

// The box in a table's head ticks those of the page; one ticked box more or less sets it right.
const boxesOf = (head) => [...head.closest("table").querySelectorAll(`input[name="${head.dataset.tickAll}"]`)];

const setHead = (head) => {
  const boxes = boxesOf(head), ticked = boxes.filter((box) => box.checked).length;
  head.hidden = !boxes.length;
  head.checked = ticked > 0 && ticked === boxes.length;
  head.indeterminate = ticked > 0 && ticked < boxes.length;
};

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-all]")) for (const box of boxesOf(target)) box.checked = target.checked;
  for (const head of target.closest("table")?.querySelectorAll("[data-tick-all]") ?? []) setHead(head);
});

// Buttons that copy one field into another, beside the fields that say from where.
const offerCopy = (field) => {
  if (field.nextElementSibling?.matches(".copy")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small copy";
  button.textContent = field.dataset.copyLabel;
  button.addEventListener("click", () => {
    field.value = document.getElementById(field.dataset.copyFrom).value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  field.after(button);
};

const enhance = () => {
  for (const head of document.querySelectorAll("[data-tick-all]")) setHead(head);
  for (const field of document.querySelectorAll("[data-copy-from]")) offerCopy(field);
};
document.addEventListener("DOMContentLoaded", enhance);
document.addEventListener("htmx:afterSettle", enhance);

// In a table marked data-arrows the arrow keys go from box to box.
document.addEventListener("keydown", (event) => {
  const table = event.target.closest("[data-arrows]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!table || !step) return;
  const boxes = [...table.querySelectorAll("input[type=checkbox]:not(:disabled)")];
  const next = boxes[boxes.indexOf(event.target) + step];
  if (boxes.includes(event.target) && next) next.focus();
  event.preventDefault();
});

// On a small screen the menu's word and the tab that are open are in sight.
for (const open of document.querySelectorAll(".menu [aria-current], .tabs [aria-current]")) {
  const bar = open.closest("nav"), from = open.getBoundingClientRect().left - bar.getBoundingClientRect().left;
  bar.scrollLeft += from - (bar.clientWidth - open.offsetWidth) / 2;
}
