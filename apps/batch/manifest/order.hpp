// Which job comes after which.
#pragma once

#include "batch/manifest/expand.hpp"

#include <string>
#include <vector>

namespace tessera::batch {

/// The jobs in an order in which each comes after those that write what it reads, and after those
/// that it says; otherwise in the order that they have. Fills in their names where the manifest has
/// none. Throws: Error{invalid_argument} with the position: names or outputs that come twice, jobs
/// that wait for each other, names of jobs that there aren't.
[[nodiscard]] std::vector<Job> in_order(std::vector<Draft> drafts, const std::string &folder);

} // namespace tessera::batch
