#pragma once

// How a mixture is shown, for the kinds of experiment whose models are mixtures however they are fitted.

#include <string>
#include <vector>

#include "collapse/points.h"
#include "experiment/reading.h"
#include "experiment/state.h"
#include "kinds/mixture/scene.h"
#include "kinds/mixture/selection.h"
#include "kinds/mixture/source.h"
#include "theory/laws.h"

namespace collapse::experiment {

/// What the columns of models of points stand for.
inline constexpr Reading kReadingsOfPoints[] = {
    // A real point is e times less probable than under generation 1; the second where the truth has no density.
    {Role::risk, "kl_truth_model", false, false, 1, 1},    {Role::risk, "log_likelihood", true, false, 1, -1},
    {Role::variance, "variance", true, true, 0.1, 0},      {Role::variance, "total_variance", true, true, 0.1, 0},
    {Role::tail, "tail_2sigma_ratio", true, true, 0.5, 0}, {Role::tail, "recall", true, true, 0.5, 0},
    {Role::modes, "modes_alive", true, true, 1, 0},        {Role::real, "precision", true, false, 0.5, 0},
    {Role::real, "tail_3sigma", false, true, 10, 0.01},
};

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

/// Of what a headline and its notes tell.
struct MixtureTold {
  const Experiment::State& state;  // of its rows
  const metrics::Truth& truth;
  const models::Moments& moments;  // of the truth
  int run, generation;
  const models::Mixture* model = nullptr;  // where it may have several components
  const models::Mixture* first = nullptr;  // that of generation 1, from generation 2 on
  std::string more = {};                   // a further note
};
/// A model's modes and spread, and notes on its fit.
std::string mixture_summary(const MixtureTold& of);

/// The headline where all points of the truth are the same; `spread` is the model's standard deviation, `when` "After 2
/// generations".
std::string of_one_value(double spread, const std::string& when);

/// How many modes of a truth that has several by construction are drawn, and words for it: "one of the 2 modes is still
/// drawn". No modes of other truths.
struct ModesDrawn {
  int alive = 0, all = 0;
  std::string words;
};
ModesDrawn modes_drawn(const metrics::Truth& truth, double alive);

/// The laws that hold for the spec; empty for a setting without any. `moments` are the truth's; `selection` is null
/// where draws are taken as they come.
std::vector<theory::Law> mixture_laws(const Spec& spec, const Source& source, const models::Moments& moments,
                                      const MixtureSelection* selection);

/// What a layout says of mixtures, but for the laws.
void describe_mixture(const Source& source, const View& view, spec::JsonObject& root);
/// The names of the source's coordinates that the view shows.
std::vector<std::string> shown_axes(const Source& source, const View& view);

}  // namespace collapse::experiment
