#include "collapse/digits.h"

#include "data/images.h"

namespace collapse {
namespace {

std::array<std::size_t, 10> count_classes(const data::PackedImages& images) {
  std::array<std::size_t, 10> counts{};
  for (const std::uint8_t label : images.labels) ++counts[label];
  return counts;
}

}  // namespace

Result<DigitsContent> digits_content(std::string_view bytes) {
  const Result<data::DigitData> digits = data::read_digits(bytes);
  if (!digits) return digits.error();
  DigitsContent content;
  content.side = digits->training.side;
  content.training = count_classes(digits->training);
  content.test = count_classes(digits->test);
  content.attribution = digits->attribution;
  return content;
}

}  // namespace collapse
