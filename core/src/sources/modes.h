#pragma once

// Sources with separate modes in the plane: mixtures of round Gaussians of one spread.

#include <vector>

#include "collapse/mixture.h"

namespace collapse::sources {

/// `modes` modes evenly spaced on a circle about the origin, the first on the x axis. `weights` (one each, sum 1) or
/// none: equal shares. `sd` is the standard deviation of each in every direction.
models::Mixture ring(int modes, double radius, double sd, std::vector<double> weights);

/// side x side modes about the origin, row by row, `spacing` apart.
models::Mixture grid(int side, double spacing, double sd, std::vector<double> weights);

/// Modes at given centres (K x 2).
models::Mixture round_modes(std::vector<double> centres, double sd, std::vector<double> weights);

}  // namespace collapse::sources
