"""Who asks: an enterprise, an institution or a building, as far as it is said. What is not given is not known."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from corpus.addressees import load_register
from corpus.models import Comparator, Record

ABOUT = Decimal("0.1")  # 600万度左右 is read as a tenth more or less


class Words(Record):
    """The same in Chinese and in English."""

    zh: str
    en: str


class Range(Record):
    """An amount in its field's unit, as far as it is known: 600, 约600, 600多, 500–600. A bare number is exact."""

    low: Decimal | None = Field(default=None, description="None: no lower end is given")
    high: Decimal | None = Field(default=None, description="None: no upper end is given")
    low_open: bool = Field(default=False, description="more than `low`, not `low` itself")
    high_open: bool = False
    printed: str = Field(default="", description="as it was said")

    @model_validator(mode="before")
    @classmethod
    def _exact(cls, value: object) -> object:
        return {"low": value, "high": value} if isinstance(value, int | float | str | Decimal) else value

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high

    @classmethod
    def of(cls, comparator: Comparator, value: Decimal, high: Decimal | None = None, *, printed: str = "") -> "Range":
        """The range that 约, 超过, 不到 and the like make of a value, or two values of a range."""
        if high is not None:
            return cls(low=value, high=high, printed=printed)
        match comparator:
            case "at_least" | "more_than":
                return cls(low=value, low_open=comparator == "more_than", printed=printed)
            case "at_most" | "less_than":
                return cls(high=value, high_open=comparator == "less_than", printed=printed)
            case "about":
                return cls(low=value * (1 - ABOUT), high=value * (1 + ABOUT), printed=printed)
            case "equal":
                return cls(low=value, high=value, printed=printed)


class Profile(Record):
    """What is said of oneself; ``kinds`` are those of ``corpus/lexicon/addressees.csv``."""

    words: str = Field(default="", description="the text it was read from")
    plans: tuple[str, ...] = Field(default=(), description="ids of the plans of its place; empty for all")
    kinds: tuple[str, ...] = Field(default=(), description="trade, building, what it has: 造纸企业, 燃煤自备电厂")
    without: tuple[str, ...] = Field(default=(), description="kinds that it is not or has not")
    status: Literal["new", "existing"] | None = Field(default=None, description="of its building or plant")
    annual_energy_tce: Range | None = None
    electricity_kwh: Range | None = Field(default=None, description="a year")
    roof_m2: Range | None = None
    floor_m2: Range | None = None
    pv_kw: Range | None = None
    state_owned: bool | None = None
    listed: bool | None = None
    exporter: bool | None = None
    key_energy_user: bool | None = None
    key_emitter: bool | None = None
    public_institution: bool | None = None
    above_scale: bool | None = None
    energy_intensive: bool | None = None
    small: bool | None = None
    leading: bool | None = None
    high_tech: bool | None = None
    large: bool | None = None
    organ: bool | None = Field(default=None, description="党政机关")
    public_funds: bool | None = None
    over_quota: bool | None = None
    below_benchmark: bool | None = None
    cleaner_production: bool | None = None
    renewing: bool | None = None

    @field_validator("kinds", "without")
    @classmethod
    def _known(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [kind for kind in kinds if kind not in load_register().kinds]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no kind of corpus/lexicon/addressees.csv")
        return kinds

    def flag(self, name: str) -> bool | None:
        """What is said of a fact that is so or not so."""
        value: bool | None = getattr(self, name)
        return value

    def amount(self, name: str) -> Range | None:
        """What is said of an amount."""
        value: Range | None = getattr(self, name)
        return value

    def but(self, changes: Mapping[str, object]) -> "Profile":
        """The profile with some fields given otherwise, checked again."""
        return Profile.model_validate({**dict(self), **changes})
