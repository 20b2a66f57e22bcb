#include "sweep/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "io/checksum.h"
#include "io/failure.h"

namespace collapse::cli::sweep {

namespace {

constexpr std::string_view kFirst = "collapse sweep cells 2\n";
constexpr std::size_t kHead =
    4 * 17;  // four numbers of 16 hexadecimal digits, each with a space or the line's end behind it

std::string hexadecimal(std::size_t number) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

/// "number length checksum-of-rows checksum-of-this-line\n"
std::string head_of(std::size_t cell, std::size_t length, const std::string& checksum) {
  const std::string line = hexadecimal(cell) + " " + hexadecimal(length) + " " + checksum;
  return line + " " + Checksum(line).digits() + "\n";
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

Store::Store(std::string path, const std::string& identity, std::size_t most) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail();
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
    throw Failure{kRuntimeFailure, shown(path_) + ": another process is computing this sweep"};
  const std::string head = std::string(kFirst) + identity + "\n";
  start_ = head.size();
  struct stat status;
  if (::fstat(descriptor_, &status) != 0) fail();
  const auto size = static_cast<std::size_t>(status.st_size);
  const std::string found = bytes_at(descriptor_, 0, std::min(size, start_));
  if (found != head) {
    // A head that is only begun is what a kill leaves; anything else is somebody's work.
    if (head.compare(0, found.size(), found) != 0)
      throw Failure{kInvalidInput,
                    shown(path_) + ": holds the finished cells of another sweep; remove it to begin anew"};
    if (::ftruncate(descriptor_, 0) != 0) fail();
    write(head);
    return;
  }
  std::size_t end = start_;
  for (std::string rows; end < size; ++cells_) {
    const std::size_t begin = end;
    const Found record = record_at(cells_, end, rows);
    if (record == Found::cut_off) break;
    if (record == Found::changed || cells_ == most)
      throw Failure{kInvalidInput,
                    shown(path_) + ", line " + std::to_string(line_of(begin)) +
                        (record == Found::changed ? ": this finished cell is not what was written"
                                                  : ": there are more finished cells than the sweep has") +
                        "; remove the file to begin anew"};
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(end)) != 0 || ::lseek(descriptor_, 0, SEEK_END) < 0) fail();
}

Store::~Store() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Store::Found Store::record_at(std::size_t cell, std::size_t& at, std::string& rows) const {
  const std::string head = bytes_at(descriptor_, at, kHead);
  // What is there of the line must be what was written; only its end may be missing.
  if (head.size() < kHead) {
    const bool begun = head.compare(0, 17, hexadecimal(cell) + " ", 0, std::min<std::size_t>(head.size(), 17)) == 0;
    return begun ? Found::cut_off : Found::changed;
  }
  std::size_t length = 0;
  const auto read = std::from_chars(head.data() + 17, head.data() + 33, length, 16);
  if (read.ptr != head.data() + 33 || head != head_of(cell, length, head.substr(34, 16))) return Found::changed;
  struct stat status;
  if (::fstat(descriptor_, &status) != 0 || length > static_cast<std::size_t>(status.st_size) - at - kHead)
    return Found::cut_off;
  rows = bytes_at(descriptor_, at + kHead, length);
  if (rows.size() != length || Checksum(rows).digits() != head.substr(34, 16)) return Found::changed;
  at += kHead + rows.size();
  return Found::whole;
}

std::size_t Store::line_of(std::size_t at) const {
  const std::string before = bytes_at(descriptor_, 0, at);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string Store::read(std::size_t cell, std::size_t& at) const {
  std::string rows;
  if (record_at(cell, at, rows) != Found::whole)
    throw Failure{kRuntimeFailure, shown(path_) + ": was changed while the sweep was computed"};
  return rows;
}

void Store::add(std::string_view rows) {
  write(head_of(cells_, rows.size(), Checksum(rows).digits()) + std::string(rows));
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

void Store::fail() const { throw Failure{kRuntimeFailure, shown(path_) + ": cannot write: " + std::strerror(errno)}; }

}  // namespace collapse::cli::sweep
