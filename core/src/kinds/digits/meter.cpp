#include "kinds/digits/meter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "collapse/constants.h"
#include "metrics/columns.h"
#include "nn/gemm.h"
#include "numerics/elementary.h"
#include "numerics/linalg/matrix.h"
#include "numerics/linalg/symmetric_eigen.h"

namespace collapse::experiment {

namespace {

using models::FitStatus;

using random::Purpose;
using random::Stream;

constexpr std::size_t kNeighbours = 5;      // of Kynkäänniemi et al. 2019, as in Alemohammad et al. 2023
constexpr std::size_t kMostNearest = 5000;  // real digits that draws are compared with

// Parts of the measurement stream.
constexpr std::uint32_t kLatents = 0, kPixels = 1, kNoise = 2;

// Root mean square of the differences between neighbouring pixels, to the right and below.
double edges(std::span<const float> images, std::size_t side) {
  double sum = 0;
  const std::size_t size = side * side, count = images.size() / size;
  for (std::size_t i = 0; i < count; ++i) {
    const float* image = images.data() + i * size;
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t x = 0; x < side; ++x) {
        const auto here = static_cast<double>(image[y * side + x]);
        if (x + 1 < side) {
          const double step = static_cast<double>(image[y * side + x + 1]) - here;
          sum += step * step;
        }
        if (y + 1 < side) {
          const double step = static_cast<double>(image[(y + 1) * side + x]) - here;
          sum += step * step;
        }
      }
  }
  return std::sqrt(sum / static_cast<double>(count * 2 * side * (side - 1)));
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Root mean over the coordinates of the variance of each over the points (n x latent), of the population.
double spread_within(std::span<const float> points, std::size_t latent) {
  const std::size_t count = points.size() / latent;
  double squares = 0;
  for (std::size_t a = 0; a < latent; ++a) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(points[i * latent + a]);
    const double centre = sum / static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i) {
      const double step = static_cast<double>(points[i * latent + a]) - centre;
      squares += step * step;
    }
  }
  return std::sqrt(squares / static_cast<double>(points.size()));
}

// Standard deviation of all numbers together, of the population: it also counts how far the coordinates' means lie
// apart, and rises again when one code is left.
double spread_pooled(std::span<const float> points) { return spread_within(points, 1); }

double squared_distance(const float* a, const float* b, std::size_t length) {
  double sum = 0;
  for (std::size_t j = 0; j < length; ++j) {
    const double step = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    sum += step * step;
  }
  return sum;
}

// Squared distance of every point to its kNeighbours-th nearest other point (or the farthest, if there are fewer).
std::vector<double> reaches(std::span<const float> points, std::size_t latent) {
  const std::size_t count = points.size() / latent;
  std::vector<double> reach(count), distances(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      distances[j] = squared_distance(points.data() + i * latent, points.data() + j * latent, latent);
      // Codes that overflowed are no distance apart that could be put in order.
      if (std::isnan(distances[j])) distances[j] = kInfinity;
    }
    // The point itself is among them, at distance 0.
    const auto nth = distances.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbours, count - 1));
    std::nth_element(distances.begin(), nth, distances.end());
    reach[i] = *nth;
  }
  return reach;
}

// Mean and first two principal axes of points (n x latent); the longest entry of an axis is positive.
void principal_axes(std::span<const float> points, std::size_t latent, DigitsReference& reference) {
  const auto d = static_cast<int>(latent);
  using Floats = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Floats> rows(points.data(), static_cast<int>(points.size() / latent), d);
  linalg::Matrix away = rows.cast<double>();
  const Eigen::RowVectorXd centre = away.colwise().mean();
  away.rowwise() -= centre;
  const linalg::Matrix scatter = away.transpose().lazyProduct(away);
  reference.centre.assign(centre.begin(), centre.end());
  std::vector<double> values(latent), vectors(latent * latent);
  linalg::large_symmetric_eigen(scatter.data(), d, values.data(), vectors.data());
  reference.axes.assign(2 * latent, 0);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto largest = static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
    values[largest] = -kInfinity;
    double longest = 0;
    for (std::size_t a = 0; a < latent; ++a) {
      const double entry = vectors[a * latent + largest];
      if (std::fabs(entry) > std::fabs(longest)) longest = entry;
      reference.axes[axis * latent + a] = entry;
    }
    if (longest < 0)
      for (std::size_t a = 0; a < latent; ++a) reference.axes[axis * latent + a] = -reference.axes[axis * latent + a];
  }
}

}  // namespace

