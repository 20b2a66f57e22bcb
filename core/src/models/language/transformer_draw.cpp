#include "models/language/transformer_draw.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "models/language/transformer_network.h"

namespace collapse::models {

namespace {

using data::Token;

// Items, or beams of all items, in one step: so many, or as have room for what they remember.
constexpr std::uint64_t kTogether = 64, kCacheFloats = 1u << 22;

std::size_t beams_of(const Decoding& decoding) { return decoding.beam ? static_cast<std::size_t>(decoding.beams) : 1; }

std::size_t items_together(const TransformerShape& shape, const Decoding& decoding) {
  const std::uint64_t rows = std::min(kTogether, kCacheFloats / TransformerNetwork::cache_floats(shape));
  return static_cast<std::size_t>(std::max<std::uint64_t>(rows / beams_of(decoding), 1));
}

struct Hypothesis {
  std::vector<Token> text;  // with the prompt
  std::size_t slot = 0;     // whose cache remembers it
  double score = 0;         // the sum of its log-probabilities; in a beam search only
  bool ended = false;       // with a boundary that ends the item
};

/// An item that is being written.
struct Writing {
  std::size_t number = 0, given = 0, most = 0;  // tokens of the prompt, and of all at the end
  random::Stream stream;
  std::size_t read = 0;  // inputs that went through the network
  std::vector<std::size_t> slots;
  std::vector<Hypothesis> beams{};  // one if no beam search; the best first
  bool done() const { return beams[0].ended || beams[0].text.size() == most; }
};

/// Writes items with one model, many at a time.
class Writer {
 public:
  Writer(const Transformer& model, const Decoding& decoding, bool whole_items, std::size_t together)
      : model_(model),
        decoding_(decoding),
        whole_items_(whole_items),
        network_(model.shape(), together, false),
        chooser_(decoding, model.vocabulary()),
        cache_(static_cast<std::size_t>(TransformerNetwork::cache_floats(model.shape()))),
        caches_(together * cache_),
        logits_(together * model.vocabulary()) {}

  /// Starts to write behind `prompt`; `most` > prompt.size() is at most the context.
  static Writing start(std::size_t number, std::span<const Token> prompt, std::size_t most, random::Stream stream,
                       std::vector<std::size_t> slots) {
    Writing item{.number = number, .given = prompt.size(), .most = most, .stream = stream, .slots = std::move(slots)};
    item.beams.push_back({.text = {prompt.begin(), prompt.end()}, .slot = item.slots[0]});
    return item;
  }

  /// Every item goes one token further. None is done.
  void step(std::vector<Writing>& items) {
    steps_.clear();
    for (const Writing& item : items)
      for (const Hypothesis& beam : item.beams)
        if (!beam.ended)
          steps_.push_back({item.read == 0 ? data::kBoundary : beam.text[item.read - 1], static_cast<Token>(item.read),
                            cache(beam.slot), item.read == beam.text.size()});
    network_.step(model_.parameters().data(), steps_, logits_.data());
    const float* logits = logits_.data();
    for (Writing& item : items) {
      const bool wanted = item.read++ >= item.given;
      if (!wanted) continue;
      logits = decoding_.beam ? widen(item, logits) : lengthen(item, logits);
    }
  }

 private:
  float* cache(std::size_t slot) { return caches_.data() + slot * cache_; }
  void append(Hypothesis& beam, Token token) {
    beam.text.push_back(token);
    beam.ended = whole_items_ && token == data::kBoundary;
  }

  /// Both return where the next item's logits are.
  const float* lengthen(Writing& item, const float* logits) {
    append(item.beams[0], chooser_.draw(logits, item.beams[0].text, item.stream));
    return logits + model_.vocabulary();
  }

