#pragma once

// Linear regression as a system for the recursion: y = x . w + noise, x standard normal, w by least squares.
//
// Labels are kept as what they are above x . w*, w* the truth. Least squares turns y - X w* into w - w* exactly as it
// turns y into w, and so an error of 1e-15 is no rounding error of coefficients of size 1 (docs/decisions/0006).

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "collapse/fit.h"
#include "collapse/stream.h"
#include "collapse/workflow.h"
#include "models/linear/least_squares.h"

namespace collapse::experiment {

/// Rows with labels: as sums, or row by row where a part of them is drawn later.
struct Rows {
  std::size_t rows = 0, real = 0;
  std::vector<double>
      gram;  // lower triangle of X^T X, d x d; empty for a fixed design, where it is rows/n times that of the design
  std::vector<double> moment;  // X^T y
  double squares = 0;          // y . y
  // Row by row; empty where sums are enough.
  std::vector<double> x;               // d numbers a row; of a fixed design empty
  std::vector<std::uint32_t> numbers;  // of the row in a fixed design
  std::vector<double> labels;
  std::vector<std::uint8_t> is_real;
  // Of the newest synthetic rows where a verifier chooses: rows proposed, and whether too few of them passed.
  double proposals = 0;
  std::size_t chosen = 0;
  bool gave_out = false;
};

/// One generation's model. Generation 0 has nothing of it.
struct RegressionModel {
  std::shared_ptr<const std::vector<double>> shift;  // w - w*
  double noise = 0;       // estimate of the standard deviation of a label, with rows - d below
  double acceptance = 0;  // where a verifier chose its rows: the share it kept; else not looked at
};

/// Keeps a synthetic row where |y - x . centre| <= radius, centre = w* + offset along the first coefficient, and errs
/// at the rates given. Lengths in units of y.
struct RowVerifier {
  double offset = 0, radius = 0;
  double false_positive = 0, false_negative = 0;
};

struct RegressionSettings {
  std::uint64_t seed = 0;
  int features = 1;
  double noise_sd = 1;
  bool fixed = true;
  recursion::Plan plan;
  std::optional<RowVerifier> verifier;  // for a fresh design

  /// Whether data are kept row by row.
  bool keeps_rows() const { return plan.workflow == WorkflowKind::accumulate_subsample; }
};

/// The rows of features that all generations of a run share, and what can be computed of them once.
struct Design {
  std::vector<double> x;
  models::NormalEquations equations;
};

/// What the system and its estimator share: settings and, of each run, its design, made when it is first needed.
class RegressionWorld {
 public:
  explicit RegressionWorld(const RegressionSettings& from) : settings(from) {}
  const RegressionSettings settings;
  const Design& design(unsigned run);

 private:
  std::vector<std::unique_ptr<const Design>> designs_;
};

class RegressionSystem {
 public:
  using Data = Rows;
  using Model = RegressionModel;

  /// A closed form: one unit of work.
  class Estimator {
   public:
    explicit Estimator(std::shared_ptr<RegressionWorld> world) : world_(std::move(world)) {}
    void begin(const Data& data, const Model& previous, unsigned run, unsigned generation);
    long advance(long);
    bool done() const { return data_ == nullptr; }
    /// Where the rows leave coefficients open, the previous model goes on and the fit is `degenerate`.
    Model finish(models::FitReport& report) const;

   private:
    std::shared_ptr<RegressionWorld> world_;
    const Data* data_ = nullptr;
    unsigned run_ = 0;
    Model previous_, model_;
    models::FitReport report_;
  };

  explicit RegressionSystem(const RegressionSettings& settings);

  Data real(unsigned run, std::size_t count) const;
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const;
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count) const;
  Data concatenate(const Data& a, const Data& b) const;
  void append(Data& pool, const Data& more, std::size_t room) const;
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return Estimator(world_); }

  /// Of the data of a generation: the share of proposed rows that was kept; NaN where none were proposed.
  static double acceptance(const Data& data);

  const RegressionSettings& settings() const { return world_->settings; }
  /// The true coefficients: a direction drawn from the seed, of length 1; the same in every run.
  const std::vector<double>& truth() const { return *truth_; }

 private:
  std::vector<double> verified(unsigned run, unsigned generation, std::size_t count, const std::vector<double>& shift,
                               Data& made) const;
  Data make(random::Purpose purpose, unsigned run, unsigned generation, std::size_t first, std::size_t count,
            const std::vector<double>* shift) const;

  std::shared_ptr<RegressionWorld> world_;
  std::shared_ptr<const std::vector<double>> truth_;
};

}  // namespace collapse::experiment
