#include "models/language/decoding.h"

#include <algorithm>
#include <cmath>

#include "numerics/elementary.h"

namespace collapse::models {

using data::Token;

TokenChooser::TokenChooser(const Decoding& decoding, std::size_t vocabulary)
    : decoding_(decoding), numbers_(vocabulary), marks_(vocabulary, 0) {}

void TokenChooser::penalise(const float* logits, std::span<const Token> seen) {
  std::copy_n(logits, numbers_.size(), numbers_.begin());
  const double penalty = decoding_.repetition_penalty;
  if (penalty == 1) return;
  ++mark_;
  for (const Token token : seen) {
    if (marks_[token] == mark_) continue;  // each token once, however often it was seen
    marks_[token] = mark_;
    double& x = numbers_[token];
    x = x > 0 ? x / penalty : x * penalty;
  }
}

std::size_t TokenChooser::most_probable() const {
  std::size_t best = 0;
  for (std::size_t v = 1; v < numbers_.size(); ++v)
    if (numbers_[v] > numbers_[best]) best = v;
  return best;
}

double TokenChooser::exponentials() {
  const double top = numbers_[most_probable()];
  double sum = 0;
  std::size_t v = 0;
  for (; v + 2 <= numbers_.size(); v += 2) {
    const numerics::f64x2 e = numerics::exp(numerics::f64x2{numbers_[v] - top, numbers_[v + 1] - top});
    sum += numbers_[v] = e[0];
    sum += numbers_[v + 1] = e[1];
  }
  if (v < numbers_.size()) sum += numbers_[v] = numerics::exp(numbers_[v] - top);
  return sum;
}

// Everything that falls away becomes -infinity.
void TokenChooser::keep_most_probable() {
  const std::size_t vocabulary = numbers_.size();
  const bool few = decoding_.top_k > 0 && decoding_.top_k < vocabulary;
  if (!few && decoding_.top_p >= 1) return;
  order_.resize(vocabulary);
  for (std::uint32_t v = 0; v < vocabulary; ++v) order_[v] = v;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return numbers_[a] != numbers_[b] ? numbers_[a] > numbers_[b] : a < b;
  };
  std::size_t kept = few ? decoding_.top_k : vocabulary;
  const auto end = order_.begin() + static_cast<std::ptrdiff_t>(kept);
  if (few) std::nth_element(order_.begin(), end - 1, order_.end(), before);
  if (decoding_.top_p < 1) {
    std::sort(order_.begin(), end, before);
    shares_.clear();
    double sum = 0;
    for (std::size_t i = 0; i < kept; ++i) {
      shares_.push_back(numerics::exp(numbers_[order_[i]] - numbers_[order_[0]]));
      sum += shares_.back();
    }
    double reached = 0;
    for (std::size_t i = 0; i < kept; ++i)
      if ((reached += shares_[i]) >= decoding_.top_p * sum) kept = i + 1;
  }
  for (std::size_t i = kept; i < vocabulary; ++i) numbers_[order_[i]] = -HUGE_VAL;
}

std::span<const double> TokenChooser::probabilities(const float* logits, std::span<const Token> seen) {
  penalise(logits, seen);
  // Without finite logits, from a network that overflowed, any choice is as good; but sorting needs an order.
  const bool finite = std::all_of(numbers_.begin(), numbers_.end(), [](double x) { return std::isfinite(x); });
  if (decoding_.temperature > 0 && finite) {
    if (decoding_.temperature != 1)
      for (double& x : numbers_) x /= decoding_.temperature;
    keep_most_probable();
    const double sum = exponentials();
    for (double& x : numbers_) x /= sum;
    return numbers_;
  }
  const std::size_t best = most_probable();
  std::fill(numbers_.begin(), numbers_.end(), 0.0);
  numbers_[best] = 1;
  return numbers_;
}

Token TokenChooser::draw(const float* logits, std::span<const Token> seen, random::Stream& stream) {
  if (decoding_.temperature == 0) {
    penalise(logits, seen);
    return static_cast<Token>(most_probable());
  }
  const std::span<const double> p = probabilities(logits, seen);
  const double u = stream.uniform();
  double sum = 0;
  std::size_t last = 0;  // rounding may leave the sum below u
  for (std::size_t v = 0; v < p.size(); ++v) {
    if (p[v] == 0) continue;
    last = v;
    if ((sum += p[v]) > u) break;
  }
  return static_cast<Token>(last);
}

std::span<const double> TokenChooser::log_probabilities(const float* logits, std::span<const Token> seen) {
  penalise(logits, seen);
  const double top = numbers_[most_probable()];
  const double normaliser = top + numerics::log(exponentials());
  penalise(logits, seen);
  for (double& x : numbers_) x -= normaliser;
  return numbers_;
}

}  // namespace collapse::models
