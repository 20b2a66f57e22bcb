#pragma once

// Gaussians and Gaussian mixtures as a system for the recursion: their data, their estimators, their streams.

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "collapse/gaussian.h"
#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"
#include "kinds/mixture/selection.h"
#include "models/mixture/gmm.h"
#include "sources/shape.h"

namespace collapse::experiment {

struct MixtureSystemSettings {
  std::uint64_t seed = 0;
  std::optional<models::Mixture> density;  // the source, or
  std::optional<sources::Shape> shape;     // likewise, or
  data::PointSet table;                    // its rows
  std::size_t real_list = 0;               // length of each run's own list of real data
  double real_weight = -1;                 // of a weighted fit; below 0: every point weighs the same
  bool accumulates = false;                // every generation is fitted on what the one before was, and more
  bool mixture_model = false;
  EstimatorKind estimator = EstimatorKind::mle;
  std::vector<double> known_covariance;
  models::EmOptions em;
  std::shared_ptr<MixtureSelection> selection;  // null: draws are taken as they come
};

class MixtureSystem {
 public:
  using Data = data::PointSet;
  using Model = models::Mixture;

  /// One generation's fit: a single step for a Gaussian, one EM iteration a step for a mixture.
  class Estimator {
   public:
    explicit Estimator(const MixtureSystemSettings& settings);
    void begin(const Data& data, const Model& previous, unsigned run, unsigned generation);
    long advance(long work);
    bool done() const;
    Model finish(models::FitReport& report) const;

   private:
    const MixtureSystemSettings* settings_;
    std::optional<models::EmEstimator> em_;
    const Data* data_ = nullptr;
    // Of each run whose data only grow: after which generation its sums stand, and the sums.
    struct Growing {
      unsigned generation = 0;
      models::GrowingSums sums;
    };
    models::GrowingSums* growing_sums();

    unsigned run_ = 0, generation_ = 0;
    std::map<unsigned, Growing> growing_;
    Model previous_, fitted_;
    models::FitReport report_;
    bool done_ = false, gave_out_ = false;
  };

  explicit MixtureSystem(MixtureSystemSettings settings);

  Data real(unsigned run, std::size_t count) const;
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const;
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count, unsigned part = 0) const;
  random::Stream lineage_stream(unsigned run, unsigned generation) const {
    return {settings_->seed, run, generation, random::Purpose::lineage};
  }
  Data concatenate(const Data& a, const Data& b) const { return data::concatenate(a, b); }
  void append(Data& pool, Data more, std::size_t room) const { data::append(pool, std::move(more), room); }
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return Estimator(*settings_); }

  /// The rows of a table that are not in the run's list of real data; empty for other sources.
  Data left_over(unsigned run) const;

 private:
  // New draws where they never run out; none for a table.
  std::optional<Data> drawn(std::size_t count, random::Stream& stream) const;

  // Shared with the estimators, so that a moved system leaves them valid.
  std::shared_ptr<const MixtureSystemSettings> settings_;
};

}  // namespace collapse::experiment
