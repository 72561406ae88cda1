// Draws the sample pictures: a folder of small, photo-like pictures to use as tiles, and one bold
// picture to rebuild from them. Everything is computed, so the samples carry no one's copyright.
// Run it: sample_photos FOLDER [COUNT] writes FOLDER/photos/*.jpg and FOLDER/source.jpg.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <numbers>
#include <numeric>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <vips/vips8>

namespace {

using vips::VImage;

struct Size {
    int width;
    int height;
};

// Degrees, per cent, per cent. This form is the easiest to vary at random without spoiling colours.
struct Hsl {
    double hue;
    double saturation;
    double lightness;
};

using Palette = std::vector<Hsl>;

Hsl lighter(const Hsl &colour, double factor) {
    return {colour.hue, colour.saturation, std::min(colour.lightness * factor, 98.0)};
}

// Maps random numbers by hand, since the standard distributions differ between libraries.
class Random {
  public:
    explicit Random(std::uint32_t seed, std::size_t turn = 0) : engine_(seed), turn_(turn) {}

    double real(double low, double high) {
        return low + (high - low) * (static_cast<double>(engine_()) / 4294967296.0);
    }
    int whole(int low, int high) { return static_cast<int>(std::floor(real(low, high + 1))); }
    bool chance(double probability) { return real(0, 1) < probability; }

    template <typename T> const T &pick(const std::vector<T> &choices) {
        return choices[static_cast<std::size_t>(whole(0, static_cast<int>(choices.size()) - 1))];
    }

    // Successive pictures of one kind take the choices in turn, so that none is left out.
    template <typename T> const T &deal(const std::vector<T> &choices) const {
        return choices[turn_ % choices.size()];
    }

    Hsl near(const Hsl &colour, double spread) {
        const double hue = colour.hue + real(-spread, spread);
        return {hue, colour.saturation, colour.lightness + real(-spread, spread)};
    }

