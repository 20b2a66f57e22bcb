#pragma once

// The experiment with kernel densities.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "experiment/plain_history.h"
#include "experiment/state.h"
#include "kinds/kde/meter.h"
#include "kinds/kde/system.h"
#include "kinds/mixture/scene.h"
#include "kinds/mixture/source.h"

namespace collapse::experiment {

struct KdeState final : RecursiveState<KdeSystem, PlainHistory<KdeModel, KdeMeter>> {
  using RecursiveState::RecursiveState;

  Source source;
  std::unique_ptr<KdeMeter> meter;
  std::vector<double> data_sizes;  // points generation t >= 1 is fitted on, at t - 1
  View view;

  std::span<const double> row(int run_index, int t) const override { return history->row(run_index, t); }
  std::uint64_t run_hash(int run_index) override { return history->run_hash(run_index, completed()); }
  int dimension() const override { return source.truth.dimension; }
  int components() const override { return 1; }
  /// The kernel's covariance (d x d). The kernels stand on the points the generation was fitted on.
  std::span<const double> parameters(int run_index, int t) override {
    return history->model(run_index, t).learnt->kernel;
  }
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_frame(int run, int generation) override;
  std::string summary(int run, int generation) const override;
  void build_ridges(int run, int from, int to) override;
  /// How many parts of its points it shares with the model before, and the others. Which points are real is not kept:
  /// nobody asks a model's own points.
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;

  const KdeSettings& settings() const { return recursion->system().settings(); }

 private:
  void add_line(const models::KernelDensity* model);
  void add_plane(const models::KernelDensity* model);
};

}  // namespace collapse::experiment
