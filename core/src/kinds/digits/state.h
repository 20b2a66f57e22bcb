#pragma once

// The experiment with variational autoencoders of digits.

#include <memory>
#include <vector>

#include "experiment/state.h"
#include "kinds/digits/history.h"
#include "kinds/digits/meter.h"
#include "kinds/digits/system.h"

namespace collapse::experiment {

inline constexpr std::size_t kWallDigits = 64;   // decoded at the same latent points in every generation
inline constexpr std::size_t kStripDigits = 10;  // the first of them, shown through time

struct DigitsState final : RecursiveState<DigitsSystem, DigitsHistory> {
  using RecursiveState::RecursiveState;

  std::shared_ptr<const DigitsData> digits;
  std::unique_ptr<DigitsMeter> meter;
  models::VaeShape shape;
  std::uint64_t parameter_count = 0;
  std::vector<float> wall_latents;  // kWallDigits x latent

  int dimension() const override { return digits->side * digits->side; }
  int components() const override { return 1; }
  bool finished() const override { return meter->prepared() && RecursiveState::finished(); }
  /// Trains the judge first, then the generations; a unit is a minibatch.
  void advance(long work) override;
  std::span<const double> parameters(int run_index, int t) override;
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_frame(int run, int generation) override;
  void build_progress() override;
  std::string summary(int run, int generation) const override;
  /// What the parameters of a generation are, where its wall is decoded from, and what the judge says of the wall.
  Result<std::string> answer(std::string_view question) override;
  void build_ridges(int run, int from, int to) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;
  /// The judge's parameters; nothing while it is not trained.
  void append_shared(std::string& out) const override;
  bool restore_shared(std::string_view bytes) override;

 private:
  std::string answer_model(bool values) const;
  std::string answer_judge(int run, int t) const;
  double real_items(int run, int t) const;
  std::span<const double> real_wall() const;
  void add_wall(const models::Vae& model, Block& block) const;
  void add_map(int run_index, int t, const models::Vae& model, Block& block) const;

  std::vector<double> parameters_block_;
};

}  // namespace collapse::experiment