  private:
    std::mt19937 engine_;
    std::size_t turn_;
};

std::ostream &operator<<(std::ostream &out, const Hsl &colour) {
    return out << "hsl(" << colour.hue << "," << colour.saturation << "%,"
               << std::clamp(colour.lightness, 2.0, 98.0) << "%)";
}

std::string stops(const Palette &colours) {
    std::ostringstream svg;
    for (std::size_t i = 0; i < colours.size(); ++i)
        svg << "<stop offset='" << static_cast<double>(i) / static_cast<double>(colours.size() - 1)
            << "' stop-color='" << colours[i] << "'/>";
    return svg.str();
}

// A ball's shading, lit from the upper left.
std::string ball(const std::string &id, const Palette &colours) {
    return "<radialGradient id='" + id + "' fx='.35' fy='.3'>" + stops(colours) +
           "</radialGradient>";
}

VImage paint(Size size, const std::string &shapes) {
    std::ostringstream svg;
    svg << "<svg xmlns='http://www.w3.org/2000/svg' width='" << size.width << "' height='"
        << size.height << "'>" << shapes << "</svg>";
    const std::string document = svg.str();
    return VImage::new_from_buffer(document, "").copy_memory();
}

VImage mix(const VImage &mask, const VImage &over, const VImage &under) {
    return mask.ifthenelse(over, under, VImage::option()->set("blend", true));
}

VImage lay(const VImage &under, const std::string &shapes) {
    const VImage layer = paint({under.width(), under.height()}, shapes);
    return mix(layer[3], layer.extract_band(0, VImage::option()->set("n", 3)), under);
}

// Maps low..high to 0..255 and cuts off what lies outside.
VImage levels(const VImage &image, double low, double high) {
    return image.linear(255 / (high - low), -255 * low / (high - low),
                        VImage::option()->set("uchar", true));
}

// Colours an image of 0 to 1 from the first colour to the last.
VImage tone(const VImage &image, const Palette &colours) {
    const VImage scale = paint({256, 1}, "<linearGradient id='g'>" + stops(colours) +
                                             "</linearGradient><rect width='256' height='1' "
                                             "fill='url(#g)'/>");
    return levels(image, 0, 1).maplut(scale.extract_band(0, VImage::option()->set("n", 3)));
}

// Noise about 0.5, of the given cell size and finer; stretch draws it out sideways. It is made at
// half size: the finest grain of a photograph is the sensor's, which develop() adds.
VImage fractal(Random &random, Size size, double cell, int octaves, double stretch = 1) {
    const int width = static_cast<int>(size.width / stretch / 2) + 2;
    const int height = size.height / 2 + 2;
    VImage sum = VImage::black(width, height) + 0.5;
    double weight = 0.6;
    for (; octaves > 0 && cell >= 4; --octaves, cell /= 2, weight /= 2)
        sum += weight * VImage::perlin(width, height,
                                       VImage::option()
                                           ->set("cell_size", static_cast<int>(cell / 2))
                                           ->set("seed", random.whole(0, 1 << 30)));
    sum = sum.copy_memory();
    // Bilinear enlargement by two is pixel doubling and a box filter, which takes a third as long.
    const VImage large =
        stretch > 1
            ? sum.resize(stretch * 2,
                         VImage::option()->set("vscale", 2.0)->set("kernel", VIPS_KERNEL_LINEAR))
            : sum.zoom(2, 2).conv(VImage::new_matrix(2, 2) + 0.25);
    return large.crop(0, 0, size.width, size.height).copy_memory();
}

// The slope of a height field towards a light at the top left, about 0.5.
VImage relief(const VImage &height, double strength) {
    const VImage slope = VImage::new_matrixv(3, 3, -1.0, -1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 1.0, 1.0);
    return height.conv(slope) * strength + 0.5;
}

// 0 at the left edge, 1 at the right.
VImage across(Size size) { return VImage::xyz(size.width, size.height)[0] / (size.width - 1.0); }

// 0 at the top edge, 1 at the bottom.
VImage down(Size size) { return VImage::xyz(size.width, size.height)[1] / (size.height - 1.0); }

VImage sky(Random &random, Size size, const Palette &air, const Palette &cloud, double cover) {
    const VImage streaks = fractal(random, size, size.height / 4, 3, 4);
    const VImage puffs = fractal(random, size, size.height / 2, 6, 1.6);
    const VImage light = relief(puffs, 3) + puffs * 1.2 - 0.55;
    return mix(levels(puffs, 0.75 - cover / 2, 0.95 - cover / 2), tone(light, cloud),
               tone(down(size) * 1.4 + streaks * 0.3 - 0.15, air));
}

VImage add_sun(const VImage &base, double x, double y, double radius) {
    std::ostringstream svg;
    svg << "<radialGradient id='glow'><stop offset='.1' stop-color='#fffdf0'/>"
        << "<stop offset='.13' stop-color='#ffe9a0' stop-opacity='.8'/>"
        << "<stop offset='1' stop-color='#ffb050' stop-opacity='0'/></radialGradient>"
        << "<circle cx='" << x << "' cy='" << y << "' r='" << radius << "' fill='url(#glow)'/>";
    return lay(base, svg.str());
}

// Replaces what lies below the horizon by a rippled, darker reflection of what lies above it.
VImage flood(Random &random, Size size, const VImage &picture, double horizon) {
    const VImage above = picture.copy_memory();
    const int line = static_cast<int>(size.height * horizon);
    const Size water{size.width, size.height - line};
    // Taller than the water, so that a wave near the bottom edge has something to mirror.
    const VImage mirror = above.crop(0, 0, size.width, line)
                              .flip(VIPS_DIRECTION_VERTICAL)
                              .resize(1, VImage::option()->set("vscale", 1.4 * water.height / line))
                              .copy_memory();
    const VImage waves = fractal(random, water, water.height / 7.0, 3, 6);
    const VImage places = VImage::xyz(water.width, water.height);
    const VImage sway = (waves - 0.4) * down(water) * (size.height / 6.0);
    const VImage moved = mirror.mapim(places[0].bandjoin(places[1] + sway));
    const VImage light = waves * 0.5 + 0.62 - down(water) * 0.2;
    return above.insert((moved * light).cast(VIPS_FORMAT_UCHAR), 0, line);
}

// How far each pixel lies below a skyline, as a share of the height: jagged with a roughness of
// 0.5, rolling with 0.25.
VImage skyline(Random &random, Size size, double level, double height, double roughness) {
    constexpr std::size_t steps = 64;
    std::array<float, steps + 1> line{};
    line.front() = static_cast<float>(level + random.real(-height, height) / 2);
    line.back() = static_cast<float>(level + random.real(-height, height) / 2);
    for (std::size_t step = steps; step > 1; step /= 2, height *= roughness)
        for (std::size_t i = step / 2; i < steps; i += step)
            line[i] = std::midpoint(line[i - step / 2], line[i + step / 2]) +
                      static_cast<float>(random.real(-height, height) / 2);
    const VImage points =
        VImage::new_from_memory(line.data(), sizeof line, steps + 1, 1, 1, VIPS_FORMAT_FLOAT);
    const VImage row = points.resize((size.width + 0.5) / (steps + 1)).copy_memory();
    return down(size) - row.embed(0, 0, size.width, size.height,
                                  VImage::option()->set("extend", VIPS_EXTEND_COPY));
}

struct Land {
    double height;
    double roughness;
    double stretch;
};

constexpr Land rocks{0.4, 0.5, 1};
constexpr Land hills{0.16, 0.3, 3};
constexpr Land sands{0.45, 0.25, 3};

// Draws one mountain range before the other, from the farthest colour to the nearest.
VImage add_land(Random &random, Size size, VImage base, const Land &land, double level,
                const Palette &colours) {
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const double near = static_cast<double>(i + 1) / static_cast<double>(colours.size());
        const double top = level + land.height * 0.6 * (near - 1);
        const VImage depth = skyline(random, size, top, land.height, land.roughness);
        const VImage ground = fractal(random, size, size.height * 0.25 * near, 5, land.stretch);
        const VImage light =
            relief(ground, 2) * 0.7 + ground * 0.8 + depth * 2 * (1.2 - near) - 0.35;
        base = mix(levels(depth * size.height, -1, 1),
                   tone(light, {lighter(colours[i], 1 - 0.6 * near), colours[i]}), base);
    }
    return base.copy_memory();
}

