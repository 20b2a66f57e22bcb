#include "data/vocabulary.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "collapse/stream.h"
#include "data/utf8.h"

using namespace collapse::data;
using collapse::Result;
using collapse::TokenKind;

namespace {

using Items = std::vector<std::string>;

Vocabulary made(TokenKind kind, const Items& training, std::size_t most = 0, const Items& held_out = {}) {
  Result<Vocabulary> vocabulary = Vocabulary::make(kind, training, most, held_out);
  REQUIRE(static_cast<bool>(vocabulary));
  return *vocabulary;
}

std::vector<Token> tokens_of(const Vocabulary& vocabulary, std::string_view item) {
  std::vector<Token> tokens;
  vocabulary.append(item, tokens);
  return tokens;
}

Items pieces_of(const Vocabulary& vocabulary) {
  Items pieces;
  for (Token token = 0; token < vocabulary.size(); ++token) pieces.emplace_back(vocabulary.piece(token));
  return pieces;
}

/// Items as the readers give them: words of random characters with single spaces between.
Items random_items(collapse::random::Stream& stream, std::size_t count) {
  const std::u32string characters = U"aabbccdeéA1.,—🐳中\u0301ש";
  Items items(count);
  for (std::string& item : items)
    for (std::uint64_t words = 1 + stream.below(6); words > 0; --words) {
      if (!item.empty()) item += ' ';
      for (std::uint64_t length = 1 + stream.below(5); length > 0; --length)
        append_utf8(characters[stream.below(characters.size())], item);
    }
  return items;
}

}  // namespace

TEST_CASE("words are numbered by how often they occur, equal ones in the order of their bytes") {
  const Vocabulary words = made(TokenKind::words, {"The whale, the sea.", "The Sea!"});
  CHECK(pieces_of(words) == Items{"\n", "the", "sea", "!", ",", ".", "whale"});
  CHECK_FALSE(words.unknown());
  CHECK(tokens_of(words, "the WHALE the") == std::vector<Token>{1, 6, 1});
  const Vocabulary characters = made(TokenKind::characters, {"abba", "ab c"});
  CHECK(pieces_of(characters) == Items{"\n", "a", "b", " ", "c"});
}

TEST_CASE("an unknown token exists if the vocabulary is cut or the held-out text needs it, and not otherwise") {
  const Items text = {"a a a b b c d"};
  const Vocabulary cut = made(TokenKind::words, text, 4);
  CHECK(pieces_of(cut) == Items{"\n", "‹unknown›", "a", "b"});
  CHECK(cut.unknown() == Token{1});
  CHECK(tokens_of(cut, "c a e") == std::vector<Token>{1, 2, 1});
  CHECK(made(TokenKind::words, {"a a b"}, 3).unknown() == std::nullopt);
  CHECK(made(TokenKind::words, {"a a b"}, 3).size() == 3);
  CHECK_FALSE(made(TokenKind::words, text, 0, {"C, b"}).unknown() == std::nullopt);
  CHECK(made(TokenKind::words, text, 0, {"C b"}).unknown() == std::nullopt);
  CHECK_FALSE(made(TokenKind::characters, {"ab"}, 0, {"abc"}).unknown() == std::nullopt);
  CHECK(made(TokenKind::characters, {"ab"}, 0, {"ba"}).unknown() == std::nullopt);
  CHECK_FALSE(made(TokenKind::byte_pairs, {"ab"}, 0, {"abc"}).unknown() == std::nullopt);
  // Text without a token is left out where there is no unknown one.
  CHECK(tokens_of(made(TokenKind::characters, {"ab"}), "azb") == std::vector<Token>{1, 2});
}

TEST_CASE(
    "in an uncut vocabulary no training item has the unknown token, and every token occurs in the training items") {
  collapse::random::Stream stream(3, 0, 0, collapse::random::Purpose::measurement);
  for (const TokenKind kind : {TokenKind::words, TokenKind::characters}) {
    const Items training = random_items(stream, 50), test = random_items(stream, 50);
    const Vocabulary vocabulary = made(kind, training, 0, test);
    std::vector<std::uint64_t> counts(vocabulary.size());
    for (const Token token : vocabulary.encode(training, true).tokens) ++counts[token];
    for (Token token = 0; token < vocabulary.size(); ++token)
      CHECK((counts[token] == 0) == (token == vocabulary.unknown()));
    const Token first = vocabulary.unknown() ? 2 : 1;
    for (Token token = first + 1; token < vocabulary.size(); ++token) CHECK(counts[token] <= counts[token - 1]);
  }
}

