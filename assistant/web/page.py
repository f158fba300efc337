"""The web page: what it is made of, what happens on a click, and how it is served."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.themes import Base

from assistant.assistant import Assistant
from assistant.registers import Registers
from assistant.web.chat import conversation, notice
from assistant.web.check import EnterpriseCheck
from assistant.web.conversation import NOTHING, Exchange, Pointer, shown, turns
from assistant.web.entries import place_of
from assistant.web.markup import Markup, element
from assistant.web.pane import Pane, functions, placeholder
from assistant.web.reader import reader
from assistant.web.registers import Departments, Targets
from assistant.web.texts import both, say
from corpus.errors import PolicyError


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
LOOK: dict[str, Any] = {  # what Blocks.launch and mount_gradio_app are given besides the page itself
    "theme": Base(font=FONTS, font_mono=("ui-monospace", "monospace")),
    "head": "".join(f"<style>{_read(name)}</style>" for name in ("style.css", "registers.css"))  # css_paths rewrites
    + "".join(f"<script>{_read(name)}</script>" for name in ("page.js", "registers.js")),
    "footer_links": [],
}
TABS = ("chat", "targets", "departments", "check")
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
CHAT_EVENTS = """
element.addEventListener('click', event => policyPage.clicked(event, {
  ask: question => trigger('example_select', {question}),
  cite: pointer => trigger('select', pointer),
}));
watch('value', () => policyPage.answered(element));
"""
READER_EVENTS = """
element.addEventListener('change', event => trigger('input', {plan: event.target.value}));
watch('value', () => policyPage.opened(element));
policyPage.opened(element);
policyPanes.address(place => trigger('select', place));
"""
PANE_EVENTS = "policyPanes.attach('{name}', element, {{ server, open: place => trigger('select', place) }});"


class Actions:
    """What happens on a click; each asks the assistant and renders what it says."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._plans = assistant.plans

    def ask(self, question: str, scope: list[str], exchanges: list[Exchange]) -> Iterator[tuple[Any, ...]]:
        """The question at once, then its answer: (exchanges, conversation, question field, notice, reader)."""
        yield gr.skip(), conversation([*exchanges, Exchange(question, None)], self._plans), "", Markup(), gr.skip()
        try:
            answer = self._assistant.ask(question, turns(exchanges), plans=tuple(scope) or None)
        except PolicyError as error:
            yield gr.skip(), conversation(exchanges, self._plans), question, notice("unclear", str(error)), gr.skip()
            return
        exchanges = [*exchanges, Exchange(question, answer)]
        opened = self.open(Pointer(len(exchanges) - 1, 1, related=answer.refused), exchanges)
        yield exchanges, conversation(exchanges, self._plans), "", Markup(), opened

    def ask_example(
        self, event: gr.EventData, scope: list[str], exchanges: list[Exchange]
    ) -> Iterator[tuple[Any, ...]]:
        """As ``ask``, for the question that was clicked."""
        yield from self.ask(str(event.question), scope, exchanges)

    def point(self, event: gr.EventData, exchanges: list[Exchange]) -> Any:
        """The reader at the citation that was clicked."""
        return self.open(Pointer(int(event.turn), int(event.number), related=bool(event.related)), exchanges)

    def open(self, pointer: Pointer, exchanges: Sequence[Exchange]) -> Any:
        """The reader at a citation; as it is if there is no such citation."""
        found = shown(exchanges, pointer)
        if not found.citations:
            return gr.skip()
        return reader(self._plans[found.citations[found.here].plan], found, self._plans)

    def show(self, event: gr.EventData) -> Any:
        """The reader at the place of an entry, or of the page's address; as it is if there is no such plan."""
        found = place_of(self._plans, {name: getattr(event, name, None) for name in ("plan", "start", "end")})
        return reader(*found, self._plans, numbered=False) if found is not None else gr.skip()

    def choose(self, event: gr.EventData) -> Any:
        """The reader with another plan."""
        plan = self._plans.get(str(event.plan))
        return reader(plan, NOTHING, self._plans) if plan is not None else gr.skip()

    def recover(self, exchanges: list[Exchange]) -> tuple[Any, ...]:
        """The conversation as it was before a question that broke the assistant: (conversation, notice)."""
        return conversation(exchanges, self._plans), notice("failed")

    def clear(self) -> tuple[Any, ...]:
        """An empty conversation: (exchanges, conversation, question field, notice)."""
        return [], conversation([], self._plans), "", Markup()


