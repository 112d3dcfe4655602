"""Which deed leads where. No Django: tables that an editor can read."""

from caunoi.plans.choices import PlanState as P

# deed: (states it may start from, the state after it; none for the same)
PLAN_DEEDS: dict[str, tuple[frozenset[str], str]] = {
    "edit_plan": (frozenset({P.DRAFT, P.RETURNED}), ""),
    "submit_plan": (frozenset({P.DRAFT, P.RETURNED}), P.SUBMITTED),
    "withdraw_submission": (frozenset({P.SUBMITTED}), P.DRAFT),
    "adopt_plan": (frozenset({P.DRAFT, P.RETURNED}), P.APPROVED),
    "approve_plan": (frozenset({P.SUBMITTED}), P.APPROVED),
    "return_plan": (frozenset({P.SUBMITTED}), P.RETURNED),
    # An approved plan stays in force while its change is being written.
    "amend_plan": (frozenset({P.APPROVED}), P.DRAFT),
    "drop_amendment": (frozenset({P.DRAFT, P.RETURNED}), P.APPROVED),
    "discard_plan": (frozenset({P.DRAFT, P.RETURNED}), P.DISCARDED),
    "close_plan": (frozenset({P.APPROVED}), P.CLOSED),
    "cascade_plan": (frozenset({P.APPROVED}), ""),
}
