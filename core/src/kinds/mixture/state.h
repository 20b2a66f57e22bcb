#pragma once

// The experiment with Gaussians and Gaussian mixtures.

#include <memory>

#include "experiment/state.h"
#include "kinds/mixture/history.h"
#include "kinds/mixture/scene.h"
#include "kinds/mixture/source.h"
#include "kinds/mixture/system.h"
#include "metrics/meter.h"

namespace collapse::experiment {

struct MixtureState final : RecursiveState<MixtureSystem, MixtureHistory> {
  using RecursiveState::RecursiveState;

  int model_components = 1;
  Source source;
  std::unique_ptr<metrics::Meter> meter;
  std::shared_ptr<MixtureSelection> selection;
  View view;

  int dimension() const override { return source.truth.dimension; }
  int components() const override { return model_components; }
  std::span<const double> parameters(int run_index, int t) override { return history->parameters(run_index, t); }
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_frame(int run, int generation) override;
  std::string summary(int run, int generation) const override;
  void build_ridges(int run, int from, int to) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;
};

}  // namespace collapse::experiment
