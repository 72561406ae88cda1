// Why: docs/decisions/libraries-keep-features-not-vectors.md

#include "describe/descriptors.hpp"

#include <tessera/error.hpp>
#include <tessera/tile.hpp>

#include <algorithm>
#include <mutex>
#include <spdlog/fmt/fmt.h>
#include <string>
#include <utility>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

struct Entry {
    std::string name;
    DescriptorMaker make;
};

/// One of the host's, asked for its name and its shape.
Entry checked(DescriptorMaker make) {
    const auto made = make ? make({}) : nullptr;
    if (!made || made->name().empty())
        throw Error(ErrorCode::invalid_argument, "a descriptor needs a name");
    if ((made->samples() != 1 && made->samples() != parts_of_side) || made->dim() < 3)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the descriptor '{}' has {} samples and {} dimensions; 1 or {} "
                                "samples, and at least 3 dimensions, were wanted",
                                made->name(), made->samples(), made->dim(), parts_of_side));
    return {std::string(made->name()), std::move(make)};
}

std::vector<Entry> built_in_entries() {
    std::vector<Entry> entries;
    for (DescriptorMaker &make : built_in_descriptors())
        entries.push_back(checked(std::move(make)));
    return entries;
}

/// Thread-safe.
class Registry {
  public:
    [[nodiscard]] std::vector<Entry> entries() const {
        const std::lock_guard lock(mutex_);
        return entries_;
    }

    void add(Entry entry) {
        const std::lock_guard lock(mutex_);
        if (std::ranges::find(entries_, entry.name, &Entry::name) != entries_.end())
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("there is a descriptor '{}' already", entry.name));
        entries_.push_back(std::move(entry));
    }

  private:
    mutable std::mutex mutex_;
    std::vector<Entry> entries_ = built_in_entries();
};

Registry &registry() {
    static Registry all;
    return all;
}

} // namespace

Descriptor::~Descriptor() = default;

std::vector<std::string> descriptor_names() {
    std::vector<std::string> names;
    for (Entry &entry : registry().entries())
        names.push_back(std::move(entry.name));
    return names;
}

std::shared_ptr<const Descriptor> make_descriptor(std::string_view name,
                                                  const DescriptorOptions &options) {
    if (!(options.detail >= 0 && options.detail <= 1))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the weight of details is 0 to 1, not {}", options.detail));
    for (const Entry &entry : registry().entries())
        if (entry.name == name)
            if (auto descriptor = entry.make(options))
                return descriptor;
    throw Error(ErrorCode::invalid_argument,
                fmt::format("there is no descriptor '{}'; there is {}", name,
                            fmt::join(descriptor_names(), ", ")));
}

void register_descriptor(DescriptorMaker make) { registry().add(checked(std::move(make))); }

} // namespace tessera
