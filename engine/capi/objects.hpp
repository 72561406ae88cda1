// What the handles of the C API stand for.
#pragma once

#include "capi/handles.hpp"

#include <tessera/compose.hpp>
#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/source.hpp>

#include <mutex>
#include <optional>

namespace tessera::capi {

/// A mosaic and, once a rectangle of it was asked for, its canvas. Thread-safe.
class DrawnMosaic {
  public:
    explicit DrawnMosaic(Mosaic what) : mosaic(std::move(what)) {}

    const Mosaic mosaic;

    [[nodiscard]] vips::VImage canvas() {
        const std::lock_guard lock(mutex_);
        if (!canvas_)
            canvas_ = compose(mosaic);
        return *canvas_;
    }

  private:
    std::mutex mutex_;
    std::optional<vips::VImage> canvas_;
};

[[nodiscard]] Handles<tessera_library, const TileLibrary> &libraries();
[[nodiscard]] Handles<tessera_source, const Source> &sources();
[[nodiscard]] Handles<tessera_mosaic, DrawnMosaic> &mosaics();

} // namespace tessera::capi
