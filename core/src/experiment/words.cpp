#include "experiment/words.h"

#include <algorithm>
#include <cmath>

#include "collapse/spec.h"

namespace collapse::experiment {

namespace {

constexpr double kLargest = 1e9, kSmallest = 1e-4;  // beyond them a power of ten

std::string superscript(int exponent) {
  static constexpr const char* kDigits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "⁻" : "";
  for (const char digit : std::to_string(exponent))
    if (digit != '-') text += kDigits[digit - '0'];
  return text;
}

std::string with_power(double value) {
  int exponent = 0;
  for (; value >= 10; value /= 10) ++exponent;
  for (; value < 1; value *= 10) --exponent;
  double hundredths = std::floor(100 * value + 0.5);
  if (hundredths >= 1000) {
    hundredths = 100;
    ++exponent;
  }
  const std::string power = "10" + superscript(exponent);
  return hundredths == 100 ? power : format_number(hundredths / 100) + " × " + power;
}

}  // namespace

std::string grouped(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string generations(int count) { return counted(count, "generation"); }

int whole(double value, int most) {
  return value > 0 ? static_cast<int>(std::min(value, static_cast<double>(most))) : 0;
}

models::FitStatus status_in(double value) {
  return static_cast<models::FitStatus>(whole(value, static_cast<int>(models::FitStatus::exhausted)));
}

std::string counted(std::int64_t count, const std::string& noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string figure(double value) {
  if (std::isnan(value)) return "not defined";
  if (!std::isfinite(value)) return "infinity";
  if (value > 0 && (value >= kLargest || value < kSmallest)) return with_power(value);
  double unit = 1;
  while (value / unit >= 1000) unit *= 10;
  if (value >= 1000) return grouped(static_cast<std::int64_t>(std::floor(value / unit + 0.5) * unit));
  while (value / unit < 100 && unit > 1e-6) unit /= 10;
  const double rounded = std::floor(value / unit + 0.5);
  return rounded * unit >= 1000 ? "1,000"
                                : format_number(unit < 1 ? rounded / std::floor(1 / unit + 0.5) : rounded * unit);
}

std::string percent(double share) {
  const double value = 100 * share;
  if (value == 0) return "0 %";
  if (value >= 1000) return figure(value) + " %";
  // What is not all does not read as 100 %.
  if (value < 100 && value >= 99.5) return format_number(std::floor(10 * value) / 10) + " %";
  const double unit = value >= 9.95 ? 1 : value >= 0.095 ? 0.1 : value >= 0.0095 ? 0.01 : 0;
  if (unit == 0) return "less than 0.01 %";
  const double rounded = std::floor(value / unit + 0.5);
  return format_number(unit == 1 ? rounded : rounded / (unit == 0.1 ? 10 : 100)) + " %";
}

std::string as_much(double ratio) { return ratio < 2 ? percent(ratio) : figure(ratio) + " times"; }

std::string since_first(double now, double first) {
  const std::string before = figure(first);
  if (figure(now) == before) return ", as after generation 1";
  return (now > first ? ", up from " : ", down from ") + before;
}

bool about_one(double ratio) { return ratio >= 0.995 && ratio <= 1.005; }

std::string told(std::string headline, const std::string& notes) {
  if (notes.empty()) return headline;
  return headline + "\n" + notes.substr(notes[0] == ' ' ? 1 : 0);
}

}  // namespace collapse::experiment
