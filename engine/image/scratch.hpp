// Memory that is used again from picture to picture.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace tessera::internal {

/// Not thread-safe.
template <class T> class Scratch {
  public:
    /// Room for `count` values, whatever they hold. What was handed out before is no longer valid.
    [[nodiscard]] std::span<T> take(std::size_t count) {
        if (count > room_) {
            memory_ = std::make_unique_for_overwrite<T[]>(count);
            room_ = count;
        }
        return {memory_.get(), count};
    }

    /// Gives back what is more than `most` values.
    void trim(std::size_t most) {
        if (room_ > most) {
            memory_.reset();
            room_ = 0;
        }
    }

  private:
    std::unique_ptr<T[]> memory_;
    std::size_t room_ = 0;
};

} // namespace tessera::internal
