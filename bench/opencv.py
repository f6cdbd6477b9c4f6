"""Times what bench/opencv.ts times, with OpenCV on one thread: opencv.py SIDES ROUNDS REPEATS PICTURES...

Prints one line of JSON: for each step the sum over pictures of its best time in ms, and OpenCV's version.
"""
import json
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
sides = json.loads(sys.argv[1])
rounds, repeats = int(sys.argv[2]), int(sys.argv[3])


def fit(image, side):
    scale = side / max(image.shape[:2])
    return cv2.resize(image, (round(image.shape[1] * scale), round(image.shape[0] * scale)), interpolation=cv2.INTER_AREA)


def grab_cut(image):
    height, width = image.shape[:2]
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    mask[height // 4 : height - height // 4, width // 4 : width - width // 4] = cv2.GC_PR_FGD
    cv2.setRNGSeed(1)
    cv2.grabCut(image, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), rounds, cv2.GC_INIT_WITH_MASK)


def guided(grey, radius=8, epsilon=1e-3):
    mean = lambda plane: cv2.boxFilter(plane, -1, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REPLICATE)
    source = (grey > 0.5).astype(np.float32)
    guide_mean, source_mean = mean(grey), mean(source)
    slope = (mean(grey * source) - guide_mean * source_mean) / (mean(grey * grey) - guide_mean * guide_mean + epsilon)
    return mean(slope) * grey + mean(source_mean - slope * guide_mean)


def best(step):
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        step()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


total = {"resize": 0, "graphCut": 0, "guidedFilter": 0}
for path in sys.argv[4:]:
    large = cv2.imread(path)
    scale = sides["large"] / max(large.shape[:2])
    large = cv2.resize(large, (round(large.shape[1] * scale), round(large.shape[0] * scale)))
    small = fit(large, sides["small"])
    middle = cv2.cvtColor(fit(large, sides["middle"]), cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    total["resize"] += best(lambda: fit(large, sides["small"]))
    total["graphCut"] += best(lambda: grab_cut(small))
    total["guidedFilter"] += best(lambda: guided(middle))
print(json.dumps({"version": cv2.__version__, "ms": total}))
