#pragma once

// How the checked claims are shown: on the terminal, as JSON, and as a section of docs/results.md.

#include <string>
#include <string_view>
#include <vector>

#include "verify_statistics.h"

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
void write_json(const std::string& path, const std::vector<Checked>& checked);
/// Replaces what stands between <!-- verify --> and <!-- /verify --> in a Markdown file. Throws Failure if they are not
/// there.
void write_results(const std::string& path, const std::vector<Checked>& checked);

}  // namespace collapse::cli::verify
