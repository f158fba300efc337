from collections.abc import Mapping

from corpus.plans import Plan, PlanInfo
from index.passages import passages

TEXT = """南浦市若干措施

一、扩大应用

1.新增公务用车优先采用新能源汽车，2024年占比不低于80%。
责任单位：市财政局

2.更新公交车。2025年底前全部使用新能源汽车。
"""
MADE = Plan("made", PlanInfo(title="南浦市若干措施", short="南浦", names=("南浦",), sha256="0" * 64), TEXT)


def test_clauses_and_their_sentences_in_reading_order() -> None:
    assert [(p.passage_id, p.text) for p in passages({"made": MADE}) if not p.is_clause] == [
        ("made/0#1", "南浦市若干措施"),
        ("made/1.1#1", "1.新增公务用车优先采用新能源汽车，2024年占比不低于80%。"),  # the heading is the measure
        ("made/1.2#2", "2025年底前全部使用新能源汽车。"),
    ]
    assert [p.passage_id for p in passages({"made": MADE}) if p.is_clause] == [
        "made/0",
        "made/1",
        "made/1.1",
        "made/1.2",
    ]


def test_the_headings_above_and_the_plan_s_name_are_matched_too() -> None:
    last = passages({"made": MADE})[-1]
    assert last.context == "扩大应用 更新公交车"
    assert last.indexed == "南浦 扩大应用 更新公交车\n2025年底前全部使用新能源汽车。"
    assert last.embedded == "扩大应用 更新公交车\n2025年底前全部使用新能源汽车。"


def test_every_passage_stands_where_it_says(plans: Mapping[str, Plan]) -> None:
    found = passages(plans)
    assert len({passage.passage_id for passage in found}) == len(found)
    assert sum(passage.is_clause for passage in found) == 62 + 52 + 46 + 54 + 59
    for passage in found:
        plan = plans[passage.plan_id]
        assert plan.by_id[passage.clause_id].span.contains(passage.span)
        assert plan.quote(passage.span).split()[-1].endswith(passage.text.split()[-1])
