"""Which teacher goes to which school: a plan proven best, that anyone can recompute.

One way through: county → candidates → rows and goals → plan → audit → what is told to people. The names below are the
public ones; each is imported when it is first asked for, so that `import rotation` and `rotation --help` load nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotation.county.county import County
    from rotation.errors import AuditFailed, BadData, Fault, NoPlan, Note, RotationError, Stopped, UsageFault
    from rotation.intake.read import Reading, read_county
    from rotation.planning.audit import Audit, audit
    from rotation.planning.plan import Plan, read_plan
    from rotation.planning.planner import Run, make_plan
    from rotation.policy.policy import Policy
    from rotation.rules.case import Case
    from rotation.rules.packs import load_policy

__all__ = [
    "Audit",
    "AuditFailed",
    "BadData",
    "Case",
    "County",
    "Fault",
    "NoPlan",
    "Note",
    "Plan",
    "Policy",
    "Reading",
    "RotationError",
    "Run",
    "Stopped",
    "UsageFault",
    "audit",
    "load_policy",
    "make_plan",
    "read_county",
    "read_plan",
]

_NAMES = {
    "county.county": "County",
    "errors": "AuditFailed BadData Fault NoPlan Note RotationError Stopped UsageFault",
    "intake.read": "Reading read_county",
    "planning.audit": "Audit audit",
    "planning.plan": "Plan read_plan",
    "planning.planner": "Run make_plan",
    "policy.policy": "Policy",
    "rules.case": "Case",
    "rules.packs": "load_policy",
}
_MODULE = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names.split()}

if not TYPE_CHECKING:  # a type checker sees the imports above, and no name beyond them

    def __getattr__(name):
        if name not in _MODULE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value = getattr(import_module(_MODULE[name]), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
