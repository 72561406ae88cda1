#include "sequence/animation/gif.hpp"

#include "image/open.hpp"

#include <fstream>

namespace tessera::internal {
namespace {

constexpr int image_block = 0x2c, extension_block = 0x21, trailer = 0x3b;
constexpr std::streamsize header_bytes = 13, descriptor_bytes = 9;

class Blocks {
  public:
    explicit Blocks(const std::string &path) : path_(path), file_(path, std::ios::binary) {}

    /// One byte, or -1 at the end of the file.
    int byte() { return file_.get(); }

    std::string take(std::streamsize count) {
        std::string bytes(static_cast<std::size_t>(count), '\0');
        file_.read(bytes.data(), count);
        if (file_.gcount() != count)
            throw unreadable(path_, "it is cut short");
        return bytes;
    }

    /// Of a packed field whose highest bit says whether there is one.
    void skip_colours(char packed) {
        if ((packed & 0x80) != 0)
            static_cast<void>(take(std::streamsize{3} << ((packed & 7) + 1)));
    }

    void skip_sub_blocks() {
        for (int length = 0; (length = next_length()) > 0;)
            static_cast<void>(take(length));
    }

  private:
    int next_length() {
        const int length = byte();
        if (length < 0)
            throw unreadable(path_, "it is cut short");
        return length;
    }

    const std::string &path_;
    std::ifstream file_;
};

std::int64_t number_at(const std::string &bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) + 256 * static_cast<unsigned char>(bytes[at + 1]);
}

} // namespace

Size check_gif(const std::string &path) {
    Blocks blocks(path);
    const std::string header = blocks.take(header_bytes);
    blocks.skip_colours(header[10]);
    std::uint64_t frames = 0;
    for (int kind = blocks.byte(); kind >= 0 && kind != trailer; kind = blocks.byte()) {
        if (kind == image_block) {
            blocks.skip_colours(blocks.take(descriptor_bytes)[8]);
            static_cast<void>(blocks.take(1)); // size of the first codes
            ++frames;
        } else if (kind == extension_block) {
            static_cast<void>(blocks.take(1)); // which
        } else {
            break; // other programs take that for the end, too
        }
        blocks.skip_sub_blocks();
    }
    if (frames == 0)
        throw unreadable(path, "there is no frame in it");
    return {number_at(header, 6), number_at(header, 8)};
}

} // namespace tessera::internal
