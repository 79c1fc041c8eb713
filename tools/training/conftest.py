"""Toy models are quickest on one thread, and leave the machine to others."""

import torch

torch.set_num_threads(1)
