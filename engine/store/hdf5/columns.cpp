#include "store/hdf5/columns.hpp"

#include "store/hdf5/layout.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t texts_per_chunk = 512;

Hdf5Id text_type() {
    const Hdf5Calls held;
    Hdf5Id type(H5Tcopy(H5T_C_S1));
    checked(H5Tset_size(type.get(), H5T_VARIABLE));
    checked(H5Tset_cset(type.get(), H5T_CSET_UTF8));
    return type;
}

std::string text_of(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return std::to_string(*number);
    const auto *text = std::get_if<std::string>(&label);
    return text ? *text : std::string();
}

std::string json_of(const std::vector<std::string> &texts) {
    using nlohmann::json;
    return texts.empty() ? std::string()
                         : json(texts).dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

Hdf5Texts::Hdf5Texts(hid_t file, const char *name)
    : type_(text_type()), dataset_(create_dataset(file, {name, type_.get()}, texts_per_chunk)) {}

void Hdf5Texts::append(std::string text) {
    texts_.push_back(std::move(text));
    if (texts_.size() == texts_per_chunk)
        write();
}

void Hdf5Texts::finish() {
    if (!texts_.empty())
        write();
}

void Hdf5Texts::write() {
    std::vector<const char *> texts;
    for (const std::string &text : texts_)
        texts.push_back(text.empty() ? nullptr : text.c_str()); // which takes no place
    const hsize_t count = texts.size(), begin = std::exchange(written_, written_ + count);
    const Hdf5Calls held;
    checked(H5Dset_extent(dataset_.get(), &written_));
    const Hdf5Id there(H5Dget_space(dataset_.get())), here(H5Screate_simple(1, &count, nullptr));
    checked(H5Sselect_hyperslab(there.get(), H5S_SELECT_SET, &begin, nullptr, &count, nullptr));
    checked(
        H5Dwrite(dataset_.get(), type_.get(), here.get(), there.get(), H5P_DEFAULT, texts.data()));
    texts_.clear();
}

void Hdf5Labels::append(const Label &label) {
    const bool none = std::holds_alternative<std::monostate>(label);
    const auto *number = std::get_if<std::int64_t>(&label);
    if (!texts_ && none && numbers_.empty()) {
        ++unlabelled_;
    } else if (!texts_ && number && unlabelled_ == 0) {
        numbers_.push_back(*number);
    } else {
        if (!texts_)
            start_texts();
        texts_->append(text_of(label));
    }
}

void Hdf5Labels::start_texts() {
    texts_.emplace(file_, hdf5_layout::labels);
    for (; unlabelled_ > 0; --unlabelled_)
        texts_->append({});
    for (const std::int64_t number : std::exchange(numbers_, {}))
        texts_->append(std::to_string(number));
}

void Hdf5Labels::finish() {
    if (texts_)
        return texts_->finish();
    if (numbers_.empty())
        return;
    Hdf5Stream labels(file_, {hdf5_layout::labels, H5T_STD_I64LE});
    for (const std::int64_t number : numbers_)
        labels.append_value(number);
    labels.finish();
}

Hdf5Photos::Hdf5Photos(hid_t file)
    : group_(create_group(file, hdf5_layout::photos)), name_(group_.get(), "name"),
      path_(group_.get(), "path"), captured_(group_.get(), "captured"), tags_(group_.get(), "tags"),
      variation_(group_.get(), "variation"),
      file_bytes_(group_.get(), {"file_bytes", H5T_STD_U64LE}),
      modified_ns_(group_.get(), {"modified_ns", H5T_STD_I64LE}),
      content_(group_.get(), {"content", H5T_STD_U8LE, {sizeof(Digest)}}),
      pixels_(group_.get(), {"pixels", H5T_STD_U8LE, {sizeof(Digest)}}),
      width_(group_.get(), {"width", H5T_STD_I32LE}),
      height_(group_.get(), {"height", H5T_STD_I32LE}) {}

void Hdf5Photos::append(const TileRecord &record) {
    name_.append(record.name);
    path_.append(record.path);
    captured_.append(record.captured);
    tags_.append(json_of(record.tags));
    variation_.append(record.variation);
    file_bytes_.append_value(record.file_bytes);
    modified_ns_.append_value(record.modified_ns);
    content_.append_value(record.content);
    pixels_.append_value(record.pixels);
    width_.append_value(record.width);
    height_.append_value(record.height);
}

void Hdf5Photos::finish() {
    for (Hdf5Texts *texts : {&name_, &path_, &captured_, &tags_, &variation_})
        texts->finish();
    for (Hdf5Stream *numbers :
         {&file_bytes_, &modified_ns_, &content_, &pixels_, &width_, &height_})
        numbers->finish();
}

} // namespace tessera::internal
