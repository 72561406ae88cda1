// Options and steps that several verbs share.

#include "cli/command.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {

void WriteFlags::add_to(CLI::App &verb) {
    verb.add_option("--dpi", dpi, "resolution to note in the file, px per inch")->type_name("N");
    verb.add_option("--writer", writer,
                    fmt::format("how it is written: {}", fmt::join(writer_names(), ", ")))
        ->type_name("NAME");
    verb.add_option("--memory", memory, "for encoded tiles; what is beyond goes to a file")
        ->type_name("BYTES");
    verb.add_option("--blend", blend, "opacity of the source laid over the tiles, 0 to 1")
        ->type_name("N");
    verb.add_flag("--sync", sync, "flush the output to disk before it gets its name");
}

WriteOptions WriteFlags::write_options(const Command &command) const {
    check_dpi("--dpi", dpi);
    WriteOptions options;
    options.dpi = dpi;
    options.replace = command.force;
    options.sync = sync;
    options.writer = writer;
    options.memory = parse_bytes("--memory", memory);
    return options;
}

WriteOptions WriteFlags::write_options(const Command &command, const Source &source) const {
    WriteOptions options = write_options(command);
    if (blend != 0)
        options.overlay = Overlay{source, blend};
    return options;
}

void add_dry_run(CLI::App &verb, Command &command) {
    verb.add_flag("--dry-run", command.dry_run, "check all that can be checked before work, only");
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array units = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return unit == 0 ? fmt::format("{} bytes", bytes)
                     : fmt::format("{:.1f} {}", value, units[unit]);
}

std::string file_text(const std::string &path) {
    namespace fs = std::filesystem;
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return path + '\n';
    const auto time = fs::last_write_time(path, error).time_since_epoch();
    return fmt::format("{} {} {}\n", fs::absolute(path).lexically_normal().string(),
                       fs::file_size(path, error),
                       std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

void report_mosaic(Command &command, const Mosaic &mosaic) {
    command.report("width", mosaic.size().width);
    command.report("height", mosaic.size().height);
    command.report("columns", mosaic.grid().columns);
    command.report("rows", mosaic.grid().rows);
    command.report("cells", mosaic.grid().cells());
    command.report("empty_cells", mosaic.empty_cells());
    command.report("tiles", mosaic.library().info().tiles);
    command.report("distinct_tiles", mosaic.distinct_tiles().size());
}

void write_mosaic(Command &command, const Mosaic &mosaic, const Target &target,
                  const WriteOptions &options) {
    report_mosaic(command, mosaic);
    const WriteReport report =
        command.timed("write", [&] { return write(mosaic, target, options, command.run()); });
    command.report("output", report.path);
    command.report("writer", report.writer);
    command.report("writer_reason", report.reason);
    command.report("bytes", report.bytes);
    command.console.note(fmt::format(
        "{}: {} x {} px, {} x {} cells, {} of {} tiles, {}", report.path, mosaic.size().width,
        mosaic.size().height, mosaic.grid().columns, mosaic.grid().rows,
        mosaic.distinct_tiles().size(), mosaic.library().info().tiles, human_bytes(report.bytes)));
}

} // namespace tessera::cli