VImage sunset(Random &random, Size size) {
    static const std::vector<Palette> skies = {
        {{255, 45, 22}, {320, 50, 45}, {15, 90, 58}, {42, 100, 68}},
        {{225, 60, 18}, {350, 65, 40}, {12, 95, 50}, {35, 100, 60}},
        {{200, 45, 45}, {25, 60, 70}, {38, 95, 66}, {48, 100, 75}},
        {{275, 60, 32}, {325, 70, 56}, {345, 85, 70}, {20, 95, 78}},
        {{5, 80, 20}, {8, 90, 36}, {16, 96, 48}, {40, 100, 60}}};
    const Palette &air = random.deal(skies);
    const double horizon = random.real(0.55, 0.78);
    const double y = horizon - random.real(0.03, 0.2);
    VImage view = sky(random, size, air, {air[0], air[2]}, random.real(0.1, 0.5));
    view = add_sun(view, size.width * random.real(0.2, 0.8), size.height * y, size.height * 0.5);
    if (random.chance(0.4))
        view = add_land(random, size, view, rocks, horizon, {{air[0].hue, 35, 14}});
    return flood(random, size, view, horizon);
}

VImage mountains(Random &random, Size size) {
    static const std::vector<Palette> moods = {
        {{212, 70, 45}, {205, 60, 80}, {210, 25, 94}, {215, 35, 42}},
        {{265, 40, 50}, {340, 60, 82}, {330, 45, 88}, {265, 30, 32}},
        {{205, 12, 60}, {200, 10, 85}, {205, 8, 90}, {205, 12, 30}},
        {{195, 60, 40}, {45, 80, 85}, {28, 45, 62}, {150, 35, 22}},
        {{205, 80, 55}, {195, 60, 85}, {205, 40, 66}, {140, 40, 24}}};
    const Palette &mood = random.deal(moods);
    const double level = random.real(0.55, 0.75);
    VImage view = sky(random, size, {mood[0], mood[1]}, {mood[1], {40, 20, 97}}, 0.3);
    view = add_land(random, size, view, rocks, level, {mood[1], mood[2], mood[3]});
    return random.chance(0.5) ? flood(random, size, view, random.real(0.74, 0.85)) : view;
}

VImage meadow(Random &random, Size size) {
    static const Palette crops = {{95, 55, 38},  {52, 95, 52}, {270, 45, 58}, {2, 80, 45},
                                  {110, 60, 30}, {42, 75, 55}, {330, 60, 65}, {75, 70, 45}};
    const Hsl crop = random.near(random.deal(crops), 6);
    const double level = random.real(0.18, 0.42);
    VImage view = sky(random, size, {{210, 75, 52}, {200, 60, 85}}, {{215, 15, 80}, {0, 0, 100}},
                      random.real(0.1, 0.5));
    view = add_land(random, size, view, hills, level, {{150, 25, 45}, {110, 35, 36}, crop});
    std::ostringstream svg;
    for (int i = 0; i < 500; ++i) {
        const double depth = i / 500.0;
        const double y = size.height * (level + 0.15 + 0.6 * depth * depth);
        svg << "<circle cx='" << random.real(0, size.width) << "' cy='" << y << "' r='"
            << 0.6 + 7 * depth * depth * depth << "' fill='" << random.near(crop, 16) << "'/>";
    }
    return lay(view, svg.str());
}

