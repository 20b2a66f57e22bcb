#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "experiment/state.h"

namespace collapse::experiment {

/// What a column stands for.
enum class Role : std::uint8_t { risk, variance, tail, modes, real };

/// A column that stands for something and the value past which it counts: factor x the reference's + more. The
/// reference is the truth where `of_truth` and it has been measured, else generation 1.
struct Reading {
  Role role;
  const char* column;
  bool below;
  bool of_truth;
  double factor, more;
};

/// All of them (verdict_readings.def). A program that shall be small defines this itself, without those of kinds it
/// does not compute.
std::span<const Reading> readings();

/// Whether a run has collapsed by a generation, by each of the eight definitions that Schaeffer et al. collected
/// (2025, arXiv 2503.03150), from the measured rows alone; JSON as docs/spec.md describes it. docs/definitions.md gives
/// the reasons for every criterion. `generation` has been completed.
std::string verdicts_json(const Experiment::State& state, int run, int generation);

}  // namespace collapse::experiment
