#include "io/output.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "io/failure.h"
#include "io/shown.h"

namespace collapse::cli {

std::string names_a_file(const std::string& path) { return path.empty() ? "must name a file, but is empty" : ""; }

void refuse_overwriting(const std::string& out, const std::string& read) {
  std::error_code none;
  if (!out.empty() && std::filesystem::is_regular_file(out, none) && std::filesystem::equivalent(out, read, none))
    throw Failure{kInvalidInput, "--out " + shown(out) + ": this file is read, and what is in it would be lost"};
}

bool replaceable(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

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

void remember_unfinished(const std::string& path) { std::memcpy(unfinished, path.c_str(), path.size() + 1); }

void forget_unfinished() {
  const SignalsBlocked blocked;
  unfinished[0] = '\0';
}

/// The access rights a plain new file would get.
void give_usual_rights(int descriptor) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
}

/// A file without a name: whatever ends the process, nothing is left of it. -1 where the file system has none.
int open_nameless(const std::string& folder) {
#ifdef O_TMPFILE
  if (::access("/proc/self/fd", X_OK) != 0) return -1;  // by which it will get its name
  return ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
#else
  (void)folder;
  errno = EOPNOTSUPP;
  return -1;
#endif
}

/// A file under a name that follows from the target's, so that what a killed process left is used again by the next
/// one. Returns its descriptor, or -1 with errno set: EBUSY when another process is writing it.
int open_named(const std::string& path) {
  if (path.size() >= sizeof unfinished) {
    errno = ENAMETOOLONG;
    return -1;
  }
  const SignalsBlocked blocked;
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -1;
    // Where locks are unknown two processes might write into one file; rename() still shows one of them whole.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      ::close(descriptor);
      errno = EBUSY;
      return -1;
    }
    // Between open and lock the one who had it may have put it in place.
    struct stat held, named;
    if (::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
        held.st_dev == named.st_dev && ::ftruncate(descriptor, 0) == 0) {
      remember_unfinished(path);
      return descriptor;
    }
    ::close(descriptor);
  }
}

/// Gives a nameless file a name. False with errno set when it cannot.
bool give_name(int descriptor, const std::string& path) {
  if (path.size() >= sizeof unfinished) {
    errno = ENAMETOOLONG;
    return false;
  }
  const std::string from = "/proc/self/fd/" + std::to_string(descriptor);
  const SignalsBlocked blocked;
  if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) != 0) {
    // A process that had this number was killed between this step and the next.
    if (errno != EEXIST || ::unlink(path.c_str()) != 0 ||
        ::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) != 0)
      return false;
  }
  remember_unfinished(path);
  return true;
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
  if (!replaces && errno == ENAMETOOLONG) fail();
  if (replaces && ::access(target_.c_str(), W_OK) != 0) fail();
  if (target_.back() == '/') {
    errno = EISDIR;
    fail();
  }
  const std::size_t slash = target_.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : target_.substr(0, slash + 1);
  const std::string hidden =
      folder + "." + target_.substr(folder.size(), 200) + ".unfinished";  // names have at most 255 bytes
  descriptor_ = open_nameless(folder);
  if (descriptor_ >= 0) {
    name_to_be_ = hidden + "-" + std::to_string(::getpid());
  } else {
    // Any reason but a file system without nameless files comes again here.
    descriptor_ = open_named(hidden);
    if (descriptor_ < 0 && errno == EBUSY)
      throw Failure{kRuntimeFailure, shown(name_) + ": another process is writing this file"};
    if (descriptor_ < 0) fail();
    temporary_ = hidden;
  }
  give_usual_rights(descriptor_);
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
  if (target_.empty()) return;
  // Without fsync a crash of the machine could leave the name with an empty file behind it.
  if (::fsync(descriptor_) != 0) fail();
  if (temporary_.empty()) {
    if (!give_name(descriptor_, name_to_be_)) fail();
    temporary_ = name_to_be_;
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  temporary_.clear();
  forget_unfinished();
}

void Output::fail() const { throw Failure{kRuntimeFailure, shown(name_) + ": cannot write: " + std::strerror(errno)}; }

}  // namespace collapse::cli
