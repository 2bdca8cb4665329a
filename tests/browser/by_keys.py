"""What people do on the pages without a mouse: Tab leads to everything, keys do it."""

from playwright.sync_api import Locator

from tests.browser.acts import Window

MOST = 400
"""Tab stops of the longest page, and more."""
WHERE = """one => {
  const at = document.activeElement;
  const group = at.type === "radio" && one.type === "radio" && at.name === one.name;
  if (at === one || group) return 0;
  return at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
}"""


class Keys(Window):
    """A window whose user has no mouse."""

    def reach(self, control: Locator) -> None:
        """Go to a control with Tab, or back with Shift and Tab. Fails where neither leads."""
        target = control.element_handle()
        assert target
        for _ in range(MOST):
            way = target.evaluate(WHERE)
            if way == 0:
                return
            self.page.keyboard.press("Tab" if way > 0 else "Shift+Tab")
        raise AssertionError(f"no way with Tab to {control}")

    def hit(self, control: Locator) -> None:
        """Press Enter on it."""
        self.reach(control)
        self.page.keyboard.press("Enter")

    def write(self, control: Locator, text: str) -> None:
        """Type it, key by key."""
        self.reach(control)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, control: Locator, value: str) -> None:
        """Go through the list with the arrow keys."""
        self.reach(control)
        for key in ("Home", *["ArrowDown"] * MOST):
            if control.input_value() == value:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{value} is not on the list {control}")

    def tick(self, control: Locator) -> None:
        """Mark with the space key; within a group the arrow keys lead to it.

        A paper that opens beside the form may take the keys for a moment: go back then.
        """
        for _ in range(MOST):
            if control.is_checked():
                return
            self.reach(control)
            mine = control.evaluate("one => one === document.activeElement")
            self.page.keyboard.press("Space" if mine else "ArrowDown")
        raise AssertionError(f"no key marks {control}")

    def attach_bytes(self, control: Locator) -> None:
        """The browser's own dialog is beyond a test's keys: the control is reached at least."""
        self.reach(control)
        super().attach_bytes(control)
