#pragma once

// The experiment with one Gaussian whose samples are drawn as mean and covariance (/model/draws statistics).

#include <memory>
#include <optional>

#include "experiment/state.h"
#include "kinds/mixture/scene.h"
#include "kinds/mixture/source.h"
#include "kinds/statistics/meter.h"
#include "kinds/statistics/system.h"
#include "numerics/hash.h"

namespace collapse::experiment {

/// A generation takes a few nanoseconds, less than its row and its part of the hash. So a model is all that is
/// recorded; the rows of a generation are measured when the first of them is asked for, and the hash is brought up to
/// date when it is.
struct MomentsState final : Experiment::State {
  using State::State;

  Source source;
  std::unique_ptr<MomentsMeter> meter;
  std::unique_ptr<MomentsSystem> system;
  View view;

  int dimension() const override { return source.truth.dimension; }
  int components() const override { return 1; }
  int completed() const override { return system->completed(); }
  bool finished() const override { return system->finished(); }
  void advance(long work) override { system->advance(work); }
  void resume_after(int completed) override { system->resume_after(completed); }

  std::span<const double> row(int run_index, int t) const override;
  /// Rows follow from models, so those that were saved are not needed.
  std::span<double> row_to_restore(int run_index, int t) override;
  std::uint64_t run_hash(int run_index) override;

  std::span<const double> parameters(int run_index, int t) override;
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_frame(int run, int generation) override;
  std::string summary(int run, int generation) const override;
  void build_ridges(int run, int from, int to) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;

 private:
  models::Mixture model(int run_index, int t) const;
  void measure(int run_index, int t, std::span<double> row) const;

  mutable std::vector<std::vector<double>> rows_;  // of generation t, all runs; empty until one is asked for
  mutable std::vector<double> unreached_;
  std::vector<double> restored_row_, parameters_block_;
  std::vector<numerics::Hash> hashes_;  // one a run, over generations 1 .. hashed_
  int hashed_ = 0;
};

}  // namespace collapse::experiment
