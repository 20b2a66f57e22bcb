#include "nn/attention.h"

#include <algorithm>
#include <cmath>

#include "nn/elementary_f32.h"
#include "nn/tile.h"

namespace collapse::nn {

namespace {

// Rows of a tile are tokens or, going back, keys.
constexpr std::size_t kRows = kTileRows, kColumns = kTileColumns;

std::size_t up_to(std::size_t count, std::size_t multiple) { return (count + multiple - 1) / multiple * multiple; }

struct Tile {
  float at[kRows][kColumns];
};

/// As multiply_tile for one row, whose numbers lie side by side.
inline void multiply_row(std::size_t depth, const float* left, const float* right, std::size_t stride, float* to) {
  f32x4 s0{}, s1{};
  for (std::size_t k = 0; k < depth; ++k, right += stride) {
    const f32x4 a = splat4(left[k]);
    s0 += a * load4(right);
    s1 += a * load4(right + 4);
  }
  store4(to, s0);
  store4(to + 4, s1);
}

/// The first `live` of `size` scores become their softmax, the others 0; size is a multiple of 4.
inline void softmax_row(float* scores, std::size_t live, std::size_t size) {
  std::fill(scores + live, scores + size, -HUGE_VALF);
  f32x4 top = load4(scores);
  for (std::size_t j = 4; j < size; j += 4) top = at_least(top, load4(scores + j));
  const f32x4 most = splat4(std::max(std::max(top[0], top[1]), std::max(top[2], top[3])));
  f32x4 sums{};
  for (std::size_t j = 0; j < size; j += 4) {
    const f32x4 e = exp4(load4(scores + j) - most);
    sums += e;
    store4(scores + j, e);
  }
  const f32x4 share = splat4(static_cast<float>(1 / sum4(sums)));
  for (std::size_t j = 0; j < size; j += 4) store4(scores + j, load4(scores + j) * share);
}

float scale_of(const AttentionShape& shape) {
  return static_cast<float>(1 / std::sqrt(static_cast<double>(shape.head)));
}

/// Where a head's numbers of an item are laid out for the tiles, padded with zeros: rows of `columns` numbers, and
/// panels of 8 tokens each, the tokens of a panel side by side.
struct Room {
  std::size_t columns, rows, tokens;  // of a head up to a multiple of 8, of an item up to one of 4 and of 8
  float *queries, *keys, *values, *douts, *panels, *scores;

  Room(const AttentionShape& shape, std::size_t count, float* data)
      : columns(up_to(shape.head, kColumns)),
        rows(up_to(count, kRows)),
        tokens(up_to(count, kColumns)),
        queries(data),
        keys(queries + rows * columns),
        values(keys + rows * columns),
        douts(values + rows * columns),
        panels(douts + rows * columns),
        scores(panels + tokens * shape.head) {}