VImage dunes(Random &random, Size size) {
    static const Palette grains = {{24, 70, 62}, {34, 60, 72}, {12, 75, 46},
                                   {24, 60, 80}, {40, 50, 88}, {28, 50, 50}};
    const Hsl sand = random.near(random.deal(grains), 4);
    const Palette air = random.chance(0.6) ? Palette{{212, 60, 48}, {200, 50, 82}}
                                           : Palette{{20, 50, 60}, {40, 80, 85}};
    const VImage view = sky(random, size, air, {air[1], {40, 40, 95}}, 0.1);
    return add_land(random, size, view, sands, random.real(0.4, 0.7),
                    {lighter(sand, 1.15), lighter(sand, 1.1), sand});
}

VImage city(Random &random, Size size) {
    static const Palette nights = {
        {240, 60, 22}, {15, 50, 12}, {280, 60, 30}, {190, 80, 16}, {0, 0, 5}};
    const Hsl night = random.deal(nights);
    const double hue = random.real(0, 360);
    const VImage haze = fractal(random, size, size.height / 2, 2);
    const VImage view = tone(down(size) + haze - 0.5, {lighter(night, 0.3), night, {0, 0, 2}});
    std::ostringstream svg;
    const double radius = size.height * random.real(0.025, 0.09);
    for (int lights = random.whole(25, 110); lights > 0; --lights) {
        const Hsl light{hue + random.real(-40, 40), 95, random.real(50, 75)};
        const double y = 0.55 + (random.real(0, 1) - random.real(0, 1)) * 0.5;
        svg << "<circle cx='" << random.real(0, size.width) << "' cy='" << size.height * y
            << "' r='" << radius * random.real(0.4, 1) << "' fill='"
            << (random.chance(0.5) ? light : random.near({32, 95, 60}, 20)) << "' fill-opacity='"
            << random.real(0.2, 0.75) << "'/>";
    }
    return lay(view, svg.str());
}

VImage shore(Random &random, Size size) {
    static const std::vector<Palette> coasts = {
        {{205, 90, 25}, {188, 85, 42}, {174, 60, 65}, {180, 20, 97}, {38, 35, 60}, {40, 55, 82}},
        {{215, 70, 18}, {200, 60, 30}, {185, 45, 45}, {180, 20, 95}, {25, 15, 28}, {25, 12, 40}},
        {{180, 90, 28}, {174, 80, 45}, {168, 70, 62}, {60, 30, 95}, {20, 40, 72}, {18, 60, 84}},
        {{220, 75, 30}, {212, 75, 45}, {200, 65, 60}, {195, 30, 96}, {30, 40, 50}, {110, 35, 30}}};
    const VImage waves = fractal(random, size, size.height / 3, 6);
    const double turn = random.real(0, 2 * std::numbers::pi);
    const VImage sea = (down(size) - 0.5) * std::cos(turn) + (across(size) - 0.5) * std::sin(turn);
    return tone(sea * 0.9 + waves * 0.7 + relief(waves, 1.5) * 0.3 - random.real(-0.25, 0.25),
                random.deal(coasts));
}

