#pragma once

// The experiment with linear regression.

#include <memory>
#include <string>
#include <vector>

#include "experiment/plain_history.h"
#include "experiment/state.h"
#include "kinds/regression/meter.h"
#include "kinds/regression/system.h"

namespace collapse::experiment {

struct RegressionState final : RecursiveState<RegressionSystem, PlainHistory<RegressionModel, RegressionMeter>> {
  using RecursiveState::RecursiveState;

  std::unique_ptr<RegressionMeter> meter;

  int dimension() const override { return static_cast<int>(spec.source.features); }
  int components() const override { return 1; }
  std::span<const double> parameters(int run_index, int t) override;
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_frame(int run, int generation) override;
  std::string summary(int run, int generation) const override;
  /// The coefficients, those of the truth for generation 0.
  void build_ridges(int run, int from, int to) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;

  const RegressionSystem& system() const { return recursion->system(); }

 private:
  std::vector<double> coefficients(int run_index, int t) const;

  std::vector<double> parameters_block_;
};

}  // namespace collapse::experiment
