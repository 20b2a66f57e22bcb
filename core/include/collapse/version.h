#pragma once

namespace collapse {

inline constexpr const char* kVersion = "0.1.0";

/// Version of the experiment spec this library reads and writes (`/schema`).
inline constexpr int kSpecSchema = 1;

}  // namespace collapse
