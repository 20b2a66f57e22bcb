#include "models/language/transformer_draw.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "models/language/transformer_network.h"
#include "nn/naive.h"
#include "numerics/hash.h"
#include "support/close.h"

using namespace collapse;
using data::Token;
using models::Decoding;
using models::Transformer;
using models::TransformerDrawer;
using models::TransformerShape;
using test::close;

namespace {

using Floats = std::vector<float>;
using Tokens = std::vector<Token>;
using Model = std::shared_ptr<const Transformer>;
using Prompts = std::shared_ptr<const data::Corpus>;

constexpr TransformerShape kShape{2, 10, 2, 9, 5};

Model some_model(const TransformerShape& shape = kShape, std::uint32_t seed = 0) {
  Floats parameters = models::untrained_transformer(shape, 1, 0, 1).parameters();
  const Floats more = test::normals(parameters.size(), 5 + seed, 0.4);
  for (std::size_t i = 0; i < more.size(); ++i) parameters[i] += more[i];
  return std::make_shared<const Transformer>(shape, std::make_shared<const Floats>(parameters));
}

data::Corpus draw(const Model& model, const Decoding& decoding, bool whole_items, std::size_t tokens,
                  const Prompts& prompts = nullptr, long slice = 1000) {
  TransformerDrawer drawer(model, decoding, whole_items, tokens, 3, 1, 2, prompts);
  while (drawer.advance(slice) > 0) {
  }
  return drawer.take();
}

random::Stream numbers_of(std::size_t item) {
  return {3, 1, 2, random::Purpose::synthetic, static_cast<std::uint32_t>(item)};
}

/// One item token by token, each from the whole network anew.
Tokens plainly(const Transformer& model, const Decoding& decoding, bool whole_items, Tokens text, std::size_t count,
               random::Stream&& numbers) {
  models::TransformerNetwork network(model.shape(), static_cast<std::size_t>(model.shape().context), false);
  models::TokenChooser chooser(decoding, model.vocabulary());
  Floats logits(model.vocabulary());
  const std::size_t given = text.size();
  while (text.size() < given + count) {
    network.logits_after(model.parameters().data(), text, logits.data());
    text.push_back(chooser.draw(logits.data(), text, numbers));
    if (whole_items && text.back() == data::kBoundary) break;
  }
  return {text.begin() + static_cast<std::ptrdiff_t>(given), text.end()};
}

/// A beam search token by token, each from the whole network anew, all candidates sorted.
Tokens plain_beams(const Transformer& model, const Decoding& decoding, bool whole_items, const Tokens& prompt,
                   std::size_t count) {
  struct Beam {
    Tokens text;
    double score;
    bool ended;
  };
  models::TransformerNetwork network(model.shape(), static_cast<std::size_t>(model.shape().context), false);
  models::TokenChooser chooser(decoding, model.vocabulary());
  Floats logits(model.vocabulary());
  std::vector<Beam> beams{{prompt, 0, false}};
  while (!beams[0].ended && beams[0].text.size() < prompt.size() + count) {
    std::vector<Beam> candidates;
    for (const Beam& beam : beams) {
      if (beam.ended) {
        candidates.push_back(beam);
        continue;
      }
      network.logits_after(model.parameters().data(), beam.text, logits.data());
      const std::span<const double> p = chooser.log_probabilities(logits.data(), beam.text);
      for (Token v = 0; v < p.size(); ++v) {
        candidates.push_back({beam.text, beam.score + p[v], whole_items && v == data::kBoundary});
        candidates.back().text.push_back(v);
      }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Beam& a, const Beam& b) { return a.score > b.score; });
    candidates.resize(std::min(candidates.size(), static_cast<std::size_t>(decoding.beams)));
    beams = candidates;
  }
  return {beams[0].text.begin() + static_cast<std::ptrdiff_t>(prompt.size()), beams[0].text.end()};
}

/// The logarithm of the probability of `text` behind `before`, from the model's own distributions.
double score_of(const Transformer& model, Tokens before, const Tokens& text) {
  double sum = 0;
  std::vector<double> p(model.vocabulary());
  for (const Token token : text) {
    model.next(before, p);
    sum += numerics::log(p[token]);
    before.push_back(token);
  }
  return sum;
}

bool same(const data::Corpus& a, const data::Corpus& b) {
  return a.tokens == b.tokens && a.starts == b.starts && a.is_real == b.is_real;
}

Tokens item(const data::Corpus& corpus, std::size_t i) { return {corpus.item(i).begin(), corpus.item(i).end()}; }

