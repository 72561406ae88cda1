// Handles: numbers that stand for objects. A number is given out once, so a stale one is told.
// Why: docs/decisions/c-handles-are-numbers.md
#pragma once

#include "capi/border.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace tessera::capi {

/// The next number, of all kinds of handles together.
[[nodiscard]] std::uintptr_t next_handle() noexcept;

/// Objects by handle. Handle: the incomplete type that C programs point to. Thread-safe.
template <class Handle, class Object> class Handles {
  public:
    explicit Handles(const char *kind) : kind_(kind) {}

    [[nodiscard]] Handle *add(std::shared_ptr<Object> object) {
        const std::lock_guard lock(mutex_);
        const std::uintptr_t number = next_handle();
        objects_.emplace(number, std::move(object));
        return reinterpret_cast<Handle *>(number);
    }

    /// The object, which lives as long as the result. Throws: Error{invalid_argument}.
    [[nodiscard]] std::shared_ptr<Object> get(const Handle *handle) const {
        const std::lock_guard lock(mutex_);
        const auto found = objects_.find(reinterpret_cast<std::uintptr_t>(handle));
        if (found == objects_.end())
            refuse_handle(handle);
        return found->second;
    }

    /// Null is fine. Throws: Error{invalid_argument}.
    void remove(const Handle *handle) {
        if (!handle)
            return;
        std::shared_ptr<Object> last; // what it does at its end needs no lock
        const std::lock_guard lock(mutex_);
        const auto found = objects_.find(reinterpret_cast<std::uintptr_t>(handle));
        if (found == objects_.end())
            refuse_handle(handle);
        last = std::move(found->second);
        objects_.erase(found);
    }

  private:
    [[noreturn]] void refuse_handle(const Handle *handle) const {
        refuse(handle ? std::string("this is no handle of a ") + kind_ + ", or it was freed before"
                      : std::string("the handle of a ") + kind_ + " is null");
    }

    const char *kind_;
    mutable std::mutex mutex_;
    std::unordered_map<std::uintptr_t, std::shared_ptr<Object>> objects_;
};

/// The process's table of such objects. It is never destroyed: at the end of the process, what
/// objects call at their own end may be gone.
template <class Handle, class Object> Handles<Handle, Object> &handles(const char *kind) {
    static auto &all = *new Handles<Handle, Object>(kind);
    return all;
}

} // namespace tessera::capi
