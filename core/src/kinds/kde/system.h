#pragma once

// Kernel densities as a system for the recursion.

#include <memory>
#include <utility>

#include "data/batches.h"
#include "kinds/mixture/system.h"
#include "models/kde/kde.h"

namespace collapse::experiment {

/// One generation's model and where it stands. Generation 0 has nothing of it.
struct KdeModel {
  std::shared_ptr<const models::KernelDensity> learnt;
  unsigned run = 0, generation = 0;
};

struct KdeSettings {
  MixtureSystemSettings source;  // seed, density or table, length of the list of real data
  BandwidthRule rule = BandwidthRule::scott;
  double bandwidth = 1;
};

class KdeSystem {
 public:
  using Data = data::Batches;
  using Model = KdeModel;

  /// A closed form: one unit of work. A fit that overflows keeps the model before.
  class Estimator {
   public:
    explicit Estimator(const KdeSettings& settings) : settings_(&settings) {}
    void begin(const Data& data, const Model& previous, unsigned run, unsigned generation);
    long advance(long work);
    bool done() const { return done_; }
    Model finish(models::FitReport& report) const;

   private:
    const KdeSettings* settings_;
    Data data_;
    Model model_;
    models::FitReport report_;
    bool done_ = false;
  };

  explicit KdeSystem(KdeSettings settings);

  Data real(unsigned run, std::size_t count) const { return data::batches_of(source_.real(run, count)); }
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const {
    return data::batches_of(source_.fresh_real(run, generation, count));
  }
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count, unsigned part = 0) const;
  random::Stream lineage_stream(unsigned run, unsigned generation) const {
    return source_.lineage_stream(run, generation);
  }
  Data concatenate(const Data& a, const Data& b) const { return data::concatenate(a, b); }
  void append(Data& pool, Data more, std::size_t) const { data::append(pool, std::move(more)); }
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return Estimator(*settings_); }

  /// The rows of a table that are not in the run's list of real data; empty for a density.
  data::PointSet left_over(unsigned run) const { return source_.left_over(run); }
  const KdeSettings& settings() const { return *settings_; }

 private:
  std::shared_ptr<const KdeSettings> settings_;
  MixtureSystem source_;  // real data are its
};

}  // namespace collapse::experiment
