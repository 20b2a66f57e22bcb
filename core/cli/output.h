#pragma once

// Where results go: standard output, or a file that appears under its name only when it is complete.

#include <string>
#include <string_view>

namespace collapse::cli {

/// A buffered sink. Every failure to write is a Failure with kRuntimeFailure. A regular file is written as a hidden
/// file beside the target and renamed by commit(); it is removed if the command fails or is interrupted.
class Output {
 public:
  /// `path` empty or "-": standard output. The target is opened at once, so that a folder that does not exist is
  /// reported before an hour of work, not after it.
  explicit Output(const std::string& path = "");
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  /// Flushes and, for a file, puts it in place. Nothing may be written afterwards.
  void commit();

 private:
  void flush();
  [[noreturn]] void fail() const;

  std::string target_;     // "" = not renamed: standard output, a pipe or a device
  std::string temporary_;  // "" = none
  std::string name_;       // for messages
  int descriptor_;
  std::string buffer_;
};

/// Makes SIGINT, SIGTERM and SIGHUP remove the unfinished file before they end the process, and lets a closed pipe
/// (`collapse run … | head`) end it quietly.
void install_signal_handlers();

}  // namespace collapse::cli
