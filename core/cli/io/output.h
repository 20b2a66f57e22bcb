#pragma once

// Where results go: standard output, or a file that appears under its name only when it is complete.

#include <string>
#include <string_view>

namespace collapse::cli {

/// For options that take a file: what is wrong with its name; "" for nothing.
std::string names_a_file(const std::string& path);

/// Throws where the file to write is the one that is read, which would be lost. What is no file is never the same.
void refuse_overwriting(const std::string& out, const std::string& read);

/// Whether a name stands for a file that may be replaced, or for nothing yet; false for a device, a pipe or a folder.
bool replaceable(const std::string& path);

/// A buffered sink. Every failure to write is a Failure with kRuntimeFailure. A regular file is written without a name,
/// which commit() gives it, so that nothing is left of a command that fails or is killed. Where the file system has no
/// such files it is a hidden one beside the target (".table.csv.unfinished"), removed if the command fails or is
/// interrupted; what is left when it is killed outright is used up by the next command that writes to the target.
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

  std::string target_;      // "" = not renamed: standard output, a pipe or a device
  std::string temporary_;   // the name it has until commit(); "" = none
  std::string name_to_be_;  // of a nameless file: what it is called between commit()'s two steps
  std::string name_;        // for messages
  int descriptor_;
  std::string buffer_;
};

/// Makes SIGINT, SIGTERM and SIGHUP remove the unfinished file before they end the process, and lets a closed pipe
/// (`collapse run … | head`) end it quietly.
void install_signal_handlers();

}  // namespace collapse::cli
