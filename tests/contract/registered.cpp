// What a program adds of its own works like what is there.

#include "support/images.hpp"

#include <tessera/tessera.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <memory>

namespace tessera {
namespace {

/// Green alone.
class Green final : public Descriptor {
  public:
    explicit Green(std::string name = "green", int samples = 1)
        : name_(std::move(name)), samples_(samples) {}

    [[nodiscard]] std::string_view name() const noexcept override { return name_; }
    [[nodiscard]] std::string_view summary() const noexcept override { return "mean green"; }
    [[nodiscard]] int samples() const noexcept override { return samples_; }
    [[nodiscard]] int dim() const noexcept override { return 3; }
    void describe(std::span<const double> averages, std::span<double> vector) const override {
        vector[0] = averages[1];
        vector[1] = vector[2] = 0;
    }
    void turn(std::span<const double> vector, Orientation,
              std::span<double> turned) const override {
        std::ranges::copy(vector, turned.begin());
    }

  private:
    std::string name_;
    int samples_;
};

/// Ids of tiles, as text.
class TextWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "text"; }
    [[nodiscard]] std::vector<std::string> suffixes() const override { return {".ids"}; }
    [[nodiscard]] std::string refusal(const Target &, const MosaicForm &form) const override {
        return form.grid.columns > 9 ? "its lines are short" : "";
    }
    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &, const RunOptions &) const override {
        std::ofstream file(folder + "/" + std::filesystem::path(target.path).filename().string());
        for (int row = 0; row < mosaic.grid().rows; ++row)
            for (int column = 0; column < mosaic.grid().columns; ++column)
                file << mosaic.at(row, column).tile << "\n";
    }
};

/// Registration is for the rest of the program: once.
void register_both() {
    static const bool done = [] {
        register_descriptor(
            [](const DescriptorOptions &) { return std::make_shared<const Green>(); });
        register_writer(std::make_shared<TextWriter>());
        return true;
    }();
    static_cast<void>(done);
}

void colour(const test::TemporaryFolder &folder, const std::string &name,
            std::array<int, 3> values) {
    test::solid(32, 32, values).write_to_file(folder.path(name).c_str());
}

} // namespace

TEST_CASE("registered: a descriptor of one's own decides, a writer of one's own writes") {
    register_both();
    const test::TemporaryFolder folder;
    colour(folder, "a.png", {250, 10, 0});
    colour(folder, "b.png", {0, 90, 0});
    colour(folder, "c.png", {255, 95, 10}); // like it but for its green
    build_library(find_photos({folder.path("a.png"), folder.path("b.png")}), folder.path("tiles"),
                  {.tile = {.shape = {16, 16}}});
    const TileLibrary library = TileLibrary::open(folder.path("tiles"));
    const Source source = Source::open(folder.path("c.png"));
    const auto tile_of = [&](const char *descriptor) {
        return match(source, library, {.grid = {1, 1}, .descriptor = descriptor}).at(0, 0).tile;
    };
    CHECK(tile_of("mean-rgb") == 0);
    CHECK(tile_of("green") == 1);

    const Mosaic mosaic = match(source, library, {.grid = {2, 1}, .descriptor = "green"});
    CHECK(mosaic.origin().descriptor == "green");
    const WriteReport report = write(mosaic, {folder.path("out.ids")});
    CHECK(report.writer == "text");
    CHECK(test::read_file(folder.path("out.ids")) == "1\n1\n");
    CHECK(std::ranges::count(writer_names(), "text") == 1);
    CHECK_THROWS_WITH_AS(check_output({folder.path("more.ids")}, {{10, 1}, {16, 16}}, {}),
                         doctest::Contains("its lines are short"), Error);
}

TEST_CASE("registered: what has no name, a taken one or an odd shape is refused") {
    register_both();
    const auto make = [](const char *name, int samples) {
        return [=](const DescriptorOptions &) -> std::shared_ptr<const Descriptor> {
            return std::make_shared<const Green>(name, samples);
        };
    };
    CHECK_THROWS_WITH_AS(register_descriptor(make("grid-lab", 1)), doctest::Contains("already"),
                         Error);
    CHECK_THROWS_WITH_AS(register_descriptor(make("green", 1)), doctest::Contains("already"),
                         Error);
    CHECK_THROWS_AS(register_descriptor(make("", 1)), Error);
    CHECK_THROWS_AS(register_descriptor({}), Error);
    CHECK_THROWS_WITH_AS(register_descriptor(make("odd", 7)), doctest::Contains("samples"), Error);
    CHECK_THROWS_AS(register_writer(nullptr), Error);
}

} // namespace tessera
