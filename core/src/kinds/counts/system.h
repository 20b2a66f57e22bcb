#pragma once

// Categories and Poisson counts as a system for the recursion.

#include <memory>
#include <vector>

#include "collapse/fit.h"
#include "collapse/stream.h"
#include "data/tally.h"
#include "models/counts/frequencies.h"
#include "random/alias.h"

namespace collapse::experiment {

/// One generation's model. Generation 0 has nothing of it.
struct DiscreteModel {
  std::shared_ptr<const models::Frequencies> learnt;
};

struct DiscreteSettings {
  std::uint64_t seed = 0;
  bool poisson = false;
  double rate = 1;                    // of the truth; Poisson
  std::vector<double> probabilities;  // of the truth; categories
  models::Bias bias;                  // categories

  std::size_t categories() const { return probabilities.size(); }
};

class DiscreteSystem {
 public:
  using Data = data::Tally;
  using Model = DiscreteModel;

  /// A closed form: one unit of work.
  class Estimator {
   public:
    void begin(const Data& data, const Model&, unsigned, unsigned) { data_ = &data; }
    long advance(long) {
      model_.learnt = std::make_shared<const models::Frequencies>(models::fit_frequencies(*data_));
      data_ = nullptr;
      return 1;
    }
    bool done() const { return data_ == nullptr; }
    Model finish(models::FitReport& report) const {
      report = {};
      report.iterations = 1;
      return model_;
    }

   private:
    const Data* data_ = nullptr;
    Model model_;
  };

  explicit DiscreteSystem(DiscreteSettings settings);

  Data real(unsigned run, std::size_t count) const;
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const;
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count, unsigned part = 0) const;
  random::Stream lineage_stream(unsigned run, unsigned generation) const {
    return {settings_->seed, run, generation, random::Purpose::lineage};
  }
  Data concatenate(const Data& a, const Data& b) const { return data::concatenate(a, b); }
  void append(Data& pool, const Data& more, std::size_t) const { data::append(pool, more); }
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return {}; }

  const DiscreteSettings& settings() const { return *settings_; }

 private:
  Data draw_truth(random::Stream stream, std::size_t count) const;

  std::shared_ptr<const DiscreteSettings> settings_;
  std::shared_ptr<const random::AliasTable<double>> truth_;  // of the categories
};

}  // namespace collapse::experiment
