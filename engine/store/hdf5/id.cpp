#include "store/hdf5/id.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

std::recursive_mutex &calls() {
    static std::recursive_mutex mutex;
    return mutex;
}

/// The innermost error is the one that says what happened.
herr_t take_first(unsigned, const H5E_error2_t *error, void *text) {
    auto &words = *static_cast<std::string *>(text);
    if (words.empty() && error->desc)
        words = error->desc;
    return 0;
}

/// HDF5 loses count of what it has open once it has met damage, and says so when the program ends
/// unless errors are not to be printed then. Made after HDF5's own end was arranged for, so it goes
/// before.
struct QuietEnd {
    ~QuietEnd() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }
};

} // namespace

void fail_hdf5() {
    static const QuietEnd quiet;
    std::string words;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, &words);
    throw Hdf5Failure{words.empty() ? "HDF5 does not say why" : words};
}

Hdf5Calls::Hdf5Calls() : lock_(calls()) {
    H5Eget_auto2(H5E_DEFAULT, &print_, &print_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Calls::~Hdf5Calls() { H5Eset_auto2(H5E_DEFAULT, print_, print_data_); }

Hdf5Id::~Hdf5Id() {
    if (id_ < 0)
        return;
    const Hdf5Calls held;
    H5Idec_ref(id_);
}

Hdf5Id::Hdf5Id(Hdf5Id &&other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}

void Hdf5Id::close() {
    const Hdf5Calls held;
    checked(H5Idec_ref(std::exchange(id_, H5I_INVALID_HID)));
}

void write_attribute(hid_t object, const char *name, std::string_view text) {
    const Hdf5Calls held;
    const Hdf5Id type(H5Tcopy(H5T_C_S1)), space(H5Screate(H5S_SCALAR));
    checked(H5Tset_size(type.get(), std::max<std::size_t>(text.size(), 1)));
    checked(H5Tset_strpad(type.get(), H5T_STR_NULLPAD));
    checked(H5Tset_cset(type.get(), H5T_CSET_UTF8));
    const Hdf5Id attribute(
        H5Acreate2(object, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.get(), type.get(), text.empty() ? "" : text.data()));
}

std::string read_attribute(hid_t object, const char *name) {
    const Hdf5Calls held;
    const Hdf5Id attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Hdf5Id type(H5Aget_type(attribute.get())), space(H5Aget_space(attribute.get()));
    if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0 ||
        H5Sget_simple_extent_npoints(space.get()) != 1)
        throw Hdf5Failure{fmt::format("its attribute '{}' is not a text of fixed length", name)};
    std::string text(H5Tget_size(type.get()), '\0');
    checked(H5Aread(attribute.get(), type.get(), text.data()));
    text.erase(text.find_last_not_of('\0') + 1);
    return text;
}

} // namespace tessera::internal
