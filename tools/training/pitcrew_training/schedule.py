"""The learning rate's course over a run: warm-up, then a straight line down to nothing."""


def rate_factor(progress: float, warm_up: float) -> float:
    """What the peak learning rate is multiplied by at `progress` (0 at the start, 1 at the end)."""
    progress = min(max(progress, 0.0), 1.0)
    if progress < warm_up:
        return progress / warm_up
    return (1.0 - progress) / (1.0 - warm_up)
