#include "write/jpeg/codec.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
#include <cstdio> // for jpeglib.h
#include <jerror.h>
#include <jpeglib.h>
#include <new>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3, marker_bytes = 2, least_room = 1 << 16;
constexpr std::uint8_t start_of_scan = 0xDA;
constexpr UINT8 per_inch = 1; // JFIF 1.02, APP0, units
constexpr double largest_density = 65'535;

/// libjpeg's errors end the program, unless they jump out of it.
struct Errors : jpeg_error_mgr {
    std::jmp_buf start;
    std::array<char, JMSG_LENGTH_MAX> text;
};

[[noreturn]] void leave(j_common_ptr info) {
    auto &errors = static_cast<Errors &>(*info->err);
    errors.format_message(info, errors.text.data());
    std::longjmp(errors.start, 1);
}

void say_nothing(j_common_ptr) {}

/// REQUIRES: `work` holds nothing that has a destructor, which the jump would skip.
template <class Work> void attempt(Errors &errors, const Work &work) {
    if (setjmp(errors.start) == 0)
        work();
    else
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot encode a tile as JPEG: {}", errors.text.data()));
}

/// Where libjpeg writes: memory that grows.
struct Sink : jpeg_destination_mgr {
    std::vector<std::uint8_t> room;

    [[nodiscard]] std::span<const std::uint8_t> written() const noexcept {
        return {room.data(), room.size() - free_in_buffer};
    }

    static void open(j_compress_ptr info) {
        Sink &sink = static_cast<Sink &>(*info->dest);
        sink.next_output_byte = sink.room.data();
        sink.free_in_buffer = sink.room.size();
    }

    static boolean grow(j_compress_ptr info) {
        Sink &sink = static_cast<Sink &>(*info->dest);
        const std::size_t full = sink.room.size();
        bool has_room = true;
        try {
            sink.room.resize(full * 2);
        } catch (const std::bad_alloc &) { // must not pass through C
            has_room = false;
        }
        if (!has_room)
            ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
        sink.next_output_byte = sink.room.data() + full;
        sink.free_in_buffer = full;
        return TRUE;
    }

    static void close(j_compress_ptr) {}
};

void copy_code(const JpegCode &code, JHUFF_TBL &table) {
    std::ranges::copy(code.words, table.bits);
    std::ranges::copy(code.symbols, table.huffval);
}

/// Where a file's header ends.
std::size_t scan_start(std::span<const std::uint8_t> file) {
    std::size_t at = marker_bytes; // a start of image, which has no length
    for (bool found = false; !found;) {
        found = file[at + 1] == start_of_scan;
        at += marker_bytes + (static_cast<std::size_t>(file[at + 2]) << 8 | file[at + 3]);
    }
    return at;
}

} // namespace

/// libjpeg's two structures, and what they hold on to.
class Libjpeg {
  public:
    Libjpeg() {
        sink_.room.resize(least_room);
        sink_.init_destination = Sink::open;
        sink_.empty_output_buffer = Sink::grow;
        sink_.term_destination = Sink::close;
        jpeg_std_error(&errors_);
        errors_.error_exit = leave;
        errors_.output_message = say_nothing;
        encoder_.err = decoder_.err = &errors_;
        attempt(errors_, [&] {
            jpeg_create_compress(&encoder_);
            jpeg_create_decompress(&decoder_);
        });
        encoder_.dest = &sink_;
    }
    ~Libjpeg() {
        jpeg_destroy_compress(&encoder_);
        jpeg_destroy_decompress(&decoder_);
    }
    Libjpeg(const Libjpeg &) = delete;
    Libjpeg &operator=(const Libjpeg &) = delete;

    void set(const JpegForm &form, Size size);
    void set(const JpegCodes &codes);
    std::span<const std::uint8_t> header(const JpegMetadata &header);
    std::span<const std::uint8_t> encode(std::span<const std::uint8_t> pixels, bool tables);
    JpegStatistics count();

  private:
    void count_row(jvirt_barray_ptr *coefficients, JDIMENSION row, JpegStatistics &statistics);

    Errors errors_{};
    Sink sink_{};
    jpeg_compress_struct encoder_{};
    jpeg_decompress_struct decoder_{};
    std::vector<JSAMPROW> rows_{};
};

void Libjpeg::set(const JpegForm &form, Size size) {
    encoder_.image_width = static_cast<JDIMENSION>(size.width);
    encoder_.image_height = static_cast<JDIMENSION>(size.height);
    encoder_.input_components = static_cast<int>(bands);
    encoder_.in_color_space = JCS_RGB;
    attempt(errors_, [&] {
        jpeg_set_defaults(&encoder_);
        jpeg_set_quality(&encoder_, form.quality, TRUE);
    });
    const int sampling = form.subsampled ? 2 : 1;
    encoder_.comp_info[0].h_samp_factor = encoder_.comp_info[0].v_samp_factor = sampling;
    encoder_.restart_interval = static_cast<unsigned>(form.tile.width / form.unit());
}

