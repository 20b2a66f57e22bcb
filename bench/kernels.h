#pragma once

// The inner loops of the core, without experiment and metrics around them. Every function returns a number that depends
// on all its work, so that no compiler can leave the work out.

#include <stdint.h>

extern "C" {

/// Draws `blocks` times 10,000 standard normals into one array.
double bench_normals(int32_t blocks);

/// One lineage of Gaussians in one dimension: draw n points, refit (maximum likelihood), `generations` times.
double bench_gaussian(int32_t n, int32_t generations);

/// Lineages of Gaussians in one dimension whose samples of n points are drawn as mean and variance (maximum
/// likelihood); then all columns of the last generation.
double bench_statistics(int32_t runs, int32_t generations, int32_t n);

/// Makes the points of bench_em: `count` draws of a mixture of three well-mixed components in 1 or 2 dimensions.
void bench_em_prepare(int32_t dimension, int32_t count);

/// Makes the model of bench_kde: Scott's kernels on `count` normal points in 1 or 2 dimensions.
void bench_kde_prepare(int32_t dimension, int32_t count);

/// Makes that model ready and evaluates it on the page's grid, `times` times: 1,024 cells of a line, or 64 x 64 nodes,
/// within 4.5 standard deviations.
double bench_kde(int32_t times);

/// `steps` EM steps (E-step and M-step, full covariances) of three components on those points, from a fixed start.
double bench_em(int32_t steps);
}
