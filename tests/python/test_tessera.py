"""The Python module: test_tessera.py, with the command to compare with in TESSERA."""

import contextlib
import ctypes
import gc
import inspect
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import numpy as np
import tessera

COMMAND = os.environ["TESSERA"]


def picture(seed, height=48, width=64, bands=3):
    """Smooth noise, the same each time."""
    small = np.random.default_rng(seed).integers(0, 256, (height // 8, width // 8, bands), np.uint8)
    return small.repeat(8, 0).repeat(8, 1)


def save_ppm(path, pixels):
    height, width, _ = pixels.shape
    path.write_bytes(f"P6 {width} {height} 255\n".encode() + pixels.tobytes())


class TesseraTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.folder = Path(folder)
        (cls.folder / "photos").mkdir()
        for i in range(12):
            save_ppm(cls.folder / f"photos/photo{i:02}.ppm", picture(i))
        cls.pixels = picture(99, 72, 96)
        save_ppm(cls.folder / "source.ppm", cls.pixels)
        cls.report = tessera.build(cls.folder / "photos", cls.folder / "tiles", tile=16)
        cls.library = tessera.Library(cls.folder / "tiles")

    def command(self, *arguments):
        subprocess.run([COMMAND, *map(str, arguments), "--quiet"], check=True, cwd=self.folder)

    def test_library_has_records_and_tiles(self):
        self.assertEqual(self.report, tessera.BuildReport(12, 0, 12, 0, 0, 0, 0, True))
        self.assertEqual((len(self.library), self.library.tile_width), (12, 16))
        names = [record.name for record in self.library]
        self.assertEqual(names, [f"photo{i:02}.ppm" for i in range(12)])
        self.assertEqual(self.library[-1].path, str(self.folder / "photos/photo11.ppm"))
        self.assertEqual((self.library[3].width, self.library[3].height), (64, 48))
        tiles = self.library.tiles()
        self.assertEqual((tiles.shape, tiles.dtype), ((12, 16, 16, 3), np.uint8))
        self.assertTrue((self.library.tiles(5, 2) == tiles[5:7]).all())
        mean = picture(5)[:, 8:56].mean((0, 1))  # the photo, cropped to its tile's shape
        self.assertLess(abs(tiles[5].mean((0, 1)) - mean).max(), 6)
        with self.assertRaises(IndexError):
            self.library[12]

    def test_library_is_brought_up_to_date(self):
        tiles = self.folder / "few.tiles"
        report = tessera.build(self.folder / "photos", tiles, tile=16, exclude=["*1.ppm", "*2.ppm"])
        self.assertEqual((report.tiles, report.added), (9, 9))
        report = tessera.build(self.folder / "photos", tiles)
        self.assertEqual((report.tiles, report.added, report.kept), (12, 3, 9))
        self.assertFalse(tessera.build(self.folder / "photos", tiles).written)
        self.assertEqual(tiles.read_bytes(), (self.folder / "tiles").read_bytes())
        with self.assertRaisesRegex(tessera.Error, "of the kind lmdb, not folder"):
            tessera.build(self.folder / "photos", tiles, store="folder")

    def test_photos_are_chosen_by_conditions(self):
        mosaic = tessera.match(self.pixels, self.library, cells=(12, 9),
                               where=["name=photo0*", "name!=photo03*"])
        self.assertEqual(set(mosaic.tiles().flat) - {*range(10)} | {3}, {3})
        with self.assertRaisesRegex(tessera.Error, "none of the library's 12 photos is left"):
            tessera.match(self.pixels, self.library, where="year=1066")

    def test_same_bytes_as_the_command(self):
        mosaic = tessera.match(self.folder / "source.ppm", self.library, cells=(12, 9), spacing=1,
                               flip=True, tint=0.5)
        report = mosaic.write(self.folder / "python.png", dpi=72)
        mosaic.save(self.folder / "python.plan.tif")
        options = "-l tiles --cells 12x9 --spacing 1 --flip --tint 0.5".split()
        self.command("render", "source.ppm", "-o", "command.png", *options, "--dpi", 72)
        self.command("plan", "source.ppm", "-o", "command.plan.tif", *options)
        for name in ("png", "plan.tif"):
            made, wanted = (self.folder / f"{by}.{name}" for by in ("python", "command"))
            self.assertEqual(made.read_bytes(), wanted.read_bytes(), name)
        self.assertEqual(report.path, str(self.folder / "python.png"))
        self.assertEqual(report.bytes, (self.folder / "python.png").stat().st_size)
        self.assertGreaterEqual(mosaic.report.cost, mosaic.report.nearest_cost)
        again = tessera.Mosaic.load(self.folder / "command.plan.tif", self.library)
        self.assertTrue((again.tiles() == mosaic.tiles()).all())

    def test_array_in_and_array_out(self):
        from_file = tessera.match(self.folder / "source.ppm", self.library, cells=(12, 9))
        mosaic = tessera.match(self.pixels, self.library, cells=(12, 9))
        self.assertTrue((mosaic.tiles() == from_file.tiles()).all())
        whole = mosaic.draw(0, 0, mosaic.width, mosaic.height)
        self.assertEqual(whole.shape, (9 * 16, 12 * 16, 3))
        first = self.library.tiles(int(mosaic.tiles()[2, 3]), 1)[0]
        self.assertTrue((whole[32:48, 48:64] == first).all())
        room = np.zeros((40, 60, 3), np.uint8)
        self.assertIsNotNone(mosaic.draw(30, 20, 50, 40, out=room[:, 5:55]))
        self.assertTrue((room[:, 5:55] == whole[20:60, 30:80]).all())
        self.assertFalse(room[:, :5].any() or room[:, 55:].any())
        spread = np.zeros((72, 96, 6), np.uint8)[:, :, ::2]  # not packed
        spread[:] = self.pixels
        self.assertTrue((tessera.match(spread, self.library, cells=(12, 9)).tiles()
                         == mosaic.tiles()).all())

    def test_mask_makes_alpha(self):
        mask = np.zeros((9, 12), np.uint8)
        mask[:, :6] = 255
        mosaic = tessera.match(self.pixels, self.library, cells=(12, 9), mask=mask,
                               empty="transparent")
        self.assertEqual((mosaic.bands, mosaic.empty_cells), (4, 54))
        self.assertTrue((mosaic.tiles()[:, 6:] == 0xFFFFFFFF).all())
        self.assertFalse(mosaic.draw(6 * 16, 0, 16, 16).any())

    def test_compare(self):
        score = tessera.compare(self.pixels, self.pixels.copy(), (12, 9))
        self.assertEqual(score.far_srgb.psnr, float("inf"))
        self.assertIsNone(score.far_srgb.ssim)
        self.assertAlmostEqual(score.near_linear.ssim, 1)

    def test_errors_have_code_and_sentence(self):
        with self.assertRaises(tessera.Error) as caught:
            tessera.Library("/no/such/library")
        self.assertEqual(caught.exception.code, "unreadable_image")
        self.assertIn("/no/such/library", str(caught.exception))
        with self.assertRaisesRegex(TypeError, "no option 'spacings'; did you mean 'spacing'?"):
            tessera.match(self.pixels, self.library, spacings=2)
        with self.assertRaisesRegex(tessera.Error, "spacing-metric wants .*did you mean 'euclid'?"):
            tessera.match(self.pixels, self.library, spacing=2, spacing_metric="euclit")
        with self.assertRaises(TypeError):
            tessera.Source(self.pixels.astype(float))
        with self.assertRaisesRegex(tessera.Error, "bands"):
            tessera.Source(np.zeros((4, 4, 9), np.uint8))
        with self.assertRaises(ValueError):
            tessera.match(self.pixels, self.library).draw(0, 0, 4, 4, out=np.zeros((4, 4, 3)))

    def test_signatures_show_each_option_with_its_type_and_default(self):
        parameters = inspect.signature(tessera.match).parameters
        self.assertEqual(parameters["effort"].default, 12)
        self.assertEqual(parameters["effort"].annotation, "int")
        self.assertIs(parameters["flip"].default, False)
        self.assertIn("'chebyshev', 'euclid'", parameters["spacing_metric"].annotation)
        self.assertIsNone(parameters["across"].default)
        self.assertNotIn("options", parameters)
        self.assertIn("Keep copies of a photo", inspect.getdoc(tessera.match))
        self.assertIn("memory", inspect.signature(tessera.Mosaic.write).parameters)

    def test_the_stub_has_the_signatures(self):
        stub = Path(tessera.__file__).with_name("__init__.pyi").read_text()
        compile(stub, "__init__.pyi", "exec")
        for line in ("effort: int = 12,", "flip: bool = False,", "def match(", "class Library:"):
            self.assertIn(line, stub)

    def test_what_a_callback_raises_ends_the_call(self):
        def refuse(stage, done, total):
            raise LookupError(f"{stage} {total}")

        with self.assertRaisesRegex(LookupError, "match 72"):
            tessera.match(self.pixels, self.library, progress=refuse)

    def test_progress_and_log_arrive(self):
        seen, lines = [], []
        tessera.set_log(lambda level, text: lines.append((level, text)))
        mosaic = tessera.match(self.pixels, self.library, cells=(4, 3))
        mosaic.write(self.folder / "log.png", progress=lambda *state: seen.append(state))
        tessera.set_log(None)
        self.assertEqual(seen[-1], ("write", 48, 48))
        self.assertTrue(any("log.png" in text for _, text in lines))

    def test_frames_are_those_of_the_command(self):
        frames = np.random.default_rng(3).integers(0, 256, (3, 5, 24, 32), np.uint8)
        target = self.folder / "frames.gif"
        report = tessera.write_frames(frames // 64 * 64, target, durations=[0.1, 0.2, 0.3, 0.1, 0.5])
        self.assertEqual((report.frames, report.path), (5, str(target)))
        self.assertAlmostEqual(report.seconds, 1.2)
        opened = tessera.Frames(target)
        self.assertEqual((len(opened), opened.width, opened.height), (5, 32, 24))
        self.assertEqual(list(opened.durations().round(2)), [0.1, 0.2, 0.3, 0.1, 0.5])
        for dtype in ("float32", "uint8"):
            name = f"{dtype}.npy"
            self.command("frames", "frames.gif", "-o", name, "--dtype", dtype, "--channels", 3)
            read = tessera.read_frames(target, dtype=dtype, channels=3)
            self.assertEqual((read.dtype, read.shape), (np.dtype(dtype), (3, 5, 24, 32)))
            self.assertTrue((read == np.load(self.folder / name)).all())
            tessera.write_frames(read, self.folder / f"own-{name}", dtype=dtype)
            self.assertEqual((self.folder / f"own-{name}").read_bytes(),
                             (self.folder / name).read_bytes())
        self.command("frames", "uint8.npy", "-o", "command.webp", "--fps", 10, "--loop", 2)
        tessera.write_frames(read, self.folder / "python.webp", fps=10, loop=2)
        self.assertEqual((self.folder / "python.webp").read_bytes(),
                         (self.folder / "command.webp").read_bytes())

    def test_frames_come_in_parts_and_views_are_written(self):
        frames = np.zeros((1, 6, 8, 10), np.float32)
        frames[0, :, :, :] = np.arange(6).reshape(6, 1, 1) / 5
        path = self.folder / "parts.npy"
        tessera.write_frames(frames[:, ::2], path, mean=[0.5], std=0.25)
        self.assertTrue((np.load(path)[0, :, 0, 0] == np.float32([-2, -0.4, 1.2])).all())
        opened = tessera.Frames(path, mean=0.5, std=0.25)
        self.assertEqual(opened.read(2, dtype=np.uint8)[0, :, 0, 0].tolist(), [0, 102])
        self.assertEqual(opened.read(9, dtype=np.uint8)[0, :, 0, 0].tolist(), [204])
        self.assertEqual(opened.read().shape, (1, 0, 8, 10))
        with self.assertRaises(TypeError):
            tessera.write_frames(frames.astype(float), self.folder / "double.gif")
        with self.assertRaisesRegex(tessera.Error, "channels"):
            tessera.write_frames(np.zeros((2, 3, 4, 4), np.uint8), self.folder / "two.gif")
        with self.assertRaises(ValueError):
            tessera.write_frames(frames, self.folder / "few.gif", durations=[1])

    def test_interrupt_ends_the_work_and_leaves_nothing(self):
        mosaic = tessera.match(picture(5, 904, 1200), self.library, cells=(600, 450))
        begun, heard = [], threading.Event()

        def handle(*_):
            heard.set()
            raise KeyboardInterrupt

        def interrupt(stage, done, total):
            if not begun:
                begun.append(stage)
                os.kill(os.getpid(), signal.SIGINT)
                heard.wait(60)  # else the work may be done before the main thread wakes up

        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, handle))

        with self.assertRaises(KeyboardInterrupt):
            mosaic.write(self.folder / "never.png", writer="canvas", progress=interrupt)
        self.assertEqual(begun, ["write"])
        self.assertFalse([name for name in os.listdir(self.folder) if "never" in name])

    def test_threads_share_objects(self):
        wanted = tessera.match(self.pixels, self.library, cells=(12, 9), spacing=1).tiles()
        same, errors = [], []

        def work():
            with contextlib.suppress(Exception):
                for _ in range(3):
                    mosaic = tessera.match(self.pixels, self.library, cells=(12, 9), spacing=1)
                    mosaic.draw(0, 0, 64, 64)
                    same.append((mosaic.tiles() == wanted).all())
                return
            errors.append(1)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((len(same), all(same), errors), (24, True, []))

    def test_arrays_are_let_go_of_with_their_source(self):
        before = len(tessera._source._viewed)
        source = tessera.Source(self.pixels)
        self.assertEqual(len(tessera._source._viewed), before + 1)
        del source
        gc.collect()
        self.assertEqual(len(tessera._source._viewed), before)

    def test_what_fails_keeps_nothing(self):
        before = len(tessera._source._viewed)
        for _ in range(3):
            with self.assertRaises(tessera.Error):
                tessera.compare(self.pixels, self.pixels, (0, 0))
            with self.assertRaises(tessera.Error):
                tessera.match(self.pixels, self.library, across=0)
            with self.assertRaises(ZeroDivisionError):
                tessera.match(self.pixels, self.library, across=5, progress=lambda *_: 1 / 0)
            with self.assertRaises(UnicodeEncodeError):
                tessera.Source(self.pixels, name="\ud800")
        gc.collect()
        self.assertEqual(len(tessera._source._viewed), before)

    def test_an_exception_of_a_callback_leaves_no_output(self):
        mosaic = tessera.match(self.pixels, self.library, cells=(4, 3))
        for progress in (lambda *_: 1 / 0, lambda: None, "no function"):
            with self.assertRaises((ZeroDivisionError, TypeError)):
                mosaic.write(self.folder / "failed.png", progress=progress)
            self.assertFalse((self.folder / "failed.png").exists())

    def test_frames_whose_reading_was_cancelled_are_read_no_more(self):
        path = self.folder / "cancelled.npy"
        tessera.write_frames(np.zeros((1, 9, 8, 8), np.uint8), path, dtype="uint8")
        opened = tessera.Frames(path)
        with self.assertRaises(ZeroDivisionError):
            opened.read(progress=lambda *_: 1 / 0)
        with self.assertRaisesRegex(tessera.Error, "was cancelled"):
            opened.read(1)

    def test_values_that_c_would_cut_are_refused(self):
        mosaic = tessera.match(self.pixels, self.library, cells=(4, 3))
        for wrong in (
            lambda: mosaic.draw(2**32, 0, 8, 8),
            lambda: tessera.compare(self.pixels, self.pixels, (2**32 + 4, 3)),
            lambda: tessera.match(self.pixels, self.library, across=4, threads=2**32 + 1),
            lambda: mosaic.write(str(self.folder / "cut.png") + "\0.tif"),
            lambda: tessera.match(self.pixels, self.library, across="4\0x"),
            lambda: tessera.match(self.pixels, self.library, cells=(4, 3), empty=(1, 2, 300)),
        ):
            self.assertRaises(ValueError, wrong)
        for wrong in (
            lambda: tessera.match(self.pixels, self.library, cells=(4.7, 3)),
            lambda: tessera.match(self.pixels, "library.tiles", across=4),
            lambda: pickle.dumps(mosaic),
        ):
            self.assertRaises(TypeError, wrong)
        self.assertFalse((self.folder / "cut.png").exists())
        same = tessera.match(self.pixels, self.library, cells=np.array([4, 3]), flip=np.bool_(False))
        self.assertTrue((same.tiles() == mosaic.tiles()).all())
        error = pickle.loads(pickle.dumps(tessera.Error("failed", "why", "how")))
        self.assertEqual((error.code, str(error), error.detail), ("failed", "why", "how"))

    def test_names_that_are_no_utf8(self):
        mosaic = tessera.match(self.pixels, self.library, cells=(4, 3))
        name = os.fsencode(self.folder) + b"/o\xff.png"
        self.assertEqual(os.fsencode(mosaic.write(name).path), name)

    def test_the_interpreter_ends_while_a_thread_works(self):
        program = """
import numpy, sys, tessera, threading
library = tessera.Library(sys.argv[1])
begun = threading.Event()
def work():
    while True:
        tessera.match(numpy.zeros((600, 800, 3), "uint8"), library, across=100,
                      progress=lambda *_: begun.set())
threading.Thread(target=work, daemon=True).start()
begun.wait()
"""
        ended = subprocess.run([sys.executable, "-c", program, self.folder / "tiles"], timeout=60,
                               capture_output=True, text=True)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))

    def test_no_growth_of_memory(self):
        def once():
            mosaic = tessera.match(self.pixels, self.library, cells=(12, 9), max_use=20)
            mosaic.draw(8, 8, 64, 64)
            mosaic.write(self.folder / "again.png", force=True)
            tessera.compare(self.pixels, mosaic.draw(0, 0, 192, 144), (12, 9))
            self.library.tiles()
            return self.library[0]

        class Mallinfo(ctypes.Structure):
            names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
            _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

        libc = ctypes.CDLL(None)
        libc.mallinfo2.restype = Mallinfo

        def memory():  # bytes: of what malloc() gave out; of the process, without what it keeps
            gc.collect()
            libc.malloc_trim(0)
            info = libc.mallinfo2()
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            return info.uordblks + info.hblkhd, pages * os.sysconf("SC_PAGESIZE")

        count = int(os.environ.get("REPEAT", 60))
        for i in range(count):
            once()
            if i == count // 3:
                early = memory()
        late = memory()
        print(f"Python, {count} jobs: {early[0] >> 10} KiB in use, {early[1] >> 10} KiB resident "
              f"after a third; {late[0] >> 10} KiB in use, {late[1] >> 10} KiB resident at the end")
        if "EXACT" in os.environ:
            self.assertLess(late[0], early[0] + (64 << 10))
        else:
            self.assertLess(late[1], early[1] + (8 << 20))


if __name__ == "__main__":
    unittest.main()
