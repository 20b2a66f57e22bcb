#include "kinds/digits/data.h"

#include <algorithm>
#include <array>

#include "spec/manifest.h"

namespace collapse::experiment {

namespace {

std::vector<std::uint32_t> dealt(const data::PackedImages& images, std::size_t count) {
  std::array<std::vector<std::uint32_t>, 10> classes;
  for (std::uint32_t i = 0; i < images.count; ++i) classes[images.labels[i]].push_back(i);
  std::vector<std::uint32_t> chosen;
  count = std::min(count, images.count);
  for (std::size_t round = 0; chosen.size() < count; ++round)
    for (const std::vector<std::uint32_t>& of_class : classes)
      if (round < of_class.size() && chosen.size() < count) chosen.push_back(of_class[round]);
  return chosen;
}

}  // namespace

Result<DigitsData> make_digits(const Spec& spec, std::string_view file) {
  if (file.empty()) return Error{"/source/kind", "The digits were not supplied."};
  Result<data::DigitData> read = data::read_digits(file);
  if (!read) return Error{"/source/kind", read.error().message};
  DigitsData digits;
  digits.side = read->training.side;
  const std::string size = std::to_string(digits.side) + "x" + std::to_string(digits.side);
  if (size != spec::text_of(spec.source.size))
    return Error{"/source/size",
                 "The digits supplied are " + size + ", not " + std::string(spec::text_of(spec.source.size)) + "."};
  const auto wanted = static_cast<std::size_t>(spec.source.training);
  if (read->training.count < wanted)
    return Error{"/source/training", "There are only " + std::to_string(read->training.count) +
                                         " training digits here, but " + std::to_string(wanted) + " were asked for."};
  if (read->test.count == 0) return Error{"/source/kind", "The digits supplied have no test digits to measure with."};
  digits.packed = std::move(read->training);
  digits.training = dealt(digits.packed, wanted);
  digits.judge = data::unpack(digits.packed, dealt(digits.packed, kJudgeDigits));
  digits.test = data::unpack(read->test, dealt(read->test, kTestDigits));
  digits.attribution = std::move(read->attribution);
  return digits;
}

}  // namespace collapse::experiment
