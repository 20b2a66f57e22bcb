#pragma once

// What a column stands for: by these the definitions of collapse are read from the rows.

#include <cstdint>

namespace collapse::experiment {

enum class Role : std::uint8_t { risk, variance, tail, modes, real };

/// A column that stands for something and the value past which it counts: factor x the reference's + more. The
/// reference is the truth where `of_truth` and it has been measured, else generation 1. Of a kind's readings of one
/// role the first counts whose column an experiment has, with a value.
struct Reading {
  Role role;
  const char* column;
  bool below;
  bool of_truth;
  double factor, more;
};

}  // namespace collapse::experiment
