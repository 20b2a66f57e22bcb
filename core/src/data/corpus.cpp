#include "data/corpus.h"

#include <algorithm>

#include "data/room.h"

namespace collapse::data {

void Corpus::append(std::span<const Token> item, bool real) {
  starts.push_back(tokens.size());
  tokens.insert(tokens.end(), item.begin(), item.end());
  is_real.push_back(real ? 1 : 0);
}

std::size_t Corpus::real_tokens() const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < items(); ++i)
    if (is_real[i]) count += item(i).size();
  return count;
}

Corpus concatenate(const Corpus& a, const Corpus& b) {
  Corpus both = a;
  append(both, b, a.tokens.size() + b.tokens.size());
  return both;
}

void append(Corpus& pool, const Corpus& more, std::size_t room) {
  const std::size_t before = pool.tokens.size();
  make_room(pool.tokens, more.tokens.size(), room);
  pool.tokens.insert(pool.tokens.end(), more.tokens.begin(), more.tokens.end());
  for (const std::size_t start : more.starts) pool.starts.push_back(before + start);
  pool.is_real.insert(pool.is_real.end(), more.is_real.begin(), more.is_real.end());
}

Corpus take(const Corpus& corpus, std::span<const std::uint32_t> order, std::size_t tokens) {
  Corpus taken;
  taken.tokens.reserve(std::min(tokens, corpus.tokens.size()));
  for (const std::uint32_t number : order) {
    const std::size_t room = tokens - taken.tokens.size();
    if (room == 0) break;
    const std::span<const Token> item = corpus.item(number);
    taken.append(item.first(std::min(room, item.size())), corpus.is_real[number] != 0);
  }
  return taken;
}

Corpus blocks(const Corpus& corpus, std::size_t length) {
  // Whether each token is real, from the items.
  std::vector<std::uint8_t> real(corpus.tokens.size());
  for (std::size_t i = 0; i < corpus.items(); ++i)
    std::fill_n(real.begin() + static_cast<std::ptrdiff_t>(corpus.starts[i]), corpus.item(i).size(), corpus.is_real[i]);
  Corpus cut;
  for (std::size_t at = 0; at < corpus.tokens.size(); at += length) {
    const std::size_t size = std::min(length, corpus.tokens.size() - at);
    const auto first = real.begin() + static_cast<std::ptrdiff_t>(at);
    const bool all =
        std::all_of(first, first + static_cast<std::ptrdiff_t>(size), [](std::uint8_t flag) { return flag != 0; });
    cut.append(std::span<const Token>(corpus.tokens).subspan(at, size), all);
  }
  return cut;
}

}  // namespace collapse::data
