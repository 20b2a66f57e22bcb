#pragma once

// How a mixture is shown, for the kinds of experiment whose models are mixtures however they are fitted.

#include <string>
#include <vector>

#include "data/point_set.h"
#include "experiment/mixture_scene.h"
#include "experiment/mixture_selection.h"
#include "experiment/mixture_source.h"
#include "experiment/state.h"
#include "theory/laws.h"

namespace collapse::experiment {

/// What a frame shows of one generation of one run.
struct MixtureFrame {
  const Experiment::State& state;  // of its rows
  const metrics::Truth& truth;
  const models::Moments& moments;  // of the truth
  const View& view;
  int components;  // the most a model has
  int run, generation;
  const models::Mixture* model;  // none for generation 0
  const data::PointSet& points;  // as many as there are to show, with room for `capacity`
  std::size_t capacity;
  double drawn, real;  // points the model is fitted on, and how many of them are real
};
void build_mixture_frame(const MixtureFrame& of, Block& block);

/// One or two sentences about a model's spread, its modes and its fit, from its row.
std::string mixture_summary(const Experiment::State& state, const metrics::Truth& source, const models::Moments& truth,
                            int run, int generation);

/// The laws that hold for the spec; empty for a setting without any. `moments` are the truth's; `selection` is null where draws
/// are taken as they come.
std::vector<theory::Law> mixture_laws(const Spec& spec, const Source& source, const models::Moments& moments,
                                      const MixtureSelection* selection);

/// What a layout says of mixtures, but for the laws.
void describe_mixture(const Source& source, const View& view, spec::JsonObject& root);

}  // namespace collapse::experiment
