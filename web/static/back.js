// On a page that answers a form. No browser keeps it: going back to it would ask whether to send the
// form once more. When a form of it is sent, its place in the history leads to the page that the
// first one stood on instead.
"use strict";

document.addEventListener("submit", (event) => {
  const whole = event.target.hasAttribute("action"); // else it is sent to the address itself
  if (whole && document.referrer.startsWith(`${location.origin}/`)) {
    history.replaceState(null, "", document.referrer);
  }
});
