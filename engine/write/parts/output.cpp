#include "write/parts/output.hpp"

#include <algorithm>
#include <utility>

namespace tessera::internal {

void PayloadHasher::add(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto next = bytes.first(std::min(bytes.size(), payload_block - filled_));
        block_.add(std::as_bytes(next));
        filled_ += next.size();
        bytes = bytes.subspan(next.size());
        if (filled_ == payload_block)
            end_block();
    }
}

Digest PayloadHasher::digest() {
    if (filled_ > 0)
        end_block();
    return all_.digest();
}

void PayloadHasher::end_block() {
    all_.add(std::exchange(block_, Hasher()).digest());
    filled_ = 0;
}

PartOutput::PartOutput(const std::string &path, std::string target)
    : file_(path, std::move(target)) {
    file_.reserve(part_header_bytes);
}

void PartOutput::append(std::span<const std::uint8_t> bytes) {
    take(bytes);
    file_.append(bytes);
}

void PartOutput::take(std::span<const std::uint8_t> bytes) {
    hasher_.add(bytes);
    sections_.back() += bytes.size();
}

void PartOutput::finish(const PartInfo &info) {
    file_.write_at(0, encode_part_header({info, sections_, hasher_.digest()}));
    file_.close();
}

} // namespace tessera::internal
