#pragma once

// The loop, written once for every kind of model:
//
//   D_t = assemble(workflow, real data, synthetic data of earlier generations);  model_t = fit(D_t)
//
// Synthetic data are drawn when a later generation needs them, from the stream (seed, run, t, synthetic). So a
// generation can be visited again at any time from the models alone, and slicing the work changes nothing.

#include <algorithm>
#include <utility>
#include <vector>

#include "collapse/fit.h"
#include "collapse/workflow.h"

namespace collapse::recursion {

/// What a family of models brings along. `Data` and `Model` are values; `Estimator` can be stopped and resumed.
template <class S>
concept System = requires(const S& system, const typename S::Data& data, const typename S::Model& model,
                          typename S::Data& pool, typename S::Estimator& estimator, models::FitReport& report) {
  {system.real(0u, std::size_t{})};            // (run, count): the first points of the run's list
  {system.fresh_real(0u, 0u, std::size_t{})};  // (run, t, count)
  // (model of generation t, run, t, count); for the workflow "recursion" also with a last number that tells the draws
  // of one model for several generations apart (0: the next generation's), and lineage_stream(run, t), which decides
  // what comes from where.
  {system.synthetic(model, 0u, 0u, std::size_t{})};
  {system.concatenate(data, data)};
  // (pool, more, room): the same in the pool's own place, which will hold `room` items in the end. What it has stays
  // where it is but for the few times that its memory grows, so that a generation costs what is new in it.
  {system.append(pool, system.concatenate(data, data), std::size_t{})};
  {system.subsample(data, 0u, 0u, std::size_t{})};  // (pool, run, t, count) without replacement
  {estimator.begin(data, model, 0u, 0u)};           // (D_t, previous model, run, t)
  {estimator.advance(1L)};
  {estimator.done()};
  {estimator.finish(report)};
};

/// Data one run keeps between generations: everything so far when accumulating, the fixed real data when mixing.
template <class Data>
struct Pool {
  int generations = 0;   // D_1 .. D_generations have been assembled
  std::size_t room = 0;  // items `kept` will hold in the end; 0 if nobody knows
  Data kept;
  Data current;  // D_t where it is not `kept` itself
};

/// Assembles D_t for one run; `model_at(s)` gives its model of generation s < t. Brings `pool` forward to t; a pool
/// that is already past t must be emptied first. The result lives in `pool`.
template <System S, class ModelAt>
const typename S::Data& assemble(const S& system, const Plan& plan, unsigned run, int t, const ModelAt& model_at,
                                 Pool<typename S::Data>& pool) {
  const auto u = [](int generation) { return static_cast<unsigned>(generation); };
  const std::size_t n = plan.samples(t);
  switch (plan.workflow) {
    case WorkflowKind::recursion:
      // A system that keeps what was drawn together with the model cannot draw from it once more; such specs are
      // refused.
      if constexpr (requires(const typename S::Model& model) { system.synthetic(model, 0u, 0u, std::size_t{}, 0u); }) {
        if (t > 1) {
          const std::vector<std::size_t> from = plan.lineage(t, system.lineage_stream(run, u(t)));
          pool.current = system.fresh_real(run, u(t), from[0]);
          for (int s = t - 1; s >= 1; --s)
            if (const std::size_t count = from[static_cast<std::size_t>(s)]; count > 0)
              pool.current =
                  system.concatenate(pool.current, system.synthetic(model_at(s), run, u(s), count, u(t - 1 - s)));
          break;
        }
      }
      [[fallthrough]];
    case WorkflowKind::replace:
      pool.current = t == 1 ? system.real(run, n) : system.synthetic(model_at(t - 1), run, u(t - 1), n);
      break;
    case WorkflowKind::mix:
    case WorkflowKind::weighted: {
      if (t == 1) {
        pool.current = system.real(run, n);
        break;
      }
      const std::size_t real = plan.real_samples(t);
      pool.current = system.concatenate(plan.fresh_real ? system.fresh_real(run, u(t), real) : system.real(run, real),
                                        system.synthetic(model_at(t - 1), run, u(t - 1), n - real));
      break;
    }
    case WorkflowKind::accumulate:
    case WorkflowKind::accumulate_subsample:
      for (int s = pool.generations + 1; s <= t; ++s) {
        if (s == 1)
          pool.kept = system.real(run, plan.samples(1));
        else
          system.append(pool.kept, system.synthetic(model_at(s - 1), run, u(s - 1), plan.samples(s)), pool.room);
      }
      if (plan.workflow == WorkflowKind::accumulate) {
        pool.generations = t;
        return pool.kept;
      }
      pool.current = system.subsample(pool.kept, run, u(t), n);
      break;
  }
  pool.generations = t;
  return pool.current;
}

/// All runs, one generation after another. The models live in the caller's history:
///   history.model(run_index, t)                  the recorded model of generation t; the truth's moments for t = 0
///   history.record(run_index, t, model, report)  called once a fit ends
/// A history may end runs early (a training that overflowed, say):
///   history.ended(run_index, t)                  whether the run ended at generation t or before
///   history.skip(run_index, t)                   called in place of a fit, when others go on beyond its end
/// Once all runs have ended there are no more generations.
template <System S>
class Recursion {
 public:
  Recursion(S system, Plan plan, int first_run, int runs, int generations)
      : system_(std::move(system)),
        plan_(plan),
        first_run_(first_run),
        generations_(generations),
        // Where only sums are kept a pool may stand for more items than an address has bits for.
        room_(plan.accumulates() ? static_cast<std::size_t>(std::min(plan.pool_size(generations), 4294967295.0)) : 0),
        pools_(static_cast<std::size_t>(runs)),
        estimator_(system_.make_estimator()) {
    for (auto& pool : pools_) pool.room = room_;
  }

