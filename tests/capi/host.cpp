// A host program in C++ that uses libvips itself: host PHOTOS SOURCE FOLDER [check | repeat N |
// threads N]. It prints what it says here; everything else on its outputs is the library's.

#include <tessera/tessera.hpp>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <malloc.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>
#include <vips/vips8>

namespace {

std::string photos, picture, folder;

void check(bool good, int line, const char *what) {
    if (good)
        return;
    std::fprintf(stderr, "host.cpp:%d: %s\n", line, what);
    std::exit(1);
}

#define EXPECT(condition) check((condition), __LINE__, #condition)

tessera::Mosaic mosaic_of(const std::string &library) {
    tessera::MatchOptions options{.grid = {12, 9}, .flip = true};
    options.rules.spacing = 1;
    return tessera::match(tessera::Source::open(picture), tessera::TileLibrary::open(library),
                          options);
}

/// Everything, once. name: of its files.
void whole_job(const std::string &name) {
    const std::string path = folder + "/" + name;
    tessera::build_library(tessera::find_photos({photos}), path + ".tiles",
                           {.tile = {.shape = {16, 16}}, .replace = true});
    const tessera::Mosaic mosaic = mosaic_of(path + ".tiles");
    tessera::save_plan(mosaic, path + ".plan.tif", true);
    const auto again =
        tessera::load_plan(path + ".plan.tif", tessera::TileLibrary::open(path + ".tiles"));
    tessera::write(again, path + ".png", {.replace = true});
    std::vector<std::uint8_t> pixels(20 * 10 * 3);
    tessera::draw(tessera::compose(mosaic), {5, 6, 20, 10}, {pixels.data(), 20, 10});
    static_cast<void>(tessera::compare(tessera::Source::open(picture),
                                       tessera::Source::open(path + ".png"), {12, 9}));
}

/// What the signals do; nothing of it is the library's to change.
std::array<void (*)(int), 32> handlers() {
    std::array<void (*)(int), 32> found{};
    for (int number = 1; number < 32; ++number) {
        struct sigaction action = {};
        sigaction(number, nullptr, &action);
        found[static_cast<std::size_t>(number)] = action.sa_handler;
    }
    return found;
}

bool is_cancelled(const tessera::Mosaic &mosaic) {
    std::stop_source stop;
    tessera::RunOptions run{.cancel = stop.get_token()};
    run.progress = [&](const tessera::Progress &) { stop.request_stop(); };
    try {
        tessera::write(mosaic, folder + "/never.png", {}, run);
    } catch (const tessera::Error &error) {
        return error.code() == tessera::ErrorCode::cancelled &&
               ::access((folder + "/never.png").c_str(), F_OK) != 0;
    }
    return false;
}

void check_everything() {
    const vips::VImage own = vips::VImage::black(8, 8); // libvips is the host's
    const int threads = vips_concurrency_get(), cached = vips_cache_get_max();
    const auto before = handlers();
    std::atomic<int> lines = 0;
    tessera::set_log_sink([&](tessera::LogLevel, std::string_view) { ++lines; });
    whole_job("check");
    tessera::set_log_sink({});
    EXPECT(lines > 0);
    EXPECT(is_cancelled(mosaic_of(folder + "/check.tiles")));
    EXPECT(handlers() == before);
    EXPECT(vips_concurrency_get() == threads && vips_cache_get_max() == cached);
    { const tessera::Session session; }
    EXPECT(vips_cache_get_max() == cached);
    EXPECT(own.add(own).avg() == 0); // and still runs
}

struct Memory {
    long in_use, resident; ///< KiB: of what malloc() gave out; of the process
};

Memory memory_now() {
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return {static_cast<long>((info.uordblks + info.hblkhd) / 1024),
            resident * (sysconf(_SC_PAGESIZE) / 1024)};
}

/// Memory after a fifth of the jobs, and after all of them: as in calls.c.
void repeat(int count) {
    Memory early{};
    for (int i = 0; i < count; ++i) {
        whole_job("repeat");
        if (i == count / 5)
            early = memory_now();
    }
    const Memory late = memory_now();
    std::printf("C++, %d jobs: %ld KiB in use, %ld KiB resident after a fifth; %ld KiB in use, "
                "%ld KiB resident at the end\n",
                count, early.in_use, early.resident, late.in_use, late.resident);
    if (std::getenv("EXACT"))
        EXPECT(late.in_use < early.in_use + 64);
    else
        EXPECT(late.resident < early.resident + 8 * 1024);
}

void in_threads(int count) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([i] {
            for (int j = 0; j < 3; ++j)
                whole_job("thread-" + std::to_string(i));
        });
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 5 || VIPS_INIT(argv[0]) != 0)
        return 2;
    photos = argv[1];
    picture = argv[2];
    folder = argv[3];
    const std::string what = argv[4];
    if (what == "check")
        check_everything();
    else if (what == "repeat" && argc == 6)
        repeat(std::atoi(argv[5]));
    else if (what == "threads" && argc == 6)
        in_threads(std::atoi(argv[5]));
    else
        return 2;
    return 0;
}
