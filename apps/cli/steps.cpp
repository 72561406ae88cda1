// Options and steps that several verbs share.

#include "cli/steps.hpp"

#include <chrono>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace tessera::cli {

std::string first_given(const GivenOptions &given, const Options &options) {
    for (const Option *option : options)
        if (given.has(option->name))
            return fmt::format("--{}", option->name);
    return {};
}

std::string text_of(const GivenOptions &given, const Options &options, bool defaults) {
    std::string text;
    for (const Option *option : options) {
        if (given.has(option->name))
            text += fmt::format("{}={}\n", option->name, fmt::join(given.texts(option->name), " "));
        else if (defaults)
            text += fmt::format("{}={}\n", option->name, given.text(option->name));
        if (option->role == OptionRole::reads && given.has(option->name))
            text += file_text(given.text(option->name));
    }
    return text;
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
