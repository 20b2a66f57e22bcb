#pragma once

// How tokens are chosen from a language model's logits.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collapse/stream.h"
#include "data/corpus.h"

namespace collapse::models {

/// What is done to the logits x of the next token, in this order (that of Hugging Face's generation):
///   repetition penalty r (Keskar et al. 2019, section 4.1): of each token that stands in the prompt or the text
///   already, x / r
///     where x > 0 and x r elsewhere;
///   temperature T: x / T; 0: the most probable token, among equals the one with the lowest number, and nothing else is
///   looked at; top_k: only the k largest x, the lower number first among equals; 0: all; top_p (Holtzman et al. 2020):
///   of the rest, only the most probable tokens that together just reach probability p.
/// Then a token is drawn from their softmax. A beam search has the repetition penalty only.
struct Decoding {
  bool beam = false;  // keep the `beams` continuations with the highest sums of log-probabilities, instead of drawing
  int beams = 5;      // >= 1
  double temperature = 1;  // >= 0
  std::size_t top_k = 0;
  double top_p = 1;               // in (0, 1]
  double repetition_penalty = 1;  // > 0; above 1 makes repetitions rarer
  int prompt = 0;                 // tokens of real text that are continued, at most half the context; 0: written freely
};

/// Room for choosing tokens out of one vocabulary.
class TokenChooser {
 public:
  TokenChooser(const Decoding& decoding, std::size_t vocabulary);
  /// Draws a token. `seen`: the prompt and the text so far. Takes one uniform number, with temperature 0 none.
  data::Token draw(const float* logits, std::span<const data::Token> seen, random::Stream& stream);
  /// The probabilities that draw() draws with; with temperature 0 one of them is 1. Valid until the next call.
  std::span<const double> probabilities(const float* logits, std::span<const data::Token> seen);
  /// Logarithms of the probabilities of a beam search: after the repetition penalty, in nats. Valid until the next
  /// call.
  std::span<const double> log_probabilities(const float* logits, std::span<const data::Token> seen);

 private:
  void penalise(const float* logits, std::span<const data::Token> seen);
  std::size_t most_probable() const;
  void keep_most_probable();
  /// Makes e^(x - largest x) of the numbers and returns their sum.
  double exponentials();

  Decoding decoding_;
  std::vector<double> numbers_, shares_;
  std::vector<std::uint32_t> order_, marks_;
  std::uint32_t mark_ = 0;
};

}  // namespace collapse::models
