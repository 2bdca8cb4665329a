// Hides the questions that do not apply to what is chosen now. Without script they stay, each with
// words that say when it applies; the server leaves the ones that do not apply out either way.
"use strict";
(() => {
  const conditional = [...document.querySelectorAll("[data-when]")];

  function answer(form, key) {
    const control = form.elements.namedItem(key);
    return control ? control.value : "";
  }

  function show() {
    for (const part of conditional) {
      const same = answer(part.closest("form"), part.dataset.when) === part.dataset.is;
      const applies = "not" in part.dataset ? !same : same;
      part.hidden = !applies;
    }
  }

  document.addEventListener("change", show);
  show();
})();
