#include "experiment/verdicts.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "numerics/quantile.h"

namespace collapse::experiment {

namespace {

struct Definition {
  const char* id;
  const char* name;
  Role role;
};
constexpr Definition kDefinitions[] = {
    {"catastrophic_risk", "Catastrophic increase of population risk", Role::risk},
    {"any_increase", "Any increase of population risk", Role::risk},
    {"diverging_risk", "Asymptotically diverging risk", Role::risk},
    {"collapsing_variance", "Collapsing variance", Role::variance},
    {"scaling_law", "Change in scaling law", Role::risk},
    {"lost_tail", "Disappearance of real tail data", Role::tail},
    {"entangled_modes", "Entanglement of real modes", Role::modes},
    {"hallucination", "Appearance of hallucinated data", Role::real},
};
constexpr int kAny = 1, kDiverging = 2, kScaling = 4, kTail = 5;

constexpr double kLeastTail = 10.0 / 512;              // ten of the draws that measure it in two dimensions and more
constexpr int kLeastRuns = 10, kLeastGenerations = 8;  // for a trend

std::string number(double value) {
  return std::isinf(value) ? value > 0 ? "\"inf\"" : "\"-inf\"" : spec::json_number(value);
}

/// A reading of this experiment's rows. Runs are indices, generations 0 .. completed.
class Watch {
 public:
  Watch(const Experiment::State& state, Role role) : state_(state) {
    for (const Reading& reading : state.readings) {
      if (reading.role != role || (column >= 0 && !std::isnan(threshold(0)))) continue;
      const int found = state.column(reading.column);
      if (found < 0) continue;
      column = found;
      rule = reading;
      rule.of_truth = rule.of_truth && !std::isnan(value(0, 0));
    }
    if (role == Role::modes && (dead_ = state.column("dead_components")) >= 0) components_ = state.components();
    // Whatever is below a share of nothing is below 0; whatever lies beyond standard deviations of 0 is everything.
    truth_varies = column < 0 || !rule.of_truth || role != Role::variance || value(0, 0) != 0;
  }

  int column = -1;
  Reading rule{};
  bool truth_varies = true;  // of a variance
  /// What stands for it: components where the truth has no modes to count.
  std::string label() const {
    const std::string& name = state_.columns[static_cast<std::size_t>(column)].label;
    return dead_ < 0 ? name : rule.of_truth ? name + " or components left" : "Components left";
  }

  double value(int run, int t) const {
    const std::span<const double> row = state_.row(run, t);
    const double value = row[static_cast<std::size_t>(column)];
    // No more modes can be told apart than the model has components.
    return dead_ >= 0 && t > 0 ? std::fmin(value, components_ - row[static_cast<std::size_t>(dead_)]) : value;
  }
  /// Only where the generation of the reference has been computed.
  double threshold(int run) const {
    if (rule.factor == 0) return rule.more;
    return rule.of_truth || state_.completed() > 0 ? rule.factor * value(run, rule.of_truth ? 0 : 1) + rule.more : kNaN;
  }
  bool past(double value, double threshold) const { return rule.below ? value < threshold : value > threshold; }

  /// The slope of the least-squares line through generations from .. to, upwards for the worse.
  double slope(int run, int from, int to) const {
    if (std::isinf(value(run, to))) return kInfinity;
    const double middle = 0.5 * (from + to);
    double sum = 0, squares = 0;
    for (int t = from; t <= to; ++t) {
      sum += (t - middle) * value(run, t);
      squares += (t - middle) * (t - middle);
    }
    return (rule.below ? -1 : 1) * sum / squares;
  }

 private:
  const Experiment::State& state_;
  int dead_ = -1;  // a mixture's column of dead components
  double components_ = 0;
};

double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? kNaN : numerics::sorted_quantile(values, 0.5);
}

}  // namespace

