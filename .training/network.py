"""The student: a small encoder and decoder with two heads, inverse depth and a matte of the people.

Plain convolutions to 1/4 and inverted residuals (Sandler et al. 2018) to 1/32, one gate on the whole picture's mean at
the bottom, and a decoder that adds each encoder stage back in on the way up to 1/2. 0.4 M parameters.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name

MEAN, DEVIATION = (124.0, 116.0, 104.0), 58.0
WIDTHS = (16, 24, 40, 64, 96)
EXPANSIONS = (3, 4, 4)
BLOCKS = (3, 3, 3)
DECODER = (48, 32, 24, 16)


def convolution(inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """Return a convolution that keeps the size (times 1/stride), and its normalisation."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)
    )


class InvertedResidual(nn.Module):
    """Widen, look around, narrow; added to what came in where the size stays."""

    def __init__(self, inputs: int, outputs: int, expansion: int, stride: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.residual = inputs == outputs and stride == 1
        self.body = nn.Sequential(
            convolution(inputs, wide),
            nn.ReLU(inplace=True),
            convolution(wide, wide, 5, stride, groups=wide),
            nn.ReLU(inplace=True),
            convolution(wide, outputs),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return `(batch, outputs, height / stride, width / stride)`."""
        return x + self.body(x) if self.residual else self.body(x)


class Residual(nn.Module):
    """A plain 3×3 convolution added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(convolution(width, width, 3), nn.ReLU(inplace=True))

    def forward(self, x: Tensor) -> Tensor:
        """Return the same size."""
        return x + self.body(x)


class Student(nn.Module):
    """RGB 0…255 `(batch, 3, height, width)` in, sides multiples of 32; depth and matte logits `(batch, 2, …)` out."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, WIDTHS[0], 3, 2), nn.ReLU(inplace=True))
        self.quarter = nn.Sequential(
            convolution(WIDTHS[0], WIDTHS[1], 3, 2), nn.ReLU(inplace=True), Residual(WIDTHS[1])
        )
        self.stages = nn.ModuleList(
            nn.Sequential(
                InvertedResidual(WIDTHS[i + 1], WIDTHS[i + 2], EXPANSIONS[i], 2),
                *(InvertedResidual(WIDTHS[i + 2], WIDTHS[i + 2], EXPANSIONS[i], 1) for _ in range(BLOCKS[i] - 1)),
            )
            for i in range(3)
        )
        self.gate = nn.Sequential(
            nn.Conv2d(WIDTHS[4], 32, 1), nn.ReLU(inplace=True), nn.Conv2d(32, WIDTHS[4], 1), nn.Sigmoid()
        )
        self.top = convolution(WIDTHS[4], DECODER[0])
        self.across = nn.ModuleList(convolution(WIDTHS[3 - i], DECODER[i]) for i in range(4))
        self.up = nn.ModuleList(
            nn.Sequential(
                convolution(DECODER[i], DECODER[i], 5 if i == 0 else 3, groups=DECODER[i]),
                convolution(DECODER[i], DECODER[i + 1]),
                nn.ReLU(inplace=True),
            )
            for i in range(3)
        )
        self.head = nn.Sequential(
            convolution(DECODER[3], DECODER[3], 3), nn.ReLU(inplace=True), nn.Conv2d(DECODER[3], 2, 1)
        )
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))

    def forward(self, picture: Tensor) -> Tensor:
        """Return inverse depth (about 0…1.3, the teacher's scale) and matte logits at the picture's size."""
        x = self.stem((picture - self.mean) / DEVIATION)
        stages = [x, self.quarter(x)]
        for stage in self.stages:
            stages.append(stage(stages[-1]))
        bottom = stages.pop()
        x = self.top(bottom * self.gate(bottom.mean((2, 3), keepdim=True)))
        for i, across in enumerate(self.across):
            x = F.relu(twice(x) + across(stages[3 - i]))
            if i < 3:
                x = self.up[i](x)
        return twice(self.head(x))


def twice(x: Tensor) -> Tensor:
    """Return it at twice the size."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


class Exported(nn.Module):
    """The student as it is shipped: depth not below 0, matte 0…1."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.student = student

    def forward(self, picture: Tensor) -> Tensor:
        """Return `(batch, 2, height, width)`: inverse depth, matte."""
        depth, matte = self.student(picture).split(1, 1)
        return torch.cat([torch.relu(depth), torch.sigmoid(matte)], 1)
