"""The conversation as HTML: questions, answers, refusals, citation cards, and the page before the first question."""

from collections.abc import Mapping, Sequence

from assistant.draft import words
from assistant.models import Answer, Citation, Sentence
from assistant.state import shown_facts
from assistant.web.conversation import Exchange, place_in_text
from assistant.web.copying import answer_markdown, answer_text, citation_text, place
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both, offered, say
from corpus.models import Departments
from corpus.plans import Plan

OPEN_CARDS = 4  # of an answer with more citations so many cards are open, the rest folded away


def conversation(exchanges: Sequence[Exchange], plans: Mapping[str, Plan]) -> Markup:
    """All exchanges, oldest first; what the page is for if there is none yet."""
    if not exchanges:
        return welcome(plans)
    said = [_exchange(turn, exchange, plans) for turn, exchange in enumerate(exchanges)]
    return element("div", *said, class_="exchanges", role="log")


def welcome(plans: Mapping[str, Plan]) -> Markup:
    """What the page does, and questions to click."""
    points = element("ul", *(element("li", both(f"empty.{name}")) for name in ("lead", "cited", "honest")))
    audiences = [
        element(
            "section",
            element("h3", element("span", who.zh), element("small", who.en, lang="en", class_="en")),
            *(_example(question) for question in questions),
            class_="audience",
        )
        for who, questions in offered(plans)
        if questions
    ]
    head = element("header", element("h2", both("empty.title")), points, class_="promise")
    return element("div", head, element("div", *audiences, class_="audiences"), class_="welcome")


def _example(question: str) -> Markup:
    return element("button", question, type="button", class_="example", data_ask=question)


def notice(name: str, detail: str = "") -> Markup:
    """One friendly line above the question; nothing without a name."""
    if not name:
        return Markup()
    return element("p", both(f"ask.{name}"), element("small", detail, lang="en"), class_="notice", role="alert")


def _exchange(turn: int, said: Exchange, plans: Mapping[str, Plan]) -> Markup:
    asked = element("div", said.question, class_="question")
    if said.answer is None:
        reply = element("div", element("i", class_="dots"), both("ask.pending"), class_="reply pending", role="status")
    else:
        reply = _reply(turn, said.question, said.answer, plans)
    return element("section", asked, reply, class_="exchange", data_turn=turn)


def _reply(turn: int, question: str, answer: Answer, plans: Mapping[str, Plan]) -> Markup:
    body = _refusal(answer) if answer.refused else _sentences(turn, answer)
    shown = [
        body,
        _state(answer, plans),
        _sources(turn, answer, plans),
        _related(turn, answer, plans),
        _actions(question, answer, plans),
    ]
    return element("article", *shown, class_="reply refused" if answer.refused else "reply")


def _sentences(turn: int, answer: Answer) -> Markup:
    return element("div", *(_sentence(turn, said, answer.citations) for said in answer.sentences), class_="answer")


def _sentence(turn: int, sentence: Sentence, citations: Sequence[Citation]) -> Markup:
    first, *rest = [_mark(turn, number, citations[number - 1]) for number in sentence.marks] or [Markup()]
    words_before, last = sentence.text[:-2], sentence.text[-2:]
    tail = element("span", last, first, class_="tail")  # the first mark never begins a line
    return element("p", words_before, tail, *rest, class_=f"sentence {sentence.verdict}")


def _mark(turn: int, number: int, citation: Citation) -> Markup:
    label = f"{say('answer.open').plain} {number}"
    return element(
        "button",
        str(number),
        type="button",
        class_="mark",
        aria_label=label,
        **_pointer(turn, number, citation, related=False),
    )


def _pointer(turn: int, number: int, citation: Citation, *, related: bool) -> dict[str, str | int]:
    listed = "related" if related else "citations"
    return {"data_cite": number, "data_turn": turn, "data_list": listed, "data_at": place_in_text(citation)}


