#include "image/open.hpp"

#include "base/descriptors.hpp"
#include "base/hasher.hpp"
#include "image/colour/profile.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace tessera::internal {
using vips::VImage;
using vips::VSource;
namespace {

constexpr std::size_t read_block = 1 << 20;
void *collect_suffixes(GType type, void *result) {
    // Abstract bases, and formats that are only told by their name (raw, csv), have no is_a.
    const auto *load = VIPS_FOREIGN_LOAD_CLASS(g_type_class_peek(type));
    const auto *foreign = VIPS_FOREIGN_CLASS(load);
    if (load && load->is_a && foreign->suffs)
        for (const char **suffix = foreign->suffs; *suffix; ++suffix)
            static_cast<std::set<std::string> *>(result)->insert(*suffix);
    return nullptr;
}

} // namespace

Error unreadable(const std::string &path, const std::string &why, std::string detail) {
    return {ErrorCode::unreadable_image, fmt::format("cannot read '{}': {}", path, why),
            std::move(detail)};
}

// O_NONBLOCK: a pipe that nobody writes to must not hold us up.
PictureFile::PictureFile(const std::string &path)
    : path_(path), file_(path.c_str(), O_RDONLY | O_NONBLOCK) {
    struct stat status {};
    if (file_.get() < 0 || ::fstat(file_.get(), &status) != 0)
        throw unreadable(path, std::strerror(errno));
    if (S_ISDIR(status.st_mode))
        throw unreadable(path, "it is a folder; a picture was wanted");
    if (!S_ISREG(status.st_mode))
        throw unreadable(path, "it is not a regular file");
    if (status.st_size == 0)
        throw unreadable(path, "it is empty");
    if (::pread(file_.get(), magic_.data(), magic_.size(), 0) < 0)
        throw unreadable(path, std::strerror(errno));
    // A compressed SVG: libvips 8.14 never comes back from a damaged one.
    if (magic_[0] == 0x1f && magic_[1] == 0x8b)
        throw unreadable(path, "it is gzip-compressed; unpack it first");
    bytes_ = static_cast<std::uint64_t>(status.st_size);
    modified_ns_ = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

const char *PictureFile::stream_loader() const {
    start_libvips();
    const VSource stream = source();
    const char *loader = vips_foreign_find_load_source(stream.get_source());
    if (loader)
        return loader;
    static_cast<void>(take_vips_error());
    if (lacks_descriptors())
        throw unreadable(path_, std::string(too_many_files()));
    return nullptr;
}

Digest PictureFile::digest() const {
    std::vector<std::byte> block(std::min<std::size_t>(read_block, bytes_));
    Hasher hasher;
    for (off_t at = 0;;) {
        const ssize_t got = ::pread(file_.get(), block.data(), block.size(), at);
        if (got < 0)
            throw unreadable(path_, std::strerror(errno));
        if (got == 0)
            return hasher.digest();
        hasher.add(std::span(block).first(static_cast<std::size_t>(got)));
        at += got;
    }
}

VSource PictureFile::source() const {
    // A file description of its own, of the very file that was checked: a duplicate would share
    // its position with every other reader.
    const FileDescriptor again(fmt::format("/proc/self/fd/{}", file_.get()).c_str(), O_RDONLY);
    if (again.get() < 0)
        throw unreadable(path_, std::strerror(errno));
    return guarded(ErrorCode::unreadable_image, fmt::format("cannot read '{}'", path_), [&] {
        return VSource::new_from_descriptor(again.get()); // keeps a duplicate
    });
}

bool PictureFile::is_jpeg() const noexcept { return magic_[0] == 0xff && magic_[1] == 0xd8; }

std::span<const std::uint8_t> PictureFile::read(std::uint64_t most,
                                                Scratch<std::uint8_t> &memory) const {
    const auto bytes = memory.take(static_cast<std::size_t>(std::min(most, bytes_)));
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t got =
            ::pread(file_.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got <= 0)
            throw unreadable(path_, got < 0 ? std::strerror(errno) : "it became shorter");
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

VImage PictureFile::load(VipsAccess access, int first, int count) const {
    return guarded(ErrorCode::unreadable_image,
                   fmt::format("cannot read '{}': it is not a picture that libvips knows, or its "
                               "header is damaged",
                               path_),
                   [&] {
                       VImage image;
                       const auto options = [&] {
                           vips::VOption *set = VImage::option()
                                                    ->set("out", &image)
                                                    ->set("access", access)
                                                    ->set("fail_on", VIPS_FAIL_ON_TRUNCATED);
                           // Loaders of formats that have one page don't know of any.
                           return first == 0 && count == 1
                                      ? set
                                      : set->set("page", first)->set("n", count);
                       };
                       // What may throw comes before the options: only the call deletes them.
                       if (const char *streaming = stream_loader()) {
                           const VSource stream = source();
                           VImage::call(streaming, options()->set("source", stream));
                       } else {
                           const char *loader = loader_by_name();
                           VImage::call(loader, options()->set("filename", path_.c_str()));
                       }
                       return image;
                   });
}

const char *PictureFile::loader_by_name() const {
    // libvips would split loader options off a name that ends in a bracket.
    const char *loader = path_.ends_with(']') ? nullptr : vips_foreign_find_load(path_.c_str());
    if (!loader)
        throw vips::VError();
    return loader;
}

VImage to_srgb(VImage image, Rgb background) {
    if (needs_profile(image))
        image = image.icc_transform("srgb", VImage::option()->set("embedded", true));
    else if (image.interpretation() == VIPS_INTERPRETATION_CMYK)
        image = image.icc_transform("srgb", VImage::option()->set("input_profile", "cmyk"));
    if (image.interpretation() != VIPS_INTERPRETATION_sRGB)
        image = image.colourspace(VIPS_INTERPRETATION_sRGB);
    if (image.has_alpha())
        image = image.flatten(VImage::option()->set(
            "background", std::vector<double>{double(background.red), double(background.green),
                                              double(background.blue)}));
    if (image.bands() > 3)
        image = image.extract_band(0, VImage::option()->set("n", 3));
    return image.format() == VIPS_FORMAT_UCHAR ? image : image.cast(VIPS_FORMAT_UCHAR);
}

const std::set<std::string> &picture_suffixes() {
    static const std::set<std::string> suffixes = [] {
        start_libvips();
        std::set<std::string> found;
        vips_class_map_all(
            g_type_from_name("VipsForeignLoad"),
            [](VipsObjectClass *type, void *result) -> void * {
                return collect_suffixes(G_OBJECT_CLASS_TYPE(type), result);
            },
            &found);
        return found;
    }();
    return suffixes;
}

} // namespace tessera::internal
