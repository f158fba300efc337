"""The registers of a library: read from the plans when they are first asked for, and kept."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.registers.compare import Comparison, Likeness, compare, of_indicator
from assistant.registers.filters import EVERYTHING, Filters, is_due, within
from assistant.registers.industry import Industry
from corpus.bodies import BodyTask, DepartmentEntry, ProseBody, canonical, register_of
from corpus.departments import load_directory
from corpus.models import Obligation, Target
from corpus.normal import simplify
from corpus.obligations import obligations_of
from corpus.plans import SHIPPED, Plan, load_plans
from corpus.targets import targets_of

if TYPE_CHECKING:
    from index.embedding import Embedder


SHORTEST_BODY = 3  # characters of a body whose offices are looked for


class _PlanRegister:
    """What one plan says, read once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def targets(self) -> tuple[list[Target], list[str]]:
        return targets_of(self.plan)

    @cached_property
    def obligations(self) -> list[Obligation]:
        return obligations_of(self.plan)

    @cached_property
    def departments(self) -> list[DepartmentEntry]:
        return register_of(self.plan)


class _Sieve(NamedTuple):
    """Filters made ready: which department names and which industry they mean."""

    filters: Filters
    names: frozenset[str] | None  # as printed; None for any
    industry: Industry | None


class Registers:
    """Targets, departments and obligations of a library of plans; entries are in the order of plans and of reading."""

    def __init__(self, plans: Mapping[str, Plan], *, likeness: Likeness | None = None) -> None:
        self.plans = plans
        self._read = {plan_id: _PlanRegister(plan) for plan_id, plan in plans.items()}
        self._likeness = likeness or shipped_likeness

    @classmethod
    def open(cls, folder: Path = SHIPPED) -> "Registers":
        """The registers of a folder of plans.

        Raises:
            CorpusError: as ``load_plans``.
        """
        return cls(load_plans(folder))

    def targets(self, filters: Filters = EVERYTHING) -> list[Target]:
        """The targets that pass the filters; ``modality`` is none of theirs."""
        chosen, sieve = within(self.plans, filters.plans), self._sieve(filters)
        found = [target for plan_id in chosen for target in self._read[plan_id].targets[0]]
        named = of_indicator(found, filters.indicator) if filters.indicator else found
        return [target for target in named if self._passes(sieve, target)]

    def obligations(self, filters: Filters = EVERYTHING) -> list[Obligation]:
        """The obligations that pass the filters; ``indicator`` is none of theirs."""
        chosen, sieve = within(self.plans, filters.plans), self._sieve(filters)
        return [
            obligation
            for plan_id in chosen
            for obligation in self._read[plan_id].obligations
            if filters.modality in (None, obligation.modality) and self._passes(sieve, obligation)
        ]

    def departments(self, filters: Filters = EVERYTHING) -> list[DepartmentEntry]:
        """The departments, with those of their tasks and mentions that concern the industry; others are left out."""
        chosen = within(self.plans, filters.plans)
        meant = self.bodies_meant(filters.department) if filters.department else None
        industry = Industry(filters.industry) if filters.industry else None
        found: list[DepartmentEntry] = []
        for plan_id in chosen:
            for entry in self._read[plan_id].departments:
                if meant is None or entry.department in meant:
                    found += [entry] if industry is None else self._concerned(entry, industry)
        return found

    def compare(self, indicator: str, filters: Filters = EVERYTHING) -> Comparison:
        """One indicator in every plan, silent ones too; of the filters, all but ``plans`` narrow what is compared."""
        chosen = within(self.plans, filters.plans)
        kept = self.targets(filters._replace(indicator=""))
        targets = {plan_id: [target for target in kept if target.plan == plan_id] for plan_id in chosen}
        return compare(indicator, targets, list(chosen), likeness=self._likeness)

    def warnings(self, plans: Sequence[str] = ()) -> list[str]:
        """What was not understood, a line each, the plan's id in front."""
        return [
            f"{plan_id}: {warning}"
            for plan_id, plan in within(self.plans, plans).items()
            for warning in (*plan.outline.warnings, *self._read[plan_id].targets[1])
        ]

    def bodies_meant(self, department: str) -> frozenset[str]:
        """The canonical names that a name, an alias or everyday words mean, among the bodies of all plans.

        Where the plans name only offices of a body (港口委发展局), they are meant by its name.
        """
        entries = [entry for register in self._read.values() for entry in register.departments]
        words = simplify(department).strip()
        known = {entry.department for entry in entries}
        named = {canonical(words)} & known | {entry.department for entry in entries if words in entry.printed}
        said = named or known.intersection(load_directory().mentioned(words))
        return frozenset(said or {entry.department for entry in entries if _has_office(entry, words)})

    def nearest_body(self, department: str) -> str | None:
        """The body of the plans whose names are likest to one that no plan names."""
        known = {entry.department for register in self._read.values() for entry in register.departments}
        return load_directory().nearest(simplify(department), sorted(known))

    def _sieve(self, filters: Filters) -> _Sieve:
        names = None
        if filters.department:
            meant = self.bodies_meant(filters.department)
            entries = [entry for register in self._read.values() for entry in register.departments]
            names = frozenset(name for entry in entries if entry.department in meant for name in entry.printed)
        return _Sieve(filters, names, Industry(filters.industry) if filters.industry else None)

    def _passes(self, sieve: _Sieve, entry: Target | Obligation) -> bool:
        if sieve.filters.year is not None and not is_due(entry, sieve.filters.year):
            return False
        if sieve.names is not None and not any(sieve.names.intersection(named) for _, named in entry.departments):
            return False
        return sieve.industry is None or self._concerns(sieve.industry, entry)

    def _concerns(self, industry: Industry, entry: Target | Obligation) -> bool:
        if isinstance(entry, Obligation) and industry.binds(entry.addressees):
            return True
        plan = self.plans[entry.plan]
        own = entry.addressee if isinstance(entry, Obligation) else f"{entry.scope}{entry.indicator}"
        return industry.stands_in("；".join((own, plan.quote(entry.part), *headings(plan, entry.clause))))

    def _concerned(self, entry: DepartmentEntry, industry: Industry) -> list[DepartmentEntry]:
        """The entry with the tasks and mentions that concern the industry; nothing if none does."""

        def concerns(task: BodyTask | ProseBody) -> bool:
            plan = self.plans[entry.plan]
            return industry.stands_in("；".join((*headings(plan, task.clause), plan.by_id[task.clause].text)))

        tasks = tuple(filter(concerns, entry.tasks))
        mentions = tuple(filter(concerns, entry.mentions))
        return [entry.model_copy(update={"tasks": tasks, "mentions": mentions})] if tasks or mentions else []


def headings(plan: Plan, clause_id: str) -> Iterable[str]:
    """The heading of a clause, and those above it."""
    clause = plan.by_id[clause_id]
    return [above.heading for above in (*plan.parents(clause), clause)]


def shipped_likeness(name: str, others: Sequence[str]) -> Sequence[float]:
    """By the shipped embedding model."""
    vectors = _embedder().embed([name, *others])
    return [float(likeness) for likeness in vectors[1:] @ vectors[0]]


def _has_office(entry: DepartmentEntry, body: str) -> bool:
    return len(body) >= SHORTEST_BODY and any(name.startswith(body) for name in entry.printed)


@cache
def _embedder() -> "Embedder":
    from index.embedding import load_embedder  # noqa: PLC0415  numpy and the weights, only for a comparison

    return load_embedder()