  const float* widen(Writing& item, const float* logits) {
    // The best continuations; among equals the better beam's, then the lower token. One that has ended stays as it is.
    struct Candidate {
      double score;
      std::size_t beam;
      Token token;
    };
    const auto wanted = static_cast<std::size_t>(decoding_.beams);
    std::vector<Candidate> best;
    const auto offer = [&](const Candidate& candidate) {
      if (best.size() == wanted && !(candidate.score > best.back().score)) return;
      if (best.size() == wanted) best.pop_back();
      const auto place =
          std::find_if(best.begin(), best.end(), [&](const Candidate& other) { return candidate.score > other.score; });
      best.insert(place, candidate);
    };
    for (std::size_t b = 0; b < item.beams.size(); ++b) {
      const Hypothesis& beam = item.beams[b];
      if (beam.ended) {
        offer({beam.score, b, data::kBoundary});
        continue;
      }
      const std::span<const double> p = chooser_.log_probabilities(logits, beam.text);
      logits += model_.vocabulary();
      for (Token v = 0; v < p.size(); ++v) offer({beam.score + p[v], b, v});
    }

    // A beam's first continuation keeps its cache, the others copy it to the caches of beams that have none.
    std::vector<std::size_t> free = item.slots;
    std::vector<std::uint8_t> continued(item.beams.size(), 0);
    for (const Candidate& candidate : best) {
      if (continued[candidate.beam]) continue;
      continued[candidate.beam] = 1;
      free.erase(std::find(free.begin(), free.end(), item.beams[candidate.beam].slot));
    }
    std::fill(continued.begin(), continued.end(), 0);
    std::vector<Hypothesis> next;
    for (const Candidate& candidate : best) {
      next.push_back(item.beams[candidate.beam]);
      Hypothesis& beam = next.back();
      if (continued[candidate.beam]) {
        network_.copy_cache(item.read, cache(beam.slot), cache(free.back()));
        beam.slot = free.back();
        free.pop_back();
      }
      continued[candidate.beam] = 1;
      if (beam.ended) continue;
      append(beam, candidate.token);
      beam.score = candidate.score;
    }
    item.beams = std::move(next);
    return logits;
  }

  const Transformer& model_;
  Decoding decoding_;
  bool whole_items_;
  TransformerNetwork network_;
  TokenChooser chooser_;
  std::size_t cache_;
  std::vector<float> caches_, logits_;
  std::vector<TransformerNetwork::Step> steps_;
};

}  // namespace

std::uint64_t drawing_bytes(const TransformerShape& shape, const Decoding& decoding) {
  const std::uint64_t rows = items_together(shape, decoding) * beams_of(decoding);
  return sizeof(float) * (TransformerNetwork::activation_floats(shape, rows, false) +
                          rows * (TransformerNetwork::cache_floats(shape) + shape.vocabulary));
}

struct TransformerDrawer::State {
  std::shared_ptr<const Transformer> model;
  Decoding decoding;
  bool whole_items;
  std::size_t tokens;
  std::uint64_t seed;
  std::uint32_t run, generation;
  std::shared_ptr<const data::Corpus> prompts;

  std::size_t together;
  Writer writer;
  std::vector<Writing> writing;
  std::vector<std::vector<std::size_t>> free_slots;
  std::size_t started = 0;
  std::vector<std::optional<std::vector<Token>>> written;  // items that wait for one before them
  std::size_t finished_tokens = 0;                         // of those and of the text
  data::Corpus text;
  std::size_t there = 0;  // tokens of the text

  State(std::shared_ptr<const Transformer> of, const Decoding& how, bool whole, std::size_t count,
        std::uint64_t of_seed, std::uint32_t of_run, std::uint32_t of_generation,
        std::shared_ptr<const data::Corpus> given)
      : model(std::move(of)),
        decoding(how),
        whole_items(whole && how.prompt == 0),
        tokens(count),
        seed(of_seed),
        run(of_run),
        generation(of_generation),
        prompts(std::move(given)),
        together(items_together(model->shape(), how)),
        writer(*model, how, whole_items, together * beams_of(how)) {
    for (std::size_t i = together; i-- > 0;) {
      free_slots.emplace_back();
      for (std::size_t b = 0; b < beams_of(how); ++b) free_slots.back().push_back(i * beams_of(how) + b);
    }
  }

  std::size_t context() const { return static_cast<std::size_t>(model->shape().context); }
  bool done() const { return there == tokens; }
  /// The tokens that an item started will have, as far as is known: it may be more, or less of a beam search.
  std::size_t promised(const Writing& item) const {
    return whole_items ? std::max<std::size_t>(item.beams[0].text.size(), 1) : item.most - item.given;
  }

