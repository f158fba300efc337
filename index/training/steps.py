"""One epoch of learning, the same for every network."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from rich.progress import track


def run_epoch(
    name: str,
    batches: Sequence[Any],
    loss_of: Callable[[Any], torch.Tensor],
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """A step for each batch, with a gradient of length 1 at most; the mean loss is printed."""
    losses: list[float] = []
    for batch in track(batches, description=name):
        loss = loss_of(batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    print(f"{name}: loss {np.mean(losses):.3f}", file=sys.stderr)
