#include "nn/gemm.h"

#include <algorithm>
#include <cstring>

#include "nn/f32x4.h"
#include "nn/tile.h"
#include "numerics/wide.h"

namespace collapse::nn {

namespace {

// C is made in tiles (nn/tile.h). With registers of eight floats, two tiles below each other are made at once: 8 sums
// again (docs/decisions/0011).
// Blocks that stay in the second cache: 256 x 256 floats of A and of B. One panel of B, 8 kB, stays in the first.
constexpr std::size_t kBlockRows = 256, kBlockColumns = 256;

/// Four vectors as rows of a 4 x 4 matrix, transposed.
void transpose(f32x4& a, f32x4& b, f32x4& c, f32x4& d) {
  const f32x4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const f32x4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

/// Panels of Width lines (rows of A or columns of B), each `depth` deep, the lines of a panel side by side:
/// to[(panel * depth + k) * Width + line]. Lines beyond `lines` are 0. Line l at depth k is from[l * across + k *
/// along].
template <std::size_t Width>
void pack(const float* from, std::ptrdiff_t across, std::ptrdiff_t along, std::size_t lines, std::size_t depth,
          float* to) {
  for (std::size_t line = 0; line < lines; line += Width, to += Width * depth) {
    const std::size_t live = std::min(Width, lines - line);
    const float* base = from + static_cast<std::ptrdiff_t>(line) * across;
    std::size_t k = 0;
    if (live == Width && across == 1) {
      for (; k < depth; ++k)
        for (std::size_t w = 0; w < Width; w += 4)
          store4(to + k * Width + w, load4(base + static_cast<std::ptrdiff_t>(k) * along + w));
    } else if (live == Width && along == 1) {
      for (; k + 4 <= depth; k += 4)
        for (std::size_t w = 0; w < Width; w += 4) {
          const float* corner = base + static_cast<std::ptrdiff_t>(w) * across + k;
          f32x4 r0 = load4(corner), r1 = load4(corner + across), r2 = load4(corner + 2 * across),
                r3 = load4(corner + 3 * across);
          transpose(r0, r1, r2, r3);
          float* out = to + k * Width + w;
          store4(out, r0);
          store4(out + Width, r1);
          store4(out + 2 * Width, r2);
          store4(out + 3 * Width, r3);
        }
    }
    for (; k < depth; ++k)
      for (std::size_t w = 0; w < Width; ++w)
        to[k * Width + w] =
            w < live ? base[static_cast<std::ptrdiff_t>(w) * across + static_cast<std::ptrdiff_t>(k) * along] : 0.0f;
  }
}

/// The sums over one block of k of a tile, or of two tiles below each other: sum[row][column].
struct Tiles {
  float sum[2 * kTileRows][kTileColumns];
};

#ifdef COLLAPSE_HAS_WIDE
typedef float f32x8 __attribute__((vector_size(32)));

// Always inlined, so that no register of eight floats is passed where AVX is not assumed.
COLLAPSE_INLINE void store8(float* to, const f32x8& v) { std::memcpy(to, &v, sizeof v); }

/// Two tiles from two panels of A, one behind the other, and one of B.
COLLAPSE_WIDE void multiply_two(std::size_t depth, const float* left, const float* right, Tiles& tiles) {
  const float* below = left + depth * kTileRows;
  f32x8 s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{};
  for (std::size_t k = 0; k < depth; ++k, left += kTileRows, below += kTileRows, right += kTileColumns) {
    f32x8 b;
    std::memcpy(&b, right, sizeof b);
    s0 += left[0] * b;
    s1 += left[1] * b;
    s2 += left[2] * b;
    s3 += left[3] * b;
    s4 += below[0] * b;
    s5 += below[1] * b;
    s6 += below[2] * b;
    s7 += below[3] * b;
  }
  store8(tiles.sum[0], s0);
  store8(tiles.sum[1], s1);
  store8(tiles.sum[2], s2);
  store8(tiles.sum[3], s3);
  store8(tiles.sum[4], s4);
  store8(tiles.sum[5], s5);
  store8(tiles.sum[6], s6);
  store8(tiles.sum[7], s7);
}
#endif

/// The tile at this place, or two of them where that is quicker and `panels` of A are left. Returns the rows it made.
inline std::size_t multiply_some(std::size_t panels, std::size_t depth, const float* left, const float* right,
                                 Tiles& tiles) {
#ifdef COLLAPSE_HAS_WIDE
  if (panels > 1 && numerics::has_wide()) {
    multiply_two(depth, left, right, tiles);
    return 2 * kTileRows;
  }
#else
  static_cast<void>(panels);
#endif
  multiply_tile(depth, left, 1, kTileRows, right, kTileColumns, tiles.sum);
  return kTileRows;
}

/// What is done with a finished tile in this block of k.
struct Finish {
  bool add;           // to what C holds
  const float* bias;  // in the last block, or null
  bool relu;          // in the last block
};

template <bool Add, bool Bias, bool Relu>
COLLAPSE_INLINE void store_tiles_as(const Tiles& tiles, std::size_t rows, std::size_t columns, float* c, std::size_t n,
                                    const float* biases) {
  for (std::size_t first = 0; first < columns; first += 4) {
    const std::size_t count = std::min<std::size_t>(columns - first, 4);
    const f32x4 bias = Bias ? load_first(biases + first, count) : f32x4{};
    for (std::size_t row = 0; row < rows; ++row) {
      float* to = c + row * n + first;
      f32x4 sum = load4(tiles.sum[row] + first);
      if constexpr (Add) sum = load_first(to, count) + sum;
      if constexpr (Bias) sum = sum + bias;
      if constexpr (Relu) sum = relu4(sum);
      store_first(to, sum, count);
    }
  }
}

/// A tile's numbers in C are asked nothing one by one: what is done with them is chosen once, and the loops over a
/// whole tile have fixed ends.
void store_tiles(const Tiles& tiles, std::size_t rows, std::size_t columns, float* c, std::size_t n,
                 const Finish& finish) {
  const bool whole = rows == kTileRows && columns == kTileColumns;
  const auto with = [&](auto as) {
    if (whole) return as(tiles, kTileRows, kTileColumns, c, n, finish.bias);
    as(tiles, rows, columns, c, n, finish.bias);
  };
  switch ((finish.add ? 4 : 0) + (finish.bias ? 2 : 0) + (finish.relu ? 1 : 0)) {
    case 0:
      return with(store_tiles_as<false, false, false>);
    case 1:
      return with(store_tiles_as<false, false, true>);
    case 2:
      return with(store_tiles_as<false, true, false>);
    case 3:
      return with(store_tiles_as<false, true, true>);
    case 4:
      return with(store_tiles_as<true, false, false>);
    case 5:
      return with(store_tiles_as<true, false, true>);
    case 6:
      return with(store_tiles_as<true, true, false>);
    default:
      return with(store_tiles_as<true, true, true>);
  }
}

}  // namespace

GemmBuffers::GemmBuffers() : left_(kBlockRows * kGemmDepth), right_(kBlockColumns * kGemmDepth) {}

void gemm(std::size_t m, std::size_t n, std::size_t k, Matrix a, Matrix b, GemmOutput c, GemmBuffers& buffers) {
  // A product over no k at all is one empty block: zeros.
  for (std::size_t deep = 0; deep < std::max<std::size_t>(k, 1); deep += kGemmDepth) {
    const std::size_t depth = std::min(kGemmDepth, k - deep);
    const bool last = deep + depth >= k;
    for (std::size_t right = 0; right < n; right += kBlockColumns) {
      const std::size_t columns = std::min(kBlockColumns, n - right);
      pack<kTileColumns>(b.data + static_cast<std::ptrdiff_t>(deep) * b.row_stride +
                             static_cast<std::ptrdiff_t>(right) * b.column_stride,
                         b.column_stride, b.row_stride, columns, depth, buffers.right());
      for (std::size_t down = 0; down < m; down += kBlockRows) {
        const std::size_t rows = std::min(kBlockRows, m - down);
        if (right == 0 || m > kBlockRows)  // a single block of rows is packed once for all the columns
          pack<kTileRows>(a.data + static_cast<std::ptrdiff_t>(down) * a.row_stride +
                              static_cast<std::ptrdiff_t>(deep) * a.column_stride,
                          a.row_stride, a.column_stride, rows, depth, buffers.left());
        for (std::size_t j = 0; j < columns; j += kTileColumns) {
          const Finish finish{c.accumulate || deep > 0, last && c.bias ? c.bias + right + j : nullptr, last && c.relu};
          Tiles tiles;
          for (std::size_t i = 0, made = 0; i < rows; i += made) {
            made = multiply_some((rows - i + kTileRows - 1) / kTileRows, depth, buffers.left() + i * depth,
                                 buffers.right() + j * depth, tiles);
            store_tiles(tiles, std::min(made, rows - i), std::min(kTileColumns, columns - j),
                        c.data + (down + i) * n + right + j, n, finish);
          }
        }
      }
    }
  }
}

}  // namespace collapse::nn
