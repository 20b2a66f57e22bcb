#pragma once

// The experiment with categories or Poisson counts.

#include <memory>
#include <string>
#include <vector>

#include "experiment/plain_history.h"
#include "experiment/rank_curve.h"
#include "experiment/state.h"
#include "kinds/counts/meter.h"
#include "kinds/counts/system.h"

namespace collapse::experiment {

struct DiscreteState final : RecursiveState<DiscreteSystem, PlainHistory<DiscreteModel, DiscreteMeter>> {
  using RecursiveState::RecursiveState;

  std::unique_ptr<DiscreteMeter> meter;
  std::vector<double> data_sizes;  // items generation t >= 1 is fitted on, at t - 1
  std::vector<std::size_t> ranks;  // of the categories; empty for Poisson

  int dimension() const override { return 1; }
  int components() const override { return 1; }
  std::span<const double> parameters(int run_index, int t) override;
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_scene();
  void build_frame(int run, int generation) override;
  std::string summary(int run, int generation) const override;
  void build_ridges(int run, int from, int to) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;

  const DiscreteSettings& settings() const { return recursion->system().settings(); }

 private:
  /// kRanks probabilities of the model of generation t, of the truth for t = 0: of categories at `ranks`, the most
  /// probable first; of Poisson counts from the first value shown on.
  std::vector<double> picture(int run_index, int t) const;
  std::size_t first_value() const;
  /// The bin of a category with this probability in truth.
  std::size_t chance_bin_of(double p) const;
  void add_chances(int run_index, int generation);

  std::vector<double> parameters_block_;
  std::vector<double> truth_picture_;
  double chance_categories_[kChanceBins] = {}, chance_share_[kChanceBins] = {};  // of the truth, in each bin
};

}  // namespace collapse::experiment