VImage flower(Random &random, Size size) {
    static const Palette petals = {{335, 80, 68}, {355, 85, 45}, {48, 98, 55}, {275, 60, 55},
                                   {25, 95, 55},  {310, 70, 50}, {0, 10, 96},  {230, 70, 60}};
    const Hsl petal = random.near(random.deal(petals), 8);
    const Hsl leaf{random.real(70, 150), random.real(25, 55), random.real(12, 45)};
    const VImage view = tone(fractal(random, size, size.height / 2, 2) * 1.6 - 0.3,
                             {lighter(leaf, 0.3), leaf, random.near({petal.hue, 60, 50}, 20)});
    std::ostringstream svg;
    svg << ball("petal", {lighter(petal, 1.35), petal, lighter(petal, 0.5)})
        << ball("heart", {{45, 90, 55}, {30, 85, 30}, {20, 70, 12}});
    const int count = random.whole(6, 15);
    svg << "<g transform='translate(" << size.width * random.real(0.35, 0.65) << ","
        << size.height * random.real(0.4, 0.6) << ") scale(" << size.height * random.real(0.4, 0.85)
        << ")'>";
    for (int ring = 0; ring < 3; ++ring)
        for (int i = 0; i < count; ++i)
            svg << "<ellipse cx='.55' rx='.45' ry='" << 1.9 / count << "' fill='url(#petal)' "
                << "transform='rotate(" << 360.0 * (i + ring * 0.37) / count + random.real(-6, 6)
                << ") scale(" << 1 - 0.24 * ring << ")'/>";
    svg << "<circle r='.2' fill='url(#heart)'/></g>";
    return lay(view, svg.str());
}

VImage leaves(Random &random, Size size) {
    static const Palette trees = {{18, 90, 45},  {2, 80, 38},  {45, 92, 52}, {95, 55, 36},
                                  {130, 50, 24}, {28, 60, 30}, {65, 75, 48}};
    std::ostringstream svg;
    for (int i = 0; i < 110; ++i) {
        const Hsl &tree = random.chance(0.8) ? random.deal(trees) : random.pick(trees);
        const Hsl colour = lighter(random.near(tree, 9), 0.4 + 0.6 * i / 110);
        svg << "<g transform='translate(" << random.real(0, size.width) << ","
            << random.real(0, size.height) << ") rotate(" << random.real(0, 360) << ") scale("
            << random.real(0.6, 1.1) * size.height / 4.5 << ")'>"
            << "<path d='M-.55,.06C-.2,-.4 .2,-.36 .6,.06C.2,.48 -.2,.46 -.55,.06' "
            << "fill-opacity='.35'/><path d='M-.75,-.01L-.6,0C-.25,-.42 .2,-.36 .6,0z' fill='"
            << lighter(colour, 1.35) << "'/><path d='M-.6,0C-.25,.42 .2,.36 .6,0z' fill='" << colour
            << "'/></g>";
    }
    const VImage ground = tone(down(size), {{30, 40, 8}, {30, 40, 10}});
    const VImage light = fractal(random, size, size.height / 2, 4) + 0.5;
    return (lay(ground, svg.str()) * light).cast(VIPS_FORMAT_UCHAR);
}

VImage silk(Random &random, Size size) {
    static const Palette dyes = {
        {0, 85, 42},   {50, 95, 55},  {300, 65, 50}, {90, 65, 48},  {215, 60, 42}, {185, 75, 45},
        {335, 75, 78}, {230, 70, 45}, {28, 95, 52},  {140, 60, 38}, {270, 50, 65}, {60, 80, 70},
        {240, 60, 22}, {345, 70, 28}, {22, 55, 76},  {210, 80, 55}, {320, 80, 48}, {165, 50, 65},
        {0, 0, 93},    {105, 70, 35}, {180, 70, 25}, {285, 65, 35}, {225, 10, 50}};
    const Hsl dye = random.near(random.deal(dyes), 4);
    const double folds = random.real(300, 700);
    const VImage bend = fractal(random, size, size.height, 3) * random.real(700, 1500);
    const VImage lean = across(size) + down(size) * random.real(-1.5, 1.5);
    const VImage shade = fractal(random, size, size.height / 2, 2);
    return tone((lean * folds + bend).sin() * 0.4 + shade,
                {lighter(dye, 0.55), dye, dye, lighter(dye, 1.35)});
}

VImage stone(Random &random, Size size) {
    static const Palette stones = {{30, 4, 90},  {25, 6, 60},   {220, 6, 45},
                                   {20, 10, 25}, {220, 10, 10}, {24, 35, 62},
                                   {18, 40, 36}, {22, 45, 74},  {30, 30, 18}};
    const Hsl stone = random.near(random.deal(stones), 5);
    const double stretch = random.chance(0.4) ? 5 : 1;
    const VImage bumps = fractal(random, size, size.height / 3, 7, stretch);
    return tone(relief(bumps, 6) + bumps * 0.8 - 0.4,
                {lighter(stone, 0.45), stone, lighter(stone, 1.3)});
}

