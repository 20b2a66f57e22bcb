#pragma once

#include <memory>

#include "collapse/experiment.h"
#include "experiment/history.h"
#include "experiment/mixture_system.h"
#include "experiment/scene.h"
#include "experiment/source.h"
#include "metrics/meter.h"
#include "recursion/recursion.h"
#include "theory/laws.h"

namespace collapse {

struct Experiment::State {
  Spec spec;
  RunRange runs;
  double memory_bytes = 0;
  int components = 1;
  experiment::Source source;
  recursion::Plan plan;
  std::unique_ptr<metrics::Meter> meter;
  std::unique_ptr<recursion::Recursion<experiment::MixtureSystem>> recursion;
  std::unique_ptr<experiment::History> history;
  std::vector<ColumnInfo> columns;

  experiment::View view;
  experiment::Block scene, frame;
  std::vector<double> history_block, lines_block, ridges_block;
  // Playing forward revisits one run generation by generation: its pool is kept instead of assembled anew.
  int shown_run = -1;
  recursion::Pool<data::PointSet> shown_pool;

  int dimension() const { return source.truth.dimension; }
  int run_index(int run) const { return run - runs.first; }
};

namespace experiment {

/// The laws that hold for the spec; empty for a setting without any.
std::vector<theory::Law> laws_of(const Spec& spec, const Source& source, const models::Moments& moments);
void build_frame(Experiment::State& state, int run, int generation);
std::string layout_json(Experiment::State& state);
std::string summary_sentence(const Experiment::State& state, int run, int generation);

}  // namespace experiment
}  // namespace collapse
