#pragma once

// Numbers in sentences, and how what is told of a generation is put together.

#include <cstdint>
#include <string>

#include "collapse/fit.h"

namespace collapse::experiment {

/// A count as the page writes it: commas between groups of three digits, "1,335".
std::string grouped(std::int64_t count);
/// "1 generation", "2,050 generations".
std::string generations(int count);
/// The count in a column: whole, within 0 .. most, 0 for NaN. A saved run may hold any number.
int whole(double value, int most);
/// The status in a row's column; `converged` where it is missing.
models::FitStatus status_in(double value);
/// "1 point", "1,335 points": an English word that takes an s.
std::string counted(std::int64_t count, const std::string& noun);
/// Three significant digits of a number >= 0, thousands apart: "0.0123", "51,200"; from 1e9 on and below 1e-4 with a
/// power of ten, "1.24 × 10⁻¹⁷". "infinity", and "not defined" for NaN.
std::string figure(double value);
/// A share >= 0 in whole percent, small ones with a digit or two more: "39 %", "4.1 %", "0.04 %", "less than 0.01 %".
/// "100 %" is all.
std::string percent(double share);
/// What `ratio` times something is: "39 %", "103 %", from 2 on "2.04 times".
std::string as_much(double ratio);
/// ", up from 1.2" or ", down from 1.2", what generation 1 had; ", as after generation 1" where nobody would see the
/// difference.
std::string since_first(double now, double first);
/// Whether nobody would see the difference from 1: half a percent.
bool about_one(double ratio);

/// A headline, and what a reader should know besides, each a full sentence: the second behind a line break, if there is
/// any. Notes may begin with a space.
std::string told(std::string headline, const std::string& notes);

}  // namespace collapse::experiment
