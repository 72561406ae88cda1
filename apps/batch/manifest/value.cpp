#include "batch/manifest/value.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace {

std::string text_of(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    if (file.bad() || !file.is_open())
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
    return text;
}

} // namespace

std::string to_string(const ManifestPosition &position) {
    return fmt::format("{}:{}:{}", position.file, position.line, position.column);
}

Error wrong(const ManifestPosition &at, const std::string &message) {
    return {ErrorCode::invalid_argument, to_string(at) + ": " + message};
}

const Value::Member *Value::find(const std::string &key) const {
    const auto found = std::ranges::find(members, key, &Member::key);
    return found == members.end() ? nullptr : &*found;
}

Value read_document(const std::string &path) {
    const std::string suffix = std::filesystem::path(path).extension().string();
    if (suffix == ".toml")
        return parse_toml(text_of(path), path);
    if (suffix == ".jsonl")
        return parse_json_lines(text_of(path), path);
    throw Error(ErrorCode::invalid_argument,
                fmt::format("a manifest is a .toml or a .jsonl file, not '{}'", path));
}

} // namespace tessera::batch
