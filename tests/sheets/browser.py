"""Chromium without a window: what a page prints, and what does not fit on it."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--no-pdf-header-footer",
)
A4_PORTRAIT = (0, 0, 595, 842)


@dataclass(frozen=True)
class Browser:
    """A browser and a folder for its files."""

    program: Path
    folder: Path

    def run(self, html: str, *options: str) -> bytes:
        """Open a page; what the browser writes to stdout."""
        page = self.folder / "sheet.html"
        page.write_text(html, encoding="utf-8")
        profile = f"--user-data-dir={self.folder / 'profile'}"
        command = [str(self.program), *FLAGS, profile, *options, page.as_uri()]
        return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout

    def printed(self, html: str) -> list[tuple[int, ...]]:
        """The size in points of each page of paper."""
        pdf = self.folder / "sheet.pdf"
        self.run(html, f"--print-to-pdf={pdf}")
        boxes = re.findall(rb"/MediaBox\s*\[(.*?)\]", pdf.read_bytes())
        return [tuple(round(float(v)) for v in box.split()) for box in boxes]

    def title(self, html: str, script: str) -> str:
        """What a script that runs on the page makes of its title."""
        page = html.replace("</body>", f"<script>{script}</script></body>")
        found = re.search(r"<title>(.*?)</title>", self.run(page, "--dump-dom").decode(), re.DOTALL)
        assert found
        return found[1]
