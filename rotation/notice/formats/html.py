"""The document as HTML: a whole page, and the fragment of it that goes into a site's own page."""

from __future__ import annotations

from jinja2 import Environment
from markupsafe import Markup

from rotation.notice.document import Document

_ENVIRONMENT = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_FRAGMENT = _ENVIRONMENT.from_string("""<article lang="zh-CN" class="notice">
<h1>{% for line in document.title_lines %}<bdi>{{ line }}</bdi>{% if not loop.last %}<br>{% endif %}{% endfor %}</h1>
{% for block in document.blocks %}
{% if block.kind == "heading" %}
<h2>{{ block.text }}</h2>
{% elif block.kind == "subheading" %}
<h3>{{ block.text }}</h3>
{% else %}
<p{% if block.kind == "to" %} class="to"{% endif %}>{{ block.text }}</p>
{% endif %}
{% endfor %}
{% for name in names %}
<p>{{ name }}</p>
{% endfor %}
<p class="sign"><bdi>{{ document.organ }}</bdi><br><time datetime="{{ document.dated }}">{{ document.date }}</time></p>
{% for annex in document.annexes %}
<section aria-labelledby="annex-{{ loop.index }}">
<h2 id="annex-{{ loop.index }}">{{ document.annex_label(loop.index0) }}　{{ annex.title }}</h2>
<div class="wide" role="region" tabindex="0" aria-label="{{ annex.title }}（表格）"><table aria-labelledby="annex-{{ loop.index }}">
<thead><tr>{% for column in annex.columns %}<th scope="col">{{ column.header }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in annex.rows %}
<tr>{% for cell in row %}<td class="{{ annex.columns[loop.index0].align }}" data-label="{{ annex.columns[loop.index0].header }}"><bdi>{{ cell }}</bdi></td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table></div>
{% for note in annex.notes %}
<p>{{ note }}</p>
{% endfor %}
</section>
{% endfor %}
</article>
""")
_PAGE = _ENVIRONMENT.from_string("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{ document.name }}</title>
<style>
body { margin: 0; color: #111; background: #fff; font: 18px/1.8 FangSong, 仿宋, STFangsong, "Noto Serif CJK SC", serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font: bold 1.5rem/1.5 FZXiaoBiaoSong-B05S, 方正小标宋简体, "Noto Serif CJK SC", serif; text-align: center; margin: 1.5rem 0; }
h2 { font: bold 1.05rem/1.8 SimHei, 黑体, "Noto Sans CJK SC", sans-serif; margin: 0.6rem 0 0; }
h3 { font: 1.05rem/1.8 KaiTi, 楷体, "Noto Serif CJK SC", serif; margin: 0; text-indent: 2em; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }
p.to { text-indent: 0; }
p.sign { margin: 2rem 4em 1rem auto; width: fit-content; text-align: center; text-indent: 0; }
section { margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; line-height: 1.5; }
th, td { border: 1px solid #555; padding: 0.25rem 0.5rem; overflow-wrap: anywhere; min-width: 2.5em; }
th { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; white-space: nowrap; background: #f2f2f2; }
td.left { text-align: left; } td.center { text-align: center; } td.right { text-align: right; }
@media screen and (max-width: 40rem) {
  /* On a telephone every row is a card: its cells below each other, each beside its header, no name broken. */
  body { font-size: 16px; } h1 { font-size: 1.25rem; } p.sign { margin-right: 0; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border: 1px solid #555; margin: 0 0 0.8rem; } table { font-size: 1rem; }
  td, td.center, td.right { display: grid; grid-template-columns: 7em 1fr; gap: 0.5rem; border: 0; text-align: left; padding: 0.1rem 0.5rem; }
  td::before { content: attr(data-label); color: #555; }
}
@media print {
  @page { size: A4; margin: 37mm 26mm 35mm 28mm; }
  body { font-size: 16pt; } main { max-width: none; padding: 0; } section { break-before: page; }
  .wide { overflow: visible; } table { font-size: 9pt; min-width: 0; } thead { display: table-header-group; }
  tr { break-inside: avoid; } h2, h3 { break-after: avoid; } p.sign { break-before: avoid; break-inside: avoid; }
}
</style>
</head>
<body>
<main>
{{ fragment }}</main>
</body>
</html>
""")


def fragment(document: Document) -> str:
    """The notice as one <article>; every text is escaped and kept from turning its neighbours' direction."""
    return _FRAGMENT.render(document=document, names=document.annex_names if document.annexes else ())


def whole_page(document: Document) -> str:
    """The same as a page of its own: no script, nothing fetched from elsewhere."""
    return _PAGE.render(document=document, fragment=Markup(fragment(document)))
