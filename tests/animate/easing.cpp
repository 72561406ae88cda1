#include <tessera/animation.hpp>

#include <tessera/error.hpp>

#include <array>
#include <doctest/doctest.h>
#include <limits>
#include <set>

namespace tessera {
namespace {

constexpr std::array<double, 6> times = {0.1, 0.25, 0.45, 0.6, 0.75, 0.92};

struct Row {
    const char *name;
    std::array<double, 6> values;
};

// Worked with mpmath 1.3 at 40 digits from the formulas of easings.net, which are written out for
// each function by itself.
constexpr Row table[] = {
    {"linear", {0.1, 0.25, 0.45, 0.6, 0.75, 0.92}},
    {"in-quad", {0.01, 0.0625, 0.2025, 0.36, 0.5625, 0.8464}},
    {"out-quad", {0.19, 0.4375, 0.6975, 0.84, 0.9375, 0.9936}},
    {"in-out-quad", {0.02, 0.125, 0.405, 0.68, 0.875, 0.9872}},
    {"in-cubic", {0.001, 0.015625, 0.091125, 0.216, 0.421875, 0.778688}},
    {"out-cubic", {0.271, 0.578125, 0.833625, 0.936, 0.984375, 0.999488}},
    {"in-out-cubic", {0.004, 0.0625, 0.3645, 0.744, 0.9375, 0.997952}},
    {"in-quart", {0.0001, 0.00390625, 0.04100625, 0.1296, 0.31640625, 0.71639296}},
    {"out-quart", {0.3439, 0.68359375, 0.90849375, 0.9744, 0.99609375, 0.99995904}},
    {"in-out-quart", {0.0008, 0.03125, 0.32805, 0.7952, 0.96875, 0.99967232}},
    {"in-quint", {0.00001, 0.0009765625, 0.0184528125, 0.07776, 0.2373046875, 0.6590815232}},
    {"out-quint", {0.40951, 0.7626953125, 0.9496715625, 0.98976, 0.9990234375, 0.9999967232}},
    {"in-out-quint", {0.00016, 0.015625, 0.295245, 0.83616, 0.984375, 0.9999475712}},
    {"in-sine",
     {0.0123116594048623, 0.0761204674887132, 0.239594034399969, 0.412214747707527,
      0.61731656763491, 0.874666766435696}},
    {"out-sine",
     {0.156434465040231, 0.38268343236509, 0.649448048330184, 0.809016994374947, 0.923879532511287,
      0.992114701314478}},
    {"in-out-sine",
     {0.0244717418524232, 0.146446609406726, 0.421782767479885, 0.654508497187474,
      0.853553390593274, 0.984291580564316}},
    {"in-expo",
     {0.001953125, 0.0055242717280199, 0.0220970869120796, 0.0625, 0.176776695296637,
      0.574349177498518}},
    {"out-expo",
     {0.5, 0.823223304703363, 0.955805826175841, 0.984375, 0.99447572827198, 0.998299705931062}},
    {"in-out-expo", {0.001953125, 0.015625, 0.25, 0.875, 0.984375, 0.998519808040517}},
    {"in-circ",
     {0.00501256289338005, 0.0317541634481458, 0.106971445025412, 0.2, 0.338562172233852,
      0.608081641154692}},
    {"out-circ",
     {0.435889894354067, 0.661437827766148, 0.835164654424503, 0.916515138991168, 0.968245836551854,
      0.996794863550169}},
    {"in-out-circ",
     {0.0101020514433644, 0.0669872981077807, 0.282055052822966, 0.8, 0.933012701892219,
      0.993558507170123}},
    {"in-back",
     {-0.01431422, -0.0641365625, -0.0983884725, -0.02902752, 0.1825903125, 0.66347061504}},
    {"out-back", {0.40882798, 0.8174096875, 1.0652525775, 1.09935168, 1.0641365625, 1.00950690304}},
    {"in-out-back",
     {-0.037518552, -0.09968184375, 0.25940616525, 0.910074208, 1.09968184375, 1.025852466944}},
    {"in-elastic",
     {0.001953125, -0.0055242717280199, 0.0110485434560398, -0.03125, 0.0883883476483184,
      -0.0600358369029608}},
    {"out-elastic",
     {1.25, 0.911611652351682, 1.04419417382416, 0.984375, 1.00552427172802, 0.998446704076665}},
    {"in-out-elastic",
     {0.000339156597005723, 0.011969444423734, 0.0434120444167326, 1.11746157759824,
      0.988030555576266, 0.999009558256624}},
    {"in-bounce", {0.011875, 0.02734375, 0.24984375, 0.09, 0.52734375, 0.9516}},
    {"out-bounce", {0.075625, 0.47265625, 0.81890625, 0.7725, 0.97265625, 0.9934}},
    {"in-out-bounce", {0.03, 0.1171875, 0.4621875, 0.65125, 0.8828125, 0.97055}},
};

} // namespace

TEST_CASE("easing: values are those of tables worked independently") {
    std::set<std::string> seen;
    for (const auto &row : table) {
        const std::string name = row.name;
        CAPTURE(name);
        const Easing easing = Easing::named(name);
        for (std::size_t i = 0; i < times.size(); ++i)
            CHECK(easing(times[i]) == doctest::Approx(row.values[i]).epsilon(1e-12));
        seen.insert(name);
    }
    const auto names = easing_names();
    CHECK(seen == std::set<std::string>(names.begin(), names.end()));
}

TEST_CASE("easing: from 0 to 1 exactly, and no further") {
    for (const std::string &name : easing_names()) {
        CAPTURE(name);
        const Easing easing = Easing::named(name);
        for (const double before : {0.0, -0.5, std::numeric_limits<double>::quiet_NaN()})
            CHECK(easing(before) == 0);
        for (const double after : {1.0, 1.5, std::numeric_limits<double>::infinity()})
            CHECK(easing(after) == 1);
        // "expo" sets in with a jump of 2^-10, as published.
        CHECK(easing(1e-9) == doctest::Approx(0).scale(1).epsilon(0.001));
        CHECK(easing(1 - 1e-9) == doctest::Approx(1).epsilon(0.001));
    }
}

TEST_CASE("easing: only back, elastic and bounce ever fall, and bounce stays within 0 .. 1") {
    for (const std::string &name : easing_names()) {
        CAPTURE(name);
        const Easing easing = Easing::named(name);
        bool falls = false, leaves = false;
        double last = 0;
        for (int i = 0; i <= 1000; ++i) {
            const double value = easing(i / 1000.0);
            falls = falls || value < last;
            leaves = leaves || value < 0 || value > 1;
            last = value;
        }
        const bool swings = name.ends_with("back") || name.ends_with("elastic");
        CHECK(falls == (swings || name.ends_with("bounce")));
        CHECK(leaves == swings);
    }
}

TEST_CASE("easing: a name that there isn't is answered with those there are") {
    for (const char *name : {"", "quad", "in-", "in-quads", "in-out", "easeInQuad", "in-linear"})
        CHECK_THROWS_WITH_AS(static_cast<void>(Easing::named(name)),
                             doctest::Contains("in-out-bounce"), Error);
}

} // namespace tessera
