#include "store/folder/files.hpp"

#include "base/file_descriptor.hpp"
#include "base/hasher.hpp"
#include "base/partial_folder.hpp"
#include "store/record.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

namespace tessera::internal {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
namespace {

constexpr std::string_view format_name = "tessera-folder 1";
constexpr std::string_view beginning = "{\n  \"format\": \"tessera-folder ";
constexpr int least_digits = 4, indentation = 2;
constexpr mode_t for_all = 0666; // less the umask

bool is_tile_file(std::string_view name) {
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    return digits >= least_digits && name.substr(digits) == ".png";
}

bool is_own(const fs::directory_entry &entry) {
    const std::string name = entry.path().filename().string();
    return entry.symlink_status().type() == fs::file_type::regular &&
           (is_tile_file(name) || name == manifest_file || name == records_file ||
            name == features_file);
}

Digest checksum_of(const Json &json) { return digest_of(json.dump()); }

} // namespace

int digits_of(std::uint32_t tiles) {
    return std::max<int>(least_digits,
                         static_cast<int>(std::to_string(std::max(tiles, 1U) - 1).size()));
}

std::string tile_file(TileId id, int digits) { return fmt::format("{:0{}}.png", id, digits); }

std::string encode_manifest(const FolderManifest &manifest) {
    Json json = {{"format", format_name},
                 {"info", Json::parse(encode_info(manifest.info))},
                 {records_file, to_string(manifest.records)},
                 {features_file, to_string(manifest.features)}};
    json["checksum"] = to_string(checksum_of(json));
    return json.dump(indentation) + '\n';
}

std::optional<FolderManifest> decode_manifest(std::string_view text) {
    try {
        Json json = Json::parse(text);
        const auto digest = [&](const char *key) {
            return parse_digest(json.at(key).get<std::string>());
        };
        const Digest checksum = digest("checksum");
        json.erase("checksum");
        const auto info = decode_info(json.at("info").dump());
        if (json.at("format") != format_name || !info || checksum != checksum_of(json))
            return std::nullopt;
        return FolderManifest{*info, digest(records_file), digest(features_file)};
    } catch (const Json::exception &) {
        return std::nullopt;
    } catch (const Error &) {
        return std::nullopt;
    }
}

bool has_manifest(const std::string &folder) {
    std::array<char, beginning.size()> found{};
    const FileDescriptor file((folder + '/' + manifest_file).c_str(), O_RDONLY | O_NONBLOCK);
    return ::pread(file.get(), found.data(), found.size(), 0) ==
               static_cast<ssize_t>(found.size()) &&
           std::ranges::equal(found, beginning);
}

void check_replaceable(const fs::path &folder) {
    std::error_code error;
    if (!fs::exists(folder, error) || fs::is_empty(folder, error))
        return;
    if (!has_manifest(folder.string()))
        throw unwritable(folder, "it is a folder with files in it, but not a tile library");
    for (const auto &entry : fs::directory_iterator(folder, error))
        if (!is_own(entry))
            throw unwritable(folder,
                             fmt::format("the tile library there has '{}' in it, which is not its "
                                         "own and would be lost; move that away first",
                                         entry.path().filename().string()));
    if (error)
        throw unwritable(folder, error.message());
}

std::optional<std::vector<std::uint8_t>> read_file_at(int folder, const char *name) {
    const FileDescriptor file(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
        return std::nullopt;
    if (!S_ISREG(status.st_mode)) {
        errno = EINVAL;
        return std::nullopt;
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t got =
            ::pread(file.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got < 0)
            return std::nullopt;
        if (got == 0) // it became shorter
            bytes.resize(at);
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

bool write_file_at(int folder, const char *name, std::span<const std::uint8_t> bytes) {
    FileDescriptor file(folder, name, O_WRONLY | O_CREAT | O_EXCL, for_all);
    while (file.get() >= 0 && !bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return file.get() >= 0 && file.close();
}

} // namespace tessera::internal
