"""cutout-net: a MobileNetV2-like encoder with a light FPN-like decoder.

Only operations that are easily written by hand: 3x3, depthwise 3x3 and 1x1 convolutions, ReLU6, bilinear x2, addition
and the global mean. 822,625 parameters, 209 M multiply-adds at 256 x 256.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_bn(inputs, outputs, kernel=3, stride=1, groups=1, act=True):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, nn.ReLU6(inplace=True)) if act else nn.Sequential(*layers)


class InvertedResidual(nn.Module):
    """1x1 to more channels, depthwise 3x3, 1x1 to fewer, plus the input where the shapes allow."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        self.exp = conv_bn(inputs, hidden, 1)
        self.dw = conv_bn(hidden, hidden, 3, stride, hidden)
        self.pw = conv_bn(hidden, outputs, 1, act=False)
        self.res = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.pw(self.dw(self.exp(x)))
        return x + y if self.res else y


class Up(nn.Module):
    """The deeper map twice as large plus a 1x1 of the skipped one, then depthwise 3x3 and 1x1."""

    def __init__(self, skip, channels, outputs):
        super().__init__()
        self.lat = conv_bn(skip, channels, 1, act=False)
        self.dw = conv_bn(channels, channels, 3, 1, channels)
        self.pw = conv_bn(channels, outputs, 1)

    def forward(self, x, skip):
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) + self.lat(skip)
        return self.pw(self.dw(x))


class CutoutNet(nn.Module):
    """Normalised RGB to logits of the same size; in training also those of three coarser levels."""

    def __init__(self):
        super().__init__()
        residual = InvertedResidual
        self.stem = conv_bn(3, 16, 3, 2)
        self.s1 = nn.Sequential(residual(16, 24, 2, 3), residual(24, 24, 1, 3))
        self.s2 = nn.Sequential(residual(24, 40, 2, 3), residual(40, 40, 1, 3), residual(40, 40, 1, 3))
        self.s3 = nn.Sequential(residual(40, 72, 2, 4), *(residual(72, 72, 1, 3) for _ in range(6)))
        self.s4 = nn.Sequential(residual(72, 112, 2, 4), *(residual(112, 112, 1, 3) for _ in range(6)))
        self.gap = conv_bn(112, 112, 1)
        self.top = conv_bn(112, 64, 1)
        self.u3 = Up(72, 64, 48)
        self.u2 = Up(40, 48, 40)
        self.u1 = Up(24, 40, 24)
        self.u0 = Up(16, 24, 16)
        self.out = nn.Conv2d(16, 1, 3, 1, 1)
        self.aux = nn.ModuleList([nn.Conv2d(64, 1, 1), nn.Conv2d(48, 1, 1), nn.Conv2d(40, 1, 1)])
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out" if module.groups == 1 else "fan_in")
        nn.init.zeros_(self.out.bias)

    def go_on_from(self, weights):
        """Takes weights of this network or of one with fewer blocks; a block that they lack begins by changing nothing."""
        missing, unknown = self.load_state_dict(weights, strict=False)
        if unknown:
            raise ValueError(f"not weights of this network: {unknown[0]}")
        parameters = dict(self.named_parameters())
        for name in missing:
            if name.endswith("pw.1.weight"):
                nn.init.zeros_(parameters[name])

    def forward(self, x):
        c0 = self.stem(x)
        c1 = self.s1(c0)
        c2 = self.s2(c1)
        c3 = self.s3(c2)
        c4 = self.s4(c3)
        top = self.top(c4 + self.gap(F.adaptive_avg_pool2d(c4, 1)))
        d3 = self.u3(top, c3)
        d2 = self.u2(d3, c2)
        d1 = self.u1(d2, c1)
        y = self.out(self.u0(d1, c0))
        y = F.interpolate(y, scale_factor=2, mode="bilinear", align_corners=False)
        return (y, [aux(d) for aux, d in zip(self.aux, (top, d3, d2))]) if self.training else y
