// A model of your own in the library's loop: the Laplace distribution, fitted by maximum likelihood, with all data
// replaced and with all data kept.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "collapse/elementary.h"
#include "collapse/recursion.h"
#include "collapse/stream.h"
#include "collapse/workflow.h"

using collapse::models::FitReport;
using collapse::models::FitStatus;
using collapse::random::Purpose;
using collapse::random::Stream;

namespace {

struct Laplace {
  double location = 0, scale = 1;
};

/// What the loop asks of a family of models (collapse/recursion.h): how to draw, how to put data together, how to fit.
class LaplaceSystem {
 public:
  using Data = std::vector<double>;
  using Model = Laplace;

  /// The median and the mean distance from it: the most likely Laplace distribution. One step, so one unit of work.
  class Estimator {
   public:
    void begin(const Data& data, const Model&, unsigned, unsigned) {
      data_ = data;
      done_ = false;
    }
    long advance(long) {
      const auto middle = data_.begin() + static_cast<std::ptrdiff_t>(data_.size() / 2);
      std::nth_element(data_.begin(), middle, data_.end());
      fitted_ = {*middle, 0};
      for (const double x : data_) fitted_.scale += std::fabs(x - fitted_.location) / static_cast<double>(data_.size());
      done_ = true;
      return 1;
    }
    bool done() const { return done_; }
    Model finish(FitReport& report) const {
      if (fitted_.scale == 0) report.status = FitStatus::degenerate;
      return fitted_;
    }

   private:
    Data data_;
    Model fitted_;
    bool done_ = true;
  };

  explicit LaplaceSystem(std::uint64_t seed) : seed_(seed) {}

  // Each kind of draw from a stream of its own: its address is all that decides the numbers.
  Data real(unsigned run, std::size_t n) const { return draw({}, n, {seed_, run, 0, Purpose::real_data}); }
  Data fresh_real(unsigned run, unsigned t, std::size_t n) const {
    return draw({}, n, {seed_, run, t, Purpose::fresh_real});
  }
  Data synthetic(const Model& model, unsigned run, unsigned t, std::size_t n) const {
    return draw(model, n, {seed_, run, t, Purpose::synthetic});
  }

  Data concatenate(Data a, const Data& b) const {
    append(a, b, 0);
    return a;
  }
  void append(Data& pool, const Data& more, std::size_t) const { pool.insert(pool.end(), more.begin(), more.end()); }
  Data subsample(const Data& pool, unsigned run, unsigned t, std::size_t n) const {
    Stream stream(seed_, run, t, Purpose::subsample);
    Data chosen;
    for (const std::uint32_t i : sample_without_replacement(stream, static_cast<std::uint32_t>(pool.size()),
                                                            static_cast<std::uint32_t>(std::min(n, pool.size()))))
      chosen.push_back(pool[i]);
    return chosen;
  }
  Estimator make_estimator() const { return {}; }

 private:
  static Data draw(const Laplace& model, std::size_t n, Stream stream) {
    Data data(n);
    for (double& x : data) {
      const double u = stream.uniform();
      // The library's own logarithm, so that every machine draws the same.
      const double standard = u < 0.5 ? collapse::numerics::log(2 * u) : -collapse::numerics::log(2 * (1 - u));
      x = model.location + model.scale * standard;
    }
    return data;
  }

  std::uint64_t seed_;
};

/// Where the models of all runs are kept, the truth first.
struct History {
  std::vector<std::vector<Laplace>> runs;

  const Laplace& model(int run, int t) const {
    return runs[static_cast<std::size_t>(run)][static_cast<std::size_t>(t)];
  }
  void record(int run, int, const Laplace& model, const FitReport&) {
    runs[static_cast<std::size_t>(run)].push_back(model);
  }
};

constexpr int kRuns = 200, kGenerations = 100;

History run(collapse::recursion::Workflow workflow) {
  collapse::recursion::Plan plan;
  plan.workflow = workflow;
  plan.n = 50;
  collapse::recursion::Recursion loop(LaplaceSystem(1), plan, 0, kRuns, kGenerations);
  History history{std::vector<std::vector<Laplace>>(kRuns, {Laplace{}})};
  while (!loop.finished()) loop.advance(1000, history);
  return history;
}

double mean_scale(const History& history, int t) {
  double sum = 0;
  for (int r = 0; r < kRuns; ++r) sum += history.model(r, t).scale;
  return sum / kRuns;
}

}  // namespace

int main() {
  const History replaced = run(collapse::recursion::Workflow::replace);
  const History kept = run(collapse::recursion::Workflow::accumulate);
  std::printf("Mean scale of %d runs of a Laplace model, 50 points a generation\n", kRuns);
  std::printf("generation  replace  accumulate\n");
  for (int t = 0; t <= kGenerations; t += 20)
    std::printf("%10d  %7.4f  %10.4f\n", t, mean_scale(replaced, t), mean_scale(kept, t));
  return 0;
}
