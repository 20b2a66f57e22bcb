#pragma once

// The bar a person sees while a long run computes.

#include <chrono>

namespace collapse::cli {

class Progress {
 public:
  /// Draws only if `wanted` and standard error is a terminal.
  Progress(double total_generations, bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Redraws at most ten times a second.
  void show(double done_generations);

 private:
  using Clock = std::chrono::steady_clock;
  bool drawing_;
  bool drawn_ = false;
  double total_;
  Clock::time_point start_, last_;
};

}  // namespace collapse::cli
