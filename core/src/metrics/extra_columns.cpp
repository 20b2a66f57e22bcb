#include <algorithm>
#include <cmath>
#include <string>

#include "collapse/constants.h"
#include "collapse/mixture.h"
#include "collapse/stream.h"
#include "metrics/extra.h"
#include "metrics/extra_distances.h"
#include "metrics/extra_neighbours.h"
#include "metrics/reference.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

using models::Mixture;
using random::Purpose;
using random::Stream;

constexpr int kNeighbours = 5;
/// Pairs of components are summed up to this many components; a model of more is replaced by its draws.
constexpr int kMostComponents = 512;
constexpr std::uint32_t kRealPart = 3;  // of the measurement stream: real points
/// Of a table so many rows stand for all where pairs are summed.
constexpr std::uint32_t kMostRows = 2048, kRowsPart = 4;

/// Points as a mixture of atoms of equal weight.
Mixture atoms(const data::PointSet& points) {
  Mixture mixture;
  mixture.dimension = points.dimension;
  mixture.weights.assign(points.count, 1 / static_cast<double>(points.count));
  mixture.covariances.assign(points.count * static_cast<std::size_t>(points.dimension * points.dimension), 0.0);
  for (std::size_t i = 0; i < points.count; ++i)
    for (int j = 0; j < points.dimension; ++j) mixture.means.push_back(points.coordinate(i, j));
  return mixture;
}

std::vector<double> coordinates(const data::PointSet& points) {
  std::vector<double> all;
  for (std::size_t i = 0; i < points.count; ++i)
    for (int j = 0; j < points.dimension; ++j) all.push_back(points.coordinate(i, j));
  return all;
}

/// One coordinate after another.
std::vector<double> columns_of(const data::PointSet& points) {
  std::vector<double> all;
  for (int j = 0; j < points.dimension; ++j)
    for (std::size_t i = 0; i < points.count; ++i) all.push_back(points.coordinate(i, j));
  return all;
}

/// At most so many rows of a table, each once.
data::PointSet some_rows(const data::PointSet& table, std::uint32_t most, std::uint64_t seed, std::uint32_t part) {
  if (table.count <= most) return table;
  Stream stream(seed, 0, 0, Purpose::measurement, part);
  return data::select(table, random::sample_without_replacement(stream, static_cast<std::uint32_t>(table.count), most));
}

double clamp(double x) { return x > 0 ? x : 0; }

class All final : public Extra {
 public:
  All(const Truth& truth, int components, std::uint64_t seed);
  const std::vector<Column>& columns() const { return columns_; }
  void measure_truth(std::uint32_t run, std::span<double> row) const override;
  void measure(std::uint32_t run, std::uint32_t generation, const Mixture& model, std::span<double> row) const override;
  void measure(const data::PointSet& draws, double entropy, double kernels, std::span<double> row) const override;

 private:
  void add_columns();
  void measure(const Mixture& model, const data::PointSet& draws, bool is_table, std::span<double> row) const;
  /// `paired`: the model itself, or its draws as atoms. `effective`: the two effective numbers of components.
  void write(const Mixture& model, const Mixture& paired, const data::PointSet& draws, Estimate entropy,
             const double effective[2], std::span<double> row) const;
  double w1(const Mixture& model, const data::PointSet& draws) const;

  Truth truth_;
  int components_;
  std::uint64_t seed_;
  bool closed_form_;  // one Gaussian learns from one
  std::vector<Column> columns_;
  Mixture source_;  // the density, or the table's rows as atoms
  double squared_bandwidth_ = 1;
  double source_kernel_ = 0, source_difference_ = 0;  // E k(Y, Y'), E |Y - Y'|
  std::vector<double> directions_, quantiles_;
  std::vector<double> real_, real_radii_;  // real points
};

All::All(const Truth& truth, int components, std::uint64_t seed)
    : truth_(truth),
      components_(components),
      seed_(seed),
      closed_form_(truth.density && truth.density->components() == 1 && components == 1) {
  add_columns();
  const int d = truth_.dimension;
  source_ = truth_.density ? *truth_.density : atoms(some_rows(truth_.table, kMostRows, seed_, kRowsPart));
  const models::Moments moments = truth_.moments();
  double trace = 0;
  for (int j = 0; j < d; ++j) trace += moments.covariance[static_cast<std::size_t>(j * d + j)];
  squared_bandwidth_ = trace > 0 ? trace / d : 1;
  directions_ = slice_directions(d);
  if (!closed_form_) quantiles_ = slice_quantiles(truth_, directions_);

  Stream stream(seed_, 0, 0, Purpose::measurement, kRealPart);
  real_ = coordinates(truth_.density ? models::sample(source_, kMeasurementDraws, stream, true)
                                     : some_rows(truth_.table, kMeasurementDraws, seed_, kRealPart));
  const Cloud cloud{d, real_};
  real_radii_ = squared_radii(cloud, kNeighbours);
  source_kernel_ = mean_kernel(source_, source_, squared_bandwidth_);
  source_difference_ = d == 1 ? mean_difference(source_, source_) : mean_distance(cloud, cloud);
}

