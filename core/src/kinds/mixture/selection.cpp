#include "kinds/mixture/selection.h"

#include <cmath>
#include <utility>

#include "collapse/constants.h"
#include "experiment/setting.h"
#include "experiment/words.h"
#include "models/mixture/biased_sample.h"
#include "numerics/linalg/cholesky.h"
#include "theory/biased.h"

namespace collapse::experiment {

namespace {

theory::Bias theory_bias(const Spec& spec) {
  theory::Bias bias;
  bias.temperature = spec.model.temperature;
  bias.truncation = spec.model.truncation;
  bias.choice = spec.selection.kind;
  bias.candidates = static_cast<int>(spec.selection.candidates);
  bias.scale = spec.selection.scale;
  bias.centre = spec.selection.offset;
  bias.radius = spec.selection.radius;
  bias.false_positive = spec.selection.false_positive;
  bias.false_negative = spec.selection.false_negative;
  return bias;
}

class BiasedDraws final : public MixtureSelection {
 public:
  BiasedDraws(models::DrawBias bias, const theory::Bias& laws) : bias_(std::move(bias)), theory_(laws) {}

  data::PointSet draw(const models::Mixture& model, unsigned run, unsigned s, unsigned t, std::size_t count,
                      random::Stream& stream) override {
    const int candidates = bias_.choice == SelectionKind::best_of ? bias_.candidates : 1;
    double proposals = 0;
    data::PointSet points =
        models::biased_sample(model, bias_, count, stream, models::most_proposals(count, candidates), proposals);
    if (run >= tallies_.size()) tallies_.resize(run + std::size_t{1});
    Tally& tally = tallies_[run];
    // Frames draw again what earlier generations, or this one, learnt from.
    if (t < tally.t) return points;
    if (t > tally.t) tally = {t, {}};
    for (Batch& batch : tally.batches)
      if (batch.from == s) return points;
    tally.batches.push_back({s, static_cast<double>(points.count), proposals, points.count < count});
    return points;
  }

  bool gave_out(unsigned run, unsigned t) const override {
    if (run >= tallies_.size() || tallies_[run].t != t) return false;
    for (const Batch& batch : tallies_[run].batches)
      if (batch.short_of) return true;
    return false;
  }

  double acceptance(unsigned run, unsigned t) const override {
    double kept = 0, proposals = 0;
    if (run < tallies_.size() && tallies_[run].t == t)
      for (const Batch& batch : tallies_[run].batches) {
        kept += batch.kept;
        proposals += batch.proposals;
      }
    return proposals > 0 ? kept / proposals : kNaN;
  }

  void add_column(std::vector<ColumnInfo>& columns) const override { columns.push_back(selection_column()); }

  std::vector<theory::Law> laws(const theory::Setting& setting) const override {
    return theory::biased_laws(setting, theory_);
  }

  std::string words(double acceptance) const override {
    if (!(acceptance < 1)) return "";
    return " Of the draws proposed for it " + percent(acceptance) + " were kept.";
  }

 private:
  struct Batch {
    unsigned from;
    double kept, proposals;
    bool short_of;
  };
  struct Tally {
    unsigned t = 0;
    std::vector<Batch> batches;
  };

  models::DrawBias bias_;
  theory::Bias theory_;
  std::vector<Tally> tallies_;  // by run
};

}  // namespace

std::optional<Error> make_mixture_selection(const Spec& spec, const metrics::Truth& truth,
                                            const models::Moments& moments, std::shared_ptr<MixtureSelection>& out) {
  const auto& asked = spec.selection;
  if (spec.model.temperature == 1 && spec.model.truncation == 0 && asked.kind == SelectionKind::none) return {};
  const int d = truth.dimension;
  const std::size_t square = static_cast<std::size_t>(d) * static_cast<std::size_t>(d);
  models::DrawBias bias;
  bias.temperature = spec.model.temperature;
  bias.truncation = spec.model.truncation;
  bias.choice = asked.kind;
  bias.candidates = static_cast<int>(asked.candidates);
  bias.scale = asked.scale;
  bias.radius = asked.radius;
  bias.false_positive = asked.false_positive;
  bias.false_negative = asked.false_negative;
  if (asked.kind == SelectionKind::tilt || asked.kind == SelectionKind::verifier) {
    std::vector<double> factor(square);
    if (!linalg::cholesky(moments.covariance, d, factor.data()))
      return Error{"/selection/kind",
                   "The real data have no width in some direction, so there are no distances to select by."};
    bias.inverse_factor.resize(square);
    linalg::invert_lower(factor.data(), d, bias.inverse_factor.data());
    bias.centre = moments.mean;
    bias.centre[0] += asked.offset * std::sqrt(moments.covariance[0]);
  }
  if (asked.kind == SelectionKind::density) {
    bias.truth.emplace(*truth.density);
    bias.log_bound = models::log_density_bound(*truth.density);
  }
  out = std::make_shared<BiasedDraws>(std::move(bias), theory_bias(spec));
  return {};
}

ColumnInfo selection_column() {
  return {"acceptance",
          "Share of proposals kept",
          "",
          "Of all draws proposed for the synthetic data of this generation (of its newest batch when they accumulate) "
          "the share that was kept. Not defined where none were drawn.",
          "exact",
          false,
          true};
}

}  // namespace collapse::experiment
