"""Train the student on pools, for as long as the clock allows.

    python train.py POOL student.pt --minutes 50

Small pictures for the first part of the time, then the student's own size. The learning rate falls to nothing by the
clock, not by a number of steps, so that whatever the machine gives is used. What is kept is a running mean of the
weights, written every minute. One thread. A second leg takes up what the first kept:

    python train.py POOL student.pt --minutes 15 --start student.pt --rate 1.2e-3 --small-share 0 --mean-keeps 0.99
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from network import Student
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name

BATCH = 16
WEIGHT_DECAY = 0.02
WARM_UP_STEPS = 60
SMALL_SIZE = (96, 160)
KEEP_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures 0…255 `(n, 3, h, w)`, depth and matte `(n, 1, h, w)`, and `(n, 1, 1, 1)` 1 where the matte is sure."""

    picture: Tensor
    depth: Tensor
    matte: Tensor
    sure: Tensor


class Pool:
    """All finished parts of a pool in one folder; parts that are finished later are taken in at the next round."""

    def __init__(self, folder: Path, rng: np.random.Generator) -> None:
        self._folder = folder
        self._rng = rng
        self._order: list[int] = []
        self._names: list[str] = []

    def __len__(self) -> int:
        """Return how many samples there are by now."""
        return len(self._sure)

    def take(self, count: int) -> Batch:
        """Return the next samples of a shuffled round."""
        if len(self._order) < count:
            self._read()
            self._order = self._rng.permutation(len(self)).tolist()
        chosen = sorted(self._order.pop() for _ in range(count))
        return Batch(
            torch.from_numpy(self._picture[chosen]).permute(0, 3, 1, 2).float(),
            torch.from_numpy(self._depth[chosen]).float()[:, None],
            torch.from_numpy(self._matte[chosen]).float()[:, None] / 255.0,
            torch.from_numpy(self._sure[chosen]).float().view(-1, 1, 1, 1),
        )

    def _read(self) -> None:
        finished = sorted(self._folder.glob("*_sure.npy"))
        names = [str(path).removesuffix("_sure.npy") for path in finished]
        if names != self._names:
            self._names = names
            self._picture, self._depth, self._matte, self._sure = (
                np.concatenate([np.load(f"{name}_{kind}.npy") for name in names])
                for kind in ("picture", "depth", "matte", "sure")
            )


def varied(batch: Batch, size: tuple[int, int] | None) -> Batch:
    """Return it mirrored or not, cut a little or not, at `size` `(height, width)`, in other light, with noise."""
    planes = torch.cat([batch.picture, batch.depth, batch.matte], 1)
    height, width = planes.shape[2:]
    if np.random.rand() < 0.5:
        planes = planes.flip(3)
    if np.random.rand() < 0.5:
        cut = np.random.uniform(0.75, 1.0)
        rows, columns = int(height * cut), int(width * cut)
        top, left = np.random.randint(height - rows + 1), np.random.randint(width - columns + 1)
        planes = planes[:, :, top : top + rows, left : left + columns]
    size = size or (height, width)
    if planes.shape[2:] != size:
        shrinks = planes.shape[2] > size[0] * 1.3
        planes = F.interpolate(planes, size, mode="area" if shrinks else "bilinear")
    picture = relit(planes[:, :3]).contiguous(memory_format=torch.channels_last)
    return Batch(picture, planes[:, 3:4], planes[:, 4:], batch.sure)


def relit(picture: Tensor) -> Tensor:
    """Return other exposure, contrast and white balance, some noise, at times no colour."""
    count = len(picture)

    def spread(deviation: float, channels: int = 1) -> Tensor:
        return torch.exp(torch.randn(count, channels, 1, 1) * deviation)

    mean = picture.mean((2, 3), keepdim=True)
    lit = ((picture - mean) * spread(0.15) + mean) * spread(0.18) * spread(0.06, 3) + torch.randn(count, 1, 1, 1) * 8
    noisy = (torch.rand(count, 1, 1, 1) < 0.4) * torch.rand(count, 1, 1, 1) * 7
    lit = lit + torch.randn_like(lit) * noisy
    grey = (torch.rand(count, 1, 1, 1) < 0.06).float()
    return (lit + (lit.mean(1, keepdim=True) - lit) * grey).clamp(0, 255)


