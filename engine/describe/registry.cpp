#include "describe/descriptors.hpp"

#include <tessera/error.hpp>

#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

using Make = std::shared_ptr<const Descriptor> (*)(const DescriptorOptions &);

constexpr std::array<Make, 3> descriptors = {make_grid_lab, make_mean_lab, make_mean_rgb};

} // namespace

Descriptor::~Descriptor() = default;

std::vector<std::string> descriptor_names() {
    std::vector<std::string> names;
    for (const Make make : descriptors)
        names.emplace_back(make({})->name());
    return names;
}

std::shared_ptr<const Descriptor> make_descriptor(std::string_view name,
                                                  const DescriptorOptions &options) {
    if (!(options.detail >= 0 && options.detail <= 1))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the weight of details is 0 to 1, not {}", options.detail));
    for (const Make make : descriptors)
        if (auto descriptor = make(options); descriptor->name() == name)
            return descriptor;
    throw Error(ErrorCode::invalid_argument,
                fmt::format("there is no descriptor '{}'; there is {}", name,
                            fmt::join(descriptor_names(), ", ")));
}

} // namespace tessera
