#pragma once

// Causal attention of several heads (Vaswani et al. 2017, section 3.2): each token of an item looks at itself and at
// those before it. A batch is a list of tokens, one item behind another; items do not see each other.
//
// A row of `qkv` holds a token's queries, keys and values, `width` numbers each, head by head. Of a head with D
// numbers:
//   s_ij = (q_i / sqrt(D)) . k_j for j <= i,   p_i = softmax of s_i,   out_i = sum over j <= i of p_ij v_j
// Every sum over the numbers of a head and over tokens is made in rising order, so a token's bits depend neither on
// what comes after it nor on where its item lies in the batch.

#include <cstddef>
#include <vector>

namespace collapse::nn {

struct AttentionShape {
  std::size_t heads, head;  // heads, and numbers of one head (D)
  std::size_t width() const { return heads * head; }
};

/// The tokens [first, first + count) of a batch are one item's.
struct Segment {
  std::size_t first, count;
};

/// Floats that the probabilities p of an item of `count` tokens take.
std::size_t attention_probabilities(const AttentionShape& shape, std::size_t count);

/// Room for the work on one head of one item of at most `longest` tokens. Two attentions at a time need two.
class AttentionBuffers {
 public:
  AttentionBuffers(const AttentionShape& shape, std::size_t longest);
  float* data() { return room_.data(); }

 private:
  std::vector<float> room_;
};

/// out (tokens x width) from qkv (tokens x 3 width). `probabilities`, unless null, keeps p of all the items, one behind
/// another, for the way back.
void attention_forward(const AttentionShape& shape, const Segment* segments, std::size_t count, const float* qkv,
                       float* probabilities, float* out, AttentionBuffers& buffers);
/// dqkv = the gradient by qkv, from dout = dL/dout and what attention_forward kept.
void attention_backward(const AttentionShape& shape, const Segment* segments, std::size_t count, const float* qkv,
                        const float* probabilities, const float* dout, float* dqkv, AttentionBuffers& buffers);

/// Floats that the keys and values of an item of at most `longest` tokens take.
std::size_t attention_cache(const AttentionShape& shape, std::size_t longest);
/// Token number `position` of an item whose earlier tokens went through here with the same `cache`: remembers its key
/// and value and makes its row of `out`, with the bits of attention_forward. `room` is attention_step_room floats to
/// work in.
void attention_step(const AttentionShape& shape, std::size_t longest, std::size_t position, const float* qkv,
                    float* cache, float* room, float* out);
std::size_t attention_step_room(const AttentionShape& shape, std::size_t longest);
/// Copies the keys and values of the first `count` tokens from one cache to another of the same size.
void attention_copy(const AttentionShape& shape, std::size_t longest, std::size_t count, const float* from, float* to);

}  // namespace collapse::nn