  void start_item() {
    std::span<const Token> prompt;
    std::size_t length = context();
    if (decoding.prompt > 0) {
      length = std::min(static_cast<std::size_t>(decoding.prompt), std::max<std::size_t>(context() / 2, 1));
      if (prompts && prompts->items() > 0) prompt = prompts->item(started % prompts->items());
      prompt = prompt.first(std::min({prompt.size(), length, context() - length}));
    }
    writing.push_back(Writer::start(
        started, prompt, prompt.size() + length,
        random::Stream(seed, run, generation, random::Purpose::synthetic, static_cast<std::uint32_t>(started)),
        std::move(free_slots.back())));
    free_slots.pop_back();
    written.emplace_back();
    ++started;
  }

  void finish_item(Writing& item) {
    const std::vector<Token>& all = item.beams[0].text;
    written[item.number].emplace(all.begin() + static_cast<std::ptrdiff_t>(item.given), all.end());
    free_slots.push_back(std::move(item.slots));
    finished_tokens += written[item.number]->size();
    for (std::size_t next = text.items(); next < written.size() && written[next] && !done(); ++next) {
      const std::size_t size = std::min(written[next]->size(), tokens - there);
      text.append(std::span<const Token>(*written[next]).first(size), false);
      there += size;
      written[next].emplace();
    }
  }

  void step() {
    // No more than will be needed, for those started come first.
    std::size_t coming = finished_tokens;
    for (const Writing& item : writing) coming += promised(item);
    for (; !free_slots.empty() && coming < tokens; coming += promised(writing.back())) start_item();
    writer.step(writing);
    for (Writing& item : writing)
      if (item.done()) finish_item(item);
    std::erase_if(writing, [](const Writing& item) { return item.done(); });
  }
};

TransformerDrawer::TransformerDrawer(std::shared_ptr<const Transformer> model, const Decoding& decoding,
                                     bool whole_items, std::size_t tokens, std::uint64_t seed, std::uint32_t run,
                                     std::uint32_t generation, std::shared_ptr<const data::Corpus> prompts)
    : state_(std::make_unique<State>(std::move(model), decoding, whole_items, tokens, seed, run, generation,
                                     std::move(prompts))) {}
TransformerDrawer::~TransformerDrawer() = default;
TransformerDrawer::TransformerDrawer(TransformerDrawer&&) noexcept = default;
TransformerDrawer& TransformerDrawer::operator=(TransformerDrawer&&) noexcept = default;

long TransformerDrawer::advance(long work) {
  long taken = 0;
  for (; taken < work && !done(); ++taken) state_->step();
  return taken;
}

bool TransformerDrawer::done() const { return state_->done(); }

double TransformerDrawer::share() const {
  if (done()) return 1;
  std::size_t there = state_->finished_tokens;
  for (const Writing& item : state_->writing) there += item.beams[0].text.size() - item.given;
  return std::min(1.0, static_cast<double>(there) / static_cast<double>(state_->tokens));
}

data::Corpus TransformerDrawer::take() { return std::move(state_->text); }

std::vector<Token> continue_text(const Transformer& model, const Decoding& decoding, bool whole_items,
                                 std::span<const Token> prompt, std::size_t count, random::Stream stream) {
  const auto context = static_cast<std::size_t>(model.shape().context);
  Writer writer(model, decoding, whole_items, beams_of(decoding));
  std::vector<Token> text(prompt.begin(), prompt.end());
  const std::size_t end = prompt.size() + count;
  while (text.size() < end) {
    const std::size_t seen = text.size() < context ? text.size() : context / 2;
    std::vector<std::size_t> slots;
    for (std::size_t b = 0; b < beams_of(decoding); ++b) slots.push_back(b);
    std::vector<Writing> item;
    item.push_back(Writer::start(0, std::span<const Token>(text).last(seen),
                                 std::min(context, seen + (end - text.size())), stream, slots));
    while (!item[0].done()) writer.step(item);
    const Hypothesis& best = item[0].beams[0];
    text.insert(text.end(), best.text.begin() + static_cast<std::ptrdiff_t>(seen), best.text.end());
    if (best.ended) break;
    stream = item[0].stream;
  }
  text.erase(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(prompt.size()));
  return text;
}

}  // namespace collapse::models
