#include "claims/report.h"

#include <cmath>
#include <cstdio>

#include "collapse/version.h"
#include "io/failure.h"
#include "io/file.h"
#include "io/json_text.h"
#include "io/output.h"

namespace collapse::cli::verify {

namespace {

constexpr std::string_view kBegin = "<!-- verify -->", kEnd = "<!-- /verify -->";
constexpr std::size_t kMaxBytes = 16u << 20;

constexpr std::string_view kStatistics[] = {
    "mean", "standard deviation", "median", "share", "half-life", "least of all runs", "greatest of all runs"};
constexpr std::string_view kRelations[] = {"=", "at most", "at least", "below", "above"};

std::string_view word(Statistic statistic) { return kStatistics[static_cast<int>(statistic)]; }
std::string_view word(Relation relation) { return kRelations[static_cast<int>(relation)]; }

/// Four significant digits; `measured` as many as its error deserves.
std::string digits(double x, double error = 0) {
  char text[40];
  if (!(std::fabs(x) > 0) || std::isnan(x)) {
    std::snprintf(text, sizeof text, "%g", x);
    return text;
  }
  const double scale = std::floor(std::log10(std::fabs(x)));
  const int places = error > 0 ? static_cast<int>(scale - std::floor(std::log10(error))) + 2 : 4;
  std::snprintf(text, sizeof text, "%.*g", places < 2 ? 2 : places > 8 ? 8 : places, x);
  return text;
}

std::string expected_text(const Checked& row) {
  const Relation relation = row.claim->relation;
  return (relation == Relation::equal ? "" : std::string(word(relation)) + " ") +
         digits(row.verdict.expected, row.verdict.error);
}

std::string measured_text(const Checked& row) {
  char error[40];
  std::snprintf(error, sizeof error, " ± %.2g", row.verdict.error);
  return digits(row.verdict.measured, row.verdict.error) + (row.verdict.error > 0 ? error : "");
}

std::string z_text(const Verdict& verdict) {
  if (std::isnan(verdict.z)) return "–";
  char text[40];
  std::snprintf(text, sizeof text, "%+.2f", verdict.z);
  return text;
}

std::string setting_text(const Checked& row) {
  return std::string(row.trial->title) + "; t = " + std::to_string(row.claim->generation) + ", " +
         std::to_string(row.trial->runs) + " runs";
}

std::string sum_text(const std::vector<Checked>& checked) {
  std::size_t passed = 0;
  for (const Checked& row : checked) passed += row.verdict.pass ? 1 : 0;
  return std::to_string(passed) + " of " + std::to_string(checked.size()) + " claims hold";
}

/// A sign that would end a cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string table_markdown(const std::vector<Checked>& checked) {
  std::string out;
  std::string_view chapter;
  for (const Checked& row : checked) {
    if (row.chapter != chapter) {
      chapter = row.chapter;
      out += "\n### " + std::string(chapter) +
             "\n\n| claim | setting | source | statistic | expected | measured | z | "
             "|\n|---|---|---|---|---|---|---|---|\n";
    }
    out += "| " + cell(row.claim->statement) + " | " + cell(setting_text(row)) + " | " + cell(row.claim->source) +
           " | " + std::string(word(row.claim->statistic)) + " | " + expected_text(row) + " | " + measured_text(row) +
           " | " + z_text(row.verdict) + " | " + (row.verdict.pass ? "holds" : "**fails**") + " |\n";
  }
  return out + "\n" + sum_text(checked) + " (version " + kVersion + ").\n";
}

}  // namespace

std::string table_text(const std::vector<Checked>& checked) {
  std::string out;
  std::string_view chapter;
  for (const Checked& row : checked) {
    if (row.chapter != chapter) {
      chapter = row.chapter;
      out += std::string(out.empty() ? "" : "\n") + std::string(chapter) + "\n";
    }
    out += std::string(row.verdict.pass ? "  holds  " : "  FAILS  ") + std::string(row.claim->id) + ": " +
           std::string(row.claim->statement) + "\n         " + setting_text(row) + ": " +
           std::string(word(row.claim->statistic)) + " expected " + expected_text(row) + ", measured " +
           measured_text(row) + ", z " + z_text(row.verdict) + "  [" + std::string(row.claim->source) + "]\n";
  }
  return out + "\n" + sum_text(checked) + "\n";
}

std::string table_json(const std::vector<Checked>& checked) {
  std::size_t passed = 0;
  for (const Checked& row : checked) passed += row.verdict.pass ? 1 : 0;
  std::string out = "{\"version\":" + json_string(kVersion) + ",\"passed\":" + std::to_string(passed) +
                    ",\"failed\":" + std::to_string(checked.size() - passed) + ",\n\"rows\":[";
  for (const Checked& row : checked) {
    const Verdict& v = row.verdict;
    out += std::string(&row == &checked.front() ? "\n" : ",\n") + "{\"id\":" + json_string(row.claim->id) +
           ",\"chapter\":" + json_string(row.chapter) + ",\"claim\":" + json_string(row.claim->statement) +
           ",\"setting\":" + json_string(row.trial->title) + ",\"spec\":" + std::string(row.trial->spec) +
           ",\"runs\":" + std::to_string(row.trial->runs) + ",\"generation\":" + std::to_string(row.claim->generation) +
           ",\"statistic\":" + json_string(word(row.claim->statistic)) +
           ",\"source\":" + json_string(row.claim->source) + ",\"relation\":" + json_string(word(row.claim->relation)) +
           ",\"expected\":" + json_number(v.expected) + ",\"measured\":" + json_number(v.measured) +
           ",\"error\":" + json_number(v.error) + ",\"z\":" + json_number(v.z) + ",\"limit\":" + json_number(v.limit) +
           ",\"skewness\":" + json_number(v.skewness) + ",\"pass\":" + (v.pass ? "true" : "false") + "}";
  }
  return out + "\n]}\n";
}

ResultsFile::ResultsFile(const std::string& path) {
  const std::string text = read_file(path, kMaxBytes, "longer than 16 MB; results are shorter", "");
  const std::size_t begin = text.find(kBegin), end = text.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw Failure{kInvalidInput,
                  shown(path) + ": there are no marks <!-- verify --> and <!-- /verify -->, in this order"};
  if (text.find(kBegin, begin + 1) != std::string::npos || text.find(kEnd, end + 1) != std::string::npos)
    throw Failure{
        kInvalidInput,
        shown(path) +
            ": the marks <!-- verify --> and <!-- /verify --> must be there once each, but one is there twice"};
  before_ = text.substr(0, begin);
  after_ = text.substr(end);
  output_.emplace(path);
}

void ResultsFile::write(const std::vector<Checked>& checked) {
  output_->write(before_ + std::string(kBegin) + "\n" + table_markdown(checked) + after_);
  output_->commit();
}

}  // namespace collapse::cli::verify
