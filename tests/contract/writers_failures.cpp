// What every writer must do: a write that ends early leaves everything as it was.

#include "contract/outputs.hpp"
#include "support/file_limit.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace tessera {
using test::Files;
using test::Output;
using test::TemporaryFolder;
namespace {

/// Sizes of files at which a disk is full: at once, in the middle, and just before the end of the
/// largest file.
std::vector<std::size_t> limits_for(const Files &files) {
    std::size_t largest = 0;
    for (const auto &[name, bytes] : files)
        largest = std::max(largest, bytes.size());
    return {0, largest / 2, largest - 1};
}

/// The code of the error that a write ends with; nothing if it doesn't.
std::optional<ErrorCode> error_of(const std::function<void()> &write) {
    try {
        write();
    } catch (const Error &error) {
        return error.code();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("writers: cancelled at any moment, nothing is left and what was there stays") {
    const TemporaryFolder library;
    const Mosaic mosaic = test::usual_mosaic(library, {9, 30});
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const TemporaryFolder folder;
        const Target target = output.target(folder, "x");
        const auto cancelled_at = [&](std::uint64_t quarter) {
            std::stop_source stop;
            const auto progress = [&](const Progress &now) {
                if (now.stage == "write" && now.done * 4 >= now.total * quarter)
                    stop.request_stop();
            };
            return error_of([&] {
                write(mosaic, target, output.options(true),
                      {.threads = 2, .cancel = stop.get_token(), .progress = progress});
            });
        };
        CHECK(cancelled_at(1) == ErrorCode::cancelled);
        CHECK(folder.listing().empty());
        write(mosaic, target, output.options());
        const Files before = files_of(folder);
        for (const std::uint64_t quarter : {0U, 2U, 4U}) {
            CAPTURE(quarter);
            CHECK(cancelled_at(quarter) == ErrorCode::cancelled);
            CHECK((files_of(folder) == before));
        }
    }
}

TEST_CASE("writers: cancelled before it begins, it leaves nothing") {
    const TemporaryFolder library, folder;
    const Mosaic mosaic = test::usual_mosaic(library);
    std::stop_source stop;
    stop.request_stop();
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const auto code = error_of([&] {
            write(mosaic, output.target(folder, "x"), output.options(),
                  {.cancel = stop.get_token()});
        });
        CHECK(code == ErrorCode::cancelled);
        CHECK(folder.listing().empty());
    }
}

TEST_CASE("writers: a disk that fills up is an error, and leaves everything as it was") {
    const TemporaryFolder library;
    const Mosaic mosaic = test::usual_mosaic(library, {20, 15});
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const TemporaryFolder folder;
        const Target target = output.target(folder, "x");
        if (output.get().needed_bytes(target, mosaic.form()) > 0)
            continue; // below
        write(mosaic, target, output.options());
        const Files before = files_of(folder);
        for (const std::size_t limit : limits_for(before)) {
            CAPTURE(limit);
            const auto code = error_of([&] {
                const test::FileLimit full(limit);
                write(mosaic, target, output.options(true));
            });
            CHECK(code == ErrorCode::write_failed);
            CHECK((files_of(folder) == before));
        }
    }
}

TEST_CASE("writers: those that wouldn't survive a full disk don't start without room") {
    const MosaicForm huge{{1'000'000, 2}, {10, 4'999'999}};
    const TemporaryFolder folder;
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const Target target = output.target(folder, "x");
        if (output.get().needed_bytes(target, huge) > 0)
            CHECK(error_of([&] { check_output(target, huge, output.options()); }) ==
                  ErrorCode::write_failed);
    }
}

} // namespace tessera
