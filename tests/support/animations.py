#!/usr/bin/python3
# Animations made and decoded by Pillow and ImageMagick, for tests: animations.py make FOLDER | times FILE |
# same FILE PATTERN FIRST... | tensor FILE PATTERN FIRST...
import os
import subprocess
import sys

import numpy
from PIL import Image

DURATIONS = [100, 50, 30, 200, 70, 90]


def bars(mode="RGBA"):
    """Six frames of 32 x 24 px: a bar that moves over what is transparent."""
    frames = []
    for i in range(len(DURATIONS)):
        pixels = numpy.zeros((24, 32, 4), numpy.uint8)
        pixels[4:20, 4 * i : 4 * i + 8] = [200, 30 * i, 10, 255]
        pixels[10, :] = [0, 255, 0, 255]
        frames.append(Image.fromarray(pixels, "RGBA").convert(mode))
    return frames


def save(frames, name, **options):
    frames[0].save(name, save_all=True, append_images=frames[1:], **options)


def convert(*arguments):
    subprocess.run(["convert", *arguments], check=True)


def make(folder):
    os.chdir(folder)
    for disposal in range(4):
        save(bars(), f"pillow{disposal}.gif", duration=DURATIONS, loop=0, disposal=disposal)
    save(bars(), "thrice.gif", duration=100, loop=2)
    save(bars("RGB"), "once.gif", duration=40)
    save(bars(), "bars.webp", duration=DURATIONS, loop=3, lossless=True)
    save(bars(), "bars.png", duration=DURATIONS, loop=3)
    save(bars(), "bars.tif")
    # Numbered pictures: smooth, of more colours than a palette holds, different from each other.
    random = numpy.random.default_rng(1)
    for i in range(10):
        small = Image.fromarray(random.integers(0, 256, (6, 8, 3), numpy.uint8))
        small.resize((63, 47), Image.BICUBIC).save(f"n{i + 1:02d}.png")
    # Partial frames, some with holes, of another palette each; every kind of disposal.
    hole = "( -delay 7 -size 14x12 xc:none -fill lime -draw".split() + ["rectangle 3,3 10,9"]
    hole += "-repage 40x30+20+10 )".split()
    ring = "( -delay 5 -size 10x10 xc:none -fill blue -draw".split() + ["rectangle 1,1 6,8"]
    ring += "-repage 40x30+5+5 )".split()
    bar = "( -delay 3 -size 8x20 gradient:yellow-purple -repage 40x30+30+2 )".split()
    base = "-delay 10 -size 40x30 xc:none -fill white -draw".split() + ["rectangle 8,8 30,20"]
    for disposal in ("none", "background", "previous"):
        last = bar if disposal != "background" else []
        convert("-dispose", disposal, *base, *ring, *hole, *last, "-loop", "0", f"{disposal}.gif")
    full = "-delay 10 -size 40x30 gradient:red-blue".split()
    convert(*full, *ring, "-dispose", "previous", *hole, "-dispose", "none", *bar, "mixed.gif")
    convert("-interlace", "GIF", *full, *bar, "interlaced.gif")


def decoded(name):
    """Frames as Pillow sees them; transparent px hold nothing."""
    image = Image.open(name)
    for i in range(getattr(image, "n_frames", 1)):
        image.seek(i)
        yield visible(image)


def visible(image):
    pixels = numpy.asarray(image.convert("RGBA")).copy()
    pixels[pixels[..., 3] == 0] = 0
    return pixels


def same(name, pattern, first):
    frames = list(decoded(name))
    for i, frame in enumerate(frames):
        with Image.open(pattern % (i + first)) as other:
            if not numpy.array_equal(frame, visible(other)):
                sys.exit(f"frame {i + 1} of {name} differs from {pattern % (i + first)}")
    if os.path.exists(pattern % (len(frames) + first)):
        sys.exit(f"{name} has only {len(frames)} frames")


def times(name):
    image = Image.open(name)
    durations = []
    for i in range(image.n_frames):
        image.seek(i)
        image.load()  # only then WebP has them
        durations.append(int(image.info.get("duration", 0)))
    print(*durations, "loop", image.info.get("loop"))


def tensor(name, pattern, first):
    """A float32 or uint8 tensor against numbered pictures of as many channels."""
    array = numpy.load(name, mmap_mode="r")
    for i in range(array.shape[1]):
        pixels = numpy.asarray(Image.open(pattern % (i + first)))
        pixels = pixels.reshape(*pixels.shape[:2], -1).transpose(2, 0, 1)
        wanted = pixels / numpy.float32(255) if array.dtype == numpy.float32 else pixels
        if array.dtype != wanted.dtype or not numpy.array_equal(array[:, i], wanted):
            sys.exit(f"frame {i + 1} of {name} differs from {pattern % (i + first)}")
    print(array.dtype, *array.shape)


command, *rest = sys.argv[1:]
if command in ("make", "times"):
    {"make": make, "times": times}[command](*rest)
    sys.exit()
for name, pattern, first in zip(rest[::3], rest[1::3], rest[2::3]):
    {"same": same, "tensor": tensor}[command](name, pattern, int(first))
