#include "sweep_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "failure.h"

namespace collapse::cli::sweep {

namespace {

constexpr std::string_view kFirst = "collapse sweep cells 1\n";
constexpr std::size_t kHead = 2 * 16 + 2;  // "length checksum\n" in hexadecimal digits

/// FNV-1a, 64 bit.
std::uint64_t checksum(std::string_view text) {
  std::uint64_t state = 0xcbf29ce484222325ull;
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return state;
}

std::string head_of(std::string_view rows) {
  char text[kHead + 1];
  std::snprintf(text, sizeof text, "%016llx %016llx\n", static_cast<unsigned long long>(rows.size()),
                static_cast<unsigned long long>(checksum(rows)));
  return text;
}

/// `length` bytes from `at`, or fewer at the end of the file.
std::string bytes_at(int descriptor, std::size_t at, std::size_t length) {
  std::string out(length, '\0');
  std::size_t done = 0;
  while (done < length) {
    const ssize_t got = ::pread(descriptor, out.data() + done, length - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  out.resize(done);
  return out;
}

}  // namespace

Store::Store(std::string path, const std::string& identity) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail();
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
    throw Failure{kRuntimeFailure, path_ + ": another process is computing this sweep"};
  const std::string head = std::string(kFirst) + identity + "\n";
  start_ = head.size();
  struct stat status;
  if (::fstat(descriptor_, &status) != 0) fail();
  const auto size = static_cast<std::size_t>(status.st_size);
  const std::string found = bytes_at(descriptor_, 0, std::min(size, start_));
  if (found != head) {
    // A head that is only begun is what a kill leaves; anything else is somebody's work.
    if (head.compare(0, found.size(), found) != 0)
      throw Failure{kInvalidInput, path_ + ": holds the finished cells of another sweep; remove it to begin anew"};
    if (::ftruncate(descriptor_, 0) != 0) fail();
    write(head);
    return;
  }
  std::size_t end = start_;
  for (std::string rows; end < size && record_at(end, rows);) ++cells_;
  if (::ftruncate(descriptor_, static_cast<off_t>(end)) != 0 || ::lseek(descriptor_, 0, SEEK_END) < 0) fail();
}

Store::~Store() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Store::record_at(std::size_t& at, std::string& rows) const {
  const std::string head = bytes_at(descriptor_, at, kHead);
  unsigned long long length = 0, sum = 0;
  struct stat status;
  if (head.size() != kHead || std::sscanf(head.c_str(), "%16llx %16llx", &length, &sum) != 2 ||
      ::fstat(descriptor_, &status) != 0 || length > static_cast<unsigned long long>(status.st_size))
    return false;
  rows = bytes_at(descriptor_, at + kHead, length);
  if (rows.size() != length || head_of(rows) != head) return false;
  at += kHead + rows.size();
  return true;
}

std::string Store::read(std::size_t& at) const {
  std::string rows;
  if (!record_at(at, rows)) throw Failure{kRuntimeFailure, path_ + ": was changed while the sweep was computed"};
  return rows;
}

void Store::add(std::string_view rows) {
  write(head_of(rows) + std::string(rows));
  ++cells_;
}

void Store::write(std::string_view bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t wrote = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail();
    done += static_cast<std::size_t>(wrote);
  }
}

void Store::remove() { ::unlink(path_.c_str()); }

void Store::fail() const { throw Failure{kRuntimeFailure, path_ + ": cannot write: " + std::strerror(errno)}; }

}  // namespace collapse::cli::sweep
