#include "metrics/text_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "collapse/constants.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr std::size_t kBleuOrder = 4;

using Tokens = std::span<const data::Token>;
using Gram = std::array<data::Token, kBleuOrder>;  // unused places hold kNone
constexpr data::Token kNone = std::numeric_limits<data::Token>::max();

Gram gram_at(Tokens item, std::size_t at, std::size_t length) {
  Gram gram;
  gram.fill(kNone);
  std::copy_n(item.begin() + static_cast<std::ptrdiff_t>(at), length, gram.begin());
  return gram;
}

/// The strings of one length in an item, sorted, with how often each stands there.
std::vector<std::pair<Gram, int>> grams_of(Tokens item, std::size_t length) {
  std::vector<Gram> all;
  for (std::size_t at = 0; at + length <= item.size(); ++at) all.push_back(gram_at(item, at, length));
  std::sort(all.begin(), all.end());
  std::vector<std::pair<Gram, int>> counted;
  for (const Gram& gram : all) {
    if (counted.empty() || counted.back().first != gram) counted.emplace_back(gram, 0);
    ++counted.back().second;
  }
  return counted;
}

/// Of one string: the two items in which it stands most often, so that for each item the most among the others is
/// known.
struct Most {
  int first = 0, second = 0;
  std::size_t item = 0;  // where `first` is
  void see(std::size_t where, int count) {
    if (count > first) {
      second = first;
      first = count;
      item = where;
    } else if (count > second) {
      second = count;
    }
  }
  int without(std::size_t where) const { return where == item ? second : first; }
};

/// Length of the other item that is nearest to `length`, the shorter of two.
std::size_t nearest_length(const std::vector<Tokens>& items, std::size_t self) {
  std::size_t best = 0, gap = std::numeric_limits<std::size_t>::max();
  const std::size_t length = items[self].size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == self) continue;
    const std::size_t other = items[i].size(), step = other > length ? other - length : length - other;
    if (step < gap || (step == gap && other < best)) {
      gap = step;
      best = other;
    }
  }
  return best;
}

}  // namespace

std::vector<std::uint32_t> token_counts(Tokens tokens, std::size_t vocabulary) {
  std::vector<std::uint32_t> counts(vocabulary, 0);
  for (const data::Token token : tokens)
    if (token < vocabulary) ++counts[token];
  return counts;
}

double entropy_nats(std::span<const std::uint32_t> counts) {
  double total = 0, sum = 0;
  for (const std::uint32_t count : counts) total += count;
  if (total == 0) return 0;
  for (const std::uint32_t count : counts)
    if (count > 0) sum += count * numerics::log(count / total);
  return std::max(0.0, -sum / total);
}

double distinct_share(const data::Corpus& text, std::size_t length) {
  std::vector<Gram> all;
  for (std::size_t i = 0; i < text.items(); ++i)
    for (std::size_t at = 0; at + length <= text.item(i).size(); ++at) all.push_back(gram_at(text.item(i), at, length));
  if (all.empty()) return kNaN;
  std::sort(all.begin(), all.end());
  const auto different = std::unique(all.begin(), all.end()) - all.begin();
  return static_cast<double>(different) / static_cast<double>(all.size());
}

double self_bleu(const data::Corpus& text, std::size_t most) {
  std::vector<Tokens> items;
  for (std::size_t i = 0; i < text.items() && i < most; ++i)
    if (text.item(i).size() >= kBleuOrder) items.push_back(text.item(i));
  if (items.size() < 2) return kNaN;
  std::vector<double> log_precision(items.size(), 0);
  for (std::size_t length = 1; length <= kBleuOrder; ++length) {
    std::vector<std::vector<std::pair<Gram, int>>> grams;
    std::map<Gram, Most> most_often;
    for (std::size_t i = 0; i < items.size(); ++i) {
      grams.push_back(grams_of(items[i], length));
      for (const auto& [gram, count] : grams.back()) most_often[gram].see(i, count);
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      double found = 0;
      for (const auto& [gram, count] : grams[i]) found += std::min(count, most_often[gram].without(i));
      double all = static_cast<double>(items[i].size() - length + 1);
      if (length > 1) {
        found += 1;
        all += 1;
      }
      log_precision[i] += numerics::log(found / all) / kBleuOrder;  // -inf where no single token is shared
    }
  }
  double sum = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const double length = static_cast<double>(items[i].size()),
                 reference = static_cast<double>(nearest_length(items, i));
    const double brevity = length >= reference ? 0 : 1 - reference / length;
    sum += numerics::exp(log_precision[i] + brevity);
  }
  return sum / static_cast<double>(items.size());
}

std::size_t longest_loop(const data::Corpus& text, std::size_t longest_period) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < text.items(); ++i) {
    const Tokens item = text.item(i);
    for (std::size_t period = 1; period <= longest_period; ++period) {
      std::size_t same = 0;
      for (std::size_t at = period; at < item.size(); ++at) {
        same = item[at] == item[at - period] ? same + 1 : 0;
        if (same >= period) longest = std::max(longest, same + period);
      }
    }
  }
  return longest;
}

}  // namespace collapse::metrics
