// Asks before leaving a form with changes that are not saved: every form that has a bar with its buttons.
"use strict";

const guarded = () => [...document.querySelectorAll("main form[method=post]:not([data-leaving])")].filter((form) => form.querySelector(".form-actions"));

const chosenAtFirst = (select) => {
  const options = [...select.options], wanted = options.filter((option) => option.defaultSelected);
  return wanted.length || select.multiple ? wanted : options.slice(0, 1);
};

const differs = (control) => {
  if (control.matches("select")) {
    const chosen = [...control.selectedOptions], first = chosenAtFirst(control);
    return chosen.length !== first.length || chosen.some((option) => !first.includes(option));
  }
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
};

// Nothing of a form that came back unsaved is stored; moved rows are changes without a box of their own.
const isChanged = (form) =>
  document.querySelector("[data-unsaved]") || form.querySelector(".moved") ||
  [...form.elements].some((control) => control.name && control.matches("input, select, textarea") && differs(control));

const tell = () => {
  for (const form of guarded()) {
    const bar = form.querySelector(".form-actions");
    const note = bar.querySelector(".unsaved") ?? bar.appendChild(Object.assign(document.createElement("span"), { className: "unsaved" }));
    note.setAttribute("role", "status");
    const words = isChanged(form) ? "Belum disimpan" : "";
    if (note.textContent !== words) note.textContent = words;
  }
};
for (const event of ["input", "change", "click", "keyup"]) document.addEventListener(event, () => setTimeout(tell));
for (const event of ["DOMContentLoaded", "htmx:afterSettle"]) document.addEventListener(event, tell);

document.addEventListener("submit", (event) => { if (!event.defaultPrevented) event.target.dataset.leaving = ""; });
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-leaving]")) delete form.dataset.leaving; });

window.addEventListener("beforeunload", (event) => {
  if (!guarded().some(isChanged)) return;
  event.preventDefault();
  event.returnValue = true; // older browsers
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const lost = guarded().filter((form) => event.detail.target.contains(form) && event.detail.elt !== form);
  if (lost.some(isChanged) && !confirm("Perubahan di halaman ini belum disimpan. Tinggalkan?")) event.preventDefault();
});
