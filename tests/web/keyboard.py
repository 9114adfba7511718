"""Going through a page by Tab, as somebody without a mouse does."""

from playwright.sync_api import Locator, Page


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until this has the focus."""
    for _ in range(400):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab never reaches {wanted}")


def go(page: Page, role: str, name: str) -> None:
    """Tab to a link or a button and press it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    """Tab to a field and type; a list goes to the entry that begins so."""
    tab_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.type(text)