def _refusal(answer: Answer) -> Markup:
    """A calm banner that says what is missing."""
    title = element("h4", both(f"refusals.{answer.reason or 'other'}"))
    return element("div", title, *(element("p", s.text) for s in answer.sentences), class_="banner", role="note")


def _state(answer: Answer, plans: Mapping[str, Plan]) -> Markup:
    """What the answer takes from the questions before, and what this one says itself."""
    facts = shown_facts(answer.state, {plan_id: plan.info.short for plan_id, plan in plans.items()})
    parts = [
        element("span", element("b", both(f"state.{name}")), " · ".join(texts), class_=f"facts {name}")
        for name, kept in (("carried", True), ("own", False))
        if (texts := [fact.text for fact in facts if fact.carried is kept])
    ]
    return element("p", *parts, class_="state") if parts else Markup()


def _sources(turn: int, answer: Answer, plans: Mapping[str, Plan]) -> Markup:
    if not answer.citations:
        return Markup()
    cards = [_card(turn, n, c, plans[c.plan], related=False) for n, c in enumerate(answer.citations, start=1)]
    return element("div", element("h5", both("answer.sources")), _folded(cards), class_="sources")


def _folded(cards: Sequence[Markup]) -> Markup:
    if len(cards) <= OPEN_CARDS + 1:
        return together(cards)
    rest = cards[OPEN_CARDS:]
    summary = element("summary", both("answer.more", count=len(rest)))
    return together(cards[:OPEN_CARDS]) + element("details", summary, *rest, class_="more")


def _related(turn: int, answer: Answer, plans: Mapping[str, Plan]) -> Markup:
    if not answer.related:
        return Markup()
    label = element("h5", element("b", both("answer.related")), both("answer.not_answer"))
    cards = [_card(turn, n, c, plans[c.plan], related=True) for n, c in enumerate(answer.related, start=1)]
    return element("div", label, *cards, class_="related")


def _card(turn: int, number: int, citation: Citation, plan: Plan, *, related: bool) -> Markup:
    """A citation: where it stands, its words, who is responsible."""
    pointer = _pointer(turn, number, citation, related=related)
    where = [element("b", plan.info.short), draft_badge(plan), element("span", place(citation))]
    head = [element("span", "≈" if related else str(number), class_="number"), element("span", *where, class_="where")]
    opener = element("button", *head, type="button", class_="open", **pointer)
    quote = element("blockquote", words(citation))
    tools = [element("span", both("answer.open"), class_="link"), _copy_button("copy", citation_text(citation, plan))]
    return element(
        "article",
        opener,
        quote,
        departments(citation.departments),
        element("div", *tools, class_="tools"),
        class_="card",
        **pointer,
    )


def departments(named: Departments) -> Markup:
    """The departments as chips, a row for each role."""
    rows = [
        element(
            "div",
            element("b", both(f"roles.{role}")),
            *(element("span", name, class_="chip") for name in names),
            class_=f"role {role}",
        )
        for role, names in named
        if names
    ]
    return element("div", *(rows or [element("small", both("answer.no_departments"))]), class_="departments")


def draft_badge(plan: Plan) -> Markup:
    """征求意见稿 for a plan that is not in force yet."""
    return element("span", both("page.draft"), class_="badge") if plan.info.status == "draft" else Markup()


def _actions(question: str, answer: Answer, plans: Mapping[str, Plan]) -> Markup:
    measured = both("answer.measured", count=len(answer.citations or answer.related), ms=round(answer.latency_ms))
    return element(
        "footer",
        _copy_button("copy_text", answer_text(question, answer, plans)),
        _copy_button("copy_markdown", answer_markdown(question, answer, plans)),
        element("span", measured, class_="measured"),
        class_="actions",
    )


def _copy_button(name: str, text: str) -> Markup:
    done = say("answer.copied").zh
    return element("button", both(f"answer.{name}"), type="button", class_="copy", data_copy=text, data_done=done)
