// n-grams against exact fractions from the papers' formulas in Python, most of which NLTK confirmed.

#include <doctest/doctest.h>

#include <vector>

#include "models/ngram_naive.h"
#include "numerics/elementary.h"
#include "support/close.h"

using namespace collapse;
using test::close;

namespace {

struct Case {
  int order;
  SmoothingKind smoothing;
  LowerOrdersKind lower_orders;
  std::vector<double> probabilities;  // of the tokens read, in order
};

#include "models/ngram_table.inc"

}  // namespace

TEST_CASE("probabilities of a text are those of an independent implementation") {
  const data::Corpus learnt = test::corpus_of(kLearnt), read = test::corpus_of(kRead);
  for (const Case& c : kCases) {
    CAPTURE(c.order);
    CAPTURE(static_cast<int>(c.smoothing));
    CAPTURE(static_cast<int>(c.lower_orders));
    models::FitReport report;
    const auto model =
        models::fit_ngram(learnt, {c.order, c.smoothing, c.lower_orders, kDiscount, kAlpha, kVocabulary}, report);
    std::vector<float> nats;
    model->append_nats(read, 0, read.items(), nats);
    REQUIRE(nats.size() == c.probabilities.size());
    std::size_t at = 0;
    std::vector<double> probabilities(kVocabulary);
    for (std::size_t i = 0; i < read.items(); ++i) {
      const auto item = read.item(i);
      for (std::size_t j = 0; j < item.size(); ++j, ++at) {
        model->next(item.first(j), probabilities);
        CHECK(close(probabilities[item[j]], c.probabilities[at], 1e-13));
        CHECK(close(static_cast<double>(nats[at]), 0 - numerics::log(c.probabilities[at]), 1e-7));
      }
    }
  }
}
