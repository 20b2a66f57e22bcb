#pragma once

// What stands behind an Experiment. Experiment does what is the same for every kind (rows, bands over the runs, hash,
// CSV, save and load); a kind brings its system for the recursion, its columns, its pictures and its words.

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "collapse/constants.h"
#include "collapse/experiment.h"
#include "collapse/recursion.h"
#include "experiment/block.h"
#include "experiment/reading.h"
#include "experiment/records.h"
#include "spec/json.h"
#include "theory/laws.h"

namespace collapse {

struct Experiment::State {
  State(const Spec& from, RunRange range) : spec(from), runs(range) {}
  virtual ~State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Spec spec;
  RunRange runs;
  // A kind fills these before it is handed out.
  double memory_bytes = 0;  // at the end of all generations
  std::vector<ColumnInfo> columns;
  std::vector<theory::Law> laws;  // all that hold; layout() lists them
  std::span<const experiment::Reading> readings;
  experiment::Records records;
  experiment::Block scene;
  // Buffers of what is given out last.
  experiment::Block frame, progress;
  std::vector<double> history_block, lines_block, ridges_block;

  int run_index(int run) const { return run - runs.first; }
  /// Index of a column by its name; -1 when there is none.
  int column(std::string_view name) const {
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].name == name) return static_cast<int>(c);
    return -1;
  }
  /// A measured value by its column's name; NaN when there is no such column.
  double metric(int run, int generation, std::string_view name) const {
    const int c = column(name);
    return c < 0 ? kNaN : row(run_index(run), generation)[static_cast<std::size_t>(c)];
  }

  // A kind that measures late, when a row is asked for, keeps its rows and its hash elsewhere than in `records`.
  virtual std::span<const double> row(int run_index, int t) const { return records.row(run_index, t); }
  /// Where load() puts a row it has read.
  virtual std::span<double> row_to_restore(int run_index, int t) { return records.row(run_index, t); }
  /// Hash over generations 1 .. completed() of one run.
  virtual std::uint64_t run_hash(int run_index) { return records.run_hash(run_index); }

  virtual int dimension() const = 0;
  virtual int components() const = 0;
  virtual int completed() const = 0;
  virtual bool finished() const = 0;
  virtual void advance(long work) = 0;
  /// Parameters of generation t >= 1 as float64.
  virtual std::span<const double> parameters(int run_index, int t) = 0;

  /// See Experiment::axes.
  virtual std::vector<std::string> axes() const = 0;
  /// Adds what only this kind can say to the layout: the width of a ridge, ...
  virtual void describe(spec::JsonObject& layout) const = 0;
  /// Puts `frame` together. Its sections are the same in every generation.
  virtual void build_frame(int run, int generation) = 0;
  virtual std::string summary(int run, int generation) const = 0;
  /// Fills `ridges_block`.
  virtual void build_ridges(int run, int from, int to) = 0;

  /// Puts `progress` together: how far the fit that is going on has come. By default it says nothing but which one it
  /// is.
  virtual void build_progress();

  /// Answers a question that only this kind can answer, in JSON by JSON; the kinds without words answer none.
  virtual Result<std::string> answer(std::string_view question);

  // A model as the bytes a saved state holds, little-endian numbers. restore_model returns false for bytes that are
  // none of its models, whatever they are.
  virtual void append_model(int run_index, int t, std::string& out) const = 0;
  virtual bool restore_model(int run_index, int t, std::string_view bytes) = 0;
  // The same for what all runs share and no model holds: the judge of digits. It is restored before the models.
  virtual void append_shared(std::string&) const {}
  virtual bool restore_shared(std::string_view bytes) { return bytes.empty(); }
  /// Goes on after rows and models of generations 1 .. completed have been restored.
  virtual void resume_after(int completed) = 0;
};

namespace experiment {

using StateResult = Result<std::unique_ptr<Experiment::State>>;

/// The part of a kind that follows from its computing by Recursion<System>. History is what Recursion asks of one, with
/// adopt(t): all models up to generation t have been restored.
template <recursion::System System, class History>
struct RecursiveState : Experiment::State {
  using Data = typename System::Data;
  using State::State;

  recursion::Plan plan;
  std::unique_ptr<History> history;
  std::unique_ptr<recursion::Recursion<System>> recursion;

  int completed() const override { return recursion->completed(); }
  bool finished() const override { return recursion->finished(); }
  void advance(long work) override { recursion->advance(work, *history); }
  void resume_after(int generations) override {
    history->adopt(generations);
    recursion->resume_after(generations, *history);
  }

  /// The data generation t was fitted on, assembled again from the recorded models; for t = 0 the real data of
  /// generation 1.
  const Data& data_of(int run, int generation) {
    const int t = std::max(generation, 1);
    if (shown_run_ != run || shown_pool_.generations > t) {
      shown_run_ = run;
      shown_pool_ = {0, recursion->room(), {}, {}};
    }
    const auto model_at = [&](int s) -> decltype(auto) { return history->model(run_index(run), s); };
    return recursion::assemble(recursion->system(), plan, static_cast<unsigned>(run), t, model_at, shown_pool_);
  }

 private:
  // Playing forward revisits one run generation by generation: its pool is kept instead of assembled anew.
  int shown_run_ = -1;
  recursion::Pool<Data> shown_pool_;
};

std::string layout_json(Experiment::State& state);

}  // namespace experiment
}  // namespace collapse
