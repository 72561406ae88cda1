#include "base/partial_folder.hpp"

#include <tessera/output.hpp>

#include <filesystem>

namespace tessera {
using namespace internal;
namespace {

std::filesystem::path checked(const std::filesystem::path &path) {
    check_folder_of(path);
    return path;
}

} // namespace

ScratchFolder::ScratchFolder(const std::string &folder, const std::string &name)
    : partial_(std::make_unique<PartialFolder>(checked(std::filesystem::path(folder) / name))) {}

ScratchFolder::~ScratchFolder() = default;

std::string ScratchFolder::path() const { return partial_->path().string(); }

} // namespace tessera
