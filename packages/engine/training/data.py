"""What a sample goes through: another background, another view, other light."""
import random

import cv2
import numpy as np
import torch

SIDE = 208
# How often a subject on another background gets company.
SEVERAL = 0.3
MEAN = np.array([123.675, 116.28, 103.53], np.float32)
STD = np.array([58.395, 57.12, 57.375], np.float32)
cv2.setNumThreads(0)


class Batches(torch.utils.data.Dataset):
    """Endless batches from weighted sources: images (N x 3 x H x W) and masks (N x 1 x H x W), both bytes.

    `sources` is a list of (images, masks, weights, shares): the share is how often a subject is put on another
    background. `shapes` are pairs H, W; each batch takes one of them.
    """

    def __init__(self, sources, backgrounds, shapes, size):
        self.items = [(s, i) for s, (_, _, weights, _) in enumerate(sources) for i in range(len(weights)) if weights[i] > 0]
        weights = np.array([sources[s][2][i] for s, i in self.items])
        self.cumulative = np.cumsum(weights) / weights.sum()
        self.sources = sources
        self.backgrounds = backgrounds
        self.shapes = shapes
        self.size = size

    def __len__(self):
        return 10**8

    def __getitem__(self, k):
        random.seed(torch.initial_seed() * 31 + k * 7919)
        np.random.seed(random.getrandbits(31))
        height, width = random.choice(self.shapes)
        samples = [self.sample(width, height) for _ in range(self.size)]
        images = np.stack([light(image).transpose(2, 0, 1) for image, _ in samples])
        masks = np.stack([mask[None] for _, mask in samples])
        return torch.from_numpy(images), torch.from_numpy(masks)

    def sample(self, width, height):
        image, mask, share = self.draw()
        if random.random() < share:
            ground = background(self.backgrounds)
            placed = composite(image, mask, ground)
            if placed and random.random() < SEVERAL:
                image, mask, share = self.draw()
                second = composite(image, mask, placed[0]) if share else None
                placed = (second[0], np.maximum(placed[1], second[1])) if second else placed
            image, mask = placed or (image, mask)
        return view(np.ascontiguousarray(image), np.ascontiguousarray(mask), width, height)

    def draw(self):
        at = min(len(self.items) - 1, int(np.searchsorted(self.cumulative, random.random())))
        source, i = self.items[at]
        images, masks, _, shares = self.sources[source]
        return images[i], masks[i], shares[i]


def view(image, mask, width, height):
    """Crops, stretches, tilts and mirrors; three tries to keep some of the subject in sight."""
    for attempt in range(4):
        scale = random.uniform(0.55, 1.0) if random.random() < 0.7 else random.uniform(0.9, 1.0)
        if attempt == 3:
            scale = 1.0
        w = SIDE * min(1, scale * random.uniform(0.9, 1.1))
        h = SIDE * min(1, scale * random.uniform(0.9, 1.1))
        x, y = random.uniform(0, SIDE - w), random.uniform(0, SIDE - h)
        corners = np.array([[x, y], [x + w, y], [x, y + h]], np.float32)
        if random.random() < 0.35:
            angle = np.deg2rad(random.uniform(-18, 18))
            centre = np.array([x + w / 2, y + h / 2], np.float32)
            turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
            corners = (corners - centre) @ turn.T + centre
        if random.random() < 0.5:
            corners = np.stack([corners[1], corners[0], corners[1] + corners[2] - corners[0]])
        target = np.array([[0, 0], [width, 0], [0, height]], np.float32)
        matrix = cv2.getAffineTransform(corners.astype(np.float32), target)
        seen = warp(mask, matrix, width, height)
        if 0.012 < seen.mean() / 255 < 0.93 or mask.mean() < 1:
            break
    return warp(image, matrix, width, height), seen


def warp(array, matrix, width, height):
    return cv2.warpAffine(array, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)


