#pragma once

// The real digits of an experiment, as the spec chooses them from a file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"
#include "collapse/spec.h"
#include "data/images.h"

namespace collapse::experiment {

/// Test digits every generation is measured with, 100 of each class.
inline constexpr std::size_t kTestDigits = 1000;
/// Training digits the classifier learns from, 500 of each class.
inline constexpr std::size_t kJudgeDigits = 5000;

struct DigitsData {
  int side = 0;
  data::PackedImages packed;            // all training digits of the file
  std::vector<std::uint32_t> training;  // those the spec lets the models see, as numbers in `packed`
  data::ImageSet judge;                 // the first kJudgeDigits training digits, or as many as there are
  data::ImageSet test;                  // kTestDigits test digits no model sees, or as many as there are
  std::string attribution;

  std::size_t pixels() const { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side); }
};

/// `file` holds the bytes of a digits file with images of the size the spec names (format: scripts/digits-file.mjs).
/// Digits are dealt from the classes in turn, 0 1 2 … 9 0 1 …, each in the order of the file, as long as a class has
/// any: so a short file and a long one give the same first digits.
Result<DigitsData> make_digits(const Spec& spec, std::string_view file);

}  // namespace collapse::experiment