std::vector<metrics::Column> digits_columns() {
  using metrics::Exactness;
  std::vector<metrics::Column> list;
  const auto add = [&](const char* name, const char* label, const char* unit, const char* doc, Exactness exactness,
                       bool headline) {
    list.push_back({name, label, unit, doc, exactness, false, headline});
  };
  add("latent_sd", "Spread of the latent codes", "",
      "Standard deviation of the generation-1 encoder's means over 1,000 draws, within each latent coordinate: root "
      "mean square of the coordinates'. Row 0: over the test digits, once generation 1 is there.",
      Exactness::draws, true);
  add("latent_sd_pooled", "Spread of the latent codes, pooled", "",
      "Standard deviation of the same means with all coordinates in one list, as the code of Shumailov et al. 2024 "
      "prints it (over 100 draws). It also counts how far the coordinates' means lie apart.",
      Exactness::draws, false);
  add("test_elbo", "Evidence lower bound of test digits", "nats per image",
      "Minus the reconstruction loss and the KL divergence on the test digits: an estimate, with one latent draw a "
      "digit, of a lower bound on their mean log-likelihood. Not the likelihood itself. Not defined in row 0.",
      Exactness::draws, true);
  add("test_reconstruction", "Reconstruction loss of test digits", "nats per image",
      "Cross-entropy between the pixels of the test digits and the decoder's means, summed over pixels, at one latent "
      "draw a digit. Not defined in row 0.",
      Exactness::draws, false);
  add("test_kl", "KL divergence of the codes of test digits", "nats per image",
      "KL divergence of the encoder's distribution from the standard normal, mean over the test digits. Near 0: the "
      "latent tells nothing of the image. Not defined in row 0.",
      Exactness::exact, false);
  add("sharpness", "Sharpness", "of real",
      "Root mean square difference between neighbouring pixels of 1,000 draws, over that of the test digits. 1: as "
      "sharp as real digits; towards 0: blurred; above 1: noisy.",
      Exactness::draws, true);
  add("classes_alive", "Digits still drawn", "of ten",
      "Classes that more than 1 % of 1,000 draws show, by a classifier trained on real digits.", Exactness::draws,
      true);
  add("class_entropy", "Entropy of the classes", "nats",
      "Entropy of the shares of the ten classes among 1,000 draws, by the same classifier. ln 10 = 2.303: all alike; "
      "0: one digit only.",
      Exactness::draws, false);
  add("confidence", "Confidence of the classifier", "",
      "Mean over 1,000 draws of the probability the classifier gives its best guess.", Exactness::draws, false);
  add("precision", "Precision", "",
      "Share of 1,000 draws that lie among the test digits, in the generation-1 encoder's space: within the distance "
      "of some test digit to its fifth neighbour (Kynkäänniemi et al. 2019). Not defined in row 0.",
      Exactness::draws, true);
  add("recall", "Recall", "",
      "Share of the test digits that lie among the draws, likewise: within the distance of some draw to its fifth "
      "neighbour. Not defined in row 0.",
      Exactness::draws, true);
  add("nearest_real", "Distance to the nearest real digit", "per pixel",
      "Mean over 1,000 draws of the distance to the nearest of the run's real training digits (at most 5,000 of them), "
      "root mean square per pixel. Row 0: of the test digits.",
      Exactness::draws, false);
  add("fit_loss", "Training loss", "nats per image",
      "Reconstruction loss plus beta times the KL divergence, mean over the last epoch of the training. Not defined in "
      "row 0.",
      Exactness::exact, false);
  add("iterations", "Minibatches of the training", "minibatches", "Steps the training took; 0 in row 0.",
      Exactness::exact, false);
  list.push_back(metrics::status_column({{FitStatus::converged},
                                         {FitStatus::iteration_limit, " (a training that ran all its epochs)"},
                                         {FitStatus::degenerate},
                                         {FitStatus::non_finite}}));
  return list;
}

struct DigitsMeter::Values {
  double latent_sd = kNaN, latent_sd_pooled = kNaN, test_elbo = kNaN, test_reconstruction = kNaN, test_kl = kNaN,
         sharpness = kNaN, classes_alive = kNaN, class_entropy = kNaN, confidence = kNaN, precision = kNaN,
         recall = kNaN, nearest_real = kNaN, fit_loss = kNaN, iterations = 0, status = 0;

