#include "experiment/words.h"

#include <cmath>

#include "collapse/spec.h"

namespace collapse::experiment {

std::string grouped(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string generations(int count) { return count == 1 ? "1 generation" : grouped(count) + " generations"; }

std::string figure(double value) {
  if (!std::isfinite(value)) return "infinity";
  double unit = 1;
  while (value / unit >= 1000) unit *= 10;
  if (value >= 1000) return grouped(static_cast<std::int64_t>(std::floor(value / unit + 0.5) * unit));
  while (value / unit < 100 && unit > 1e-6) unit /= 10;
  const double rounded = std::floor(value / unit + 0.5);
  return format_number(unit < 1 ? rounded / std::floor(1 / unit + 0.5) : rounded * unit);
}

}  // namespace collapse::experiment
