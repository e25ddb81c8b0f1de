"""Take the picture of the HTML report that README shows: python -m tests.hook.report.picture

The page is the real one, of a small repository that is made here. `--width 390` and `--scheme dark`
with `--output` show what else there is to look at.
"""

import argparse
import base64
import io
import tempfile
from pathlib import Path

from PIL import Image  # matplotlib brings it

from polyglint.cli import main
from tests.hook.report.browser import By, one, opened, settle, started, wait
from tests.reference.cases import FOLDER as CASES
from tests.repositories import ROOT, SOURCES, git, new_repository

PICTURE = ROOT / "docs" / "report.png"
HEIGHT = 860
PHONE = 390
WRONG = {
    "lib/ring_buffer.cs": "ring_buffer.c",
    "src/cache.swift": "cache.rs",
    "src/jobs/queue.kt": "queue.go",
    "src/web/mailer.rb": "mailer.php",
    "src/web/router.py": "router.js",
    "tools/backup.lua": "backup.sh",
}
FENCED = "tools/generated.py"
ATTRIBUTES = (
    "*.c linguist-language=C\nthird_party/** linguist-vendored\n*.rb linguist-langage=Ruby\n"
)


def repository(directory: Path) -> Path:
    """A repository with right files, wrong ones, one with fences and a misspelt attribute."""
    made = new_repository(directory)
    right = {f"src/{path.name}": path.name for path in SOURCES.iterdir()}
    for name, source in (right | WRONG).items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes((SOURCES / source).read_bytes())
    half = (SOURCES / "ledger.rb").read_bytes(), (SOURCES / "queue.go").read_bytes()
    (made / "src" / "ledger.go").write_bytes(b"\n".join((half[0], half[0], half[1][:400])))
    (made / FENCED).write_bytes((CASES / "080-llm-fences-py" / "gen" / "tool.py").read_bytes())
    (made / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    (made / "third_party").mkdir()
    (made / "third_party" / "matrix.java").write_bytes((SOURCES / "Matrix.java").read_bytes())
    git(made, "add", "--all")
    git(made, "commit", "--quiet", "--message", "Start")
    git(made, "remote", "add", "origin", "https://github.com/example/shop.git")
    return made


def picture(directory: Path, width: int, scheme: str) -> bytes:
    """The first screen of the page, with the lines of a window open."""
    page = directory / "page.html"
    shop = repository(directory / "shop")
    assert main(["audit", "--no-cache", "--format=html", f"--output={page}", str(shop)]) == 1
    browser = started(directory / "profile")
    try:
        browser.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
        opened(browser, page, width, scheme)
        windows = browser.find_elements(By.CSS_SELECTOR, "#rows tr:nth-child(2) .window")
        if width > PHONE:
            browser.execute_script("arguments[0].focus({preventScroll: true})", windows[-3])
            wait(browser, lambda: one(browser, "#tip").is_displayed())
        settle(browser)
        size = {"x": 0, "y": 0, "width": width, "height": HEIGHT, "scale": 1}
        shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "clip": size})
    finally:
        browser.quit()
    return small(base64.b64decode(shot["data"]))


def small(png: bytes) -> bytes:
    """The picture in a palette that keeps rare colours: half the bytes, and nobody sees it."""
    written = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE)
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--output", type=Path, default=PICTURE)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    with tempfile.TemporaryDirectory() as directory:
        given.output.write_bytes(picture(Path(directory), given.width, given.scheme))
