#include "describe/descriptors.hpp"

#include <tessera/error.hpp>

#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

using Get = const Descriptor &(*)();

constexpr std::array<Get, 1> descriptors = {mean_rgb};

} // namespace

Descriptor::~Descriptor() = default;

std::vector<std::string> descriptor_names() {
    std::vector<std::string> names;
    for (const Get get : descriptors)
        names.emplace_back(get().name());
    return names;
}

const Descriptor &find_descriptor(std::string_view name) {
    for (const Get get : descriptors)
        if (get().name() == name)
            return get();
    throw Error(ErrorCode::invalid_argument,
                fmt::format("there is no descriptor '{}'; there is {}", name,
                            fmt::join(descriptor_names(), ", ")));
}

} // namespace tessera