void All::add_columns() {
  const bool line = truth_.dimension == 1, few = components_ <= kMostComponents;
  const auto add = [&](const char* name, const char* label, const char* unit, std::string doc, Exactness exactness,
                       bool log_axis) {
    columns_.push_back({name, label, unit, std::move(doc), exactness, log_axis, false});
  };
  // Of a shape draws stand for all of it.
  const auto by_pairs = few && !truth_.shape ? Exactness::exact : Exactness::draws;
  if (line)
    add("w1", "Wasserstein distance W₁", "source units",
        closed_form_ ? "1-Wasserstein distance between model and source, in closed form for two Gaussians."
                     : "1-Wasserstein distance between 512 draws of the model and 512 quantiles of the source. Row 0: "
                       "the noise of the draws.",
        closed_form_ ? Exactness::exact : Exactness::draws, true);
  else
    add("w1", "Sliced Wasserstein distance W₁", "source units",
        closed_form_ ? "Mean over 16 directions of the 1-Wasserstein distance between the two Gaussians' projections."
                     : "Mean over 16 directions of the 1-Wasserstein distance between 512 draws of the model and 512 "
                       "quantiles of the source. Row 0: the noise of the draws.",
        closed_form_ ? Exactness::exact : Exactness::draws, true);
  add("energy_distance", "Energy distance", "source units",
      line ? "2 E|X − Y| − E|X − X′| − E|Y − Y′| for X from the model and Y from the source (Székely, Rizzo 2013); 0 "
             "for equal laws."
           : "2 E|X − Y| − E|X − X′| − E|Y − Y′| over 512 draws of the model and 512 real points (Székely, Rizzo "
             "2013). Row 0: the noise of the draws.",
      line ? by_pairs : Exactness::draws, true);
  add("mmd_squared", "MMD squared", "",
      "Squared maximum mean discrepancy with the kernel exp(−|x − y|²/2h²), h² the source's mean variance a coordinate "
      "(Gretton et al. 2012); 0 to 2, 0 for equal laws.",
      by_pairs, true);
  const bool quadrature = components_ > 1 && few && truth_.dimension <= 2;
  add("entropy", "Entropy", "nats",
      components_ == 1
          ? "Differential entropy of the model. -inf for a singular covariance. Not defined for a table or a shape."
      : quadrature ? "Differential entropy of the model, by quadrature. -inf once a component is singular. Not defined "
                     "for a table or a shape."
                   : "Differential entropy of the model: minus the mean log density at 512 draws. -inf once a "
                     "component is singular. Not defined for a table or a shape.",
      components_ == 1 ? Exactness::exact
      : quadrature     ? Exactness::quadrature
                       : Exactness::draws,
      false);
  if (quadrature)
    add("entropy_error", "Error of entropy", "nats", "Estimated error of the numerical integral.",
        Exactness::quadrature, true);
  if (components_ > 1) {
    add("effective_components", "Effective number of components", "components",
        "exp(−Σ w ln w) of the model's weights: as many components of equal weight have their entropy. Not defined for "
        "a table or a shape.",
        Exactness::exact, false);
    add("effective_components_simpson", "Effective number of components, by pairs", "components",
        "1/Σ w²: as many components of equal weight are shared by two draws as often. Not defined for a table or a "
        "shape.",
        Exactness::exact, false);
  }
  add("precision", "Precision", "",
      "Share of 512 draws of the model that lie nearer to some real point than its 5th nearest real neighbour "
      "(Kynkäänniemi et al. 2019): is what is drawn real? Row 0: real draws.",
      Exactness::draws, false);
  add("recall", "Recall", "",
      "Share of 512 real points that lie nearer to some draw of the model than its 5th nearest neighbour among 512 "
      "draws (Kynkäänniemi et al. 2019): is what is real drawn? Row 0: real draws.",
      Exactness::draws, false);
}