std::string verdicts_json(const Experiment::State& state, int run, int generation) {
  const Watch watches[] = {
      {state, Role::risk}, {state, Role::variance}, {state, Role::tail}, {state, Role::modes}, {state, Role::real}};
  const Watch& variance = watches[static_cast<int>(Role::variance)];
  const int index = state.run_index(run);
  spec::JsonArray list;
  for (int d = 0; d < static_cast<int>(std::size(kDefinitions)); ++d) {
    const Definition& definition = kDefinitions[d];
    const Watch& watch = watches[static_cast<int>(definition.role)];
    const bool with_variance = d == kTail && variance.column >= 0;
    const bool of_spread = definition.role == Role::variance || definition.role == Role::tail ||
                           (definition.role == Role::real && !watch.rule.below);  // mass beyond standard deviations

    // Of one run: the limit, and whether a generation is past it.
    const auto limit_of = [&](int r) { return d == kAny ? watch.value(r, 1) : watch.threshold(r); };
    const auto holds = [&](int r, int t, double limit, double spread) {
      return watch.past(watch.value(r, t), limit) || (with_variance && variance.past(variance.value(r, t), spread));
    };

    double value = kNaN, limit = kNaN, since = kNaN, counted = 0, collapsed = 0;
    bool here = false;
    std::vector<double> sinces;
    const char* reason = "";
    if (d == kScaling)
      reason = "One sample size shows no scaling law; a sweep over several does.";
    else if (watch.column < 0)
      reason = "Nothing that is measured here stands for it.";
    else if (generation == 0)
      reason = "Generation 0 is the truth.";
    else if (d == kDiverging) {
      if (generation < kLeastGenerations || state.runs.count < kLeastRuns)
        reason = "A trend takes at least 10 runs and 8 generations.";
      else {
        const int half = (generation + 1) / 2;
        std::vector<double> before, after;
        for (int r = 0; r < state.runs.count; ++r) {
          const double slope = watch.slope(r, half, generation);
          if (std::isnan(slope)) continue;
          counted += 1;
          collapsed += slope > 0;
          before.push_back(watch.slope(r, 1, half));
          after.push_back(slope);
        }
        value = median(after);
        limit = 0.5 * median(before);
        if (counted == 0) reason = "Not defined in these generations.";
        // A sign test at three standard deviations, and no slowing down.
        here = collapsed > counted / 2 + 1.5 * std::sqrt(counted) && value >= limit;
      }
    } else {
      for (int r = 0; r < state.runs.count; ++r) {
        const double now = watch.value(r, generation), past = limit_of(r),
                     spread = with_variance ? variance.threshold(r) : kNaN;
        double from = kNaN;
        if (!std::isnan(now) && !std::isnan(past)) {
          counted += 1;
          if (holds(r, generation, past, spread)) {
            collapsed += 1;
            int t = generation;
            while (t > 1 && holds(r, t - 1, past, spread)) --t;
            sinces.push_back(from = t);
          }
        }
        if (r != index) continue;
        value = now;
        limit = past;
        since = from;
      }
      here = !std::isnan(since);
      if (std::isnan(state.metric(run, generation, "status")))
        reason = "This run has ended before.";
      else if (!variance.truth_varies && of_spread)
        reason = "All of the truth is the same: it has no spread.";
      else if (std::isnan(value) || std::isnan(limit))
        reason = "Not defined in this generation.";
      else if (definition.role == Role::modes && limit == 1)
        reason = watch.rule.of_truth ? "The truth has a single mode." : "Generation 1 has a single component.";
      else if (d == kTail && state.metric(run, 0, "tail_2sigma") < kLeastTail && state.dimension() > 1)
        reason = "Too few of the truth's draws lie there to count.";
      else if (!watch.rule.below && definition.role == Role::real && limit >= 1)
        reason = "Most of the truth lies there already.";
    }

    spec::JsonObject item;
    item.text("id", definition.id);
    item.text("name", definition.name);
    if (watch.column >= 0 && d != kScaling) {
      const ColumnInfo& column = state.columns[static_cast<std::size_t>(watch.column)];
      const Reading& rule = watch.rule;
      std::string words = watch.label() + ": ";
      if (d == kDiverging)
        words +=
            "worse over the last half of the generations in most runs (sign test, 3 standard deviations), at least "
            "half as steeply as before";
      else {
        words += rule.below ? "below " : "above ";
        const double factor = d == kAny ? 1 : rule.factor, more = d == kAny ? 0 : rule.more;
        if (factor != 1 && factor != 0) words += format_number(factor) + " × ";
        if (factor != 0) words += rule.of_truth ? "the truth's" : "generation 1's";
        if (more != 0) words += (factor == 0 ? "" : more > 0 ? " + " : " − ") + format_number(std::fabs(more));
        if (with_variance) words += ", or the variance has collapsed";
      }
      item.text("criterion", words + ".");
      item.text("column", column.name);
      item.add("value", number(value));
      item.add("threshold", number(limit));
    }
    const bool applies = *reason == 0;
    item.text("verdict", !applies ? "not_applicable" : here ? "collapsed" : "not");
    if (!applies)
      item.text("reason", reason);
    else {
      item.number("since", since);
      item.number("runs", counted);
      item.number("share", collapsed / counted);
      item.number("median_since", median(sinces));
    }
    list.add(item.str());
  }
  spec::JsonObject answer;
  answer.number("run", run);
  answer.number("generation", generation);
  answer.add("definitions", list.str());
  answer.text("early", kDefinitions[kTail].id);
  answer.text("late", "collapsing_variance");
  return answer.str();
}

}  // namespace collapse::experiment
