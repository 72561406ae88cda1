// What every writer must do: the px of its outputs are those of the canvas.

#include "contract/outputs.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <doctest/doctest.h>

namespace tessera {
using test::Keeps;
using test::Output;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// What a format that keeps that much makes of a canvas.
VImage expected(const VImage &canvas, Keeps keeps) {
    constexpr double middle = 128;
    const VImage grey = canvas.colourspace(VIPS_INTERPRETATION_B_W);
    return keeps == Keeps::red               ? canvas[0]
           : keeps == Keeps::grey            ? grey
           : keeps == Keeps::black_and_white ? grey > middle
                                             : canvas;
}

/// Without the last columns of a bitmap, which libvips 8.14 mixes up unless they fill a byte.
VImage without_rest(const VImage &image, Keeps keeps) {
    return keeps == Keeps::black_and_white
               ? image.extract_area(0, 0, image.width() / 8 * 8, image.height())
               : image;
}

/// Over black where it is transparent, whatever colour is kept there.
VImage seen(const VImage &image) { return image.has_alpha() ? image.flatten() : image; }

/// Nearer to the canvas than that itself is, moved by a px: so each px is in its place, whatever
/// the codec made of its colour. Chance reaches no more, since the tiles are noise.
bool is_like(const VImage &image, const VImage &canvas) {
    const VImage moved = canvas.embed(1, 0, canvas.width(), canvas.height(),
                                      VImage::option()->set("extend", VIPS_EXTEND_COPY));
    return test::psnr(seen(image), seen(canvas)) > test::psnr(seen(moved), seen(canvas));
}

/// The px of the mosaic, written by that writer.
VImage written(const Mosaic &mosaic, const Output &output, const TemporaryFolder &folder) {
    const WriteReport report =
        write(mosaic, output.target(folder, output.writer), output.options(true));
    return decoded(output, report, mosaic.form());
}

bool refuses(const Output &output, const TemporaryFolder &folder, const Mosaic &mosaic) {
    return !output.refusal(output.target(folder, "x"), mosaic.form()).empty();
}

void check_pixels(const Mosaic &mosaic, const Output &output, const TemporaryFolder &folder) {
    const VImage image = written(mosaic, output, folder), canvas = compose(mosaic);
    const Keeps keeps = test::kept_by(output.suffix);
    if (keeps == Keeps::likeness)
        CHECK(is_like(image, canvas));
    else
        CHECK((test::pixels_of(without_rest(image, keeps)) ==
               test::pixels_of(without_rest(expected(canvas, keeps), keeps))));
}

} // namespace

TEST_CASE("writers: each writes some mosaics, and has a suffix of its own") {
    const TemporaryFolder folder;
    const Mosaic mosaic = test::usual_mosaic(folder);
    for (const std::string &name : writer_names()) {
        CAPTURE(name);
        bool writes = name == "auto";
        for (const Output &output : test::outputs())
            writes = writes || (output.writer == name && !refuses(output, folder, mosaic));
        CHECK(writes);
    }
}

TEST_CASE("writers: px are the canvas's, whatever stands in its cells") {
    const TemporaryFolder folder;
    const auto subjects = test::subjects(folder);
    for (const Output &output : test::distinct_outputs())
        for (const test::Subject &subject : subjects) {
            const Mosaic &mosaic = subject.mosaic;
            CAPTURE(output.text());
            CAPTURE(subject.text);
            // ImageMagick, which reads BMPs, reads none that are so wide.
            const bool readable = output.suffix != ".bmp" || mosaic.size().width < 16'000;
            if (test::kept_by(output.suffix) != Keeps::unread && readable &&
                !refuses(output, folder, mosaic))
                check_pixels(mosaic, output, folder);
        }
}

TEST_CASE("writers: two of one suffix make the same px, since auto takes either") {
    const TemporaryFolder folder;
    const auto subjects = test::subjects(folder);
    for (const Output &output : test::distinct_outputs())
        for (const test::Subject &subject : subjects) {
            const Mosaic &mosaic = subject.mosaic;
            CAPTURE(output.text());
            CAPTURE(subject.text);
            const Output canvas{"canvas", output.suffix};
            if (output.writer != "canvas" && !refuses(output, folder, mosaic) &&
                !refuses(canvas, folder, mosaic))
                CHECK((test::pixels_of(written(mosaic, output, folder)) ==
                       test::pixels_of(written(mosaic, canvas, folder))));
        }
}

} // namespace tessera