void Libjpeg::set(const JpegCodes &codes) {
    for (std::size_t table = 0; table < codes.dc.size(); ++table) {
        copy_code(codes.dc[table], *encoder_.dc_huff_tbl_ptrs[table]);
        copy_code(codes.ac[table], *encoder_.ac_huff_tbl_ptrs[table]);
    }
}

/// libjpeg writes the whole header when it is given the first row, and nothing else before it has
/// all rows of an MCU.
std::span<const std::uint8_t> Libjpeg::header(const JpegMetadata &header) {
    std::vector<JSAMPLE> pixels(encoder_.image_width * bands);
    JSAMPROW row = pixels.data();
    encoder_.density_unit = per_inch;
    encoder_.X_density = encoder_.Y_density =
        static_cast<UINT16>(std::lround(std::clamp(header.dpi, 1.0, largest_density)));
    attempt(errors_, [&] {
        jpeg_start_compress(&encoder_, TRUE);
        if (!header.profile.empty())
            jpeg_write_icc_profile(&encoder_, header.profile.data(),
                                   static_cast<unsigned>(header.profile.size()));
        jpeg_write_scanlines(&encoder_, &row, 1);
        jpeg_abort_compress(&encoder_);
    });
    return sink_.written();
}

std::span<const std::uint8_t> Libjpeg::encode(std::span<const std::uint8_t> pixels, bool tables) {
    rows_.clear();
    for (std::size_t row = 0; row < encoder_.image_height; ++row)
        // libjpeg only reads them.
        rows_.push_back(const_cast<JSAMPROW>(pixels.data() + row * encoder_.image_width * bands));
    attempt(errors_, [&] {
        jpeg_suppress_tables(&encoder_, tables ? FALSE : TRUE);
        jpeg_start_compress(&encoder_, FALSE);
        while (encoder_.next_scanline < encoder_.image_height)
            jpeg_write_scanlines(&encoder_, rows_.data() + encoder_.next_scanline,
                                 encoder_.image_height - encoder_.next_scanline);
        jpeg_finish_compress(&encoder_);
    });
    return sink_.written();
}

/// REQUIRES: encode() was called, with tables.
JpegStatistics Libjpeg::count() {
    JpegStatistics statistics;
    attempt(errors_, [&] {
        jpeg_mem_src(&decoder_, sink_.written().data(), sink_.written().size());
        jpeg_read_header(&decoder_, TRUE);
        jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&decoder_);
        for (JDIMENSION row = 0; row < decoder_.total_iMCU_rows; ++row)
            count_row(coefficients, row, statistics);
        jpeg_abort_decompress(&decoder_);
    });
    return statistics;
}

/// A row of MCUs, which is a restart interval: DC coefficients are predicted from 0 anew.
void Libjpeg::count_row(jvirt_barray_ptr *coefficients, JDIMENSION row,
                        JpegStatistics &statistics) {
    for (int i = 0; i < decoder_.num_components; ++i) {
        const jpeg_component_info &component = decoder_.comp_info[i];
        const auto across = static_cast<JDIMENSION>(component.h_samp_factor);
        const auto down = static_cast<JDIMENSION>(component.v_samp_factor);
        const std::size_t table = i == 0 ? 0 : 1;
        JBLOCKARRAY blocks = decoder_.mem->access_virt_barray(
            reinterpret_cast<j_common_ptr>(&decoder_), coefficients[i], row * down, down, FALSE);
        int prediction = 0;
        for (JDIMENSION unit = 0; unit < component.width_in_blocks; unit += across)
            for (JDIMENSION y = 0; y < down; ++y)
                for (JDIMENSION x = unit; x < unit + across; ++x) {
                    count_block(blocks[y][x], prediction, statistics.dc[table],
                                statistics.ac[table]);
                    prediction = blocks[y][x][0];
                }
    }
}

std::vector<std::uint8_t> jpeg_header(const JpegForm &form, const JpegCodes &codes,
                                      const JpegMetadata &header) {
    Libjpeg libjpeg;
    libjpeg.set(form, header.size);
    libjpeg.set(codes);
    const auto written = libjpeg.header(header);
    return {written.begin(), written.end()};
}

JpegTileEncoder::JpegTileEncoder(const JpegForm &form) : libjpeg_(std::make_unique<Libjpeg>()) {
    libjpeg_->set(form, {form.tile.width, form.tile.height});
}

JpegTileEncoder::~JpegTileEncoder() = default;
JpegTileEncoder::JpegTileEncoder(JpegTileEncoder &&) noexcept = default;

std::span<const std::uint8_t> JpegTileEncoder::scan(std::span<const std::uint8_t> pixels,
                                                    const JpegCodes &codes) {
    libjpeg_->set(codes);
    const auto file = libjpeg_->encode(pixels, false);
    return file.subspan(scan_start(file));
}

JpegStatistics JpegTileEncoder::statistics(std::span<const std::uint8_t> pixels) {
    static_cast<void>(libjpeg_->encode(pixels, true));
    return libjpeg_->count();
}

} // namespace tessera::internal