  // In the order of digits_columns.
  void write(std::span<double> row) const {
    const double all[] = {latent_sd, latent_sd_pooled, test_elbo,     test_reconstruction, test_kl,
                          sharpness, classes_alive,    class_entropy, confidence,          precision,
                          recall,    nearest_real,     fit_loss,      iterations,          status};
    std::copy(std::begin(all), std::end(all), row.begin());
  }
};

std::size_t most_probable(std::span<const float> probabilities, std::size_t image) {
  const auto ten = probabilities.subspan(image * models::kDigitClasses, models::kDigitClasses);
  return static_cast<std::size_t>(std::max_element(ten.begin(), ten.end()) - ten.begin());
}

std::array<double, models::kDigitClasses> class_shares(std::span<const float> probabilities) {
  std::array<double, models::kDigitClasses> shares{};
  const std::size_t count = probabilities.size() / models::kDigitClasses;
  for (std::size_t i = 0; i < count; ++i) shares[most_probable(probabilities, i)] += 1;
  for (double& share : shares) share /= static_cast<double>(count);
  return shares;
}

DigitsMeter::DigitsMeter(const DigitsSystem& system, int first_run, int runs, std::size_t real_list)
    : system_(&system),
      first_run_(first_run),
      real_list_(std::min(real_list, kMostNearest)),
      references_(static_cast<std::size_t>(runs)) {
  const DigitsData& digits = *system.settings().digits;
  // Run 0 whatever the runs computed here: one judge for all of them.
  training_.begin(digits.judge.pixels, digits.judge.labels, digits.pixels(), system.settings().seed, 0, 0);
  real_edges_ = edges(digits.test.pixels, static_cast<std::size_t>(digits.side));
}

long DigitsMeter::prepare(long work) {
  if (prepared()) return 0;
  const long taken = training_.advance(work);
  taken_ += taken;
  models::FitReport report;
  if (training_.done()) judge_ = training_.finish(report);
  return taken;
}

void DigitsMeter::set_judge(std::vector<float> parameters) {
  judge_ = {system_->settings().digits->pixels(), std::make_shared<const std::vector<float>>(std::move(parameters))};
  taken_ = training_.total();
}

void DigitsMeter::set_reference(int run_index, const models::Vae& first) {
  DigitsReference& reference = references_[static_cast<std::size_t>(run_index)];
  const auto latent = static_cast<std::size_t>(first.shape.latent);
  reference.encoder = first;
  reference.test = models::encode(first, system_->settings().digits->test.pixels).means;
  reference.reach = reaches(reference.test, latent);
  principal_axes(reference.test, latent, reference);
}

void DigitsMeter::measure_truth(int run_index, std::span<double> row) const {
  const DigitsData& digits = *system_->settings().digits;
  Values values;
  values.sharpness = 1;
  if (prepared()) measure_images(run_index, digits.test.pixels, judge(digits.test.pixels), values);
  if (reference(run_index).encoder.parameters) {
    values.latent_sd = spread_within(reference(run_index).test, reference(run_index).centre.size());
    values.latent_sd_pooled = spread_pooled(reference(run_index).test);
  }
  values.write(row);
}

void DigitsMeter::measure(int run_index, int t, const DigitsModel& model, const models::FitReport& report,
                          std::span<double> row) const {
  const DigitsSettings& settings = system_->settings();
  const DigitsReference& from = reference(run_index);
  Values values;
  values.fit_loss = model.fit_loss;
  values.iterations = report.iterations;
  values.status = static_cast<double>(report.status);

  const DigitsDraws drawn = draws(run_index, t, model.vae, kDigitDraws);
  values.latent_sd = spread_within(drawn.places, from.centre.size());
  values.latent_sd_pooled = spread_pooled(drawn.places);
  measure_images(run_index, drawn.images, drawn.probabilities, values);
  neighbours(from, drawn.places, values);

  const auto run = static_cast<std::uint32_t>(first_run_ + run_index);
  const models::VaeEvidence evidence =
      models::evidence(model.vae, settings.digits->test.pixels,
                       Stream(settings.seed, run, static_cast<std::uint32_t>(t), Purpose::measurement, kNoise));
  values.test_reconstruction = mean(evidence.reconstruction_nats);
  values.test_kl = mean(evidence.kl_nats);
  values.test_elbo = -(values.test_reconstruction + values.test_kl);
  values.write(row);
}

