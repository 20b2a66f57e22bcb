// A model as numbers. Kept are the settings, the tokens' counts, the counts each level works with, and the tree of
// n-grams; suffixes and back-off factors follow from them.

#include <cstring>
#include <optional>
#include <utility>

#include "models/language/ngram.h"

namespace collapse::models {

namespace {

std::pair<std::uint32_t, std::uint32_t> halves(double number) {
  std::uint64_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  return {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32)};
}

/// Hands the model's numbers to `put`, one after another.
template <class Put>
void write(const NgramTables& tables, Put&& put) {
  const NgramSettings& settings = tables.settings;
  put(static_cast<std::uint32_t>(settings.order));
  put(static_cast<std::uint32_t>(settings.smoothing));
  put(static_cast<std::uint32_t>(settings.lower_orders));
  for (const double number : {settings.discount, settings.alpha}) {
    const auto [low, high] = halves(number);
    put(low);
    put(high);
  }
  put(static_cast<std::uint32_t>(settings.vocabulary));
  for (const std::uint32_t count : tables.counts) put(count);
  for (std::uint32_t i = 0; i < tables.vocabulary(); ++i) put(tables.levels[0].count(i));
  for (std::size_t k = 1; k < tables.levels.size(); ++k) {
    const std::vector<std::uint32_t>& children = tables.levels[k - 1].children;
    const NgramLevel& level = tables.levels[k];
    for (std::size_t context = 0; context + 1 < children.size(); ++context) {
      put(children[context + 1] - children[context]);
      std::uint32_t from = 0;  // tokens rise: what is written is how far
      for (std::uint32_t i = children[context]; i < children[context + 1]; ++i) {
        put(level.last[i] - from);
        put(level.count(i));
        from = level.last[i] + 1;
      }
    }
  }
}

/// Numbers off the front of bytes: seven bits a byte, the lowest first, the eighth says that more follow.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  /// The next number; 0 after damage.
  std::uint32_t take() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (number > 0xffffffffu) break;
        return static_cast<std::uint32_t>(number);
      }
    }
    damaged_ = true;
    return 0;
  }
  double take_double() {
    const std::uint64_t low = take(), bits = low | static_cast<std::uint64_t>(take()) << 32;
    double number;
    std::memcpy(&number, &bits, sizeof number);
    return number;
  }
  bool damaged() const { return damaged_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool damaged_ = false;
};

std::optional<NgramTables> read(Reader& reader) {
  NgramTables tables;
  NgramSettings& settings = tables.settings;
  const std::uint32_t order = reader.take(), smoothing = reader.take(), lower_orders = reader.take();
  if (order < 1 || order > static_cast<std::uint32_t>(kMaxNgramOrder)) return {};
  if (smoothing > static_cast<std::uint32_t>(SmoothingKind::add_alpha)) return {};
  if (lower_orders > static_cast<std::uint32_t>(LowerOrdersKind::backoff)) return {};
  settings.order = static_cast<int>(order);
  settings.smoothing = static_cast<SmoothingKind>(smoothing);
  settings.lower_orders = static_cast<LowerOrdersKind>(lower_orders);
  settings.discount = reader.take_double();
  settings.alpha = reader.take_double();
  if (!(settings.discount > 0 && settings.discount < 1 && settings.alpha > 0 && settings.alpha < 1e300)) return {};
  settings.vocabulary = reader.take();
  // A number takes a byte at least, so what is allocated is bounded by what there is to read.
  if (settings.vocabulary < 1 || settings.vocabulary > reader.rest().size()) return {};

  tables.counts.resize(settings.vocabulary);
  for (std::uint32_t& count : tables.counts) count = reader.take();
  tables.levels.resize(order);
  std::uint64_t total = 0;
  for (std::size_t k = 0; k < order; ++k) {
    NgramLevel& level = tables.levels[k];
    total = 0;
    level.sums.push_back(0);
    const auto add = [&](std::uint32_t count) {
      total += count;
      level.sums.push_back(static_cast<std::uint32_t>(total));
    };
    if (k == 0) {
      for (std::size_t i = 0; i < settings.vocabulary; ++i) add(reader.take());
      if (total == 0) return {};
    } else {
      std::vector<std::uint32_t>& children = tables.levels[k - 1].children;
      const std::size_t contexts = k == 1 ? settings.vocabulary : tables.levels[k - 1].last.size();
      children.push_back(0);
      for (std::size_t context = 0; context < contexts; ++context) {
        const std::uint32_t different = reader.take();
        std::uint64_t from = 0;
        for (std::uint32_t i = 0; i < different; ++i) {
          const std::uint64_t token = from + reader.take();
          const std::uint32_t count = reader.take();
          if (reader.damaged() || token >= settings.vocabulary || count == 0) return {};
          if (k == 1 && tables.levels[0].count(static_cast<std::uint32_t>(token)) == 0) return {};
          level.last.push_back(static_cast<data::Token>(token));
          add(count);
          from = token + 1;
        }
        children.push_back(static_cast<std::uint32_t>(level.last.size()));
      }
    }
    if (reader.damaged() || total > 0xffffffffu) return {};
  }
  if (!link_suffixes(tables)) return {};
  finish_tables(tables);
  return tables;
}

}  // namespace

std::vector<std::uint32_t> NgramModel::content() const {
  std::vector<std::uint32_t> numbers;
  write(tables_, [&](std::uint32_t number) { numbers.push_back(number); });
  return numbers;
}

void NgramModel::append(std::string& bytes) const {
  write(tables_, [&](std::uint32_t number) {
    for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
    bytes.push_back(static_cast<char>(number));
  });
}

std::shared_ptr<const NgramModel> NgramModel::restore(std::string_view& bytes) {
  Reader reader(bytes);
  std::optional<NgramTables> tables = read(reader);
  if (!tables) return nullptr;
  bytes = reader.rest();
  return std::make_shared<const NgramModel>(std::move(*tables));
}

}  // namespace collapse::models
