#pragma once

// What is measured on every generation of every run. One list of columns serves the CSV header, the
// frames, the page's axis menus and the generated documentation.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collapse/fit.h"
#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"
#include "sources/shape.h"

namespace collapse::metrics {

/// How a number came about; a reader must be able to tell an exact one from an estimate.
enum class Exactness : std::uint8_t {
  exact,       // closed form
  quadrature,  // numerical integral; its error estimate is the column `<name>_error`
  draws,       // from kMeasurementDraws draws of the model, keyed by (seed, run, generation)
};

struct Column {
  std::string name;   // "kl_model_truth"
  std::string label;  // "KL divergence, model from truth"
  std::string unit;   // "nats", "source units", "" for a pure number
  std::string doc;    // one or two sentences: definition, range, when it is not defined
  Exactness exactness = Exactness::exact;
  bool log_axis = false;  // sensible on a logarithmic axis: never negative
  bool headline = false;  // offered first in the page's menu
};

inline constexpr std::size_t kMeasurementDraws = 512;

/// Draws that stand for a shape where its quantiles, its tails or pairs of its points are asked for.
inline constexpr std::size_t kShapeDraws = 65536;

/// The source as the metrics see it. A table (built-in data set or the reader's points) and a shape have no density:
/// metrics that need one are not defined then.
struct Truth {
  int dimension = 1;
  std::optional<models::Mixture> density;
  std::optional<sources::Shape> shape;
  bool has_modes = false;  // the density's components are separate modes by construction
  data::PointSet table;    // the points of a table, kShapeDraws draws of a shape; empty for a density

  /// Real data run out: they are the rows of a table, each taken once.
  bool is_table() const { return !density && !shape; }
  /// Mean and covariance; those of a table are its rows'.
  models::Moments moments() const;
  /// New real points, as many as asked for; of a table rows drawn with replacement.
  data::PointSet sample(std::size_t n, random::Stream& stream) const;
};

/// Measures models against one truth. A metric that is not defined (no density, no held-out data, a
/// dimension it does not exist in) is NaN in the row; nothing else is ever NaN. Divergences of a
/// point mass are +inf.
class Meter {
 public:
  /// `components` is the model's K. Held-out data and the truth's reference draws come from `seed`. `all`: with the
  /// columns of metrics/extra.h, after the others.
  Meter(Truth truth, int components, std::uint64_t seed, bool all = false);
  ~Meter();
  Meter(Meter&&) noexcept;

  const std::vector<Column>& columns() const;
  /// Row of generation 0: the truth measured like a model (empirical distances show their noise floor).
  void measure_truth(std::uint32_t run, std::span<double> row) const;
  /// `first` is the run's generation-1 model (l2_first compares with it), `second` the other fit of its data
  /// (l2_second), if there is one. `held_out` are this run's held-out points for a table; null: the shared held-out
  /// draws, or none.
  void measure(std::uint32_t run, std::uint32_t generation, const models::Mixture& model,
               const models::FitReport& report, const models::Mixture& first, const models::Mixture* second,
               const data::PointSet* held_out, std::span<double> row) const;

  /// Mean (d) and covariance (d x d) of the truth.
  const models::Moments& truth_moments() const;

  // For models that are no mixtures, made with components = 2.
  /// What kMeasurementDraws draws of a model tell: its squared distance (d = 1) or its sliced one (d > 1), shares
  /// beyond 2 and 3 standard deviations of the truth (d > 1), modes.
  struct OfDraws {
    double w2_squared, sliced_w2, tail[2], modes_alive;
  };
  OfDraws measure_draws(const data::PointSet& draws) const;
  /// Shares of the truth itself; NaN where they are not defined.
  std::span<const double> truth_tail() const;
  /// The shared held-out draws of a density or a shape (d x n, plain coordinates); empty for a table.
  std::span<const double> held_out() const;
  const Truth& truth() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace collapse::metrics
