"""Lays photographs and masks out as the arrays that train.py reads: prepare.py INDEX TAR ROOT [IMAGES MASKS]

INDEX is JSON, a row for each photograph: [name, source, "human" | "teacher" | "none", confidence 0 to 1].
TAR holds name.jpg, and name.png where there is a mask (white is the subject). IMAGES and MASKS are two folders of
photographs to measure on, which are never trained on.
"""
import io
import json
import os
import sys
import tarfile

import numpy as np
from PIL import Image

SIDE = 208


def prepare(index, tar, root):
    os.makedirs(f"{root}/arr", exist_ok=True)
    rows = json.load(open(index))
    files = tarfile.open(tar)
    members = {member.name: member for member in files}

    def read(name, mode):
        image = Image.open(io.BytesIO(files.extractfile(members[name]).read())).convert(mode)
        return np.asarray(image.resize((SIDE, SIDE), Image.BICUBIC))

    def save(name, some, mode, extension):
        shape = (len(some), SIDE, SIDE, 3) if mode == "RGB" else (len(some), SIDE, SIDE)
        array = np.lib.format.open_memmap(f"{root}/arr/{name}.npy", mode="w+", dtype=np.uint8, shape=shape)
        for i, row in enumerate(some):
            array[i] = read(row[0] + extension, mode)

    human, teacher, none = ([row for row in rows if row[2] == kind] for kind in ("human", "teacher", "none"))
    save("human", human, "RGB", ".jpg")
    save("human-masks", human, "L", ".png")
    save("teacher", teacher, "RGB", ".jpg")
    save("teacher-masks", teacher, "L", ".png")
    save("backgrounds", none, "RGB", ".jpg")
    sources = {"human": [row[1] for row in human], "teacher": [row[1] for row in teacher]}
    confidence = [row[3] for row in teacher]
    json.dump({**sources, "confidence": confidence}, open(f"{root}/arr/sources.json", "w"))
    print(f"{len(human)} with human masks, {len(teacher)} with a teacher's, {len(none)} backgrounds")


def prepare_test(images, masks, root):
    names = sorted(os.listdir(images))
    pictures = [Image.open(f"{images}/{name}").convert("RGB").resize((256, 256), Image.LANCZOS) for name in names]
    truths = [np.asarray(Image.open(f"{masks}/{os.path.splitext(name)[0]}.png").convert("L")) > 127 for name in names]
    arrays = {f"mask{i}": truth for i, truth in enumerate(truths)}
    np.savez_compressed(f"{root}/arr/test.npz", images=np.stack([np.asarray(p) for p in pictures]), **arrays)
    print(f"{len(names)} to measure on")


if __name__ == "__main__":
    prepare(*sys.argv[1:4])
    if len(sys.argv) > 5:
        prepare_test(sys.argv[4], sys.argv[5], sys.argv[3])
