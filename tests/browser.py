"""A page as a telephone shows it: measured by Chromium in a frame of that width."""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

PHONE = 390

_FRAME = """<!DOCTYPE html><meta charset="utf-8"><iframe id="phone" width="{width}" height="800" style="border:0" srcdoc="{page}"></iframe>
<script>
const frame = document.getElementById("phone");
frame.addEventListener("load", () => {{
  const inside = frame.contentDocument;
  const beyond = [...inside.querySelectorAll("td, th, p, h1, h2, summary")].filter(each => {{
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > {width} + 1 || box.left < -1) && !each.closest("[role=img]");
  }}).map(each => each.textContent.trim().slice(0, 40));
  const broken = [...inside.querySelectorAll("td")].filter(each => {{
    const text = each.textContent.trim();
    if (!/^[\\u4e00-\\u9fff]{{2,4}}$/.test(text)) return false;
    const range = inside.createRange();
    range.selectNodeContents(each);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top / 8))).size > 1;
  }}).map(each => each.textContent.trim());
  const said = {{ wide: inside.documentElement.scrollWidth, beyond, broken, cells: inside.querySelectorAll("td").length }};
  const out = document.createElement("p");
  out.id = "said";
  out.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(said))));
  document.body.append(out);
}});
</script>"""


def on_a_phone(chromium: str, page: str, folder: Path, width: int = PHONE) -> dict[str, Any]:
    """What is measured: `wide` the page's width, `beyond` texts outside the screen, `broken` names over two lines."""
    path = folder / "framed.html"
    path.write_text(_FRAME.format(width=width, page=html.escape(page)), "utf-8")
    done = subprocess.run(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom", f"file://{path}"],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    found = re.search(r'id="said">([^<]+)<', done.stdout.decode())
    assert found, done.stdout.decode()[-500:]
    said: dict[str, Any] = json.loads(base64.b64decode(found[1]))
    return said
