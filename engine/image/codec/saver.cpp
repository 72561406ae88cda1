#include "image/codec/saver.hpp"

#include "base/option_list.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <set>
#include <spdlog/fmt/fmt.h>
#include <vips/vips8>

namespace tessera::internal {
namespace {

/// Longest side that a format holds, where that is less than libvips itself does.
struct Limit {
    std::string_view saver; ///< start of the nickname of libvips' operation
    std::string_view format;
    std::int64_t side;
};
constexpr std::array<Limit, 4> limits = {{
    {"jpegsave", "JPEG", 65'500}, // libjpeg's own; the format has 35 more
    {"webpsave", "WebP", 16'383},
    {"gifsave", "GIF", 65'535},
    {"heifsave", "HEIF", 16'384},
}};

std::string range_error(const std::string &name, const std::string &value, double least,
                        double most) {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    // What isn't a number at all is an error to libvips.
    return error == std::errc::invalid_argument || end != value.data() + value.size() ||
                   (error == std::errc() && number >= least && number <= most)
               ? std::string()
               : fmt::format("{} is {} to {}, not '{}'", name, least, most, value);
}

/// Of values that libvips takes for others: numbers beyond their range for the usual one, and flags
/// that are neither true nor false for true. Empty if there are none.
std::string value_error(VipsOperation *operation, const std::string &name,
                        const std::string &value) {
    constexpr std::array<std::string_view, 6> flags = {"true", "false", "yes", "no", "1", "0"};
    const GParamSpec *kind =
        g_object_class_find_property(G_OBJECT_GET_CLASS(operation), name.c_str());
    if (!kind)
        return {};
    if (G_IS_PARAM_SPEC_INT(kind))
        return range_error(name, value, G_PARAM_SPEC_INT(kind)->minimum,
                           G_PARAM_SPEC_INT(kind)->maximum);
    if (G_IS_PARAM_SPEC_DOUBLE(kind))
        return range_error(name, value, G_PARAM_SPEC_DOUBLE(kind)->minimum,
                           G_PARAM_SPEC_DOUBLE(kind)->maximum);
    const bool pages = name == "pyramid" && value == "pages"; // as libvips' pyramids are
    if (!G_IS_PARAM_SPEC_BOOLEAN(kind) || pages || std::ranges::find(flags, value) != flags.end())
        return {};
    return fmt::format("{} is true or false, not '{}'", name, value);
}

/// An option of a target, or nothing.
std::string option_of(const Target &target, const std::string &name) {
    const OptionList list(target.options);
    const auto found = list.rest().find(name);
    return found == list.rest().end() ? std::string() : found->second;
}

} // namespace

std::vector<std::string> saver_suffixes() {
    start_libvips();
    const std::unique_ptr<char *, decltype(&g_strfreev)> all(vips_foreign_get_suffixes(),
                                                             &g_strfreev);
    // Each of a format's savers, to files, to memory and to streams, lists them again.
    std::set<std::string> distinct;
    for (char **suffix = all.get(); *suffix; ++suffix)
        distinct.insert(*suffix);
    return {distinct.begin(), distinct.end()};
}

std::string saver_for(const std::string &suffix) {
    start_libvips();
    // Only the suffix: libvips would split options off a whole name.
    const char *operation =
        suffix.empty() ? nullptr : vips_foreign_find_save(("x" + suffix).c_str());
    if (operation)
        return vips_nickname_find(g_type_from_name(operation));
    static_cast<void>(take_vips_error());
    return {};
}

std::string option_error(const std::string &saver, const std::string &options) {
    const std::unique_ptr<VipsOperation, decltype(&g_object_unref)> operation(
        vips_operation_new(saver.c_str()), &g_object_unref);
    const OptionList list(options);
    for (const auto &[name, value] : list.rest())
        if (std::string error = value_error(operation.get(), name, value); !error.empty())
            return error;
    return vips_object_set_from_string(VIPS_OBJECT(operation.get()), options.c_str()) == 0
               ? std::string()
               : take_vips_error();
}

bool holds_alpha(const std::string &saver, const Target &target) {
    if (saver == "dzsave") { // pictures of another format in a tree, JPEGs unless told otherwise
        std::string suffix = option_of(target, "suffix");
        suffix.resize(std::min(suffix.find('['), suffix.size()));
        const std::string of_pictures = saver_for(suffix);
        return !of_pictures.empty() && of_pictures != saver && holds_alpha(of_pictures, {});
    }
    if (saver == "tiffsave" && option_of(target, "compression") == "jpeg")
        return false;
    const VipsSaveable kind =
        VIPS_FOREIGN_SAVE_CLASS(vips_class_find("VipsForeignSave", saver.c_str()))->saveable;
    return kind == VIPS_SAVEABLE_RGBA || kind == VIPS_SAVEABLE_RGBA_ONLY ||
           kind == VIPS_SAVEABLE_ANY;
}

std::string size_refusal(const std::string &saver, Size size, std::string_view what) {
    for (const Limit &limit : limits)
        if (saver.starts_with(limit.saver) && std::max(size.width, size.height) > limit.side)
            return fmt::format("{} holds at most {} px a side, and {} is {} x {} px; formats that "
                               "hold it: .png, .tif, .dz",
                               limit.format, limit.side, what, size.width, size.height);
    return {};
}

std::string saver_refusal(const Target &target, const MosaicForm &form) {
    const std::string saver = saver_for(target.suffix());
    std::string why = size_refusal(saver, mosaic_size(form.grid, form.tile), "the mosaic");
    if (why.empty())
        why = option_error(saver, target.options);
    if (why.empty() && form.alpha && !holds_alpha(saver, target))
        why =
            "such files can't be transparent, as the mosaic's empty cells are; give them a colour, "
            "or take .png, .webp, .tif or .dz[suffix=.png]";
    return why;
}

bool sets(const std::string &options, std::string_view name) {
    // "tile" must not be found in "tile-width=64"; libvips takes '_' for '-'.
    std::string text = "," + options + ",";
    std::replace(text.begin(), text.end(), '_', '-');
    std::erase(text, ' ');
    std::string key(name);
    std::replace(key.begin(), key.end(), '_', '-');
    return text.find("," + key + "=") != std::string::npos ||
           text.find("," + key + ",") != std::string::npos;
}

bool is_fragile(const std::string &saver, const Target &target) {
    return (saver == "tiffsave" && sets(target.options, "pyramid")) ||
           (saver == "dzsave" && (target.suffix() == ".szi" || sets(target.options, "container")));
}

bool needs_room(const std::string &saver, const Target &target) {
    return is_fragile(saver, target) || saver == "jp2ksave"; // OpenJPEG 2.5 tries again for ever
}

} // namespace tessera::internal
