#include "data/corpus.h"

#include <algorithm>

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
  both.tokens.insert(both.tokens.end(), b.tokens.begin(), b.tokens.end());
  for (const std::size_t start : b.starts) both.starts.push_back(a.tokens.size() + start);
  both.is_real.insert(both.is_real.end(), b.is_real.begin(), b.is_real.end());
  return both;
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
    const bool all = std::all_of(first, first + static_cast<std::ptrdiff_t>(size), [](std::uint8_t flag) { return flag != 0; });
    cut.append(std::span<const Token>(corpus.tokens).subspan(at, size), all);
  }
  return cut;
}

}  // namespace collapse::data