VImage clouds(Random &random, Size size) {
    static const std::vector<Palette> airs = {{{220, 85, 34}, {208, 75, 60}},
                                              {{208, 75, 60}, {195, 60, 86}},
                                              {{220, 15, 40}, {215, 12, 70}},
                                              {{270, 35, 52}, {340, 75, 82}},
                                              {{205, 55, 80}, {195, 40, 93}}};
    const Palette &air = random.deal(airs);
    const Hsl shade{air[0].hue, air[0].saturation * 0.3, air[1].lightness - 10};
    return sky(random, size, air, {shade, {35, 30, 99}}, random.real(0.2, 0.7));
}

// A balloon of radius 1 about the origin; the gores narrow towards the edges like a sphere's.
std::string balloon(const Palette &colours) {
    constexpr int gores = 11;
    std::ostringstream svg;
    const auto strip = [&](double from, double to) {
        const double left = std::sin((from / gores - 0.5) * std::numbers::pi);
        const double right = std::sin((to / gores - 0.5) * std::numbers::pi);
        svg << "<path d='M0,-1C" << left * 1.33 << ",-1 " << left * 1.33 << ",.35 " << left * 0.2
            << ",1.15L" << right * 0.2 << ",1.15C" << right * 1.33 << ",.35 " << right * 1.33
            << ",-1 0,-1' fill='";
    };
    svg << "<path d='M-.18,1.1L-.12,1.5M.18,1.1L.12,1.5' stroke='#3a2c22' stroke-width='.015'/>"
        << "<path d='M-.14,1.42h.28l-.03,.22h-.22z' fill='#5a3a20'/>";
    for (int gore = 0; gore < gores; ++gore) {
        const auto colour = static_cast<std::size_t>(std::min(gore, gores - 1 - gore));
        strip(gore, gore + 1);
        svg << colours[colour % colours.size()] << "'/>";
        for (const double inset : {0.15, 0.3}) {
            strip(gore + inset, gore + 1 - inset);
            svg << "white' fill-opacity='.07'/>";
        }
    }
    svg << "<radialGradient id='shade' cx='.5' cy='.45' r='.62' fx='.3' fy='.25'>"
        << "<stop offset='0' stop-color='#fff' stop-opacity='.5'/>"
        << "<stop offset='.4' stop-color='#fff' stop-opacity='0'/>"
        << "<stop offset='.55' stop-color='#200020' stop-opacity='0'/>"
        << "<stop offset='1' stop-color='#200020' stop-opacity='.75'/></radialGradient>";
    strip(0, gores);
    svg << "url(#shade)'/>";
    return svg.str();
}

VImage balloons(Random &random, Size size) {
    static const std::vector<Palette> airs = {{{212, 85, 50}, {200, 70, 82}},
                                              {{255, 50, 50}, {25, 90, 78}},
                                              {{190, 60, 60}, {48, 80, 86}}};
    const VImage view = sky(random, size, random.deal(airs), {{210, 20, 85}, {0, 0, 100}}, 0.3);
    std::ostringstream svg;
    const int count = random.whole(1, 4);
    for (int i = 0; i < count; ++i) {
        const Hsl first{random.real(-20, 60), 90, 50};
        const Hsl second{random.real(0, 360), 85, random.real(45, 90)};
        svg << "<g transform='translate(" << size.width * (i + random.real(0.2, 0.8)) / count << ","
            << size.height * random.real(0.3, 0.55) << ") scale("
            << size.height * random.real(0.5, 0.8) / (count + 1) << ")'>"
            << balloon({first, second}) << "</g>";
    }
    return lay(view, svg.str());
}

VImage source_picture(Random &random, Size size) {
    constexpr double horizon = 0.74;
    const Palette air = {{222, 75, 36}, {210, 80, 52}, {198, 75, 70}, {42, 95, 76}, {25, 95, 62}};
    VImage view = sky(random, size, air, {{335, 50, 76}, {38, 90, 93}}, 0.35);
    view = add_sun(view, size.width * 0.14, size.height * 0.5, size.height * 0.36);
    view = add_land(random, size, view, {0.3, 0.45, 1}, horizon,
                    {{335, 50, 76}, {300, 35, 58}, {262, 40, 44}, {235, 45, 24}});
    const Palette rainbow = {{352, 85, 46}, {22, 95, 54},  {48, 98, 56},
                             {140, 65, 38}, {195, 90, 48}, {275, 60, 45}};
    view = lay(view, "<g transform='translate(900,350) scale(300)'>" + balloon(rainbow) +
                         "</g><g transform='translate(420,250) scale(90)'>" +
                         balloon({{352, 85, 48}, {40, 30, 92}}) +
                         "</g><g transform='translate(1400,480) scale(60)'>" +
                         balloon({{48, 95, 55}, {205, 85, 45}}) + "</g>");
    return flood(random, size, view, horizon);
}

