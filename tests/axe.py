"""What axe finds on a page in a browser, by the rules of WCAG 2.2 AA and its own good practice."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed need not be written out: that takes longest
}
_VIOLATIONS = "options => axe.run(options).then(found => found.violations)"


def barriers(page: Page) -> list[str]:
    """Return what axe has against a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{each['id']} {node['target']}: {node['failureSummary']}"
        for each in page.evaluate(_VIOLATIONS, OPTIONS)
        for node in each["nodes"]
    ]
