"""The check as JSON: the profile, what was read, the findings grouped by plan and verdict."""

import json
from typing import Any

from assistant.check.judge import VERDICTS, Check
from assistant.check.reading import Reading


def check_record(check: Check, reading: Reading) -> str:
    """The documented format; what does not reach is counted, near misses are listed."""
    record: dict[str, Any] = {
        **reading.model_dump(mode="json"),
        "plans": [
            {
                "plan": plan_id,
                "counts": {verdict: len(check.of(plan_id, verdict)) for verdict in VERDICTS},
                **{
                    verdict: [
                        finding.model_dump(mode="json")
                        for finding in check.of(plan_id, verdict)
                        if verdict != "does_not_reach" or finding.near
                    ]
                    for verdict in VERDICTS
                },
                "mentions": [each.model_dump(mode="json") for each in check.mentions if each.plan == plan_id],
            }
            for plan_id in check.plans
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1)
