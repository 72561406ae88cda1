#include "cli/bench/pictures.hpp"

#include <tessera/digest.hpp>
#include <tessera/tile_store.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <spdlog/fmt/fmt.h>
#include <string_view>

namespace tessera::cli {
namespace {

constexpr std::size_t most_pictures = 1024;
constexpr std::size_t most_bytes = std::size_t{64} << 20;

using Colour = std::array<float, 3>;

/// Numbers from -1 to 1: the same everywhere, unlike those of the standard's distributions.
class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    float operator()() { return static_cast<float>(engine_() >> 40) / float{1 << 23} - 1; }

  private:
    std::mt19937_64 engine_;
};

/// Smooth random values: a lattice, and what lies between its points.
class Waves {
  public:
    Waves(int cells, Random &random)
        : cells_(cells), values_(static_cast<std::size_t>((cells + 1) * (cells + 1))) {
        std::ranges::generate(values_, std::ref(random));
    }

    /// x, y: 0 .. 1 across the picture.
    [[nodiscard]] float at(float x, float y) const {
        const float u = x * static_cast<float>(cells_), v = y * static_cast<float>(cells_);
        const int column = static_cast<int>(u), row = static_cast<int>(v);
        const float across = smooth(u - static_cast<float>(column)),
                    down = smooth(v - static_cast<float>(row));
        return std::lerp(std::lerp(point(column, row), point(column + 1, row), across),
                         std::lerp(point(column, row + 1), point(column + 1, row + 1), across),
                         down);
    }

  private:
    [[nodiscard]] static float smooth(float t) { return t * t * (3 - 2 * t); }

    [[nodiscard]] float point(int column, int row) const {
        return values_[static_cast<std::size_t>(row * (cells_ + 1) + column)];
    }

    int cells_;
    std::vector<float> values_;
};

/// Something in front of something else: half a plane, of another colour.
struct Edge {
    float across, down, offset;
    Colour change;

    explicit Edge(Random &random) : across(random()), down(random()), offset(random() / 3) {
        const float light = 50 * random();
        std::ranges::generate(change, [&] { return light + 12 * random(); });
    }

    [[nodiscard]] bool covers(float x, float y) const {
        return across * (x - 0.5F) + down * (y - 0.5F) > offset;
    }
};

/// Waves of ever shorter length and smaller height, as natural pictures have them, some edges, and
/// a sensor's noise.
class Scene {
  public:
    Scene(int side, Random &random) : random_(random) {
        for (int cells = 2; cells < side; cells *= 2)
            light_.emplace_back(cells, random);
        for (int i = 0; i < 3; ++i) {
            colours_.emplace_back(3, random);
            edges_.emplace_back(random);
        }
        std::ranges::generate(base_, [&] { return 120 + 40 * random(); });
    }

    [[nodiscard]] Colour at(float x, float y) const {
        float light = 0, height = 30;
        for (const Waves &waves : light_) {
            light += height * waves.at(x, y);
            height *= 0.62F;
        }
        Colour colour = base_;
        for (std::size_t band = 0; band < colour.size(); ++band) {
            colour[band] += light + 14 * colours_[band].at(x, y) + 3 * random_();
            for (const Edge &edge : edges_)
                colour[band] += edge.covers(x, y) ? edge.change[band] : 0;
        }
        return colour;
    }

  private:
    Random &random_;
    Colour base_{};
    std::vector<Waves> light_, colours_;
    std::vector<Edge> edges_;
};

void draw(TileShape shape, Random &random, std::span<std::uint8_t> pixels) {
    const Scene scene(std::max(shape.width, shape.height), random);
    auto at = pixels.begin();
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x)
            for (const float value :
                 scene.at(static_cast<float>(x) / static_cast<float>(shape.width),
                          static_cast<float>(y) / static_cast<float>(shape.height)))
                *at++ = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
}

TileFeatures features_of(std::span<const std::uint8_t> pixels) {
    TileFeatures features;
    for (std::size_t i = 0; i < pixels.size(); ++i)
        features.mean[i % 3] += pixels[i];
    for (double &mean : features.mean)
        mean /= static_cast<double>(pixels.size()) / 3;
    for (std::size_t i = 0; i < features.parts.size(); ++i)
        features.parts[i] = static_cast<float>(features.mean[i % 3]);
    return features;
}

} // namespace

std::size_t BenchPictures::most_of(TileShape shape) {
    return std::clamp<std::size_t>(most_bytes / shape.bytes(), 1, most_pictures);
}

BenchPictures::BenchPictures(TileShape shape, std::uint64_t seed, std::size_t count)
    : shape_(shape), records_(std::min(count, most_of(shape))) {
    pixels_.resize(records_.size() * shape.bytes());
    for (std::size_t i = 0; i < records_.size(); ++i) {
        Random random(seed + i);
        draw(shape, random, std::span(pixels_).subspan(i * shape.bytes(), shape.bytes()));
    }
    describe();
}

BenchPictures::BenchPictures(const TileStore &tiles)
    : shape_(tiles.info().tile),
      records_(std::min<std::size_t>(tiles.info().tiles, most_of(shape_))) {
    pixels_.resize(records_.size() * shape_.bytes());
    for (std::size_t i = 0; i < records_.size(); ++i)
        tiles.read(static_cast<TileId>(i),
                   std::span(pixels_).subspan(i * shape_.bytes(), shape_.bytes()));
    describe();
}

TileRecord BenchPictures::record(TileId id) const {
    TileRecord record = records_[id % records_.size()];
    record.name = fmt::format("{:07}.png", id);
    record.path = "/photos/" + record.name;
    record.label = std::int64_t{id % 10};
    return record;
}

void BenchPictures::describe() {
    for (std::size_t i = 0; i < records_.size(); ++i) {
        const auto own = pixels(static_cast<TileId>(i));
        TileRecord &record = records_[i];
        record.shape = {shape_.width, shape_.height, 3};
        record.width = shape_.width;
        record.height = shape_.height;
        record.file_bytes = own.size();
        record.pixels = digest_of({reinterpret_cast<const char *>(own.data()), own.size()});
        record.content = record.pixels;
        features_.push_back(features_of(own));
    }
}

} // namespace tessera::cli
