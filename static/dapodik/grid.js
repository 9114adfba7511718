// A sheet of cells by keyboard: Enter or the arrows go up and down a column, Ctrl+Enter saves.
"use strict";

const cellBeside = (cell, rows) => {
  const row = cell.closest("tr"), column = cell.closest("td").cellIndex;
  const all = [...row.parentElement.rows], next = all[all.indexOf(row) + rows];
  return next?.cells[column].querySelector("input") ?? (rows > 0 ? all[0].cells[column + 1]?.querySelector("input") : null);
};

document.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches("[data-grid] input")) return;
  if (event.key === "Enter" && event.ctrlKey) return cell.form.requestSubmit();
  const rows = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!rows) return;
  event.preventDefault();
  const next = cellBeside(cell, rows);
  next?.focus();
  next?.select();
});
