// Hides the questions that do not apply to what is chosen now. Without script they stay, each with
// words that say when it applies; the server leaves the ones that do not apply out either way.
"use strict";
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
