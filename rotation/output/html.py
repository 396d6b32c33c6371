"""One HTML page of headings, tables and charts, whole in itself: nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from rotation.language import speaks_chinese
from rotation.output.parts import Cell, Field, Figure, Part, shown

_PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { font: 15px/1.5 "Microsoft YaHei", "Noto Sans CJK SC", "PingFang SC", sans-serif; margin: 2em auto; max-width: 1200px;
  padding: 0 1em; color: #222; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; border-bottom: 2px solid #1f4e79; margin-top: 2em; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } table { border-collapse: collapse; font-size: 0.9em; }
th, td { border: 1px solid #bfbfbf; padding: 0.2em 0.6em; } th { background: #d9e2f3; min-width: 4em; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.mid { text-align: center; }
tr.good td { background: #e2f0d9; } tr.bad td { background: #f8cbad; } tr.assumed td { background: #fff2cc; }
summary { cursor: pointer; padding: 0.2em 0; }
p.note { color: #555; overflow-wrap: anywhere; }
@media screen and (max-width: 600px) {
  /* On a telephone every row of a wide table is a card: its cells below each other, each beside its header. */
  body { margin: 1em auto; } table.many, .many tbody, .many tr, .many td { display: block; }
  .many thead { display: none; }
  .many tr { border: 1px solid #bfbfbf; margin: 0 0 0.8em; }
  .many td { border: 0; padding: 0.15em 0.6em; display: grid; grid-template-columns: 8em 1fr; gap: 0.6em; }
  .many td::before { content: attr(data-label); color: #555; }
  .many td:first-child { font-weight: bold; background: #d9e2f3; }
  .many td.number, .many td.mid { text-align: left; white-space: normal; } td { overflow-wrap: anywhere; }
}
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
{% for part in parts %}
<section>
{% if part.markup is defined %}
<h2>{{ part.heading }}</h2>
<div class="wide"{% if part.image %} role="img" aria-label="{{ part.says }}"{% endif %}>{{ safe(part.markup) }}</div>
{% for note in part.notes %}<p class="note">{{ note }}</p>
{% endfor %}
{% else %}
{% if part.heading %}<h2>{{ part.heading }}</h2>{% endif %}
{% if part.fields %}
<div class="wide"><table{% if part.fields|length > 3 %} class="many"{% endif %}>
<thead><tr>{% for field in part.fields %}<th>{{ field.header }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in part.rows %}
<tr{% if loop.index0 < part.marks|length and part.marks[loop.index0] %} class="{{ part.marks[loop.index0] }}"{% endif %}>
{%- for cell in row %}<td{{ kind(part.fields[loop.index0], cell) }} data-label="{{ part.fields[loop.index0].header }}">{{ shown(part.fields[loop.index0], cell) }}</td>
{%- endfor %}</tr>
{% endfor %}
</tbody>
</table></div>
{% endif %}
{% for note in part.notes %}<p class="note">{{ note }}</p>
{% endfor %}
{% endif %}
</section>
{% endfor %}
</body>
</html>
""")


def page(title: str, parts: Sequence[Part | Figure]) -> str:
    """The page of `parts` under `title`; every text is escaped."""
    language = "zh-CN" if speaks_chinese() else "en"
    return _PAGE.render(title=title, parts=parts, language=language, shown=shown, kind=_kind, safe=Markup)


def _kind(field: Field, cell: Cell) -> str:
    if isinstance(cell, int | float):
        return Markup(' class="number"')
    return Markup(' class="mid"') if field.form == "mid" else ""
