#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"

namespace collapse::data {

/// Label of an image whose class nobody knows, such as one a model has drawn.
inline constexpr std::uint8_t kUnknownLabel = 255;

/// Square grey images to fit a model on. Pixels are in [0, 1]: 0 is paper, 1 is ink.
struct ImageSet {
  int side = 0;  // height and width in pixels
  std::size_t count = 0;
  std::vector<float> pixels;          // count x side^2: one image after another, rows from top to bottom
  std::vector<std::uint8_t> labels;   // count, 0 to 9 or kUnknownLabel
  std::vector<std::uint8_t> is_real;  // count, 1 for real images, 0 for synthetic

  /// `count` images of paper with unknown labels.
  static ImageSet zeros(int side, std::size_t count, bool real);

  std::size_t size() const { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side); }
  std::span<float> image(std::size_t i) { return {pixels.data() + i * size(), size()}; }
  std::span<const float> image(std::size_t i) const { return {pixels.data() + i * size(), size()}; }
};

/// All images of `a`, then all of `b`; their sides are equal or one set is empty.
ImageSet concatenate(const ImageSet& a, const ImageSet& b);
/// Makes `pool` what concatenate(pool, more) is, without touching the images it has but when its memory is full;
/// `room`: how many there will be in the end.
void append(ImageSet& pool, ImageSet more, std::size_t room);
/// The images with the given numbers, in that order.
ImageSet select(const ImageSet& from, std::span<const std::uint32_t> which);
/// The first `count` images; count <= from.count.
ImageSet first(const ImageSet& from, std::size_t count);

/// Real images as they are stored: two pixels a byte. All 60,000 training digits of 28 x 28 take 24 MB so and 188 MB as
/// floats, so only those an experiment uses are unpacked.
struct PackedImages {
  int side = 0;  // even
  std::size_t count = 0;
  std::vector<std::uint8_t> nibbles;  // count x side^2 / 2; the left pixel in the upper four bits
  std::vector<std::uint8_t> labels;   // count, 0 to 9
};

/// The images with the given numbers, in that order, as real ones. Level l of 0 .. 15 becomes the float nearest l / 15.
ImageSet unpack(const PackedImages& from, std::span<const std::uint32_t> which);

struct DigitData {
  PackedImages training, test;
  std::string attribution;  // what the licence asks to be shown
};

/// Reads a digits file; scripts/digits-file.mjs describes the format. Anything that is not one, whole and undamaged, is
/// refused with a sentence. The hash finds every change of one byte; others pass with probability 2^-64.
Result<DigitData> read_digits(std::string_view bytes);

}  // namespace collapse::data
