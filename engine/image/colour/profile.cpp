#include "image/colour/profile.hpp"

#include "base/hasher.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"

#include <algorithm>
#include <cstdlib>
#include <lcms2.h>
#include <map>
#include <mutex>
#include <type_traits>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int chart_step = 15;              // levels 0, 15, 30 .. 255
constexpr std::size_t most_profiles = 1000; // remembered at once

template <auto close> struct Close {
    void operator()(void *handle) const noexcept { close(handle); }
};
using Profile = std::unique_ptr<std::remove_pointer_t<cmsHPROFILE>, Close<cmsCloseProfile>>;
using Transform = std::unique_ptr<std::remove_pointer_t<cmsHTRANSFORM>, Close<cmsDeleteTransform>>;

class LcmsTransform : public ColourTransform {
  public:
    explicit LcmsTransform(Transform transform) : transform_(std::move(transform)) {}

    void apply(std::span<std::uint8_t> pixels) const override {
        cmsDoTransform(transform_.get(), pixels.data(), pixels.data(),
                       static_cast<cmsUInt32Number>(pixels.size() / 3));
    }

  private:
    Transform transform_;
};

/// Every combination of some levels of red, green and blue, one px each.
std::vector<std::uint8_t> colour_chart() {
    std::vector<std::uint8_t> chart;
    for (int red = 0; red < 256; red += chart_step)
        for (int green = 0; green < 256; green += chart_step)
            for (int blue = 0; blue < 256; blue += chart_step)
                for (const int level : {red, green, blue})
                    chart.push_back(static_cast<std::uint8_t>(level));
    return chart;
}

bool changes_nothing(const ColourTransform &transform) {
    const std::vector<std::uint8_t> chart = colour_chart();
    std::vector<std::uint8_t> changed = chart;
    transform.apply(changed);
    return std::ranges::equal(chart, changed, [](int a, int b) { return std::abs(a - b) <= 1; });
}

std::shared_ptr<const ColourTransform> make_transform(std::span<const std::uint8_t> profile) {
    const Profile from(
        cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size())));
    if (!from || cmsGetColorSpace(from.get()) != cmsSigRgbData)
        return nullptr;
    const Profile to(cmsCreate_sRGBProfile());
    // Without its cache of one px, a transform may be shared by threads.
    Transform transform(to ? cmsCreateTransform(from.get(), TYPE_RGB_8, to.get(), TYPE_RGB_8,
                                                INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE)
                           : nullptr);
    if (!transform)
        return nullptr;
    auto result = std::make_shared<const LcmsTransform>(std::move(transform));
    return changes_nothing(*result) ? nullptr : result;
}

struct Known {
    std::once_flag looked_at;
    std::shared_ptr<const ColourTransform> transform;
};

bool is_8bit_rgb(const VImage &image) {
    return image.format() == VIPS_FORMAT_UCHAR &&
           image.interpretation() == VIPS_INTERPRETATION_sRGB;
}

} // namespace

const std::vector<std::uint8_t> &srgb_profile() {
    static const std::vector<std::uint8_t> profile = [] {
        start_libvips();
        return guarded(ErrorCode::unsupported, "libvips has no sRGB profile", [] {
            VipsBlob *blob = nullptr;
            if (vips_profile_load("srgb", &blob, nullptr) != 0)
                throw vips::VError();
            std::size_t bytes = 0;
            const auto *data = static_cast<const std::uint8_t *>(vips_blob_get(blob, &bytes));
            std::vector<std::uint8_t> copy(data, data + bytes);
            vips_area_unref(VIPS_AREA(blob));
            return copy;
        });
    }();
    return profile;
}

std::shared_ptr<const ColourTransform> rgb_transform(std::span<const std::uint8_t> profile) {
    static std::mutex mutex;
    static std::map<Digest, std::shared_ptr<Known>> all_known;
    std::shared_ptr<Known> known;
    {
        const std::lock_guard lock(mutex);
        if (all_known.size() >= most_profiles)
            all_known.clear();
        auto &entry = all_known[hash_bytes(profile)];
        if (!entry)
            entry = std::make_shared<Known>();
        known = entry;
    }
    std::call_once(known->looked_at, [&] { known->transform = make_transform(profile); });
    return known->transform;
}

bool needs_profile(const VImage &image) {
    const void *profile = nullptr;
    std::size_t length = 0;
    if (image.get_typeof(VIPS_META_ICC_NAME) == 0 ||
        vips_image_get_blob(image.get_image(), VIPS_META_ICC_NAME, &profile, &length) != 0 ||
        !vips_icc_is_compatible_profile(image.get_image(), profile, length))
        return false;
    return !is_8bit_rgb(image) ||
           rgb_transform({static_cast<const std::uint8_t *>(profile), length}) != nullptr;
}

} // namespace tessera::internal
