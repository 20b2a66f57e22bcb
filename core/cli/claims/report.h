#pragma once

// How the checked claims are shown: on the terminal, as JSON, and as a section of docs/results.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/statistics.h"
#include "io/output.h"

namespace collapse::cli::verify {

struct Checked {
  std::string_view chapter;
  const Claim* claim;
  const Trial* trial;
  Verdict verdict;
};

/// One line a claim and a line with the sum.
std::string table_text(const std::vector<Checked>& checked);
/// {"version", "passed", "failed", "rows": [{"id", "chapter", "claim", "setting", "spec", "runs", "generation",
/// "statistic", "source", "relation", "expected", "measured", "error", "z", "limit", "skewness", "pass"}]}; z is null
/// for claims about every single run.
std::string table_json(const std::vector<Checked>& checked);

/// A Markdown file whose part between <!-- verify --> and <!-- /verify --> is replaced.
class ResultsFile {
 public:
  /// Throws Failure if the file cannot be read or written, or the marks are not there.
  explicit ResultsFile(const std::string& path);
  void write(const std::vector<Checked>& checked);

 private:
  std::string before_, after_;
  std::optional<Output> output_;
};

}  // namespace collapse::cli::verify
