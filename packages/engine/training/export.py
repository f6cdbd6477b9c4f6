"""Writes cutout-net.bin and cutout-net.json, as src/cutout/net has them: export.py CHECKPOINT FOLDER

Batch normalisation is folded into the convolutions; weights are float16, little-endian, one layer after another.
"""
import json
import sys

import numpy as np
import torch

from data import MEAN, STD
from model import CutoutNet

LAYOUT = (
    "weights [cout][cin/groups][k][k], then bias [cout]; offsets in float16 elements; pad = k>>1; "
    "bilinear align_corners=false"
)


class Exporter:
    def __init__(self):
        self.layers = []
        self.blocks = []
        self.offset = 0
        self.names = 0

    def put(self, values):
        at = self.offset
        self.blocks.append(values.detach().numpy().astype(np.float16).ravel())
        self.offset += values.numel()
        return at

    def name(self):
        self.names += 1
        return f"t{self.names}"

    def conv(self, conv, norm, x, act):
        weight = conv.weight
        bias = conv.bias if conv.bias is not None else torch.zeros(weight.shape[0])
        if norm is not None:
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            weight = weight * scale.view(-1, 1, 1, 1)
            bias = (bias - norm.running_mean) * scale + norm.bias
        layer = {"op": "dwconv" if conv.groups > 1 else "conv", "in": x, "out": self.name()}
        layer |= {"k": conv.kernel_size[0], "s": conv.stride[0], "cin": conv.in_channels, "cout": conv.out_channels}
        layer |= {"act": "relu6" if act else "none", "w": self.put(weight), "wn": weight.numel(), "b": self.put(bias)}
        self.layers.append(layer)
        return layer["out"]

    def conv_bn(self, module, x):
        return self.conv(module[0], module[1], x, len(module) == 3)

    def op(self, op, x, other=None, out=None):
        layer = {"op": op, "in": x, "out": out or self.name()}
        if other:
            layer["in2"] = other
        self.layers.append(layer)
        return layer["out"]

    def stage(self, modules, x):
        for module in modules:
            y = self.conv_bn(module.pw, self.conv_bn(module.dw, self.conv_bn(module.exp, x)))
            x = self.op("add", x, y) if module.res else y
        return x

    def up(self, module, x, skip):
        y = self.op("add", self.op("up2", x), self.conv_bn(module.lat, skip))
        return self.conv_bn(module.pw, self.conv_bn(module.dw, y))


def export(net, folder):
    net.eval()
    e = Exporter()
    c0 = e.conv_bn(net.stem, "x")
    c1 = e.stage(net.s1, c0)
    c2 = e.stage(net.s2, c1)
    c3 = e.stage(net.s3, c2)
    c4 = e.stage(net.s4, c3)
    c4 = e.op("add", c4, e.conv_bn(net.gap, e.op("gap", c4)))
    x = e.conv_bn(net.top, c4)
    for module, skip in ((net.u3, c3), (net.u2, c2), (net.u1, c1), (net.u0, c0)):
        x = e.up(module, x, skip)
    e.op("sigmoid", e.op("up2", e.conv(net.out, None, x, False)), out="mask")
    free_after_last_use(e.layers)
    weights = np.concatenate(e.blocks).astype("<f2")
    weights.tofile(f"{folder}/cutout-net.bin")
    model = {"name": "cutout-net", "format": "float16-le", "count": int(weights.size), "layout": LAYOUT}
    model["input"] = {"size": 256, "mean": [round(float(v), 3) for v in MEAN], "std": [round(float(v), 3) for v in STD]}
    model["input"]["order"] = "RGB 0..255"
    json.dump({**model, "output": "mask", "layers": e.layers}, open(f"{folder}/cutout-net.json", "w"))


def free_after_last_use(layers):
    last = {}
    for i, layer in enumerate(layers):
        for key in ("in", "in2"):
            if key in layer:
                last[layer[key]] = i
    for name, i in last.items():
        layers[i].setdefault("free", []).append(name)


if __name__ == "__main__":
    net = CutoutNet()
    net.load_state_dict(torch.load(sys.argv[1], map_location="cpu"))
    export(net, sys.argv[2])