  /// At most `work` units; a unit is one step of the estimator.
  template <class History>
  void advance(long work, History& history) {
    while (work > 0 && !finished()) {
      if constexpr (requires { history.ended(run_, generation_); })
        if (!fitting_ && history.ended(run_, generation_ - 1)) {
          history.skip(run_, generation_);
          next(history);
          continue;
        }
      const unsigned run = static_cast<unsigned>(first_run_ + run_);
      if (!fitting_) {
        const auto model_at = [&](int t) { return history.model(run_, t); };
        data_ = &assemble(system_, plan_, run, generation_, model_at, pools_[static_cast<std::size_t>(run_)]);
        estimator_.begin(*data_, history.model(run_, generation_ - 1), run, static_cast<unsigned>(generation_));
        fitting_ = true;
      }
      work -= std::max(1L, estimator_.advance(work));
      if (estimator_.done()) {
        models::FitReport report;
        auto model = estimator_.finish(report);
        history.record(run_, generation_, model, report);
        next(history);
      }
    }
  }

  /// Generations that all runs have completed.
  int completed() const { return generation_ - 1; }
  bool finished() const { return all_ended_ || generation_ > generations_; }
  /// Goes on after `completed` generations whose models the history already holds.
  template <class History>
  void resume_after(int completed, const History& history) {
    generation_ = completed + 1;
    all_ended_ = have_all_ended(history, completed);
    run_ = 0;
    fitting_ = false;
    for (auto& pool : pools_) pool = {0, room_, {}, {}};
  }

  const S& system() const { return system_; }
  /// The fit that is going on and whose it is; null between two of them.
  const typename S::Estimator* fitting() const { return fitting_ ? &estimator_ : nullptr; }
  int fitting_run() const { return first_run_ + run_; }
  const Plan& plan() const { return plan_; }
  /// Items that a run's pool holds in the end; 0 where none is kept.
  std::size_t room() const { return room_; }

 private:
  template <class History>
  bool have_all_ended(const History& history, int t) const {
    if constexpr (requires { history.ended(0, t); }) {
      for (int run = 0; run < static_cast<int>(pools_.size()); ++run)
        if (!history.ended(run, t)) return false;
      return true;
    }
    return false;
  }

  template <class History>
  void next(const History& history) {
    fitting_ = false;
    if (!plan_.accumulates()) pools_[static_cast<std::size_t>(run_)] = {};
    if (++run_ == static_cast<int>(pools_.size())) {
      run_ = 0;
      all_ended_ = have_all_ended(history, generation_);
      ++generation_;
    }
  }

  S system_;
  Plan plan_;
  int first_run_, generations_;
  int generation_ = 1, run_ = 0;
  bool fitting_ = false, all_ended_ = false;
  std::size_t room_;
  std::vector<Pool<typename S::Data>> pools_;
  const typename S::Data* data_ = nullptr;
  typename S::Estimator estimator_;
};

}  // namespace collapse::recursion