def losses(output: Tensor, batch: Batch) -> Tensor:
    """Return `(4,)`: depth, depth free of scale and shift, its edges at four scales, matte."""
    depth, matte = output.split(1, 1)
    error = depth - batch.depth
    missed = F.binary_cross_entropy_with_logits(matte, batch.matte, reduction="none")
    return torch.stack(
        [
            error.abs().mean(),
            (unscaled(depth) - unscaled(batch.depth)).abs().mean(),
            edges(error),
            (missed * batch.sure).mean(),
        ]
    )


LOSS_WEIGHTS = torch.tensor([1.0, 0.25, 1.0, 0.25])


def unscaled(depth: Tensor) -> Tensor:
    """Return depth of mean 0 and mean deviation about 1 (Ranftl et al. 2020)."""
    centred = depth - depth.mean((2, 3), keepdim=True)
    return centred / (centred.abs().mean((2, 3), keepdim=True) + 0.03)


def edges(error: Tensor) -> Tensor:
    """Return how much the error changes from pixel to pixel, at four scales (Li and Snavely 2018)."""
    total = error.new_zeros(())
    for scale in (1, 2, 4, 8):
        coarse = F.avg_pool2d(error, scale) if scale > 1 else error
        total = total + coarse.diff(dim=3).abs().mean() + coarse.diff(dim=2).abs().mean()
    return total


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: seconds, the highest learning rate, share of the time on small pictures, what the mean keeps."""

    budget_s: float
    rate: float
    small_share: float
    mean_keeps: float


class Trainer:
    """The student, its running mean, and the steps between."""

    def __init__(self, plan: Plan, start: Path | None = None) -> None:
        self.plan = plan
        self.student = Student()
        if start is not None:
            self.student.load_state_dict(torch.load(start))
        self.student = self.student.train().to(memory_format=torch.channels_last)
        self.mean = copy.deepcopy(self.student).eval()
        matrices = [p for p in self.student.parameters() if p.ndim > 1]
        vectors = [p for p in self.student.parameters() if p.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": vectors, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.99))
        self.steps = 0

    def step(self, batch: Batch, progress: float) -> Tensor:
        """Learn from one batch at `progress` 0…1 of the time; returns its losses."""
        warm = min(1.0, (self.steps + 1) / WARM_UP_STEPS)
        rate = self.plan.rate * warm * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-5
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        found = losses(self.student(batch.picture), batch)
        self.optimiser.zero_grad(set_to_none=True)
        (found * LOSS_WEIGHTS).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 2.0)
        self.optimiser.step()
        self.steps += 1
        self._average()
        return found.detach()

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.plan.mean_keeps, (self.steps + 1) / (self.steps + 10))
        for mean, now in zip(self.mean.parameters(), self.student.parameters(), strict=True):
            mean.lerp_(now, 1.0 - keep)
        for mean, now in zip(self.mean.buffers(), self.student.buffers(), strict=True):
            mean.copy_(now)

    def keep(self, path: Path) -> None:
        """Write the running mean, whole or not at all."""
        passing = path.with_suffix(".tmp")
        torch.save(self.mean.state_dict(), passing)
        passing.replace(path)


def train(pool: Pool, out: Path, trainer: Trainer) -> None:
    """Train until the plan's time is spent."""
    plan, started_s = trainer.plan, time.monotonic()
    kept_s, seen = started_s, torch.zeros(4)
    while (progress := (time.monotonic() - started_s) / plan.budget_s) < 1.0:
        size = SMALL_SIZE if progress < plan.small_share else None
        seen += trainer.step(varied(pool.take(BATCH), size), progress)
        if trainer.steps % 50 == 0:
            parts = " ".join(f"{value:.4f}" for value in seen / 50)
            print(f"{progress:.3f} step {trainer.steps} of {len(pool)} samples: {parts}", flush=True)
            seen.zero_()
        if time.monotonic() - kept_s > KEEP_EVERY_S:
            trainer.keep(out)
            kept_s = time.monotonic()
    trainer.keep(out)
    print(f"{trainer.steps} steps of {BATCH}, {time.process_time():.0f} s of processor", flush=True)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=45.0)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--small-share", type=float, default=0.62)
    parser.add_argument("--mean-keeps", type=float, default=0.999)
    parser.add_argument("--seed", type=int, default=0)
    wish = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(wish.seed)
    np.random.seed(wish.seed)
    plan = Plan(wish.minutes * 60.0, wish.rate, wish.small_share, wish.mean_keeps)
    train(Pool(wish.pool, np.random.default_rng(wish.seed)), wish.out, Trainer(plan, wish.start))


if __name__ == "__main__":
    main()
