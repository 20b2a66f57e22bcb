#pragma once

// The experiment with language models of text.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiment/rank_curve.h"
#include "experiment/state.h"
#include "kinds/text/history.h"
#include "kinds/text/meter.h"
#include "kinds/text/system.h"

namespace collapse::experiment {

struct TextState final : RecursiveState<TextSystem, TextHistory> {
  using RecursiveState::RecursiveState;

  std::shared_ptr<const TextData> text;
  std::unique_ptr<TextMeter> meter;
  std::uint64_t parameter_count = 0;  // of the network; 0 for n-grams
  std::vector<std::size_t> ranks;     // kRanks or fewer, from 1 to the vocabulary

  int dimension() const override { return 1; }
  int components() const override { return 1; }
  std::span<const double> parameters(int run_index, int t) override;
  std::vector<std::string> axes() const override;
  void describe(spec::JsonObject& layout) const override;
  void build_scene();
  void build_frame(int run, int generation) override;
  void build_progress() override;
  std::string summary(int run, int generation) const override;
  void build_ridges(int run, int from, int to) override;
  Result<std::string> answer(std::string_view question) override;
  void append_model(int run_index, int t, std::string& out) const override;
  bool restore_model(int run_index, int t, std::string_view bytes) override;

  const TextSettings& settings() const { return recursion->system().settings(); }

 private:
  std::vector<double> histogram(int run_index, int t) const;
  /// What the generation makes of a prompt; with the same stream the same numbers.
  std::vector<data::Token> continuation(int run_index, int t, std::span<const data::Token> prompt, std::size_t length,
                                        random::Stream stream) const;
  std::string answer_text(int run, int t, const std::optional<std::string>& typed, std::size_t length) const;
  std::string answer_sample(int run, int t, std::size_t most) const;
  std::string answer_next(int run, int t, const std::string& typed, std::size_t most) const;
  std::string answer_lost(int run, int t, std::size_t most) const;
  std::string answer_read(int run, int t, bool items) const;
  std::string answer_model(int run, int t, bool values) const;
  std::string answer_grid(int run, int t, std::size_t size) const;
  std::vector<double> frequencies(std::span<const std::uint32_t> counts) const;

  std::vector<double> parameters_block_;
};

}  // namespace collapse::experiment
