// tessera bench stores: which kind of store suits this disk.

#include "cli/bench/page.hpp"
#include "cli/bench/report.hpp"
#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <thread>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

constexpr int longest_side = 4096;
constexpr Option rows[] = {
    {.name = "counts",
     .kind = OptionKind::wholes,
     .group = OptionGroup::bench,
     .value = "N,...",
     .fallback = "1,10,100,1000,10000,100000",
     .help = "Measure stores of these numbers of pictures.",
     .least = 1,
     .most = 10'000'000,
     .common = true},
    {.name = "size",
     .kind = OptionKind::shape,
     .group = OptionGroup::bench,
     .value = "SIZE",
     .fallback = "32",
     .help = "Make pictures of this size in px, such as 32 or 64x48.",
     .unit = "px",
     .common = true},
    {.name = "stores",
     .kind = OptionKind::texts,
     .group = OptionGroup::bench,
     .value = "KIND,...",
     .otherwise = "every kind",
     .help = "Measure these kinds of store, such as lmdb,hdf5[deflate=4].",
     .common = true},
    {.name = "photos",
     .kind = OptionKind::text,
     .group = OptionGroup::bench,
     .value = "PHOTOS",
     .otherwise = "pictures are made",
     .help = "Measure with tiles of these photos.",
     .role = OptionRole::photos,
     .repeated = true,
     .several = true},
    {.name = "seed",
     .kind = OptionKind::whole,
     .group = OptionGroup::bench,
     .value = "N",
     .fallback = "1",
     .help = "Make other pictures, and read them in another order."},
    {.name = "repeat",
     .kind = OptionKind::whole,
     .group = OptionGroup::bench,
     .value = "N",
     .fallback = "9",
     .help = "Repeat short measurements this many times.",
     .least = 1,
     .most = 1000},
    {.name = "dir",
     .kind = OptionKind::folder,
     .group = OptionGroup::bench,
     .value = "FOLDER",
     .otherwise = "where the first output goes, or here",
     .help = "Write the stores into this folder, on the disk to measure; they are removed.",
     .role = OptionRole::manner},
};

constexpr Option output_row = [] {
    Option option = meaning(output_option, "FILE",
                            "Write a page with plots (.html), a table (.csv) or a report (.json); "
                            "repeat it for several.");
    option.required = false;
    option.repeated = true;
    return option;
}();

struct Settings {
    std::vector<std::string> stores, photos, outputs;
    std::vector<std::uint32_t> counts;
    TileShape shape{};
    std::string folder{};
    std::uint64_t seed = 0;
    int repeat = 0;
    bool replace = false;

    explicit Settings(const GivenOptions &given)
        : stores(given.has("stores") ? given.value("stores")->texts() : store_kinds()),
          photos(given.texts("photos")), outputs(given.texts("output")),
          shape(given.value("size")->shape()), folder(given.text("dir")),
          seed(given.value("seed")->whole()), repeat(given.value("repeat")->integer()),
          replace(given.flag("force")) {
        for (const std::uint64_t count : given.value("counts")->wholes())
            counts.push_back(static_cast<std::uint32_t>(count));
    }

    /// --dir, or where the first output goes, or the current folder.
    [[nodiscard]] std::string folder_to_work_in() const {
        if (!folder.empty())
            return folder;
        const fs::path parent = outputs.empty() ? "" : fs::path(outputs.front()).parent_path();
        return parent.empty() ? "." : parent.string();
    }
};

bool is_output(const std::string &name) {
    const std::string suffix = fs::path(name).extension().string();
    return suffix == ".html" || suffix == ".csv" || suffix == ".json";
}

void check_outputs(const Settings &options) {
    for (const std::string &output : options.outputs) {
        if (!is_output(output))
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("--output is a name that ends in .html, .csv or .json, not '{}'",
                            output));
        if (std::ranges::count(options.outputs, output) > 1)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("--output '{}' was given twice", output));
        check_output_path(output, options.replace);
    }
}

/// "lmdb,hdf5[deflate=4]": at commas, and each once.
std::vector<std::string> without_repeats(std::vector<std::string> names) {
    std::vector<std::string> result;
    for (std::string &name : names)
        if (std::ranges::find(result, name) == result.end())
            result.push_back(std::move(name));
    return result;
}

BenchPlan plan_of(const Settings &options, int threads) {
    BenchPlan plan;
    plan.stores = without_repeats(options.stores);
    plan.counts = options.counts;
    std::ranges::sort(plan.counts);
    plan.counts.erase(std::unique(plan.counts.begin(), plan.counts.end()), plan.counts.end());
    const int all = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    plan.threads = {1};
    if (const int most = threads > 0 ? threads : all; most > 1)
        plan.threads.push_back(most);
    plan.seed = options.seed;
    plan.most_runs = options.repeat;
    return plan;
}

