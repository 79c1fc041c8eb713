"""Pooled dropout behaves as torch's own: the same mean, other masks each time, nothing outside of training."""

import torch
from torch import nn

from pitcrew_training.dropout import PooledDropout, with_pooled_dropout


def model_of(rate: float) -> nn.Sequential:
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(8, 8), nn.Dropout(rate))
    with_pooled_dropout(model)
    return model


def test_takes_the_place_of_every_dropout() -> None:
    assert isinstance(model_of(0.1)[1], PooledDropout)


def test_zeroes_the_share_and_keeps_the_mean() -> None:
    dropout = model_of(0.25)[1]
    values = dropout(torch.ones(400, 100))
    assert abs(float((values == 0).float().mean()) - 0.25) < 0.01
    assert abs(float(values.mean()) - 1) < 0.01


def test_two_calls_see_different_masks_and_a_seed_repeats_them() -> None:
    dropout = model_of(0.5)[1]
    torch.manual_seed(7)
    first, second = dropout(torch.ones(64)), dropout(torch.ones(64))
    torch.manual_seed(7)
    assert not torch.equal(first, second)
    assert torch.equal(first, dropout(torch.ones(64)))


def test_changes_nothing_outside_of_training() -> None:
    dropout = model_of(0.5)[1].eval()
    assert torch.equal(dropout(torch.ones(64)), torch.ones(64))
