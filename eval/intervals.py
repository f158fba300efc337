"""How sure a figure is: bootstrap intervals, and a paired test of two runs."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.models import Record

SEED = 20260101
RESAMPLES = 2_000
PERMUTATIONS = 10_000
BATCH = 500  # permutations at a time, so that memory stays small
Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]  # (m, n) samples to (m,) values


class Estimate(Record):
    """A value over ``n`` questions and its 95% interval; all None for no question."""

    value: float | None = None
    n: int = 0
    low: float | None = None
    high: float | None = None


def mean(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each row."""
    return samples.mean(axis=1)


def percentile(share: float) -> Statistic:
    """The statistic that is at least ``share`` per cent of each row."""

    def of_rows(samples: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.percentile(samples, share, axis=1)

    return of_rows


def estimate(values: Sequence[float], statistic: Statistic = mean) -> Estimate:
    """The statistic of the values and its percentile bootstrap interval (Efron 1979), the same for the same values."""
    if not values:
        return Estimate()
    row = np.array([values], dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(statistic(row[0][picks]), [2.5, 97.5])
    return Estimate(value=float(statistic(row)[0]), n=len(values), low=float(low), high=float(high))


def permutation_p(differences: Sequence[float]) -> float | None:
    """How often signs flipped at random give a mean difference as large as this one, two-sided; None without any.

    Never 0: the observed signs count as one of the permutations (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585).
    """
    if not differences:
        return None
    observed = np.array(differences, dtype=np.float64)
    generator = np.random.default_rng(SEED)
    as_large = 0
    for _ in range(PERMUTATIONS // BATCH):
        signs = generator.choice(np.array([-1.0, 1.0]), size=(BATCH, len(observed)))
        as_large += int((np.abs(signs @ observed) >= abs(observed.sum()) - 1e-12).sum())
    return (as_large + 1) / (PERMUTATIONS + 1)
