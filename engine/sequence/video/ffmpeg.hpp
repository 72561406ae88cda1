// Where ffmpeg and ffprobe are, and how they are run.
// Why: docs/decisions/video-goes-through-a-child-process.md
#pragma once

#include "process/process.hpp"

#include <string>
#include <vector>

namespace tessera::internal {

/// Path of "ffmpeg" or "ffprobe": what the environment variable TESSERA_FFMPEG or TESSERA_FFPROBE
/// names, else the first in PATH. task: see ProcessOptions.
/// Throws: Error{unsupported} that says what to install.
[[nodiscard]] std::string find_program(const std::string &name, const std::string &task);

/// Options for a child that runs it: patient for TESSERA_FFMPEG_TIMEOUT seconds, or a minute.
[[nodiscard]] ProcessOptions run_program(const std::string &name, const std::string &task,
                                         std::vector<std::string> arguments, const RunOptions &run);

/// Arguments by which either reads one local file of a kind that holds video, and opens no other:
/// no network, no lists of further files.
[[nodiscard]] std::vector<std::string> input_arguments();

/// A path as ffmpeg takes it: never for an address, an option or a device.
[[nodiscard]] std::string file_url(const std::string &path);

} // namespace tessera::internal