DigitsDraws DigitsMeter::draws(int run_index, int t, const models::Vae& model, std::size_t count) const {
  const DigitsSettings& settings = system_->settings();
  const auto run = static_cast<std::uint32_t>(first_run_ + run_index), generation = static_cast<std::uint32_t>(t);
  DigitsDraws result;
  result.images = models::draw(model, count, settings.temperature, settings.output,
                               Stream(settings.seed, run, generation, Purpose::measurement, kLatents),
                               Stream(settings.seed, run, generation, Purpose::measurement, kPixels));
  result.places = models::encode(reference(run_index).encoder, result.images).means;
  result.probabilities = judge(result.images);
  return result;
}

std::vector<double> DigitsMeter::on_map(int run_index, std::span<const float> places) const {
  const DigitsReference& from = reference(run_index);
  const std::size_t latent = from.centre.size();
  std::vector<double> result;
  for (std::size_t i = 0; i < places.size() / latent; ++i)
    for (std::size_t axis = 0; axis < 2; ++axis) {
      double sum = 0;
      for (std::size_t a = 0; a < latent; ++a)
        sum += from.axes[axis * latent + a] * (static_cast<double>(places[i * latent + a]) - from.centre[a]);
      result.push_back(sum);
    }
  return result;
}

void DigitsMeter::measure_images(int run_index, std::span<const float> images, std::span<const float> probabilities,
                                 Values& values) const {
  values.sharpness = edges(images, static_cast<std::size_t>(system_->settings().digits->side)) / real_edges_;
  values.classes_alive = 0;
  values.class_entropy = 0;
  for (const double share : class_shares(probabilities)) {
    values.classes_alive += share > 0.01;
    if (share > 0) values.class_entropy -= share * numerics::log(share);
  }
  double confidence = 0;
  const std::size_t count = probabilities.size() / models::kDigitClasses;
  for (std::size_t i = 0; i < count; ++i)
    confidence += static_cast<double>(probabilities[i * models::kDigitClasses + most_probable(probabilities, i)]);
  values.confidence = confidence / static_cast<double>(count);
  values.nearest_real = nearest_real(run_index, images);
}

double DigitsMeter::nearest_real(int run_index, std::span<const float> images) const {
  const std::size_t pixels = system_->settings().digits->pixels(), count = images.size() / pixels;
  const data::ImageSet real = system_->real(static_cast<unsigned>(first_run_ + run_index), real_list_);
  std::vector<double> norms(real.count);
  for (std::size_t j = 0; j < real.count; ++j)
    for (const float pixel : real.image(j)) norms[j] += static_cast<double>(pixel) * static_cast<double>(pixel);

  // The nearest by |y|^2 - 2 x y, whose products are made together; its distance is then taken pixel by pixel.
  constexpr std::size_t kTogether = 50;
  std::vector<float> products(kTogether * real.count);
  nn::GemmBuffers buffers;
  double sum = 0;
  for (std::size_t first = 0; first < count; first += kTogether) {
    const std::size_t part = std::min(kTogether, count - first);
    nn::gemm(part, real.count, pixels, nn::row_major(images.data() + first * pixels, pixels),
             nn::transposed(nn::row_major(real.pixels.data(), pixels)), {products.data()}, buffers);
    for (std::size_t i = 0; i < part; ++i) {
      std::size_t nearest = 0;
      double least = kInfinity;
      for (std::size_t j = 0; j < real.count; ++j) {
        const double distance = norms[j] - 2 * static_cast<double>(products[i * real.count + j]);
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
      sum += std::sqrt(squared_distance(images.data() + (first + i) * pixels, real.image(nearest).data(), pixels) /
                       static_cast<double>(pixels));
    }
  }
  return sum / static_cast<double>(count);
}

void DigitsMeter::neighbours(const DigitsReference& from, std::span<const float> places, Values& values) const {
  const std::size_t latent = from.centre.size(), drawn = places.size() / latent, tested = from.test.size() / latent;
  const std::vector<double> reach = reaches(places, latent);
  std::vector<std::uint8_t> precise(drawn), recalled(tested);
  for (std::size_t i = 0; i < drawn; ++i)
    for (std::size_t j = 0; j < tested; ++j) {
      const double distance = squared_distance(places.data() + i * latent, from.test.data() + j * latent, latent);
      if (distance <= from.reach[j]) precise[i] = 1;
      if (distance <= reach[i]) recalled[j] = 1;
    }
  values.precision = values.recall = 0;
  for (const std::uint8_t flag : precise) values.precision += flag;
  for (const std::uint8_t flag : recalled) values.recall += flag;
  values.precision /= static_cast<double>(drawn);
  values.recall /= static_cast<double>(tested);
}

}  // namespace collapse::experiment
