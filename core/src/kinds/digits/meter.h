#pragma once

// What is measured on every generation of digits. A judge, trained once on real digits, says what class an image shows;
// the generation-1 encoder of the run gives each image a place, so that generations can be compared.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kinds/digits/system.h"
#include "metrics/meter.h"
#include "models/vae/digit_classifier.h"

namespace collapse::experiment {

/// Draws made to measure a generation.
inline constexpr std::size_t kDigitDraws = 1000;
/// Images shown on the map of the latent space.
inline constexpr std::size_t kMapPoints = 500;

/// The generation-1 encoder of a run and what the test digits are to it.
struct DigitsReference {
  models::Vae encoder;         // without parameters until generation 1 is there
  std::vector<float> test;     // means of the test digits, n x latent
  std::vector<double> reach;   // squared distance of each to its kNeighbours-th nearest other one
  std::vector<double> centre;  // their mean (latent)
  std::vector<double> axes;    // their first two principal axes (2 x latent)
};

/// The same draws seen three ways.
struct DigitsDraws {
  std::vector<float> images;         // count x side^2, as they are fed to the next generation
  std::vector<float> places;         // count x latent: means by the generation-1 encoder
  std::vector<float> probabilities;  // count x 10, by the judge
};

/// The columns of a row, in order.
std::vector<metrics::Column> digits_columns();

class DigitsMeter {
 public:
  /// `system` stays as long as the meter.
  DigitsMeter(const DigitsSystem& system, int first_run, int runs, std::size_t real_list);

  /// Trains the judge: at most `work` minibatches; returns how many it took.
  long prepare(long work);
  bool prepared() const { return judge_.parameters != nullptr; }
  const models::DigitClassifier& classifier() const { return judge_; }
  /// Takes a judge that was trained before; as many parameters as classifier_parameters says.
  void set_judge(std::vector<float> parameters);
  long preparation_taken() const { return taken_; }
  long preparation_total() const { return training_.total(); }

  /// Takes the run's model of generation 1 as the encoder to compare by.
  void set_reference(int run_index, const models::Vae& first);
  const DigitsReference& reference(int run_index) const { return references_[static_cast<std::size_t>(run_index)]; }

  /// Row of generation 0: the test digits measured like draws. NaN where the judge or the encoder is still to come.
  void measure_truth(int run_index, std::span<double> row) const;
  /// Row of a generation t >= 1, after prepare and set_reference.
  void measure(int run_index, int t, const DigitsModel& model, const models::FitReport& report,
               std::span<double> row) const;

  /// The first `count` of the draws that measure generation t.
  DigitsDraws draws(int run_index, int t, const models::Vae& model, std::size_t count) const;
  std::vector<float> judge(std::span<const float> images) const { return models::predict(judge_, images); }
  /// Where means (n x latent) lie on the run's map: n pairs of coordinates along the two principal axes.
  std::vector<double> on_map(int run_index, std::span<const float> places) const;

 private:
  struct Values;
  void measure_images(int run_index, std::span<const float> images, std::span<const float> probabilities,
                      Values& values) const;
  double nearest_real(int run_index, std::span<const float> images) const;
  void neighbours(const DigitsReference& reference, std::span<const float> places, Values& values) const;

  const DigitsSystem* system_;
  int first_run_;
  std::size_t real_list_;
  models::DigitClassifierEstimator training_;
  long taken_ = 0;
  models::DigitClassifier judge_;
  double real_edges_ = 1;  // of the test digits
  std::vector<DigitsReference> references_;
};

/// Which class an image shows, by the judge: the most probable of the ten, the first of equals.
std::size_t most_probable(std::span<const float> probabilities, std::size_t image);
/// Share of the images that show each class.
std::array<double, models::kDigitClasses> class_shares(std::span<const float> probabilities);

}  // namespace collapse::experiment
