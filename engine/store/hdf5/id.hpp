// HDF5's identifiers, locks and errors in C++'s terms. HDF5's door.
#pragma once

#include <hdf5.h>
#include <mutex>
#include <string>
#include <string_view>

namespace tessera::internal {

/// Why HDF5 did not do what it was asked for: a clause. Caught where the file's name is known.
struct Hdf5Failure {
    std::string why;
};

/// To be held around calls of HDF5, which may have been built without locks of its own, and which
/// would print what goes wrong. May be held by a thread that holds it already.
class Hdf5Calls {
  public:
    Hdf5Calls();
    ~Hdf5Calls();
    Hdf5Calls(const Hdf5Calls &) = delete;
    Hdf5Calls &operator=(const Hdf5Calls &) = delete;

  private:
    std::unique_lock<std::recursive_mutex> lock_;
    H5E_auto2_t print_ = nullptr;
    void *print_data_ = nullptr;
};

/// Throws: Hdf5Failure with HDF5's own words.
[[noreturn]] void fail_hdf5();

/// The result of a call of HDF5. Throws: as fail_hdf5(), if it is negative.
template <class Result> Result checked(Result result) {
    if (result < 0)
        fail_hdf5();
    return result;
}

/// An identifier that is given back when it goes.
class Hdf5Id {
  public:
    /// Throws: Hdf5Failure for a negative one.
    explicit Hdf5Id(hid_t id) : id_(checked(id)) {}
    ~Hdf5Id();
    Hdf5Id(Hdf5Id &&other) noexcept;
    Hdf5Id &operator=(Hdf5Id &&) = delete;

    [[nodiscard]] hid_t get() const noexcept { return id_; }

    /// Throws: Hdf5Failure where something that was left to do could not be done.
    void close();

  private:
    hid_t id_;
};

/// An attribute of characters, of an object that has none of that name.
void write_attribute(hid_t object, const char *name, std::string_view text);

/// Throws: Hdf5Failure where there is none, or it is no such text.
[[nodiscard]] std::string read_attribute(hid_t object, const char *name);

} // namespace tessera::internal
