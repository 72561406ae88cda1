#include "image/tile/vary.hpp"

#include "image/tile/augmentation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tessera::internal {
namespace {

constexpr float middle = 127.5F;
constexpr double sharpening_radius = 1;
constexpr int uniforms_of_normal = 12; // their sum's variance is 1
constexpr std::array<double, 3> luminance = {0.213, 0.715, 0.072};

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Rows of what red, green and blue become.
using ColourMatrix = std::array<std::array<double, 3>, 3>;

ColourMatrix saturation_matrix(double factor) {
    ColourMatrix matrix{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            matrix[row][column] =
                luminance[column] + factor * ((row == column ? 1 : 0) - luminance[column]);
    return matrix;
}

ColourMatrix hue_matrix(double degrees) {
    constexpr ColourMatrix of_sine = {
        {{-0.213, -0.715, 0.928}, {0.143, 0.140, -0.283}, {-0.787, 0.715, 0.072}}};
    ColourMatrix matrix = saturation_matrix(std::cos(radians(degrees)));
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            matrix[row][column] += std::sin(radians(degrees)) * of_sine[row][column];
    return matrix;
}

/// A tile in the making. Values may leave 0 .. 255 until the end.
class Canvas {
  public:
    Canvas(std::span<const std::uint8_t> pixels, TileShape shape)
        : shape_(shape), values_(pixels.begin(), pixels.end()) {}

    void change(const Drawn &drawn, SplitMix &random) {
        const double value = drawn.value;
        switch (drawn.change) {
        case Change::flip:
            return flip();
        case Change::rotate:
            return rotate(value);
        case Change::hue:
            return recolour(hue_matrix(value));
        case Change::saturation:
            return recolour(saturation_matrix(value));
        case Change::greyscale:
            return recolour(saturation_matrix(0));
        case Change::brightness:
            return scale(value, 0);
        case Change::contrast:
            return scale(value, middle);
        case Change::blur:
            return blur(value);
        case Change::sharpen:
            return sharpen(static_cast<float>(value));
        case Change::noise:
            return add_noise(value, random);
        }
    }

    [[nodiscard]] std::vector<std::uint8_t> pixels() const {
        std::vector<std::uint8_t> result(values_.size());
        std::ranges::transform(values_, result.begin(), [](float value) {
            return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 255.0F)));
        });
        return result;
    }

  private:
    /// Of the px, or of the nearest one at an edge.
    [[nodiscard]] const float *at(int x, int y) const {
        x = std::clamp(x, 0, shape_.width - 1);
        y = std::clamp(y, 0, shape_.height - 1);
        return &values_[static_cast<std::size_t>(y * shape_.width + x) * 3];
    }

    /// Calls make(x, y, px) for each px of a new picture, which takes the place of this one.
    template <class Make> void redraw(Make &&make) {
        std::vector<float> values(values_.size());
        float *to = values.data();
        for (int y = 0; y < shape_.height; ++y)
            for (int x = 0; x < shape_.width; ++x, to += 3)
                make(x, y, to);
        values_ = std::move(values);
    }

    void flip() {
        redraw([&](int x, int y, float *px) { std::copy_n(at(shape_.width - 1 - x, y), 3, px); });
    }

    /// Each px is taken from where it was, between its four neighbours.
    void rotate(double degrees) {
        const double cosine = std::cos(radians(degrees)), sine = std::sin(radians(degrees));
        const double aspect = double(shape_.width) / shape_.height;
        const double enlarged = std::abs(cosine) + std::abs(sine) * std::max(aspect, 1 / aspect);
        const double middle_x = (shape_.width - 1) / 2.0, middle_y = (shape_.height - 1) / 2.0;
        redraw([&](int x, int y, float *px) {
            const double right = (x - middle_x) / enlarged, down = (y - middle_y) / enlarged;
            const double from_x = middle_x + right * cosine + down * sine;
            const double from_y = middle_y - right * sine + down * cosine;
            const double left = std::floor(from_x), top = std::floor(from_y);
            const auto column = static_cast<int>(left), row = static_cast<int>(top);
            const auto part_x = static_cast<float>(from_x - left);
            const auto part_y = static_cast<float>(from_y - top);
            for (int band = 0; band < 3; ++band) {
                const float above =
                    std::lerp(at(column, row)[band], at(column + 1, row)[band], part_x);
                const float below =
                    std::lerp(at(column, row + 1)[band], at(column + 1, row + 1)[band], part_x);
                px[band] = std::lerp(above, below, part_y);
            }
        });
    }

    void recolour(const ColourMatrix &matrix) {
        for (std::size_t i = 0; i < values_.size(); i += 3) {
            const double red = values_[i], green = values_[i + 1], blue = values_[i + 2];
            for (std::size_t band = 0; band < 3; ++band)
                values_[i + band] = static_cast<float>(
                    matrix[band][0] * red + matrix[band][1] * green + matrix[band][2] * blue);
        }
    }

    void scale(double factor, float about) {
        for (float &value : values_)
            value = about + (value - about) * static_cast<float>(factor);
    }

    void blur(double sigma) {
        const auto radius = static_cast<int>(std::ceil(3 * sigma));
        if (radius == 0)
            return;
        std::vector<float> weights;
        double sum = 0;
        for (int i = -radius; i <= radius; ++i)
            sum += std::exp(-i * i / (2 * sigma * sigma));
        for (int i = -radius; i <= radius; ++i)
            weights.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma)) / sum));
        const auto along = [&](int step_x, int step_y) {
            redraw([&](int x, int y, float *px) {
                for (int i = -radius; i <= radius; ++i) {
                    const float *from = at(x + i * step_x, y + i * step_y);
                    const float weight = weights[static_cast<std::size_t>(i + radius)];
                    for (int band = 0; band < 3; ++band)
                        px[band] += weight * from[band];
                }
            });
        };
        along(1, 0);
        along(0, 1);
    }

    void sharpen(float amount) {
        const std::vector<float> sharp = values_;
        blur(sharpening_radius);
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = sharp[i] + amount * (sharp[i] - values_[i]);
    }

    void add_noise(double deviation, SplitMix &random) {
        for (float &value : values_) {
            double normal = -uniforms_of_normal / 2.0;
            for (int i = 0; i < uniforms_of_normal; ++i)
                normal += random.uniform();
            value += static_cast<float>(deviation * normal);
        }
    }

    TileShape shape_;
    std::vector<float> values_; ///< height x width x 3
};

} // namespace

std::vector<Drawn> draw(std::span<const Augmentation> augmentations, SplitMix &random) {
    constexpr double steps = 1000;
    std::vector<Drawn> result;
    for (const auto &[change, least, most] : augmentations) {
        const double drawn = random.uniform();
        if (is_chance(change)) {
            if (drawn < least)
                result.push_back({change, 1});
        } else {
            const double value = least + drawn * (most - least);
            result.push_back({change, std::round(value * steps) / steps});
        }
    }
    return result;
}

std::vector<std::uint8_t> vary(std::span<const std::uint8_t> pixels, TileShape shape,
                               std::span<const Drawn> changes, SplitMix &random) {
    Canvas canvas(pixels, shape);
    for (const Drawn &drawn : changes)
        canvas.change(drawn, random);
    return canvas.pixels();
}

} // namespace tessera::internal
