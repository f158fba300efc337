"""The gate before an answer leaves: what is not borne by cited words is not said.

A quotation must stand in the plan at its span. In the assistant's own words, every number and document number must
occur in the cited words or headings, after width and space normalisation, or be the count of the citations, and every
department that a plan names must occur in the cited words.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.models import Citation, Sentence
from corpus.normal import normalise
from corpus.plans import Plan
from corpus.spans import Span

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def stands(citation: Citation, plans: Mapping[str, Plan]) -> bool:
    """Whether the quotation is what the plan has at the citation's span."""
    plan = plans.get(citation.plan)
    return plan is not None and plan.quote(Span(citation.start, citation.end)) == citation.quote


def supported(
    sentence: Sentence, citations: Sequence[Citation], *, allowed: Sequence[str] = (), bodies: Sequence[str] = ()
) -> bool:
    """Whether every number and every department of a sentence occurs in the words it cites.

    Args:
        sentence: with its marks.
        citations: all citations of the answer.
        bodies: the names of departments to look for.
        allowed: further words that may be used: the plans' names, and counts computed from the citations.
    """
    cited = [citations[mark - 1] for mark in sentence.marks]
    said = normalise(sentence.text)
    if sentence.verdict == "exact":
        if not cited or any(normalise(citation.quote) not in said for citation in cited):
            return False
        for citation in cited:
            said = said.replace(normalise(citation.quote), " ")  # what stands beside the quotation is looked at too
    ground = "\n".join(normalise(text) for c in cited for text in (c.quote, c.heading, c.path, *_bodies(c)))
    ground += "\n" + "\n".join(normalise(text) for text in allowed)
    numbers = set(NUMBER.findall(ground))
    if any(normalise(body) in said and normalise(body) not in ground for body in bodies):
        return False
    return all(number in numbers for number in NUMBER.findall(said))


def _bodies(citation: Citation) -> list[str]:
    """The departments of a citation; those of a carry-over rule are printed in the bracket that has the rule."""
    return [name for _, names in citation.departments for name in names]
