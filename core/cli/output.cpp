#include "output.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "failure.h"

namespace collapse::cli {

namespace {

constexpr std::size_t kBufferBytes = 1 << 16;

// The unfinished file, for the signal handler; empty when there is none. Changed only while signals are blocked.
char unfinished[PATH_MAX];

/// Holds signals back while a file and the note of it must change together.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

// Only functions that are safe in a signal handler. SA_RESETHAND has restored the default action, so raising the
// signal again ends the process the way the caller expects (130 in a shell for SIGINT).
void on_signal(int number) {
  if (unfinished[0] != '\0') ::unlink(unfinished);
  ::raise(number);
}

/// Creates a file no one else has in `folder` ("" or ending in a slash) with the access rights a plain new file
/// would get. Returns its descriptor, or -1 with errno set.
int create_temporary(const std::string& folder, std::string& path) {
  path = folder + ".collapse-XXXXXX";
  if (path.size() >= sizeof unfinished) {
    errno = ENAMETOOLONG;
    return -1;
  }
  const SignalsBlocked blocked;
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return -1;
  std::memcpy(unfinished, path.c_str(), path.size() + 1);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
  return descriptor;
}

void forget_unfinished() {
  const SignalsBlocked blocked;
  unfinished[0] = '\0';
}

bool replaceable(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

// A link is followed: the file it names is replaced, not the link.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string out(real);
  std::free(real);
  return out;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESETHAND | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    // A caller that ignores a signal (nohup) keeps it ignored.
    if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
  ::signal(SIGPIPE, SIG_DFL);
}

Output::Output(const std::string& path)
    : name_(path.empty() || path == "-" ? "standard output" : path), descriptor_(STDOUT_FILENO) {
  if (path.empty() || path == "-") return;
  if (!replaceable(path)) {
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail();
    return;
  }
  target_ = resolved(path);
  struct stat existing;
  const bool replaces = ::stat(target_.c_str(), &existing) == 0;
  if (replaces && ::access(target_.c_str(), W_OK) != 0) fail();
  if (target_.back() == '/') {
    errno = EISDIR;
    fail();
  }
  const std::size_t slash = target_.rfind('/');
  std::string temporary;
  descriptor_ = create_temporary(slash == std::string::npos ? "" : target_.substr(0, slash + 1), temporary);
  if (descriptor_ < 0) fail();
  temporary_ = temporary;
  if (replaces) ::fchmod(descriptor_, existing.st_mode & 07777);
}

Output::~Output() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
    forget_unfinished();
  }
}

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void Output::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t wrote = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail();
    done += static_cast<std::size_t>(wrote);
  }
  buffer_.clear();
}

void Output::commit() {
  flush();
  if (temporary_.empty()) return;
  // Without fsync a crash of the machine could leave the name with an empty file behind it.
  if (::fsync(descriptor_) != 0) fail();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  temporary_.clear();
  forget_unfinished();
}

void Output::fail() const { throw Failure{kRuntimeFailure, name_ + ": cannot write: " + std::strerror(errno)}; }

}  // namespace collapse::cli
