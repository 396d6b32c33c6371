"""What tests of every kind share."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "tests" / "office.toml"  # a bureau's details for its notices
BUNDLED = ROOT / "data" / "counties" / "云川县.xlsx"
