#pragma once

// What is measured on every generation of text.

#include <span>
#include <vector>

#include "kinds/text/system.h"
#include "metrics/meter.h"

namespace collapse::experiment {

/// Bins of the histogram of perplexities, equally wide in log10 from 0 (sure of every token) to perplexity_range.
inline constexpr std::size_t kPerplexityBins = 48;
/// log10 of the largest perplexity that is told apart. A model that knows nothing has the vocabulary as its perplexity;
/// nonsense that surprises more than that has some room.
double perplexity_range(std::size_t vocabulary);

/// The columns of a row, in order. `names`: items are names; `words`: tokens are words. Some are there only for one of
/// them.
std::vector<metrics::Column> text_columns(bool names, bool words);

/// Perplexity of every item, or of every kSequenceTokens tokens of an item that is longer: exp of the mean of its nats.
/// Tokens that are not `counted` (by position) are left out; sequences without any give none.
std::vector<double> sequence_perplexities(const data::Corpus& text, std::span<const float> nats,
                                          std::span<const std::uint8_t> counted = {});
inline constexpr std::size_t kSequenceTokens = 64;

/// Share of the sequences in each bin; what lies outside, infinite too, is in the last one. NaN without sequences.
std::vector<double> perplexity_histogram(std::span<const double> perplexities, double range);

class TextMeter {
 public:
  /// `system` stays as long as the meter.
  explicit TextMeter(const TextSystem& system);

  std::vector<metrics::Column> columns() const;
  /// Row of generation 0: the held-out text measured like a generation's, as far as generation 1 is there to read it.
  void measure_truth(const TextModel& first, std::span<double> row) const;
  void measure(const TextModel& model, const models::FitReport& report, std::span<double> row) const;

  /// 1 for each token of the test text that the vocabulary knows.
  std::span<const std::uint8_t> counted() const { return counted_; }

 private:
  struct Values;
  void read_by_first(const data::Corpus& text, std::span<const float> nats, std::span<const std::uint8_t> counted,
                     Values& values) const;
  void measure_variety(const data::Corpus& text, Values& values) const;
  void write(const Values& values, std::span<double> row) const;

  const TextSystem* system_;
  std::vector<std::uint8_t> counted_;
};

}  // namespace collapse::experiment
