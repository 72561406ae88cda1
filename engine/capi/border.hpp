// Where C++ ends: exceptions become codes, structs are checked for their size.
#pragma once

#include <tessera/error.hpp>
#include <tessera/tessera.h>

#include <cstring>
#include <string>

namespace tessera::capi {

/// The code of the exception that is being handled; its text becomes the thread's last message.
[[nodiscard]] int code_of_exception() noexcept;

/// Runs `work`; nothing that it throws goes any further.
template <class Work> int border(Work &&work) noexcept {
    try {
        work();
        return TESSERA_OK;
    } catch (...) {
        return code_of_exception();
    }
}

[[noreturn]] void refuse(const std::string &why);

/// what: the argument's name. Throws: Error{invalid_argument} where it is null.
template <class Value> Value &wanted(Value *value, const char *what) {
    if (!value)
        refuse(std::string(what) + " is null");
    return *value;
}

void check_struct_size(std::size_t found, std::size_t size, const char *what);

/// A struct of the caller's, checked. Where a struct grows in a later version, this is the place
/// that takes its older sizes. Throws: Error{invalid_argument}.
template <class Struct> Struct &checked(Struct *value, const char *what) {
    check_struct_size(wanted(value, what).struct_size, sizeof(Struct), what);
    return *value;
}

/// One that may be null.
template <class Struct> Struct *checked_if_any(Struct *value, const char *what) {
    return value ? &checked(value, what) : nullptr;
}

} // namespace tessera::capi
