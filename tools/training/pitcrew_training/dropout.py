"""Dropout whose masks are slices of one drawn beforehand: drawing them anew took a quarter of a training step on a CPU."""

import torch
from torch import Tensor, nn

POOL_VALUES = 1 << 24


class PooledDropout(nn.Module):
    """As `nn.Dropout`: in training each value is zeroed with probability `rate` and the others are scaled to keep the mean.

    A mask begins at a random place of the pool, so two calls hardly ever see the same one. Deterministic for torch's seed.
    """

    def __init__(self, rate: float, pool: Tensor) -> None:
        super().__init__()
        self.p, self.pool = rate, pool

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return values
        start = int(torch.randint(len(self.pool) - values.numel(), ()))
        return values * self.pool[start : start + values.numel()].view_as(values).to(values.dtype)


def with_pooled_dropout(model: nn.Module) -> None:
    """Replaces each `nn.Dropout` of the model in place; those of one rate share a pool."""
    pools: dict[float, Tensor] = {}
    for module in list(model.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout):
                pool = pools.setdefault(child.p, torch.empty(POOL_VALUES).bernoulli_(1 - child.p).div_(1 - child.p))
                setattr(module, name, PooledDropout(child.p, pool))