Prompts some_prompts() {
  auto prompts = std::make_shared<data::Corpus>();
  for (const Tokens& text : {Tokens{1, 2, 3, 4, 1}, Tokens{4, 4, 0, 1, 2, 3}, Tokens{2}}) prompts->append(text, true);
  return prompts;
}

}  // namespace

TEST_CASE("every item is what the whole network gives token by token, to the bit, though many are written together") {
  const Model model = some_model();
  for (const Decoding& decoding :
       {Decoding{}, Decoding{.temperature = 0.5, .top_k = 3, .repetition_penalty = 1.5}, Decoding{.top_p = 0.7}})
    for (const bool whole_items : {false, true}) {
      const data::Corpus text = draw(model, decoding, whole_items, 1000);
      CHECK(text.tokens.size() == 1000);
      CHECK(text.real_tokens() == 0);
      REQUIRE(text.items() > 100);
      for (std::size_t i = 0; i + 1 < text.items(); ++i)
        CHECK(item(text, i) == plainly(*model, decoding, whole_items, {}, 9, numbers_of(i)));
    }
}

TEST_CASE("whole items end with the boundary or the context, blocks have exactly the context's length") {
  const data::Corpus items = draw(some_model(), {.temperature = 3}, true, 2000),
                     blocks = draw(some_model(), {}, false, 500);
  bool cut = false;
  for (std::size_t i = 0; i + 1 < items.items(); ++i) {
    const Tokens one = item(items, i);
    CHECK(std::count(one.begin(), one.end() - 1, data::kBoundary) == 0);
    if (one.back() != data::kBoundary) {
      CHECK(one.size() == 9);
      cut = true;
    }
  }
  CHECK(cut);
  REQUIRE(blocks.items() == 56);
  for (std::size_t i = 0; i < 55; ++i) CHECK(blocks.item(i).size() == 9);
  CHECK(blocks.item(55).size() == 5);
}

TEST_CASE("slices of 1, 7 and all steps give the same text, and a shorter text is the beginning of a longer one") {
  const Model model = some_model();
  for (const Decoding& decoding : {Decoding{}, Decoding{.beam = true, .beams = 3}})
    for (const bool whole_items : {false, true}) {
      const data::Corpus text = draw(model, decoding, whole_items, 700);
      CHECK(same(draw(model, decoding, whole_items, 700, nullptr, 1), text));
      CHECK(same(draw(model, decoding, whole_items, 700, nullptr, 7), text));
      for (const std::size_t fewer : {1, 9, 100, 699}) {
        const data::Corpus start = draw(model, decoding, whole_items, fewer);
        CHECK(start.tokens.size() == fewer);
        CHECK(std::equal(start.tokens.begin(), start.tokens.end(), text.tokens.begin()));
        CHECK(std::equal(start.starts.begin(), start.starts.end(), text.starts.begin()));
      }
    }
}

TEST_CASE("the share of a drawing rises to 1, and no tokens are drawn at once") {
  TransformerDrawer drawer(some_model(), {}, true, 2000, 3, 1, 2, nullptr);
  double before = 0;
  CHECK(drawer.share() == 0);
  while (drawer.advance(1) > 0) {
    CHECK(drawer.share() >= before);
    before = drawer.share();
  }
  CHECK(drawer.share() == 1);
  CHECK(drawer.done());
  TransformerDrawer nothing(some_model(), {}, true, 0, 3, 1, 2, nullptr);
  CHECK(nothing.done());
  CHECK(nothing.share() == 1);
  CHECK(nothing.advance(5) == 0);
  CHECK(nothing.take().tokens.empty());
}

TEST_CASE("with prompts, every item goes on from the beginning of its block and is as long as its prompt") {
  const Model model = some_model();
  const Prompts prompts = some_prompts();
  const Decoding decoding{.prompt = 4};
  const data::Corpus text = draw(model, decoding, true, 403, prompts);
  REQUIRE(text.items() == 101);
  for (std::size_t i = 0; i < 100; ++i) {
    Tokens prompt = item(*prompts, i % 3);
    prompt.resize(std::min<std::size_t>(prompt.size(), 4));
    CHECK(item(text, i) == plainly(*model, decoding, false, prompt, 4, numbers_of(i)));
  }
  CHECK(text.item(100).size() == 3);
  CHECK(same(draw(model, decoding, false, 403, prompts), text));
  CHECK(same(draw(model, decoding, true, 403, prompts, 1), text));
  // Without any prompts there is nothing to go on from.
  CHECK(item(draw(model, decoding, true, 8, std::make_shared<data::Corpus>()), 0) ==
        plainly(*model, decoding, false, {}, 4, numbers_of(0)));
}

