#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/corpus.h"
#include "models/language/decoding.h"
#include "models/language/transformer.h"

namespace collapse::models {

/// What drawing takes beside the model and the text. The shape has no problem.
std::uint64_t drawing_bytes(const TransformerShape& shape, const Decoding& decoding);

/// Text that a transformer writes, item by item, which can be stopped after any step and resumed: advance(1) seven
/// times is advance(7). Item j takes its numbers from Stream(seed, run, generation, synthetic, j), so the text does not
/// depend on how many items are written at a time, and a shorter text is the beginning of a longer one.
class TransformerDrawer {
 public:
  /// Without a prompt items are written from the boundary on. `whole_items`: each ends with the boundary token or after
  /// `context` tokens; otherwise each has exactly `context` tokens. With decoding.prompt = p > 0, item j goes on from
  /// the first p tokens of item j (modulo their number) of `prompts` and is p tokens long; the prompt is not part of
  /// it. `prompts` may be null without a prompt.
  TransformerDrawer(std::shared_ptr<const Transformer> model, const Decoding& decoding, bool whole_items,
                    std::size_t tokens, std::uint64_t seed, std::uint32_t run, std::uint32_t generation,
                    std::shared_ptr<const data::Corpus> prompts);
  ~TransformerDrawer();
  TransformerDrawer(TransformerDrawer&&) noexcept;
  TransformerDrawer& operator=(TransformerDrawer&&) noexcept;

  /// Takes at most `work` steps; returns how many it took. A step is one token of each of up to 64 items (or beams) at
  /// a time.
  long advance(long work);
  bool done() const;
  /// Of the tokens asked for, how many are there, 0 to 1.
  double share() const;
  /// The text: exactly the tokens asked for, none of them real; the last item is cut to fit. Only once, when done().
  data::Corpus take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Goes on from `prompt` for `count` tokens; `whole_items`: or to the first boundary, which is then the last token.
/// When the context is full it goes on from the last half of it. decoding.prompt is not looked at.
std::vector<data::Token> continue_text(const Transformer& model, const Decoding& decoding, bool whole_items,
                                       std::span<const data::Token> prompt, std::size_t count, random::Stream stream);

}  // namespace collapse::models
