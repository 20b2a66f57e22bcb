#pragma once

#include <cstdint>
#include <string>

namespace collapse::experiment {

/// A count as the page writes it: commas between groups of three digits, "1,335".
std::string grouped(std::int64_t count);
/// "1 generation", "2,050 generations".
std::string generations(int count);
/// Three significant digits of a number >= 0, down to 1e-4, thousands apart: "0.0123", "51,200"; "infinity" for what is not finite.
std::string figure(double value);

}  // namespace collapse::experiment