def light(image):
    """Contrast, brightness, saturation, cast, gamma, blur, noise and JPEG, each some of the time."""
    x = image.astype(np.float32)
    if random.random() < 0.8:
        x = (x - 128) * random.uniform(0.7, 1.35) + 128 + random.uniform(-28, 28)
    if random.random() < 0.6:
        grey = x.mean(2, keepdims=True)
        x = grey + (x - grey) * random.uniform(0.3, 1.6)
    elif random.random() < 0.15:
        x = np.repeat(x.mean(2, keepdims=True), 3, 2)
    if random.random() < 0.4:
        x = x * np.array([random.uniform(0.85, 1.15) for _ in range(3)], np.float32)
    if random.random() < 0.2:
        x = 255 * np.power(np.clip(x, 0, 255) / 255, random.uniform(0.65, 1.5))
    if random.random() < 0.15:
        x = cv2.GaussianBlur(x, (0, 0), random.uniform(0.4, 1.6))
    if random.random() < 0.15:
        x = x + np.random.randn(*x.shape).astype(np.float32) * random.uniform(2, 12)
    x = np.clip(x, 0, 255).astype(np.uint8)
    if random.random() < 0.15:
        x = cv2.imdecode(cv2.imencode(".jpg", x, [1, random.randint(25, 80)])[1], 1)
    return x


def composite(image, mask, ground):
    """The subject on another background, with its mask; None where it is cut off, too small or too large for that."""
    m = mask.astype(np.float32) / 255
    if not 0.03 < m.mean() < 0.7 or max(m[0].mean(), m[:, 0].mean(), m[:, -1].mean()) > 0.05:
        return None
    ys, xs = np.where(mask > 127)
    if len(ys) < 50:
        return None
    left, right, top, bottom = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
    scale = random.uniform(0.2, 0.9) * SIDE / max(right - left, bottom - top)
    w, h = (right - left) * scale, (bottom - top) * scale
    x = random.gauss(0.5, 0.17) * SIDE
    y = SIDE - h / 2 if bottom >= SIDE - 2 else random.gauss(0.53, 0.12) * SIDE
    matrix = np.array([[scale, 0, x - w / 2 - left * scale], [0, scale, y - h / 2 - top * scale]], np.float32)
    alpha = cv2.warpAffine(m, matrix, (SIDE, SIDE))
    if not 0.02 < alpha.mean() < 0.8:
        return None
    subject = warp(image, matrix, SIDE, SIDE).astype(np.float32)
    ground = ground.astype(np.float32)
    if random.random() < 0.4:
        subject = subject + (ground.mean((0, 1)) - subject[alpha > 0.5].mean(0)) * random.uniform(0, 0.4)
    if random.random() < 0.4:
        cast = np.roll(alpha, (random.randint(0, 10), random.randint(-10, 10)), (0, 1))
        shadow = cv2.GaussianBlur(cast, (0, 0), random.uniform(3, 10))
        ground = ground * (1 - random.uniform(0.1, 0.6) * shadow[..., None])
    edge = cv2.GaussianBlur(alpha, (0, 0), random.uniform(0.5, 1.3))
    if random.random() < 0.5:
        edge = np.clip((edge - 0.25) / 0.65, 0, 1)
    out = subject * edge[..., None] + ground * (1 - edge[..., None])
    return np.clip(out, 0, 255).astype(np.uint8), (edge * 255).astype(np.uint8)


def background(backgrounds):
    """Now and then a studio's plain or graded one, else a part of a photograph, sharp or blurred."""
    if random.random() < 0.12:
        corners = np.random.rand(2, 2, 3).astype(np.float32) * random.choice([20, 60, 120])
        corners += np.random.rand(3) * (255 - corners.max())
        return cv2.resize(corners, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    photograph = backgrounds[random.randrange(len(backgrounds))]
    side = random.randint(SIDE * 2 // 5, SIDE)
    x, y = random.randint(0, SIDE - side), random.randint(0, SIDE - side)
    part = cv2.resize(photograph[y : y + side, x : x + side], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    if random.random() < 0.5:
        part = cv2.GaussianBlur(part, (0, 0), random.uniform(0.7, 6))
    return part[:, ::-1] if random.random() < 0.5 else part