def build(assistant: Assistant) -> gr.Blocks:
    """The page over an open assistant, not yet served; serve it with ``LOOK``."""
    plans, actions = assistant.plans, Actions(assistant)
    first = next(iter(plans.values()))
    with (
        gr.Blocks(title=say("page.name").plain, analytics_enabled=False, fill_width=True) as page,
        gr.Column(elem_id="shell"),
    ):
        exchanges = gr.State([])
        _html(_masthead(assistant), "masthead")
        with gr.Column(elem_id="chat"):
            said = _html(conversation([], plans), "conversation", events=CHAT_EVENTS)
            problem = _html("", "problem")
            with gr.Row(elem_id="scope-row"):
                _html(both("ask.scope"), "scope-label")
                everything = gr.Button(say("ask.all").plain, elem_id="scope-all")
                names = [(plan.info.short, plan_id) for plan_id, plan in plans.items()]
                scope = gr.CheckboxGroup(names, elem_id="scope", show_label=False, container=False)
            with gr.Row(elem_id="composer"):
                hint = say("ask.placeholder").plain
                question = gr.Textbox(
                    label=hint,
                    placeholder=hint,
                    max_lines=6,
                    elem_id="question",
                    show_label=False,
                    container=False,
                    autofocus=True,
                )
                send = gr.Button(say("ask.send").plain, elem_id="send")
                clear = gr.Button(say("ask.clear").plain, elem_id="clear")
        registers = Registers(plans)
        panes = [_pane(pane) for pane in (Targets(registers), Departments(registers), EnterpriseCheck(registers))]
        book = _html(reader(first, NOTHING, plans), "reader", events=READER_EVENTS)
        answered = [exchanges, said, question, problem, book]
        typed = gr.on([question.submit, send.click], actions.ask, [question, scope, exchanges], answered, **QUIET)
        clicked = said.example_select(actions.ask_example, [scope, exchanges], answered, **QUIET)
        for asked in (typed, clicked):
            asked.failure(actions.recover, [exchanges], [said, problem], **QUIET)
        said.select(actions.point, [exchanges], [book], queue=False, **QUIET)
        for pane in (*panes, book):
            pane.select(actions.show, None, [book], queue=False, **QUIET)
        book.input(actions.choose, None, [book], queue=False, **QUIET)
        clear.click(actions.clear, None, [exchanges, said, question, problem], queue=False, **QUIET)
        everything.click(list, None, [scope], queue=False, **QUIET)
    return page


def _html(value: Markup | str, elem_id: str, *, events: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=events, apply_default_css=False)


def _pane(pane: Pane) -> gr.HTML:
    return gr.HTML(
        placeholder(pane),
        elem_id=pane.name,
        js_on_load=PANE_EVENTS.format(name=pane.name),
        apply_default_css=False,
        server_functions=functions(pane),
    )


def _masthead(assistant: Assistant) -> Markup:
    plans = assistant.plans.values()
    counts = both("page.library", plans=len(plans), clauses=sum(len(plan.outline.clauses) for plan in plans))
    tabs = [
        element(
            "button",
            both(f"tabs.{name}"),
            type="button",
            data_tab_to=name,
            aria_current="page" if name == TABS[0] else "false",
        )
        for name in TABS
    ]
    switch = [element("button", both(f"page.{pane}"), type="button", data_pane=pane) for pane in ("chat", "plan")]
    return element(
        "div",
        element("span", "策", class_="seal", aria_hidden="true"),
        element("h1", both("page.name")),
        element("nav", *tabs, class_="tabs"),
        element("p", counts, class_="library"),
        element("div", *switch, class_="panes"),
        class_="masthead",
    )


def launch(assistant: Assistant, host: str, port: int) -> None:
    """Serve the page on ``host`` and ``port`` until it is interrupted."""
    build(assistant).launch(server_name=host, server_port=port, share=False, quiet=True, ssr_mode=False, **LOOK)
