#include "data/byte_pairs.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "collapse/stream.h"

using namespace collapse::data;

namespace {

constexpr Token kBarrier = 0xffffffffu;
using Pairs = std::vector<std::pair<Token, Token>>;

Pairs merges_of(const BytePairs& learnt) {
  Pairs pairs;
  for (const BytePairs::Merge& merge : learnt.merges()) pairs.emplace_back(merge.left, merge.right);
  return pairs;
}

void replace(std::vector<Token>& tokens, std::pair<Token, Token> pair, Token merged) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i + 1 < tokens.size() && tokens[i] == pair.first && tokens[i + 1] == pair.second) {
      out.push_back(merged);
      ++i;
    } else {
      out.push_back(tokens[i]);
    }
  }
  tokens = out;
}

/// The definition: before each merge everything is counted anew.
Pairs naive(std::vector<BytePairs::Counted> texts, Token first, std::size_t most) {
  Pairs merges;
  while (merges.size() < most) {
    std::map<std::pair<Token, Token>, std::uint64_t> counts;  // ascending: the smallest of equals comes first
    for (const auto& text : texts)
      for (std::size_t i = 0; i + 1 < text.tokens.size(); ++i)
        if (text.tokens[i] != kBarrier && text.tokens[i + 1] != kBarrier)
          counts[{text.tokens[i], text.tokens[i + 1]}] += text.count;
    std::pair<Token, Token> best;
    std::uint64_t most_often = 1;
    for (const auto& [pair, count] : counts)
      if (count > most_often) {
        best = pair;
        most_often = count;
      }
    if (most_often < 2) break;
    for (auto& text : texts) replace(text.tokens, best, first + static_cast<Token>(merges.size()));
    merges.push_back(best);
  }
  return merges;
}

}  // namespace

TEST_CASE("the most frequent pair is merged first, and of equals the one with the smaller tokens") {
  // low x 5, lower x 2, newest x 6, widest x 3 (the example of Sennrich et al.), letters by their place in the
  // alphabet.
  std::vector<BytePairs::Counted> texts;
  for (const auto& [word, count] : {std::pair{"low", 5}, {"lower", 2}, {"newest", 6}, {"widest", 3}}) {
    BytePairs::Counted text{{}, static_cast<std::uint64_t>(count)};
    for (const char c : std::string(word)) text.tokens.push_back(static_cast<Token>(c - 'a'));
    texts.push_back(text);
  }
  // es and st occur 9 times each: e comes before s. Then es|t, l o, lo|w, ...
  const auto token = [](char c) { return static_cast<Token>(c - 'a'); };
  const Pairs expected = {{token('e'), token('s')}, {100, token('t')}, {token('l'), token('o')}, {102, token('w')}};
  CHECK(merges_of(BytePairs::learn(texts, 100, 4, kBarrier)) == expected);
}

TEST_CASE(
    "learning counts as if everything were counted anew before each merge, and applying merges as they were learnt") {
  collapse::random::Stream stream(11, 0, 0, collapse::random::Purpose::measurement);
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t letters = 2 + stream.below(4);
    std::vector<BytePairs::Counted> texts(1 + stream.below(12));
    for (auto& text : texts) {
      text.count = 1 + stream.below(3);
      for (std::uint64_t length = stream.below(14); length > 0; --length)
        text.tokens.push_back(stream.below(12) == 0 ? kBarrier : static_cast<Token>(stream.below(letters)));
    }
    const BytePairs learnt = BytePairs::learn(texts, 10, 30, kBarrier);
    const Pairs expected = naive(texts, 10, 30);
    REQUIRE(merges_of(learnt) == expected);
    for (const auto& text : texts) {
      std::vector<Token> quick = text.tokens, slow = text.tokens;
      learnt.apply(quick);
      for (std::size_t i = 0; i < expected.size(); ++i) replace(slow, expected[i], static_cast<Token>(10 + i));
      REQUIRE(quick == slow);
    }
  }
}

TEST_CASE("nothing is merged that stands once, and nothing across a barrier") {
  CHECK(BytePairs::learn({{{1, 2, 3, 4}, 1}}, 10, 5, kBarrier).merges().empty());
  CHECK(BytePairs::learn({{{1, kBarrier, 1, kBarrier, 1}, 9}}, 10, 5, kBarrier).merges().empty());
  CHECK(BytePairs::learn({}, 10, 5, kBarrier).merges().empty());
  std::vector<Token> tokens = {1, 2, 1, 2};
  BytePairs().apply(tokens);
  CHECK(tokens == std::vector<Token>{1, 2, 1, 2});
}

TEST_CASE("chunks put together are the text; they begin at spaces and where letters, digits and marks meet") {
  const auto cut = [](const std::string& text) {
    std::vector<std::string_view> chunks;
    cut_chunks(text, chunks);
    std::string shown, whole;
    for (const std::string_view chunk : chunks) {
      shown += (shown.empty() ? "" : "|") + std::string(chunk);
      whole += chunk;
    }
    CHECK(whole == text);
    return shown;
  };
  CHECK(cut(" Call me, Ishmael") == " Call| me|,| Ishmael");
  CHECK(cut(" in 1851—yes") == " in| 1851|—|yes");
  CHECK(cut("a  b ") == "a| | b| ");
  CHECK(cut(" cafe\u0301s") == " cafe\u0301s");
  CHECK(cut("") == "");
}
