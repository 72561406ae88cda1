#include "sequence/tensor/npy.hpp"

#include "image/open.hpp"
#include "sequence/readers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <vector>

namespace tessera::internal {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::uint64_t longest_header = 1 << 16;

/// The value of a key of the header, a Python dictionary, up to where the next one begins.
std::string value_of(const std::string &header, const std::string &key) {
    const std::size_t at = header.find(fmt::format("'{}':", key));
    if (at == std::string::npos)
        return {};
    const std::size_t begin = header.find_first_not_of(' ', at + key.size() + 3);
    if (begin == std::string::npos)
        return {};
    const bool tuple = header[begin] == '(';
    const std::size_t end = header.find_first_of(tuple ? ")" : ",}", begin);
    return end == std::string::npos ? std::string()
                                    : header.substr(begin, end - begin + (tuple ? 1 : 0));
}

/// "(3, 10, 48, 64)"; nothing where it isn't a tuple of numbers below 2^40.
std::optional<std::vector<std::uint64_t>> numbers_of(std::string_view tuple) {
    std::vector<std::uint64_t> numbers;
    const char *at = tuple.data() + 1, *end = tuple.data() + tuple.size() - 1;
    while (at < end) {
        std::uint64_t number = 0;
        const auto [stop, error] = std::from_chars(at, end, number);
        if (error != std::errc() || number >= std::uint64_t{1} << 40)
            return std::nullopt;
        numbers.push_back(number);
        at = std::find_if_not(stop, end, [](char c) { return c == ' ' || c == ','; });
    }
    return numbers;
}

/// The header without what stands before it; the file is behind it then.
std::string read_header(std::ifstream &file, const std::string &path) {
    std::array<unsigned char, 12> start{};
    file.read(reinterpret_cast<char *>(start.data()), 10);
    if (start[6] >= 2)
        file.read(reinterpret_cast<char *>(start.data() + 10), 2);
    const std::uint64_t length = start[8] + 256U * start[9] + (std::uint64_t{start[10]} << 16) +
                                 (std::uint64_t{start[11]} << 24);
    std::string header(std::min(length, longest_header), '\0');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    if (!file || length > longest_header || start[6] < 1 || start[6] > 3)
        throw unreadable(path, "its header is damaged");
    return header;
}

TensorShape shape_of(const std::string &header, const std::string &path) {
    TensorShape shape;
    const std::string type = value_of(header, "descr"), dims = value_of(header, "shape");
    if (type == "'|u1'" || type == "'u1'")
        shape.number = TensorNumber::uint8;
    else if (type != "'<f4'")
        throw unreadable(path, fmt::format("its numbers are {}; float32 ('<f4') or uint8 ('|u1') "
                                           "were wanted",
                                           type));
    if (value_of(header, "fortran_order") != "False")
        throw unreadable(path, "its numbers are in Fortran order; C order was wanted");
    const auto numbers = dims.size() < 2 ? std::nullopt : numbers_of(dims);
    if (!numbers || numbers->size() != 4 || std::ranges::find(*numbers, 0U) != numbers->end() ||
        ((*numbers)[0] != 1 && (*numbers)[0] != 3 && (*numbers)[0] != 4))
        throw unreadable(path, fmt::format("its shape is {}; (channels, frames, height, width) "
                                           "with 1, 3 or 4 channels was wanted",
                                           dims));
    shape.channels = (*numbers)[0];
    shape.frames = (*numbers)[1];
    shape.height = (*numbers)[2];
    shape.width = (*numbers)[3];
    return shape;
}

} // namespace

std::string tensor_header(const TensorShape &shape) {
    std::string header(magic);
    header += std::string("\x01\x00", 2);
    const std::uint64_t length = tensor_header_bytes - magic.size() - 4;
    header += {static_cast<char>(length), '\0'};
    header += fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}, {}, {}, {}), }}",
                          shape.number == TensorNumber::float32 ? "<f4" : "|u1", shape.channels,
                          shape.frames, shape.height, shape.width);
    header.resize(tensor_header_bytes, ' ');
    header.back() = '\n';
    return header;
}

bool is_npy(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::string start(magic.size(), '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    return file && start == magic;
}

TensorFile read_tensor_header(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    const std::string header = read_header(file, path);
    TensorFile tensor{shape_of(header, path), static_cast<std::uint64_t>(file.tellg())};
    const TensorShape &shape = tensor.shape;
    check_frame_size(
        path, {static_cast<std::int64_t>(shape.width), static_cast<std::int64_t>(shape.height)});
    // No product overflows: a plane has at most 2^30 bytes.
    const std::uint64_t there = std::filesystem::file_size(path) - tensor.data_begin;
    const std::uint64_t planes = there / shape.plane_bytes();
    if (planes / shape.channels < shape.frames)
        throw unreadable(path, fmt::format("it says that it has {} frames of {} channels, and is "
                                           "cut short",
                                           shape.frames, shape.channels));
    return tensor;
}

} // namespace tessera::internal
