"""Trains cutout-net on the arrays of prepare.py: train.py ROOT OUT --minutes 60 [--init CHECKPOINT --lr 1.6e-3]

OUT/last.pt is written every ten minutes: the running mean of the weights. What is printed after EVAL is measured on
the photographs that prepare.py was given to measure on.
"""
import argparse
import copy
import itertools
import json
import os
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from data import MEAN, STD, Batches
from model import CutoutNet

# How often a photograph of each source is drawn, by who drew its mask.
HUMAN = {"caltech": 1.2, "pets": 1.0, "coco": 6}
TEACHER = {"caltech": 0.75, "coco": 6, "flowers": 0.35, "clothing": 0.6}
# A teacher's mask below this confidence is not learnt from.
SURE = 0.62
# What the network sees at first, and after that: as many pixels as one of its views in use, in their shapes.
SMALL = [(128, 128), (160, 160), (128, 192), (192, 128), (160, 192)]
LARGE = [(192, 192), (256, 256), (192, 288), (288, 192), (224, 256)]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--phase", type=float, default=0.62, help="share of the time on small pictures")
    parser.add_argument("--init", help="a checkpoint to go on from")
    parser.add_argument("--composites", type=float, nargs=2, default=(0.4, 0.3), help="shares of human and teacher masks")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def load(root, composites, shapes, size):
    array = lambda name: np.load(f"{root}/arr/{name}.npy", mmap_mode="r")
    meta = json.load(open(f"{root}/arr/sources.json"))
    sure = np.array(meta["confidence"])
    trust = [0.4 + 1.2 * (c - SURE) / (1 - SURE) if c > SURE else 0 for c in sure]
    human = [HUMAN[source] for source in meta["human"]]
    teacher = [TEACHER[source] * t for source, t in zip(meta["teacher"], trust)]
    sources = [
        (array("human"), array("human-masks"), human, [composites[0]] * len(human)),
        (array("teacher"), array("teacher-masks"), teacher, np.where(sure > 0.85, composites[1], 0)),
    ]
    return Batches(sources, array("backgrounds"), shapes, size)


def loss_of(logits, truth, coarser):
    """Cross-entropy and soft IoU, at the finest level and, for less, at three coarser ones."""

    def one(y, t):
        p = torch.sigmoid(y)
        both = (p * t).sum((1, 2, 3))
        either = (p + t - p * t).sum((1, 2, 3))
        return F.binary_cross_entropy_with_logits(y, t) + 0.6 * (1 - (both + 1) / (either + 1)).mean()

    return one(logits, truth) + sum(0.3 * one(y, F.interpolate(truth, y.shape[2:], mode="area")) for y in coarser)


def evaluate(net, root, device):
    if not os.path.exists(f"{root}/arr/test.npz"):
        return {}
    test = np.load(f"{root}/arr/test.npz")
    ious, fs = [], []
    for i, image in enumerate(test["images"]):
        x = torch.from_numpy(((image.astype(np.float32) - MEAN) / STD).transpose(2, 0, 1)[None].copy()).to(device)
        with torch.no_grad():
            mask = torch.sigmoid(net(x))[0, 0].cpu().numpy()
        truth = test[f"mask{i}"]
        ours = cv2.resize(mask, truth.shape[::-1]) > 0.5
        both = (ours & truth).sum()
        precision, recall = both / max(1, ours.sum()), both / max(1, truth.sum())
        ious.append(both / max(1, (ours | truth).sum()))
        fs.append(1.3 * precision * recall / max(1e-9, 0.3 * precision + recall))
    ious = np.array(ious)
    return {"iou": ious.mean(), "f": np.mean(fs), "below03": (ious < 0.3).mean(), "above08": (ious > 0.8).mean()}


def show(measured):
    return " ".join(f"{name} {value:.4f}" for name, value in measured.items())


def train(o):
    os.makedirs(o.out, exist_ok=True)
    torch.manual_seed(0)
    net = CutoutNet()
    if o.init:
        net.go_on_from(torch.load(o.init, map_location="cpu"))
    net = net.to(o.device, memory_format=torch.channels_last).train()
    mean_of = copy.deepcopy(net).eval()
    workers = max(1, (os.cpu_count() or 2) - 1) if o.device == "cuda" else 1
    weights = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": weights, "weight_decay": 0.02}, {"params": others, "weight_decay": 0}], lr=o.lr)
    mean, std = (torch.from_numpy(v).view(1, 3, 1, 1).to(o.device) for v in (MEAN, STD))
    print("EVAL 0", show(evaluate(mean_of, o.root, o.device)), flush=True)

    def batches(shapes, until):
        """Whole batches until that share of the time is over, each with the share that is over."""
        data = load(o.root, o.composites, shapes, o.batch)
        for batch in torch.utils.data.DataLoader(data, None, num_workers=workers, prefetch_factor=4):
            done = (time.time() - begun) / (o.minutes * 60)
            if done >= until:
                return
            yield done, *batch

    begun, saved, step = time.time(), time.time(), 0
    for done, image, mask in itertools.chain(batches(SMALL, o.phase), batches(LARGE, 1)):
        warm = min(1, (step + 1) / (100 if o.init else 150))
        for group in optimiser.param_groups:
            group["lr"] = o.lr * warm * (0.495 * (1 + np.cos(np.pi * done)) + 0.01)
        x = (image.to(o.device).float() - mean) / std
        truth = mask.to(o.device).float() / 255
        logits, coarser = net(x.contiguous(memory_format=torch.channels_last))
        loss = loss_of(logits, truth, coarser)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 4.0)
        optimiser.step()
        keep = min(0.999, (1 + step) / (10 + step))
        with torch.no_grad():
            for average, current in zip(mean_of.state_dict().values(), net.state_dict().values()):
                if average.dtype.is_floating_point:
                    average.lerp_(current, 1 - keep)
                else:
                    average.copy_(current)
        step += 1
        if step % 50 == 0:
            print(step, f"loss {loss.item():.4f}, {step * o.batch / (time.time() - begun):.1f} images/s", flush=True)
        if time.time() - saved > 600:
            saved = time.time()
            torch.save(mean_of.state_dict(), f"{o.out}/last.pt")
            print("EVAL", step, show(evaluate(mean_of, o.root, o.device)), flush=True)
    torch.save(mean_of.state_dict(), f"{o.out}/last.pt")
    print("EVAL", step, show(evaluate(mean_of, o.root, o.device)), flush=True)


if __name__ == "__main__":
    train(options())
