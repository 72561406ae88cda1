#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <array>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace fs = std::filesystem;
namespace {

using Get = const Writer &(*)();

/// In order of preference.
constexpr std::array<Get, 1> writers = {canvas_writer};

/// Throws: Error{unsupported} with the last writer's reason, since it takes the most.
const Writer &choose_writer(const Target &target, Size size) {
    std::string why;
    for (const Get get : writers)
        if (why = get().refusal(target, size); why.empty())
            return get();
    throw Error(ErrorCode::unsupported, fmt::format("cannot write '{}': {}", target.path, why));
}

void check_companions(const Target &target, const Writer &writer, const WriteOptions &options) {
    for (const std::string &name : writer.companions(target))
        if (const fs::path path = folder_of(target.path) / name;
            !options.replace && fs::exists(fs::symlink_status(path)))
            throw Error(
                ErrorCode::write_failed,
                fmt::format("cannot write '{}': '{}' exists already", target.path, path.string()));
}

void check_space(const Target &target, std::uint64_t needed) {
    if (needed == 0)
        return;
    std::error_code unknown;
    for (const fs::path &folder : {folder_of(target.path), fs::temp_directory_path()})
        if (const auto free = fs::space(folder, unknown).available; !unknown && free < needed)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': up to {} bytes may be needed in '{}', and "
                                    "{} are free; libvips would not survive a full disk here",
                                    target.path, needed, folder.string(), free));
}

/// The writer that takes the target, once all that can be checked before work is found right.
const Writer &checked_writer(const Target &target, Size size, const WriteOptions &options) {
    const Writer &writer = choose_writer(target, size);
    check_output_path(target.path, options.replace);
    check_companions(target, writer, options);
    check_space(target, writer.needed_bytes(target, size));
    return writer;
}

} // namespace

Writer::~Writer() = default;

Target parse_target(const std::string &text) {
    const std::size_t bracket = text.ends_with(']') ? text.rfind('[') : std::string::npos;
    if (bracket == std::string::npos)
        return {text, {}};
    return {text.substr(0, bracket), text.substr(bracket + 1, text.size() - bracket - 2)};
}

std::string Target::suffix() const {
    std::string suffix = std::filesystem::path(path).extension().string();
    for (char &c : suffix)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return suffix;
}

std::vector<std::string> Writer::companions(const Target &) const { return {}; }

std::uint64_t Writer::needed_bytes(const Target &, Size) const { return 0; }

void check_output(const Target &target, Size size, const WriteOptions &options) {
    static_cast<void>(checked_writer(target, size, options));
}

WriteReport write(const Mosaic &mosaic, const Target &target, const WriteOptions &options,
                  const RunOptions &run) {
    const Writer &writer = checked_writer(target, mosaic.size(), options);
    PendingOutput output(target.path, options.replace);
    writer.write(mosaic, target, output.folder().string(), options, run);
    throw_if_cancelled(run);
    const PendingOutput::Result result = output.commit();
    return {result.path, std::string(writer.name()), result.bytes};
}

} // namespace tessera