TEST_CASE("the text of an item's tokens is the item, for characters and byte pairs") {
  collapse::random::Stream stream(4, 0, 0, collapse::random::Purpose::measurement);
  for (int round = 0; round < 60; ++round) {
    const Items items = random_items(stream, 20);
    for (const TokenKind kind : {TokenKind::characters, TokenKind::byte_pairs}) {
      const Vocabulary vocabulary = made(kind, items, kind == TokenKind::byte_pairs ? 20 + stream.below(60) : 0);
      std::string all;
      for (const std::string& item : items) {
        REQUIRE(vocabulary.text(tokens_of(vocabulary, item)) == item);
        all += item + "\n";
      }
      REQUIRE(vocabulary.text(vocabulary.encode(items, true).tokens) == all);
    }
  }
}

TEST_CASE("tokens of another text than the training one round-trip too, if its characters are known") {
  collapse::random::Stream stream(5, 0, 0, collapse::random::Purpose::measurement);
  const Items training = random_items(stream, 200), test = random_items(stream, 100);
  const Vocabulary vocabulary = made(TokenKind::byte_pairs, training, 200, test);
  CHECK_FALSE(vocabulary.unknown());
  for (const std::string& item : test) CHECK(vocabulary.text(tokens_of(vocabulary, item)) == item);
}

TEST_CASE("byte pairs begin a word with its space, also the first of an item") {
  const Vocabulary pairs = made(TokenKind::byte_pairs, {"the cat the dog", "the end", "on the sea"}, 60);
  const std::vector<Token> tokens = tokens_of(pairs, "the the");
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0] == tokens[1]);
  CHECK(pairs.piece(tokens[0]) == " the");
  CHECK(pairs.text(tokens) == "the the");
}

TEST_CASE("byte pairs stay within their bound, which is 512 if none is given, and rarer characters give way") {
  collapse::random::Stream stream(6, 0, 0, collapse::random::Purpose::measurement);
  Items items(400);
  for (std::string& item : items)
    for (int i = 0; i < 60; ++i) append_utf8(i % 7 == 6 ? U' ' : static_cast<char32_t>('a' + stream.below(20)), item);
  CHECK(made(TokenKind::byte_pairs, items).size() == 512);
  CHECK(made(TokenKind::byte_pairs, items, 100).size() == 100);
  const Vocabulary few = made(TokenKind::byte_pairs, {"aaa bbb c"}, 4);
  CHECK(few.size() == 4);
  REQUIRE(few.unknown());
  CHECK(few.text(tokens_of(few, "ab c")) == "a\uFFFD \uFFFD");
}

TEST_CASE("every token is another piece of text") {
  const Vocabulary pairs = made(TokenKind::byte_pairs, {"aaaa aaaa aaab aab ab abab abab"}, 64);
  std::set<std::string> different;
  for (const std::string& piece : pieces_of(pairs)) different.insert(piece);
  CHECK(different.size() == pairs.size());
}

TEST_CASE("a corpus has an item for each text, with a boundary behind, and says whose it is") {
  const Items items = {"b a", "", "a"};
  const Vocabulary words = made(TokenKind::words, {"a a b"});
  for (const bool real : {true, false}) {
    const Corpus corpus = words.encode(items, real);
    CHECK(corpus.tokens == std::vector<Token>{2, 1, kBoundary, kBoundary, 1, kBoundary});
    CHECK(corpus.starts == std::vector<std::size_t>{0, 3, 4});
    CHECK(corpus.is_real == std::vector<std::uint8_t>(3, real ? 1 : 0));
  }
}

TEST_CASE("words are shown as in ordinary writing, a boundary as a line end") {
  const Vocabulary words = made(TokenKind::words, {"\"Well,\" he said, \"it's (almost) done.\""});
  const std::vector<Token> tokens =
      words.encode(Items{"\"Well,\" he said, \"it's (almost) done.\"", "done!"}, false).tokens;
  CHECK(words.text(tokens) == "\"well,\" he said, \"it's (almost) done.\"\ndone\n");
  CHECK(words.text({}) == "");
}

TEST_CASE("no text and bounds without room are refused with a sentence") {
  const auto refusal = [](TokenKind kind, const Items& items, std::size_t most) {
    const Result<Vocabulary> vocabulary = Vocabulary::make(kind, items, most);
    REQUIRE_FALSE(static_cast<bool>(vocabulary));
    return vocabulary.error().message;
  };
  for (const TokenKind kind : {TokenKind::words, TokenKind::characters})
    for (const Items& items : {Items{}, Items{""}}) CHECK(refusal(kind, items, 0) == "There is no text to learn from.");
  CHECK(refusal(TokenKind::byte_pairs, {}, 0) == "There is no text to learn from.");
  CHECK(
      refusal(TokenKind::words, {"a"}, 1) ==
      "A vocabulary has at least 3 tokens, the end of an item and the unknown token among them, but 1 was asked for.");
  CHECK(
      refusal(TokenKind::byte_pairs, {"a"}, 2) ==
      "A vocabulary has at least 3 tokens, the end of an item and the unknown token among them, but 2 were asked for.");
}