double All::w1(const Mixture& model, const data::PointSet& draws) const {
  const auto d = static_cast<std::size_t>(truth_.dimension);
  const std::size_t slices = directions_.size() / d;
  double sum = 0;
  std::vector<double> line(draws.count);
  for (std::size_t s = 0; s < slices; ++s) {
    const double* direction = directions_.data() + s * d;
    if (closed_form_) {
      double mean = 0, variances[2] = {0, 0};
      for (std::size_t i = 0; i < d; ++i) {
        mean += direction[i] * (model.means[i] - source_.means[i]);
        for (std::size_t j = 0; j < d; ++j) {
          variances[0] += direction[i] * direction[j] * model.covariances[i * d + j];
          variances[1] += direction[i] * direction[j] * source_.covariances[i * d + j];
        }
      }
      sum += w1_gaussian(mean, clamp(variances[0]), 0, clamp(variances[1]));
      continue;
    }
    for (std::size_t i = 0; i < draws.count; ++i) {
      double value = 0;
      for (std::size_t j = 0; j < d; ++j) value += direction[j] * draws.coordinate(i, static_cast<int>(j));
      line[i] = value;
    }
    std::sort(line.begin(), line.end());
    sum += w1_sorted(line, std::span(quantiles_).subspan(s * kMeasurementDraws, kMeasurementDraws));
  }
  return sum / static_cast<double>(slices);
}

void All::measure(const Mixture& model, const data::PointSet& draws, bool is_table, std::span<double> row) const {
  const int d = truth_.dimension;
  const bool few = is_table || model.components() <= kMostComponents;
  Mixture drawn;
  if (!few) drawn = atoms(draws);
  Estimate nats{kNaN, kNaN};
  double effective[2] = {kNaN, kNaN};
  if (!is_table) {
    nats = few && (d <= 2 || model.components() == 1) ? entropy(model)
                                                      : Estimate{entropy_at(model, columns_of(draws)), kNaN};
    double sum = 0, squares = 0;
    for (const double w : model.weights) {
      if (w > 0) sum -= w * numerics::log(w);
      squares += w * w;
    }
    effective[0] = numerics::exp(sum);
    effective[1] = 1 / squares;
  }
  write(model, few ? model : drawn, draws, nats, effective, row);
}

void All::measure(const data::PointSet& draws, double entropy, double kernels, std::span<double> row) const {
  const Mixture drawn = atoms(draws);
  const double effective[2] = {kernels, kernels};
  write(drawn, drawn, draws, {entropy, kNaN}, effective, row);
}

void All::write(const Mixture& model, const Mixture& paired, const data::PointSet& draws, Estimate entropy,
                const double effective[2], std::span<double> row) const {
  const int d = truth_.dimension;
  std::size_t next = row.size() - columns_.size();
  const auto put = [&](double value) { row[next++] = value; };
  const std::vector<double> points = coordinates(draws);
  const Cloud cloud{d, points}, real{d, real_};
  put(w1(model, draws));
  put(clamp(d == 1 ? 2 * mean_difference(paired, source_) - mean_difference(paired, paired) - source_difference_
                   : 2 * mean_distance(cloud, real) - mean_distance(cloud, cloud) - source_difference_));
  put(clamp(mean_kernel(paired, paired, squared_bandwidth_) + source_kernel_ -
            2 * mean_kernel(paired, source_, squared_bandwidth_)));
  put(entropy.value);
  if (components_ > 1 && components_ <= kMostComponents && d <= 2) put(entropy.error);
  if (components_ > 1) {
    put(effective[0]);
    put(effective[1]);
  }
  put(share_within(cloud, real, real_radii_));
  put(share_within(real, cloud, squared_radii(cloud, kNeighbours)));
}

void All::measure_truth(std::uint32_t run, std::span<double> row) const {
  Stream stream(seed_, run, 0, Purpose::measurement);
  if (truth_.density) return measure(source_, models::sample(source_, kMeasurementDraws, stream), false, row);
  measure(source_, truth_.sample(kMeasurementDraws, stream), true, row);
}

void All::measure(std::uint32_t run, std::uint32_t generation, const Mixture& model, std::span<double> row) const {
  Stream stream(seed_, run, generation, Purpose::measurement);
  measure(model, models::sample(model, kMeasurementDraws, stream), false, row);
}

}  // namespace

std::unique_ptr<Extra> make_extra(const Truth& truth, int components, std::uint64_t seed,
                                  std::vector<Column>& columns) {
  auto made = std::make_unique<All>(truth, components, seed);
  columns.insert(columns.end(), made->columns().begin(), made->columns().end());
  return made;
}

}  // namespace collapse::metrics
