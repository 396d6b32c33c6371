"""The statutory retirement month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rotation.county.county import Ints

_MEN, _WOMEN = 720, 660  # statutory months at retirement before the delay


def retirement_month(birth: Ints, gender: Sequence[str]) -> Ints:
    """The statutory retirement month as 12·year + month, for births counted the same way.

    Men at 60 years, women at 55, both plus one month for every four months of birth from 1965-01
    (men) or 1970-01 (women) on, at most 36: the national rule in force since January 2025.
    """
    man = np.array([word == "男" for word in gender], dtype=bool)
    since = birth - np.where(man, 1965 * 12 + 1, 1970 * 12 + 1)
    delay = np.where(since < 0, 0, np.minimum(36, since // 4 + 1))
    result: Ints = birth + np.where(man, _MEN, _WOMEN) + delay
    return result
