"""The Chinese fonts that come with the program, for machines that have none."""

from __future__ import annotations

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"  # all of GBK and of the characters names may be given in since 2013
RARE = "Noto Serif JP"  # some hundred characters more, 𠮷 among them
FOLDERS = tuple(path.parent for path in (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_jp.serif_path()))
