// Shows how a program registers a descriptor and a writer of its own. The descriptor matches cells
// by brightness alone. The writer writes a page of text with a letter for each tile. Read
// 01_build_and_render.cpp first.
// Run it: 06_own_descriptor_and_writer SOURCE LIBRARY OUT.txt

#include <tessera/tessera.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>

namespace {

/// Luma. It is the same for each way to lay a tile, so turning changes nothing.
class Brightness final : public tessera::Descriptor {
  public:
    std::string_view name() const noexcept override { return "brightness"; }
    std::string_view summary() const noexcept override { return "how bright a cell is"; }
    int samples() const noexcept override { return 1; }
    int dim() const noexcept override { return 3; }

    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::ranges::fill(vector, 0);
        vector[0] = 0.299 * averages[0] + 0.587 * averages[1] + 0.114 * averages[2];
    }

    void turn(std::span<const double> vector, tessera::Orientation,
              std::span<double> turned) const override {
        std::ranges::copy(vector, turned.begin());
    }
};

/// Writes a line for each row of cells, with a letter for each tile.
class LetterWriter final : public tessera::Writer {
  public:
    std::string_view name() const noexcept override { return "letters"; }
    std::vector<std::string> suffixes() const override { return {".txt"}; }

    std::string refusal(const tessera::Target &target, const tessera::MosaicForm &) const override {
        return target.options.empty() ? "" : "it has no options";
    }

    void write(const tessera::Mosaic &mosaic, const tessera::Target &target,
               const std::string &folder, const tessera::WriteOptions &,
               const tessera::RunOptions &) const override {
        // The engine moves everything in this folder into place afterwards.
        std::ofstream file(std::filesystem::path(folder) /
                           std::filesystem::path(target.path).filename());
        for (int row = 0; row < mosaic.grid().rows; ++row) {
            for (int column = 0; column < mosaic.grid().columns; ++column)
                file << static_cast<char>('A' + mosaic.at(row, column).tile % 26);
            file << '\n';
        }
        if (!file.flush())
            throw tessera::Error(tessera::ErrorCode::write_failed,
                                 "cannot write '" + target.path + "'");
    }
};

} // namespace

int main(int argc, char **argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s SOURCE LIBRARY OUT.txt\n", argv[0]);
        return 2;
    }
    try {
        tessera::register_descriptor([](const tessera::DescriptorOptions &) {
            return std::make_shared<const Brightness>();
        });
        tessera::register_writer(std::make_shared<const LetterWriter>());
        const auto source = tessera::Source::open(argv[1]);
        const auto library = tessera::TileLibrary::open(argv[2]);
        const auto mosaic =
            tessera::match(source, library, {.grid = {60, 45}, .descriptor = "brightness"});
        tessera::write(mosaic, argv[3], {.replace = true});
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
