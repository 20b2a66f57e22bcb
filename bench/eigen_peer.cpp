// A peer: products of matrices of floats by Eigen, four floats a register as ours are without AVX. The task "gemm M N K
// LAYOUT TIMES" of native.cpp. A program of its own, because the core compiles Eigen without vectors.

#include <Eigen/Core>
#include <chrono>
#include <iostream>
#include <string>

#include "networks.h"

namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void multiply(const Rows& left, const Rows& right, int layout, Rows& result) {
  if (layout == BENCH_LEFT_TRANSPOSED)
    result.noalias() = left.transpose() * right;
  else if (layout == BENCH_RIGHT_TRANSPOSED)
    result.noalias() = left * right.transpose();
  else
    result.noalias() = left * right;
}

}  // namespace

int main() {
  std::string task;
  for (int m, n, k, layout, times; std::cin >> task >> m >> n >> k >> layout >> times && task == "gemm";) {
    const Rows left = layout == BENCH_LEFT_TRANSPOSED ? Rows::Random(k, m) : Rows::Random(m, k);
    const Rows right = layout == BENCH_RIGHT_TRANSPOSED ? Rows::Random(n, k) : Rows::Random(k, n);
    Rows result(m, n);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) multiply(left, right, layout, result);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    std::cout << took.count() << ' ' << result.sum() << std::endl;
  }
}
