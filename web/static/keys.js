// Keyboard of the queue, the case page and the faults of a draft, and small comforts. Every key only does what a link or button on the page
// does, so all of it also works with Tab alone. Single letters act outside inputs only, and can be
// switched off (WCAG 2.1.4).
"use strict";
(() => {
  const table = document.querySelector("[data-keys]");
  const stored = "phim-tat";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const first = (selector) => document.querySelector(selector);
  const follow = (selector) => first(selector)?.click();
  const focus = (element) => {
    element?.focus();
    element?.scrollIntoView({ block: "nearest" });
  };
  let letters = localStorage.getItem(stored) !== "tat";
  let afterG = false;

  const print = first("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const current = first(".scroll .now");
  if (current) {
    const scroll = current.closest(".scroll");
    const at = current.getBoundingClientRect();
    scroll.scrollLeft += at.left + at.width / 2 - scroll.clientWidth / 2;
  }
  if (!table) return;

  const rows = () => all(".queue tbody tr");
  const row = () => document.activeElement.closest?.(".queue tbody tr") ?? first(".queue tr.on");

  function move(step) {
    const list = rows();
    const at = list.indexOf(row());
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    list.forEach((one) => one.classList.toggle("on", one === next));
    focus(next?.querySelector("th a"));
  }

  function toggleHelp() {
    table.open = !table.open;
    focus(table.querySelector("summary"));
  }

  const queue = {
    j: () => move(1),
    k: () => move(-1),
    n: () => row()?.querySelector("[data-claim]")?.click(),
    "/": () => focus(first("#q")),
    "?": toggleHelp,
  };

  // The paper before or after the opened one; it alone is open then.
  function paper(step) {
    const papers = all("[data-paper]");
    const at = papers.findIndex((one) => one.open) + step;
    const next = papers[Math.min(Math.max(at, 0), papers.length - 1)];
    papers.forEach((one) => { one.open = one === next; });
    focus(next?.querySelector("summary"));
  }

  const places = { h: "#vi-sao", b: "#so-do", d: "#dien-bien" };
  const file = {
    j: () => follow("[data-after]"),
    k: () => follow("[data-before]"),
    n: () => follow("[data-claim]"),
    g: () => { afterG = true; },
    "[": () => paper(-1),
    "]": () => paper(1),
    w: () => first("[data-paper][open]")?.closest("li").querySelector("[data-alone]").click(),
    Escape: () => follow("[data-back]"),
    "?": toggleHelp,
  };

  const faults = { j: () => follow("[data-after]"), k: () => follow("[data-before]"), "?": toggleHelp };
  const lists = { case: file, faults };

  function digit(number) {
    if (table.dataset.keys === "case") focus(all("[data-decision]")[number - 1]);
    else all("[data-chip]")[number - 1]?.click();
  }

  function typing(target) {
    return target.closest("input, textarea, select") !== null;
  }

  function press(event) {
    if (event.key === "Enter" && event.ctrlKey) {
      if (document.activeElement.matches("[data-decision]")) document.activeElement.click();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") {
        if (event.target.type === "search") event.target.value = "";
        event.target.blur();
      }
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!letters && key.length === 1 && key !== "?") return;
    const keys = lists[table.dataset.keys] ?? queue;
    if (afterG && key in places) {
      afterG = false;
      event.preventDefault();
      focus(first(places[key]));
    } else if (key >= "1" && key <= "5") {
      event.preventDefault();
      digit(Number(key));
    } else if (key in keys) {
      event.preventDefault();
      afterG = false;
      keys[key]();
    }
  }

  const toggle = first("[data-keys-switch]");
  const label = () => {
    toggle.textContent = letters ? "Tắt phím tắt một chữ" : "Bật phím tắt một chữ";
  };
  toggle.hidden = false;
  label();
  toggle.addEventListener("click", () => {
    letters = !letters;
    localStorage.setItem(stored, letters ? "bat" : "tat");
    label();
  });
  document.addEventListener("keydown", press);
  first('a[href="#phim-tat"]')?.addEventListener("click", () => { table.open = true; });
})();
