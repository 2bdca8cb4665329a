// What forms do with script; without it they do the same with a press more.
"use strict";

// Hides the questions that do not apply to what is chosen now. Without script they stay, each with
// words that say when it applies; the server leaves the ones that do not apply out either way.
(() => {
  const conditional = [...document.querySelectorAll("[data-when]")];

  // What is hidden answers nothing: a question that depends on it is hidden with it.
  function answer(form, key) {
    const found = form.elements.namedItem(key);
    const controls = found instanceof RadioNodeList ? [...found] : found ? [found] : [];
    const seen = controls.filter((one) => !one.closest("[hidden]"));
    const choice = ["radio", "checkbox"];
    const told = seen.find((one) => !choice.includes(one.type) || one.checked);
    return told ? told.value : "";
  }

  function hide(part) {
    const same = answer(part.closest("form"), part.dataset.when) === part.dataset.is;
    const hidden = "not" in part.dataset ? same : !same;
    const changed = part.hidden !== hidden;
    part.hidden = hidden;
    return changed;
  }

  function show() {
    for (let round = 0; round <= conditional.length; round += 1) {
      if (!conditional.map(hide).includes(true)) return;
    }
  }

  document.addEventListener("change", show);
  show();
})();

// Enter in a line of text sends nothing. Without script it presses the form's first button, which
// is hidden and only keeps a draft.
document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("form[data-draft] input:not([type=file])");
  if (event.key === "Enter" && !event.ctrlKey && line) event.preventDefault();
});

// What is typed is kept on the server soon after: as a draft, which is not sent. The page asks
// before it is left only while something is not kept yet.
(() => {
  const WAIT = 1500;

  function keep(form) {
    const said = form.querySelector("[data-saved]");
    const controls = [...form.querySelectorAll("input[type=file]")];
    const notes = new Map(); // file control -> what the server calls its kept files
    const key = form.elements.namedItem("khoa");
    let changed = false, sent = false, again = false, busy = false, timer = 0;

    function body() {
      const typed = new FormData(form);
      typed.set("luu-nhap", "tu-dong");
      if (again) typed.set("go-tiep", "1");
      for (const control of controls.filter((one) => notes.has(one))) {
        typed.delete(control.name);
        notes.get(control).forEach((note) => typed.append("giu", note));
      }
      return typed;
    }

    async function save() {
      clearTimeout(timer);
      if (!changed || sent) return;
      if (busy) { timer = setTimeout(save, WAIT); return; }
      const files = controls.map((one) => one.files);
      changed = false;
      busy = true;
      try {
        const answer = await fetch(form.action, { method: "POST", body: body(), redirect: "error" });
        const told = await answer.json();
        if (said && told.words) said.textContent = told.words;
        controls.forEach((one, at) => {
          if (one.files === files[at] && files[at].length && told.notes?.[one.name]) notes.set(one, told.notes[one.name]);
        });
        // What was sent before goes on as another form: sent again it is done anew, or refused.
        if (again && told.key) { key.value = told.key; again = false; }
        if (told.address && !sent) history.replaceState(history.state, "", told.address);
      } catch {
        changed = true;
        if (said) said.textContent = "Chưa lưu được nháp. Hãy giữ trang này mở và thử lại.";
      }
      busy = false;
    }

    function touched(event) {
      if (controls.includes(event.target)) notes.delete(event.target);
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    }

    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
    window.addEventListener("pageshow", () => { again ||= sent; sent = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    window.addEventListener("beforeunload", (event) => { if (changed && !sent) event.preventDefault(); });
  }

  document.querySelectorAll("form[data-draft]").forEach(keep);
})();

// A browser's viewer that meets a damaged or locked file opens a dialog, which takes the keys from
// the form in the middle of a word and scrolls the page to itself. Whoever did not go to the paper,
// with the pointer or with Tab, keeps both.
(() => {
  const papers = [...document.querySelectorAll("iframe.paper")];
  let held = null, tabbed = false;

  function taken() {
    const paper = document.activeElement, top = scrollY;
    if (tabbed || !papers.includes(paper) || paper.matches(":hover")) return;
    addEventListener("scroll", () => scrollTo(scrollX, top), { once: true, signal: AbortSignal.timeout(500) });
    // A moment later: asked for at once, the viewer would take the keys again.
    setTimeout(() => { window.focus(); held?.focus({ preventScroll: true }); });
  }

  document.addEventListener("focusin", (event) => {
    if (papers.includes(event.target)) return;
    held = event.target;
    tabbed = false; // Tab has led here: what takes the keys after this is the viewer.
  });
  document.addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; });
  if (papers.length) window.addEventListener("blur", taken);
})();
