#include <tessera/error.hpp>

#include <utility>

namespace tessera {

std::string_view name_of(ErrorCode code) noexcept {
    switch (code) {
    case ErrorCode::invalid_argument:
        return "invalid_argument";
    case ErrorCode::unreadable_image:
        return "unreadable_image";
    case ErrorCode::corrupt_store:
        return "corrupt_store";
    case ErrorCode::unsupported:
        return "unsupported";
    case ErrorCode::write_failed:
        return "write_failed";
    case ErrorCode::parts_missing:
        return "parts_missing";
    case ErrorCode::parts_unfit:
        return "parts_unfit";
    case ErrorCode::cancelled:
        return "cancelled";
    }
    return "unknown";
}

Error::Error(ErrorCode code, const std::string &message, std::string detail)
    : std::runtime_error(message), code_(code), detail_(std::move(detail)) {}

Error::~Error() = default;

} // namespace tessera
