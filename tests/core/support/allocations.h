#pragma once

#include <cstdint>

namespace collapse::test {

/// Bytes that `new` has handed out since the program began: a count of work that does not depend on the machine's
/// speed.
std::uint64_t bytes_allocated();

}  // namespace collapse::test