  static std::size_t size(const AttentionShape& shape, std::size_t count) {
    const std::size_t rows = up_to(count, kRows), tokens = up_to(count, kColumns);
    return 4 * rows * up_to(shape.head, kColumns) + tokens * shape.head + rows * tokens;
  }
};

/// `count` rows of `head` numbers, `stride` apart, times `scale`.
void lay_out(std::size_t head, std::size_t count, const float* from, std::size_t stride, float scale, std::size_t rows,
             std::size_t columns, float* to) {
  for (std::size_t i = 0; i < rows; ++i, to += columns) {
    const std::size_t live = i < count ? head : 0;
    for (std::size_t c = 0; c < live; ++c) to[c] = from[i * stride + c] * scale;
    std::fill(to + live, to + columns, 0.0f);
  }
}

void lay_out_panels(std::size_t head, std::size_t count, const float* from, std::size_t stride, std::size_t tokens,
                    float* to) {
  for (std::size_t first = 0; first < tokens; first += kColumns, to += head * kColumns)
    for (std::size_t j = 0; j < kColumns; ++j)
      for (std::size_t c = 0; c < head; ++c)
        to[c * kColumns + j] = first + j < count ? from[(first + j) * stride + c] : 0.0f;
}

/// The first rows and columns of a tile, times `scale`, into rows `stride` apart.
inline void take(const Tile& tile, std::size_t rows, std::size_t columns, float scale, float* to, std::size_t stride) {
  for (std::size_t w = 0; w < rows; ++w)
    for (std::size_t c = 0; c < columns; ++c) to[w * stride + c] = tile.at[w][c] * scale;
}

/// Four rows of scores: products of four rows with the tokens of the panels below `end`.
inline void scores_of(std::size_t head, const float* rows, std::size_t columns, const float* panels, std::size_t end,
                      float* scores, std::size_t tokens) {
  for (std::size_t j = 0; j < end; j += kColumns) {
    Tile tile;
    multiply_tile(head, rows, columns, 1, panels + j * head, kColumns, tile.at);
    for (std::size_t w = 0; w < kRows; ++w) {
      store4(scores + w * tokens + j, load4(tile.at[w]));
      store4(scores + w * tokens + j + 4, load4(tile.at[w] + 4));
    }
  }
}

}  // namespace

std::size_t attention_probabilities(const AttentionShape& shape, std::size_t count) {
  return shape.heads * up_to(count, kRows) * up_to(count, kColumns);
}

AttentionBuffers::AttentionBuffers(const AttentionShape& shape, std::size_t longest)
    : room_(Room::size(shape, longest)) {}

void attention_forward(const AttentionShape& shape, const Segment* segments, std::size_t count, const float* qkv,
                       float* probabilities, float* out, AttentionBuffers& buffers) {
  const std::size_t width = shape.width(), stride = 3 * width;
  for (std::size_t s = 0; s < count; ++s) {
    const std::size_t n = segments[s].count;
    const Room room(shape, n, buffers.data());
    for (std::size_t head = 0; head < shape.heads; ++head) {
      const float* const q = qkv + segments[s].first * stride + head * shape.head;
      lay_out(shape.head, n, q, stride, scale_of(shape), room.rows, room.columns, room.queries);
      lay_out_panels(shape.head, n, q + width, stride, room.tokens, room.panels);
      lay_out(shape.head, n, q + 2 * width, stride, 1, room.rows, room.columns, room.values);
      float* const p = probabilities ? probabilities : room.scores;
      for (std::size_t i = 0; i < n; i += kRows) {
        const std::size_t rows = std::min(kRows, n - i), size = up_to(i + rows, kColumns);
        float* const pi = p + i * room.tokens;
        scores_of(shape.head, room.queries + i * room.columns, room.columns, room.panels, size, pi, room.tokens);
        for (std::size_t w = 0; w < rows; ++w) softmax_row(pi + w * room.tokens, i + w + 1, size);
        float* const to = out + (segments[s].first + i) * width + head * shape.head;
        for (std::size_t c = 0; c < shape.head; c += kColumns) {
          Tile tile;
          multiply_tile(i + rows, pi, room.tokens, 1, room.values + c, room.columns, tile.at);
          take(tile, rows, std::min(kColumns, shape.head - c), 1, to + c, width);
        }
      }
      if (probabilities) probabilities += room.rows * room.tokens;
    }
  }
}

void attention_backward(const AttentionShape& shape, const Segment* segments, std::size_t count, const float* qkv,
                        const float* probabilities, const float* dout, float* dqkv, AttentionBuffers& buffers) {
  const std::size_t width = shape.width(), stride = 3 * width;
  for (std::size_t s = 0; s < count; ++s) {
    const std::size_t n = segments[s].count;
    const Room room(shape, n, buffers.data());
    for (std::size_t head = 0; head < shape.heads; ++head, probabilities += room.rows * room.tokens) {
      const std::size_t place = segments[s].first * stride + head * shape.head;
      const float* const q = qkv + place;
      lay_out(shape.head, n, q, stride, scale_of(shape), room.rows, room.columns, room.queries);
      lay_out(shape.head, n, q + width, stride, 1, room.rows, room.columns, room.keys);
      lay_out_panels(shape.head, n, q + 2 * width, stride, room.tokens, room.panels);
      lay_out(shape.head, n, dout + segments[s].first * width + head * shape.head, width, 1, room.rows, room.columns,
              room.douts);
      // ds_ij = p_ij (dp_ij - sum over j of p_ij dp_ij), dp_ij = dout_i . v_j; then dq_i = sum over j of ds_ij k_j /
      // sqrt(D).
      for (std::size_t i = 0; i < n; i += kRows) {
        const std::size_t rows = std::min(kRows, n - i), size = up_to(i + rows, kColumns);
        float* const si = room.scores + i * room.tokens;
        scores_of(shape.head, room.douts + i * room.columns, room.columns, room.panels, size, si, room.tokens);
        for (std::size_t w = 0; w < rows; ++w) {
          float* const ds = si + w * room.tokens;
          const float* const p = probabilities + (i + w) * room.tokens;
          f32x4 sums{};
          for (std::size_t j = 0; j < size; j += 4) sums += load4(p + j) * load4(ds + j);
          const f32x4 mean = splat4(static_cast<float>(sum4(sums)));
          for (std::size_t j = 0; j < size; j += 4) store4(ds + j, load4(p + j) * (load4(ds + j) - mean));
        }
        for (std::size_t c = 0; c < shape.head; c += kColumns) {
          Tile tile;
          multiply_tile(i + rows, si, room.tokens, 1, room.keys + c, room.columns, tile.at);
          take(tile, rows, std::min(kColumns, shape.head - c), scale_of(shape), dqkv + place + i * stride + c, stride);
        }
      }
      // dk_j = sum over i >= j of ds_ij q_i / sqrt(D), dv_j = sum over i >= j of p_ij dout_i.
      for (std::size_t j = 0; j < n; j += kRows) {
        const std::size_t rows = std::min(kRows, n - j), corner = j * room.tokens + j;
        float* const to = dqkv + place + width + j * stride;
        for (std::size_t c = 0; c < shape.head; c += kColumns) {
          const std::size_t columns = std::min(kColumns, shape.head - c);
          Tile tile;
          multiply_tile(n - j, room.scores + corner, 1, room.tokens, room.queries + j * room.columns + c, room.columns,
                        tile.at);
          take(tile, rows, columns, 1, to + c, stride);
          multiply_tile(n - j, probabilities + corner, 1, room.tokens, room.douts + j * room.columns + c, room.columns,
                        tile.at);
          take(tile, rows, columns, 1, to + width + c, stride);
        }
      }
    }
  }
}

std::size_t attention_cache(const AttentionShape& shape, std::size_t longest) {
  return shape.heads * (up_to(longest, kColumns) * shape.head + longest * up_to(shape.head, kColumns));
}

std::size_t attention_step_room(const AttentionShape& shape, std::size_t longest) {
  return shape.head + up_to(longest, kColumns);
}

void attention_step(const AttentionShape& shape, std::size_t longest, std::size_t position, const float* qkv,
                    float* cache, float* room, float* out) {
  const std::size_t width = shape.width(), columns = up_to(shape.head, kColumns), size = up_to(position + 1, kColumns);
  const float scale = scale_of(shape);
  float *const query = room, *const scores = room + shape.head;
  for (std::size_t head = 0; head < shape.heads; ++head) {
    float* const keys = cache;
    float* const values = keys + up_to(longest, kColumns) * shape.head;
    cache = values + longest * columns;
    const float* const q = qkv + head * shape.head;
    float* const key = keys + position / kColumns * kColumns * shape.head + position % kColumns;
    for (std::size_t c = 0; c < shape.head; ++c) {
      query[c] = q[c] * scale;
      key[c * kColumns] = q[width + c];
    }
    float* const value = values + position * columns;
    std::copy_n(q + 2 * width, shape.head, value);
    std::fill(value + shape.head, value + columns, 0.0f);
    for (std::size_t j = 0; j < size; j += kColumns)
      multiply_row(shape.head, query, keys + j * shape.head, kColumns, scores + j);
    softmax_row(scores, position + 1, size);
    for (std::size_t c = 0; c < shape.head; c += kColumns) {
      float sums[kColumns];
      multiply_row(position + 1, scores, values + c, columns, sums);
      std::copy_n(sums, std::min(kColumns, shape.head - c), out + head * shape.head + c);
    }
  }
}

void attention_copy(const AttentionShape& shape, std::size_t longest, std::size_t count, const float* from, float* to) {
  const std::size_t columns = up_to(shape.head, kColumns), keys = up_to(longest, kColumns) * shape.head;
  for (std::size_t head = 0; head < shape.heads; ++head) {
    std::copy_n(from, up_to(count, kColumns) * shape.head, to);
    std::copy_n(from + keys, count * columns, to + keys);
    from += keys + longest * columns;
    to += keys + longest * columns;
  }
}

}  // namespace collapse::nn