TEST_CASE("top-k of 1, temperature 0 and a single beam all take the most probable token") {
  const Model model = some_model();
  for (const bool whole_items : {false, true}) {
    const data::Corpus greedy = draw(model, {.temperature = 0}, whole_items, 30);
    CHECK(same(draw(model, {.top_k = 1}, whole_items, 30), greedy));
    CHECK(same(draw(model, {.beam = true, .beams = 1}, whole_items, 30), greedy));
    CHECK(same(draw(model, {.temperature = 0, .repetition_penalty = 1.7}, whole_items, 30),
               draw(model, {.beam = true, .beams = 1, .repetition_penalty = 1.7}, whole_items, 30)));
  }
}

TEST_CASE("more beams find texts that are no less probable, enough of them the most probable of all") {
  const Model model = some_model();
  const Prompts prompts = some_prompts();
  const Tokens prompt{1, 2, 3};
  // All 125 texts of three tokens.
  double most = -HUGE_VAL;
  Tokens best;
  for (Token a = 0; a < 5; ++a)
    for (Token b = 0; b < 5; ++b)
      for (Token c = 0; c < 5; ++c) {
        const double score = score_of(*model, prompt, {a, b, c});
        if (score > most) best = {a, b, c};
        most = std::max(most, score);
      }
  double before = -HUGE_VAL;
  for (const int beams : {1, 2, 5, 25, 200}) {
    const Tokens found = item(draw(model, {.beam = true, .beams = beams, .prompt = 3}, false, 3, prompts), 0);
    const double score = score_of(*model, prompt, found);
    CHECK(score >= before - 1e-6);
    before = score;
    if (beams >= 25) CHECK(found == best);
  }
}

TEST_CASE("a beam search is that of its definition, to the bit, though its beams share what they remember") {
  const Prompts prompts = some_prompts();
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    const Model model = some_model(kShape, seed);
    for (const double penalty : {1.0, 1.8}) {
      for (const int beams : {2, 3, 5, 8}) {
        CAPTURE(beams);
        Decoding decoding{.beam = true, .beams = beams, .repetition_penalty = penalty};
        for (const bool whole_items : {false, true})
          CHECK(item(draw(model, decoding, whole_items, 9), 0) == plain_beams(*model, decoding, whole_items, {}, 9));
        decoding.prompt = 4;
        const data::Corpus text = draw(model, decoding, false, 12, prompts);
        CHECK(item(text, 0) == plain_beams(*model, decoding, false, {1, 2, 3, 4}, 4));
        CHECK(item(text, 1) == plain_beams(*model, decoding, false, {4, 4, 0, 1}, 4));
        CHECK(item(text, 2) == plain_beams(*model, decoding, false, {2}, 4));
      }
    }
  }
}

TEST_CASE("among equals the lower token is taken, by one beam and by several") {
  const Floats nothing(models::size_of(kShape).parameters);  // every token has the same logit, 0
  const auto model = std::make_shared<const Transformer>(kShape, std::make_shared<const Floats>(nothing));
  CHECK(draw(model, {.temperature = 0}, false, 9).tokens == Tokens(9, 0));
  for (const int beams : {1, 3, 7}) CHECK(draw(model, {.beam = true, .beams = beams}, false, 9).tokens == Tokens(9, 0));
}

TEST_CASE("a beam that ends with a boundary keeps its place, and the search ends when the best one has ended") {
  const Model model = some_model();
  const Tokens found = item(draw(model, {.beam = true, .beams = 400}, true, 9), 0);
  // No item that ends earlier is more probable: all of up to three tokens.
  const double score = score_of(*model, {}, found);
  double most = score_of(*model, {}, {0});
  for (Token a = 1; a < 5; ++a) {
    most = std::max(most, score_of(*model, {}, {a, 0}));
    for (Token b = 1; b < 5; ++b) most = std::max(most, score_of(*model, {}, {a, b, 0}));
  }
  CHECK(score >= most - 1e-6);
  CHECK((found.back() == data::kBoundary || found.size() == 9));
}