// What a lens and a sensor add: softness, darker corners and grain.
VImage develop(Random &random, Size size, const VImage &picture) {
    const VImage x = across(size) - 0.5;
    const VImage y = down(size) - 0.5;
    const VImage light = (x * x + y * y) * random.real(-0.6, -0.1) + 1.03;
    const auto options = VImage::option()
                             ->set("mean", 0.0)
                             ->set("sigma", 5.0)
                             ->set("seed", random.whole(0, 1 << 30));
    // A patch, repeated: noise is slow to make, and at this strength the repeats do not show.
    constexpr int patch = 256;
    const VImage grain = VImage::gaussnoise(patch, patch, options)
                             .copy_memory()
                             .replicate(size.width / patch + 1, size.height / patch + 1)
                             .crop(0, 0, size.width, size.height);
    return (picture.gaussblur(0.7) * light + grain).cast(VIPS_FORMAT_UCHAR);
}

using Draw = VImage (*)(Random &, Size);

struct Kind {
    const char *name;
    Draw draw;
};

constexpr std::array<Kind, 12> kinds = {{{"sunset", sunset},
                                         {"mountains", mountains},
                                         {"meadow", meadow},
                                         {"dunes", dunes},
                                         {"city", city},
                                         {"shore", shore},
                                         {"flower", flower},
                                         {"leaves", leaves},
                                         {"silk", silk},
                                         {"stone", stone},
                                         {"clouds", clouds},
                                         {"balloons", balloons}}};

void write_picture(const std::filesystem::path &file, Draw draw, Random random, Size size) {
    try {
        develop(random, size, draw(random, size))
            .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
            .jpegsave(file.c_str(), VImage::option()->set("Q", 85)->set("strip", true));
    } catch (const std::exception &error) {
        const std::string reason = error.what();
        throw std::runtime_error("cannot write " + file.string() + ": " +
                                 reason.substr(0, reason.find_last_not_of('\n') + 1));
    }
}

void write_photo(const std::filesystem::path &folder, int index) {
    static const std::vector<Size> sizes = {{640, 480}, {480, 640}, {640, 427}};
    const Kind &kind = kinds[static_cast<std::size_t>(index) % kinds.size()];
    Random random(static_cast<std::uint32_t>(index + 1),
                  static_cast<std::size_t>(index) / kinds.size());
    const std::string number = std::to_string(10000 + index).substr(1);
    const Size size = random.pick(sizes);
    write_picture(folder / (std::string(kind.name) + "-" + number + ".jpg"), kind.draw, random,
                  size);
}

// Returns the first failure's message, or nothing.
std::string write_photos(const std::filesystem::path &folder, int count) {
    std::string failure;
#pragma omp parallel
    {
#pragma omp for schedule(dynamic)
        for (int index = 0; index < count; ++index) {
            try {
                write_photo(folder, index);
            } catch (const std::exception &error) {
#pragma omp critical
                if (failure.empty())
                    failure = error.what();
            }
        }
        vips_thread_shutdown();
    }
    return failure;
}

bool read_count(std::string_view text, int &count) {
    const char *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    return error == std::errc() && rest == end && count >= 1 && count <= 5000;
}

} // namespace

int main(int argc, char **argv) {
    int count = 300;
    if (argc < 2 || argc > 3 || (argc == 3 && !read_count(argv[2], count))) {
        std::cerr << "usage: sample_photos FOLDER [COUNT]   (COUNT 1 to 5000, 300 if left out)\n";
        return 2;
    }
    try {
        if (VIPS_INIT(argv[0]))
            throw std::runtime_error("cannot start libvips");
        vips_concurrency_set(1);
        const std::filesystem::path folder = argv[1];
        std::filesystem::create_directories(folder / "photos");
        write_picture(folder / "source.jpg", source_picture, Random(7), {1600, 1200});
        const std::string failure = write_photos(folder / "photos", count);
        if (!failure.empty())
            throw std::runtime_error(failure);
        std::cout << "The pictures are in " << folder.string() << "\n";
    } catch (const std::exception &error) {
        std::cerr << "sample_photos: " << error.what() << "\n";
        return 1;
    }
}