void check_shape(TileShape shape) {
    if (std::max(shape.width, shape.height) > longest_side)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("--size wants at most {} px a side, not {} x {}", longest_side,
                                shape.width, shape.height));
}

/// That there are such stores, and room for the largest of them.
void check_plan(const BenchPlan &plan, TileShape shape) {
    for (const std::string &store : plan.stores)
        static_cast<void>(create_store(store, plan.folder + "/store", shape, false));
    const std::uint32_t most = plan.counts.back();
    const std::uint64_t wanted = most_bytes_of(shape, most);
    const FreeSpace free = free_space(plan.folder);
    const std::string folder = fs::path(plan.folder).parent_path().string();
    if (free.bytes < wanted)
        throw Error(ErrorCode::write_failed,
                    fmt::format("{} pictures of {} x {} px may take {}, and only {} are free in "
                                "'{}': --counts with fewer, or another --dir",
                                most, shape.width, shape.height, human_bytes(wanted),
                                human_bytes(free.bytes), folder));
    if (free.files < most)
        throw Error(ErrorCode::write_failed,
                    fmt::format("{} pictures may take as many files, and only {} more can be made "
                                "in '{}'",
                                most, free.files, folder));
}

BenchPictures pictures_of(Command &command, const Settings &options, TileShape shape,
                          const BenchPlan &plan) {
    if (options.photos.empty())
        return {shape, options.seed, plan.counts.back()};
    std::vector<Photo> photos = scan_photos(command, options.photos, TileOptions{});
    if (const std::size_t most = BenchPictures::most_of(shape); photos.size() > most)
        photos.resize(most);
    BuildOptions build;
    build.tile.shape = shape;
    const std::string library = plan.folder + "/photos";
    build_library(photos, library, build, command.run());
    return BenchPictures(*open_store(library));
}

std::string words_for_cold(double stayed) {
    std::string words = "Cold: the files of a store are flushed, dropped from the system's cache "
                        "(posix_fadvise), and opened anew; names and folders stay cached. Warm: "
                        "cached, opened anew.";
    if (stayed >= 0.01)
        words += fmt::format(" Here up to {:.0f} % stayed in the cache: cold is not quite cold.",
                             100 * stayed);
    return words;
}

/// What stands in an output of that name.
std::string contents_of(const std::string &output, const Command &command,
                        const BenchReport &report) {
    if (output.ends_with(".json"))
        return command.reported().dump(2) + "\n";
    return output.ends_with(".csv") ? csv_of(report) : html_of(report);
}

void show(Command &command, const Settings &options, const BenchReport &report) {
    const nlohmann::json fields = json_of(report);
    for (const auto &[key, value] : fields.items())
        command.report(key, value);
    if (!options.outputs.empty())
        command.report("outputs", options.outputs);
    if (!command.json)
        fmt::print("{}", table_of(report));
    for (const std::string &output : options.outputs) {
        save_output(output, contents_of(output, command, report), options.replace);
        command.console.note(output);
    }
}

void bench_stores(Command &command, const GivenOptions &given) {
    const Settings options(given);
    check_outputs(options);
    BenchReport report;
    check_shape(options.shape);
    report.shape = options.shape;
    report.plan = plan_of(options, command.threads);
    const ScratchFolder scratch(options.folder_to_work_in(), "tessera-bench");
    report.plan.folder = scratch.path();
    check_plan(report.plan, report.shape);
    report.where =
        fmt::format("{}, {}, {} free", fs::canonical(options.folder_to_work_in()).string(),
                    file_system_of(scratch.path()), human_bytes(free_space(scratch.path()).bytes));
    const BenchPictures pictures = command.timed(
        "pictures", [&] { return pictures_of(command, options, report.shape, report.plan); });
    report.pictures = options.photos.empty()
                          ? fmt::format("made with seed {}", options.seed)
                          : fmt::format("of '{}'", fmt::join(options.photos, "', '"));
    report.result = command.timed(
        "bench", [&] { return measure_stores(report.plan, pictures, command.run()); });
    report.cold = words_for_cold(report.result.stayed_cached);
    show(command, options, report);
}

} // namespace

void add_bench_stores(CLI::App &group, Command &command) {
    cli::Options options;
    for (const Option &row : rows)
        options.push_back(&row);
    add_verb(group, command,
             {.name = "stores",
              .summary = "Compare kinds of store: time to write and read pictures, and disk.",
              .examples =
                  {"tessera bench stores --counts 1,10,100 -o stores.html",
                   "tessera bench stores --size 64 --counts 100 --stores 'lmdb,hdf5[deflate=4]'"},
              .notes =
                  "Stores are flushed to disk when they are written, and checked when they are "
                  "read. Short measurements are repeated; medians count.",
              .options = joined({options, {&output_row}, pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { bench_stores(command, given); }});
}

} // namespace tessera::cli
