// Small comforts. Every page works without them.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

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

// On a small screen the chosen tab is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
