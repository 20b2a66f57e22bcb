#include "nn/gemm.h"

#include <doctest/doctest.h>

#include <cstring>
#include <limits>

#include "nn/naive.h"

using namespace collapse;
using nn::Matrix;

namespace {

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

struct Product {
  std::size_t m, n, k;
};
// Sizes about the tile (4 x 8), the blocks (256, 256, 256) and 1, 0.
const Product kProducts[] = {{1, 1, 1},     {1, 8, 3},     {4, 8, 256},  {5, 9, 257},   {3, 7, 2},
                             {4, 4, 4},     {8, 16, 4},    {2, 12, 513}, {257, 259, 5}, {131, 3, 300},
                             {7, 261, 260}, {100, 16, 70}, {6, 5, 0},    {0, 5, 3},     {3, 0, 5}};

}  // namespace

TEST_CASE("a product has the bits of the plain sums, for every size, transposition and finish") {
  nn::GemmBuffers buffers;
  for (const Product& p : kProducts)
    for (int kind = 0; kind < 12; ++kind) {
      const std::size_t m = p.m, n = p.n, k = p.k;
      CAPTURE(m);
      CAPTURE(n);
      CAPTURE(k);
      CAPTURE(kind);
      const bool left = kind & 1, right = kind & 2, accumulate = kind >= 8, finish = kind >= 4;
      const std::vector<float> a = test::normals(m * k + 1, 1), b = test::normals(k * n + 1, 2),
                               bias = test::normals(n + 1, 3);
      const std::vector<float> before = test::normals(m * n, 4);
      const Matrix am = left ? nn::transposed(nn::row_major(a.data(), m)) : nn::row_major(a.data(), k);
      const Matrix bm = right ? nn::transposed(nn::row_major(b.data(), k)) : nn::row_major(b.data(), n);
      std::vector<float> c = accumulate ? before : std::vector<float>(m * n, std::numeric_limits<float>::quiet_NaN());
      nn::gemm(m, n, k, am, bm, {c.data(), accumulate, finish ? bias.data() : nullptr, finish}, buffers);
      CHECK(same_bits(c, test::naive_gemm(m, n, k, am, bm, accumulate ? &before : nullptr,
                                          finish ? bias.data() : nullptr, finish)));
    }
}

TEST_CASE("a matrix with gaps between rows and between columns is read where it lies") {
  const std::vector<float> a = test::normals(400, 5), b = test::normals(400, 6);
  const Matrix am{a.data(), 40, 3}, bm{b.data() + 1, 2, 30};
  nn::GemmBuffers buffers;
  std::vector<float> c(10 * 11);
  nn::gemm(10, 11, 13, am, bm, {c.data()}, buffers);
  CHECK(same_bits(c, test::naive_gemm(10, 11, 13, am, bm, nullptr, nullptr, false)));
}

TEST_CASE("an infinity or NaN reaches the elements it belongs to and no others") {
  std::vector<float> a = test::normals(6 * 20, 7), b = test::normals(20 * 10, 8);
  a[2 * 20 + 5] = std::numeric_limits<float>::quiet_NaN();
  nn::GemmBuffers buffers;
  std::vector<float> c(60);
  nn::gemm(6, 10, 20, nn::row_major(a.data(), 20), nn::row_major(b.data(), 10), {c.data(), false, nullptr, true},
           buffers);
  for (std::size_t i = 0; i < 60; ++i) CHECK((c[i] != c[i]) == (i / 10 == 2));
}

TEST_CASE("sums over many products keep float accuracy, because blocks are summed on their own") {
  // 100,000 products of 1 and 0.1f: a plain running sum is off by 4 in 10,000.
  const std::size_t k = 100000;
  const std::vector<float> a(k, 1.0f), b(k, 0.1f);
  nn::GemmBuffers buffers;
  float c = 0;
  nn::gemm(1, 1, k, nn::row_major(a.data(), k), nn::row_major(b.data(), 1), {&c}, buffers);
  const double truth = 1e5 * static_cast<double>(0.1f);
  CHECK(static_cast<double>(c) > truth * (1 - 2e-5));
  CHECK(static_cast<double>(c) < truth * (1 + 2e-5));
}
