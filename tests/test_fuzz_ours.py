"""Mutated plans, scenario files, notice texts, offices and packs; `python -m benchmarks.fuzz_ours` draws more anew."""

from __future__ import annotations

from benchmarks.fuzz_ours import try_out
from rotation.planning.plan import Plan
from rotation.rules.case import Case


def test_mutants_are_read_or_refused(small_case: Case, small_plan: Plan) -> None:
    assert try_out(small_case, small_plan, 60, "t") == []
