#pragma once

// One Gaussian, refitted without points: of every sample only its mean and its scatter are drawn, by their exact joint
// law (docs/shortcut.md). What a generation is fitted on follows from the model before it alone (and, for a fixed part
// of real data, from the statistics of those), so no data are kept between generations.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "collapse/fit.h"
#include "collapse/gaussian.h"
#include "collapse/workflow.h"
#include "random/chi_square_draw.h"
#include "random/generator.h"

namespace collapse::experiment {

struct MomentsSettings {
  std::uint64_t seed = 0;
  recursion::Plan plan;  // replace, accumulate or mix
  int generations = 1;
  EstimatorKind estimator = EstimatorKind::mle;
  double temperature = 1;                // draws from a model have so many times its covariance
  std::vector<double> mean, covariance;  // of the truth: d, d x d
};

/// All runs of an experiment. A unit of work is one generation of one run. The order is that of blocks of kBlock
/// generations, in a block run by run: a run's draws in a block come one after another from one stream, (seed, run,
/// first generation of the block, statistics). A stream for each generation would take longer to set up than its draws.
class MomentsSystem {
 public:
  static constexpr int kBlock = 64;

  MomentsSystem(MomentsSettings settings, int first_run, int runs);

  void advance(long work);
  /// Generations that all runs have completed.
  int completed() const { return completed_; }
  bool finished() const { return completed_ == settings_.generations; }

  /// Numbers of a model: mean (d) and covariance (d x d).
  std::size_t model_size() const { return size_; }
  std::span<const double> model(int run_index, int t) const { return {&models_[at(run_index, t) * size_], size_}; }
  models::FitStatus status(int run_index, int t) const {
    return static_cast<models::FitStatus>(statuses_[at(run_index, t)]);
  }

  /// Puts a model of generation t >= 1 back; resume_after follows.
  void restore(int run_index, int t, std::span<const double> model, models::FitStatus status);
  /// Goes on after `completed` generations. A block that was broken off is computed again: the same bits.
  void resume_after(int completed);

 private:
  /// A sample of `count` points, as far as its law goes.
  struct Group {
    double count = 0, inverse_root = 0;      // 1 / sqrt(count)
    std::vector<random::ChiSquare> squares;  // count - 1, count - 2, ... degrees, d of them
  };
  /// What one generation's data are put together from.
  struct Step {
    double points = 0;     // all that it is fitted on
    std::size_t real = 0;  // in groups_; the empty one for none
    std::size_t drawn = 0;
    int prefix = 0;  // fixed real data: how many increments of the list the real ones are
  };
  /// The real data that a run takes again and again: how many increments of its list they are by now, how many points,
  /// their mean as a shift from the truth's, and their scatter about it.
  struct Kept {
    int prefix = 0;
    double count = 0;
    std::vector<double> shift, scatter;
  };

  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(settings_.generations) +
           static_cast<std::size_t>(t - 1);
  }
  std::size_t group(double count);
  void plan_steps();
  const Kept& kept_real(int run_index, int prefix);
  template <int D>
  void compute(int run_index, int from, int to);
  /// compute<1> where a generation is fitted on the newest draws alone.
  void compute_newest(int run_index, int from, int to);

  MomentsSettings settings_;
  int first_run_, runs_, dimension_;
  std::size_t size_;
  std::vector<Group> groups_;
  std::vector<Step> steps_;              // of generation t at t - 1
  std::vector<std::size_t> increments_;  // fixed real data: groups the list is drawn in
  std::vector<Kept> kept_;
  std::vector<double> truth_, truth_factor_;
  std::unique_ptr<double[]> models_;
  std::unique_ptr<std::uint8_t[]> statuses_;

  int run_ = 0, next_ = 1, block_ = 1;  // where the work stands; block_ is the first generation of its block
  int completed_ = 0;
  random::Generator generator_{};
};

}  // namespace collapse::experiment
