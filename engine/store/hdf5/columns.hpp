// Photos' records and labels as datasets that other programs can read: a value for each tile.
#pragma once

#include "store/hdf5/stream.hpp"

#include <tessera/tile.hpp>

#include <string>
#include <vector>

namespace tessera::internal {

/// Texts of any length, up to their first zero byte. Not thread-safe. Throws: Hdf5Failure, as all
/// below.
class Hdf5Texts {
  public:
    Hdf5Texts(hid_t file, const char *name);
    void append(std::string text);
    void finish();

  private:
    void write();

    Hdf5Id type_, dataset_;
    hsize_t written_ = 0;
    std::vector<std::string> texts_; ///< not yet written
};

/// Numbers if all tiles are labelled so, no dataset if none is labelled, else texts.
class Hdf5Labels {
  public:
    explicit Hdf5Labels(hid_t file) : file_(file) {}
    void append(const Label &label);
    void finish();

  private:
    void start_texts();

    hid_t file_;
    std::size_t unlabelled_ = 0; ///< while no tile is labelled
    std::vector<std::int64_t> numbers_;
    std::optional<Hdf5Texts> texts_;
};

/// A dataset for each field of a record but its shape and label.
class Hdf5Photos {
  public:
    explicit Hdf5Photos(hid_t file);
    void append(const TileRecord &record);
    void finish();

  private:
    Hdf5Id group_;
    Hdf5Texts name_, path_, captured_, tags_, variation_;
    Hdf5Stream file_bytes_, modified_ns_, content_, pixels_, width_, height_;
};

} // namespace tessera::internal
