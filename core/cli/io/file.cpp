#include "io/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/failure.h"

namespace collapse::cli {

std::string read_all(int descriptor, const std::string& origin, std::size_t limit, const std::string& too_long) {
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Failure{kInvalidInput, shown(origin) + ": " + std::strerror(errno)};
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > limit) throw Failure{kInvalidInput, shown(origin) + ": " + too_long};
  }
}

std::string read_file(const std::string& path, std::size_t limit, const std::string& too_long,
                      const std::string& if_missing) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int reason = errno;
    throw Failure{kInvalidInput, shown(path) + ": " + std::strerror(reason) + (reason == ENOENT ? if_missing : "")};
  }
  try {
    std::string text = read_all(descriptor, path, limit, too_long);
    ::close(descriptor);
    return text;
  } catch (...) {
    ::close(descriptor);
    throw;
  }
}

}  // namespace collapse::cli
