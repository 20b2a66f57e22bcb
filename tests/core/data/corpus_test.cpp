#include <doctest/doctest.h>

#include <vector>

#include "data/corpus.h"

namespace {

using namespace collapse::data;

Corpus example() {
  Corpus corpus;
  corpus.append(std::vector<Token>{1, 2, 0}, true);
  corpus.append(std::vector<Token>{3, 0}, false);
  corpus.append(std::vector<Token>{4, 5, 6, 0}, true);
  return corpus;
}

}  // namespace

TEST_CASE("items come back as they were put in, and tokens of real items are counted") {
  const Corpus corpus = example();
  CHECK(corpus.items() == 3);
  CHECK(std::vector<Token>(corpus.item(1).begin(), corpus.item(1).end()) == std::vector<Token>{3, 0});
  CHECK(corpus.item(2).size() == 4);
  CHECK(corpus.real_tokens() == 7);
  CHECK(Corpus{}.real_tokens() == 0);
}

TEST_CASE("concatenated corpora keep their items and whose they are") {
  const Corpus both = concatenate(example(), example());
  CHECK(both.items() == 6);
  CHECK(both.tokens.size() == 18);
  CHECK(both.item(5)[1] == 5);
  CHECK(both.is_real == std::vector<std::uint8_t>{1, 0, 1, 1, 0, 1});
  CHECK(concatenate({}, example()).tokens == example().tokens);
}

TEST_CASE("items are taken in the order asked for until there are as many tokens, the last one cut") {
  const std::vector<std::uint32_t> order = {2, 0, 1};
  const Corpus taken = take(example(), order, 6);
  CHECK(taken.tokens == std::vector<Token>{4, 5, 6, 0, 1, 2});
  CHECK(taken.starts == std::vector<std::size_t>{0, 4});
  CHECK(take(example(), order, 100).tokens.size() == 9);  // there are no more
  CHECK(take(example(), order, 0).items() == 0);
  CHECK(take(example(), order, 4).items() == 1);  // no empty item behind
}

TEST_CASE("blocks hold the same tokens, all of one length but the last, and are real only if every token is") {
  const Corpus cut = blocks(example(), 4);
  CHECK(cut.tokens == example().tokens);
  CHECK(cut.starts == std::vector<std::size_t>{0, 4, 8});
  CHECK(cut.is_real == std::vector<std::uint8_t>{0, 0, 1});
  CHECK(blocks({}, 4).items() == 0);
  CHECK(blocks(example(), 1).items() == 9);
}
