#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <array>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera {
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

void check_output(const Target &target, Size size, const WriteOptions &options) {
    static_cast<void>(choose_writer(target, size));
    check_output_path(target.path, options.replace);
}

WriteReport write(const Mosaic &mosaic, const Target &target, const WriteOptions &options,
                  const RunOptions &run) {
    const Writer &writer = choose_writer(target, mosaic.size());
    PendingOutput output(target.path, options.replace);
    writer.write(mosaic, target, output.folder().string(), options, run);
    throw_if_cancelled(run);
    return {std::string(writer.name()), output.commit()};
}

} // namespace tessera
