// The keyboard on every page: the search box and the shortcuts. /bantuan/pintasan/ lists them.
"use strict";

const searchBox = () => document.querySelector(".search input[type=search]");
const hits = () => document.querySelector(".search .hits");
const closeHits = () => hits()?.replaceChildren();

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== hits()) return;
  document.querySelector(".search [role=status]").textContent = `${detail.target.querySelectorAll("li").length} ditemukan`;
});

// The arrows go from the box through the people found, and back; Escape closes.
document.addEventListener("keydown", (event) => {
  if (!event.target.closest(".search")) return;
  const stops = [searchBox(), ...hits().querySelectorAll("a")];
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === "Escape") {
    closeHits();
    searchBox().focus();
  } else if (step) stops[stops.indexOf(event.target) + step]?.focus();
  else return;
  event.preventDefault();
});

for (const leaving of ["click", "focusin"])
  document.addEventListener(leaving, (event) => { if (!event.target.closest(".search")) closeHits(); });

const isTyping = (target) => target.isContentEditable || target.matches("input, select, textarea");

const stepRow = (step) => {
  const rows = [...document.querySelectorAll("main .table tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const here = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
  rows[here < 0 ? 0 : here + step]?.focus();
};

const follow = (address) => document.querySelector(address)?.click();

const SHORTCUTS = {
  "/": () => { searchBox()?.focus(); searchBox()?.select(); },
  "?": () => document.getElementById("pintasan")?.showModal(),
  n: () => follow('.page-head a.button-primary[href*="/tambah/"]'),
  e: () => follow('.page-head a[href$="/ubah/"]'),
  j: () => stepRow(1),
  k: () => stepRow(-1),
};

const MENU = "g";
let before = "";

document.addEventListener("keydown", (event) => {
  const first = before;
  before = "";
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!("shortcuts" in document.body.dataset) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (first === MENU) return follow(`.menu a[data-key="${CSS.escape(event.key)}"]`);
  if (event.key === MENU) before = MENU;
  if (!Object.hasOwn(SHORTCUTS, event.key)) return;
  event.preventDefault();
  SHORTCUTS[event.key]();
});

// Ctrl+S presses the form's own button, also while typing.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = document.activeElement.closest("main form[method=post]");
  const button = (form ?? document).querySelector("main .form-actions .button-primary:not(:disabled)");
  if (!button) return;
  event.preventDefault();
  button.click();
});
