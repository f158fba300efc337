"""Numbers with units in a plan's words, and the dates of goals."""

from corpus.quantities.quantities import Garbled, Measured, garbled_in, quantities_in

__all__ = ["Garbled", "Measured", "garbled_in", "quantities_in"]
