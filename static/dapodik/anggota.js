// Moving pupils between the two lists of a class, saved in one go. Without it the ticks themselves are sent.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-movable]");
  if (form) new Lists(form);
});

class Lists {
  constructor(form) {
    this.form = form;
    this.last = null;
    form.querySelectorAll("[hidden]").forEach((one) => { one.hidden = false; });
    form.querySelectorAll("li").forEach((row) => { row.home = this.listOf(row); });
    form.querySelectorAll("[data-move]").forEach((button) => { button.type = "button"; });
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => { if (event.target.matches("[data-narrow]")) this.narrow(event.target); });
    form.addEventListener("submit", () => this.tickMoved());
    this.tell();
  }

  listOf(element) { return element.closest("[data-list]"); }

  shown(list) { return [...list.querySelectorAll("li:not([hidden]) input")]; }

  click(event) {
    const button = event.target.closest("[data-move]");
    if (button) this.move(this.form.querySelector(`[data-list="${button.dataset.move}"]`));
    if (!event.target.matches("li input")) return;
    if (event.shiftKey && this.last) this.tickBetween(this.last, event.target);
    this.last = event.target;
  }

  tickBetween(first, last) {
    const boxes = this.shown(this.listOf(last));
    const [from, to] = [boxes.indexOf(first), boxes.indexOf(last)].sort((a, b) => a - b);
    if (from >= 0) boxes.slice(from, to + 1).forEach((box) => { box.checked = last.checked; });
  }

  key(event) {
    if (!event.target.matches("li input")) {
      if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
      return;
    }
    const list = this.listOf(event.target), boxes = this.shown(list), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) boxes[boxes.indexOf(event.target) + step]?.focus();
    else if (event.key === "a" && event.ctrlKey) boxes.forEach((box) => { box.checked = true; });
    else if (event.key === "Enter") {
      if (!boxes.some((box) => box.checked)) event.target.checked = true;
      this.move(this.other(list));
    } else return;
    event.preventDefault();
  }

  other(list) { return [...this.form.querySelectorAll("[data-list]")].find((one) => one !== list); }

  move(target) {
    const source = this.other(target), boxes = this.shown(source), ticked = boxes.filter((box) => box.checked);
    const next = boxes.find((box) => !box.checked && boxes.indexOf(box) > boxes.indexOf(ticked[0])) || boxes.find((box) => !box.checked);
    for (const box of ticked) {
      const row = box.closest("li");
      box.checked = false;
      row.classList.toggle("moved", row.home !== target);
    }
    target.querySelector("ul").prepend(...ticked.map((box) => box.closest("li")));
    (next || this.shown(target)[0])?.focus();
    this.tell();
  }

  narrow(input) {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of this.listOf(input).querySelectorAll("li"))
      row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  }

  // What is sent are the moves, not what happens to be ticked.
  tickMoved() {
    for (const box of this.form.querySelectorAll("li input")) box.checked = box.closest("li").classList.contains("moved");
  }

  tell() {
    for (const list of this.form.querySelectorAll("[data-list]"))
      list.querySelector("[data-count]").textContent = list.querySelectorAll("li").length;
    const moved = this.form.querySelectorAll("li.moved").length, save = this.form.querySelector("[data-save]");
    save.disabled = !moved;
    save.querySelector("[data-moves]").textContent = moved ? `${moved} pemindahan` : "";
  }
}