TEST_CASE("first tokens are drawn with the probabilities that next() gives") {
  // Chi-square of 4,000 items on 4 degrees of freedom, passed by chance with probability 1e-6.
  const Model model = some_model({1, 8, 2, 2, 5});
  std::vector<double> p(5), count(5);
  model->next({}, p);
  const data::Corpus text = draw(model, {}, false, 8000);
  for (std::size_t i = 0; i < 4000; ++i) count[text.item(i)[0]] += 1;
  double chi_square = 0;
  for (std::size_t v = 0; v < 5; ++v) chi_square += (count[v] - 4000 * p[v]) * (count[v] - 4000 * p[v]) / (4000 * p[v]);
  CHECK(numerics::chi_square_survival(4, chi_square) > 1e-6);
}

TEST_CASE("a text is continued as the drawer would, and beyond the context from its last half") {
  const Model model = some_model();
  const Tokens prompt{1, 2, 3};
  const auto go_on = [&](const Decoding& decoding, bool whole_items, const Tokens& from, std::size_t count) {
    return models::continue_text(*model, decoding, whole_items, from, count, numbers_of(0));
  };
  CHECK(go_on({}, false, prompt, 6) == plainly(*model, {}, false, prompt, 6, numbers_of(0)));
  CHECK(go_on({.temperature = 0}, false, {}, 9) == item(draw(model, {.temperature = 0}, false, 9), 0));
  // Six tokens fill the context of nine; the next ones follow its last four, with the next numbers.
  const Tokens longer = go_on({.temperature = 0}, false, prompt, 40);
  REQUIRE(longer.size() == 40);
  const Tokens window(longer.begin() + 2, longer.begin() + 6);
  const Tokens next = plainly(*model, {.temperature = 0}, false, window, 5, numbers_of(0));
  CHECK(std::equal(next.begin(), next.end(), longer.begin() + 6));
  random::Stream numbers = numbers_of(0);
  Tokens drawn = plainly(*model, {}, false, prompt, 6, std::move(numbers));
  for (int turn = 0; turn < 4; ++turn) {
    const Tokens more = plainly(*model, {}, false, {drawn.end() - 4, drawn.end()}, 5, std::move(numbers));
    drawn.insert(drawn.end(), more.begin(), more.end());
  }
  CHECK(go_on({}, false, prompt, 26) == drawn);
  CHECK(go_on({}, false, longer, 12).size() == 12);
  CHECK(go_on({.beam = true}, false, longer, 12).size() == 12);
  CHECK(go_on({}, false, prompt, 0).empty());
  const Tokens whole = go_on({}, true, prompt, 100);
  CHECK(std::count(whole.begin(), whole.end(), data::kBoundary) == 1);
  CHECK(whole.back() == data::kBoundary);
}

TEST_CASE("a context of one token and a vocabulary of one can be drawn from too") {
  const Model model = some_model({1, 2, 1, 1, 1});
  for (const Decoding& decoding :
       {Decoding{}, Decoding{.beam = true}, Decoding{.prompt = 1}, Decoding{.top_k = 3, .top_p = 0.5}}) {
    CHECK(draw(model, decoding, false, 200).tokens == Tokens(200, 0));
    CHECK(draw(model, decoding, true, 200).tokens == Tokens(200, 0));
    CHECK(models::continue_text(*model, decoding, false, {}, 3, numbers_of(0)) == Tokens(3, 0));
  }
}

TEST_CASE("a network that is broken still writes as many tokens as asked for") {
  const Floats parameters(models::size_of(kShape).parameters, std::numeric_limits<float>::quiet_NaN());
  const auto broken = std::make_shared<const Transformer>(kShape, std::make_shared<const Floats>(parameters));
  for (const Decoding& decoding : {Decoding{}, Decoding{.beam = true}, Decoding{.top_p = 0.5}})
    for (const bool whole_items : {false, true}) CHECK(draw(broken, decoding, whole_items, 100).tokens.size() == 100);
}

TEST_CASE("what drawing takes is known before, also for sizes that no memory has") {
  CHECK(models::drawing_bytes(kShape, {}) > 1000);
  CHECK(models::drawing_bytes({8, 256, 8, 256, 1u << 16}, {.beam = true}) < 100'000'000);
  CHECK(models::drawing_bytes({8, 256, 8, 1024, 1u << 20}, {.beam = true, .beams = 1'000'000}) > 1'000'000'000'000ull);
}

TEST_CASE("drawn text has the golden bits") {
  numerics::Hash hash;
  for (const Token token :
       draw(some_model(), {.temperature = 1.2, .top_p = 0.95, .repetition_penalty = 1.1}, true, 2000).tokens)
    hash.add(static_cast<std::uint64_t>(token));
  CHECK(hash.value() == 0xd85350128d8f4207ull);
}
