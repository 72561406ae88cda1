#include "capi/border.hpp"

#include <array>
#include <exception>
#include <new>
#include <spdlog/fmt/fmt.h>
#include <tessera/run.hpp>

namespace tessera::capi {
namespace {

struct LastError {
    std::string message, detail;
};

LastError &last_error() {
    thread_local LastError last;
    return last;
}

int code_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::invalid_argument:
        return TESSERA_INVALID_ARGUMENT;
    case ErrorCode::unreadable_image:
    case ErrorCode::parts_missing:
    case ErrorCode::parts_unfit:
        return TESSERA_UNREADABLE_IMAGE;
    case ErrorCode::corrupt_store:
        return TESSERA_CORRUPT_STORE;
    case ErrorCode::unsupported:
        return TESSERA_UNSUPPORTED;
    case ErrorCode::write_failed:
        return TESSERA_WRITE_FAILED;
    case ErrorCode::cancelled:
        return TESSERA_CANCELLED;
    }
    return TESSERA_FAILED;
}

int remember(int code, const char *message, const std::string &detail) {
    last_error().message = message;
    last_error().detail = detail;
    return code;
}

int remember_exception() {
    try {
        throw;
    } catch (const Error &error) {
        return remember(code_of(error.code()), error.what(), error.detail());
    } catch (const std::bad_alloc &) {
        return remember(TESSERA_OUT_OF_MEMORY, "out of memory", {});
    } catch (const std::exception &error) {
        return remember(TESSERA_FAILED, error.what(), {});
    } catch (...) {
        return remember(TESSERA_FAILED, "an exception of an unknown kind", {});
    }
}

} // namespace

int code_of_exception() noexcept {
    try {
        return remember_exception();
    } catch (...) { // no memory for the message: the one before would lie
        last_error().message.clear();
        last_error().detail.clear();
        return TESSERA_OUT_OF_MEMORY;
    }
}

void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

void check_struct_size(std::size_t found, std::size_t size, const char *what) {
    if (found != size)
        refuse(fmt::format("the struct_size of {} is {}; this library's structs have {} bytes",
                           what, found, size));
}

} // namespace tessera::capi

using namespace tessera;

const char *tessera_last_message(void) { return capi::last_error().message.c_str(); }

const char *tessera_last_detail(void) { return capi::last_error().detail.c_str(); }

const char *tessera_version(void) { return version().data(); } // a literal

const char *tessera_code_name(int code) {
    constexpr std::array names = {
        "ok",           "invalid_argument", "unreadable_image", "corrupt_store", "unsupported",
        "write_failed", "cancelled",        "out_of_memory",    "failed"};
    return code >= 0 && static_cast<std::size_t>(code) < names.size()
               ? names[static_cast<std::size_t>(code)]
               : "unknown";
}
