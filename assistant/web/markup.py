"""HTML by construction: whatever is not markup yet is escaped, so that a question or a plan may hold anything."""

from collections.abc import Iterable

from markupsafe import Markup

VOID = {"br", "hr", "input", "wbr"}


def element(name: str, *children: str, **attributes: str | int | bool | None) -> Markup:
    """One element. Plain strings are escaped, ``Markup`` is kept.

    Attributes are written ``class_`` for ``class`` and ``data_turn`` for ``data-turn``; ``True`` stands without a
    value, ``False`` and ``None`` are left out.
    """
    opening = Markup("<") + name + together(_attribute(key, value) for key, value in attributes.items()) + Markup(">")
    return opening if name in VOID else opening + together(children) + Markup("</{}>").format(name)


def together(parts: Iterable[str]) -> Markup:
    """The parts one behind the other, each escaped unless it is markup."""
    return Markup("").join(parts)


def _attribute(key: str, value: str | int | bool | None) -> Markup:
    name = key.rstrip("_").replace("_", "-")
    if value is False or value is None:
        return Markup("")
    return Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)


__all__ = ["Markup", "element", "together"]
