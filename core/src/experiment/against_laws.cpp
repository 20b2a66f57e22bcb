#include "experiment/against_laws.h"

#include <cmath>

#include "experiment/law_json.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

namespace {

struct Sample {
  double count = 0, mean = 0, sd = std::nan("");
  double largest = 0;   // share of the most distant run in the squared deviations
  double lopsided = 0;  // skewness of the mean, as the runs have it
};

// Of one column over the runs, or of its logarithms.
Sample over_runs(const Experiment::State& state, int column, int generation, bool logs) {
  Sample sample;
  double squares = 0, cubes = 0;
  const auto each = [&](auto&& take) {
    for (int run = 0; run < state.runs.count; ++run) {
      const double value = state.row(run, generation)[static_cast<std::size_t>(column)];
      if (!std::isnan(value)) take(logs ? numerics::log(value) : value);
    }
  };
  each([&](double value) {
    sample.count += 1;
    sample.mean += value;
  });
  sample.mean /= sample.count;
  each([&](double value) {
    const double square = (value - sample.mean) * (value - sample.mean);
    squares += square;
    cubes += square * (value - sample.mean);
    sample.largest = std::fmax(sample.largest, square);
  });
  if (sample.count > 1) sample.sd = std::sqrt(squares / (sample.count - 1));
  sample.largest /= squares;
  sample.lopsided = std::fabs(cubes) / (squares * std::sqrt(squares));
  return sample;
}

// Whether rare runs carry a mean, which these runs do not show: then the error is larger than it looks.
bool heavy(const Sample& sample, double law_sd) {
  // The first: one run lies beyond 3 standard deviations and makes two fifths of the variance.
  return (sample.largest > 0.4 && sample.largest * sample.count > 10) || (sample.count >= 8 && law_sd > 3 * sample.sd);
}

}  // namespace

std::string against_laws_json(const Experiment::State& state, int generation) {
  const auto at = static_cast<std::size_t>(generation);
  const auto value_at = [&](const std::vector<double>& values) {
    return at < values.size() ? values[at] : std::nan("");
  };
  spec::JsonArray list;
  for (const theory::Law& law : state.laws) {
    const int column = state.column(law.metric);
    if (column < 0) continue;
    const bool typical = law.kind == theory::LawKind::geometric_mean;
    const double expected = value_at(law.values), law_sd = typical ? std::nan("") : value_at(law.sd);
    const Sample sample = over_runs(state, column, generation, typical);
    const bool known = law_sd > 0;
    const double error = (known ? law_sd : sample.sd) / std::sqrt(sample.count);
    double z = (sample.mean - (typical ? numerics::log(expected) : expected)) / error;
    const char* note = "";
    if (generation == 0)
      note = "Generation 0 is the truth.";
    else if (law.kind == theory::LawKind::limit)
      note = "The law is for t → ∞.";
    else if (law.kind == theory::LawKind::large_n)
      note = "The law leaves out terms of order 1/n.";
    else if (law.inexact_from > 0 && generation >= law.inexact_from)
      note = "Here the law is only a bound or an approximation.";
    else if (!known && sample.count < 2)
      note = "One run has no Monte-Carlo error.";
    else if (!std::isfinite(z))
      note = "Not defined here.";
    if (*note != 0)
      z = std::nan("");
    else if (heavy(sample, law_sd))
      note = "Rare runs carry this mean, so its error is larger than it looks.";
    else if (sample.count < 8 && !known)
      note = "The error of so few runs is itself uncertain.";
    else if (sample.lopsided > 0.2)
      note = "The runs lie to one side: a large z is less rare than it looks.";

    spec::JsonObject item;
    item.text("metric", law.metric);
    item.text("label", law.label);
    item.text("kind", law_kind(law.kind));
    item.number("expected", expected);
    const double scale = typical ? numerics::exp(sample.mean) : 1;
    item.number("mean", typical ? scale : sample.mean);
    item.number("error", error * scale);
    item.text("error_of", known ? "law" : "runs");
    item.number("z", z);
    item.number("runs", sample.count);
    item.text("note", note);
    list.add(item.str());
  }
  spec::JsonObject answer;
  answer.number("generation", generation);
  answer.add("laws", list.str());
  return answer.str();
}

}  // namespace collapse::experiment
