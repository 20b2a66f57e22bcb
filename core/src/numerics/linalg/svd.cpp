#include "numerics/linalg/svd.h"

#include <Eigen/SVD>

namespace collapse::linalg {

SmallSvd svd(const SmallColumns& matrix) {
  const Eigen::JacobiSVD<SmallColumns, Eigen::NoQRPreconditioner> done(matrix,
                                                                       Eigen::ComputeFullU | Eigen::ComputeFullV);
  return {done.matrixU(), done.matrixV(), done.singularValues()};
}

}  // namespace collapse::linalg
