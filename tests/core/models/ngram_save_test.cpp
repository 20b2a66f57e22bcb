#include <doctest/doctest.h>

#include <cmath>

#include "models/ngram_naive.h"

using namespace collapse;
using models::FitReport;
using models::NgramModel;
using models::NgramSettings;
using test::all_settings;
using test::random_corpus;
using test::Tokens;

namespace {

std::shared_ptr<const NgramModel> fitted(const data::Corpus& corpus, const NgramSettings& settings) {
  FitReport report;
  return fit_ngram(corpus, settings, report);
}

}  // namespace

TEST_CASE("a restored model is the one that was saved") {
  const data::Corpus corpus = random_corpus(200, 300, 11), other = random_corpus(50, 301, 12);
  for (const int order : {1, 2, 3, 5})
    for (const NgramSettings& settings : all_settings(order, 301)) {
      const auto model = fitted(corpus, settings);
      std::string bytes = "before";
      model->append(bytes);
      const std::size_t end = bytes.size();
      bytes += "behind";
      std::string_view rest = std::string_view(bytes).substr(6);
      const auto restored = NgramModel::restore(rest);
      REQUIRE(restored != nullptr);
      CHECK(rest == "behind");
      CHECK(restored->settings() == settings);
      CHECK(restored->content() == model->content());
      CHECK(restored->memory_bytes() == model->memory_bytes());
      CHECK(std::equal(model->counts().begin(), model->counts().end(), restored->counts().begin()));
      CHECK(draw(*restored, 500, 1, 0, 2).tokens == draw(*model, 500, 1, 0, 2).tokens);
      std::vector<float> nats, again;
      model->append_nats(other, 0, other.items(), nats);
      restored->append_nats(other, 0, other.items(), again);
      CHECK(nats == again);
      for (std::size_t length = 0; length < end - 6; length += 1 + length / 16) {
        std::string_view cut = std::string_view(bytes).substr(6, length);
        CHECK(NgramModel::restore(cut) == nullptr);
        CHECK(cut.size() == length);
      }
    }
}

TEST_CASE("content tells apart models that differ in anything") {
  const data::Corpus corpus = random_corpus(30, 8, 13);
  std::vector<std::vector<std::uint32_t>> all;
  for (const int order : {1, 2, 3})
    for (NgramSettings settings : all_settings(order, 9)) {
      all.push_back(fitted(corpus, settings)->content());
      settings.discount = 0.61;
      all.push_back(fitted(corpus, settings)->content());
      settings.alpha = 0.31;
      all.push_back(fitted(corpus, settings)->content());
      all.push_back(fitted(random_corpus(30, 8, 14), settings)->content());
      settings.vocabulary = 10;
      all.push_back(fitted(corpus, settings)->content());
    }
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(all[i] != all[j]);
}

TEST_CASE("damaged bytes give no model or one that still draws and has probabilities") {
  const data::Corpus corpus = random_corpus(12, 6, 15);
  for (const NgramSettings& settings : all_settings(3, 7)) {
    std::string bytes;
    fitted(corpus, settings)->append(bytes);
    std::size_t refused = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at)
      for (const int change : {1, 2, 16, 128, 255}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ change);
        std::string_view rest = damaged;
        const auto model = NgramModel::restore(rest);
        if (model == nullptr) {
          ++refused;
          continue;
        }
        // Every string has its suffix.
        const auto& levels = model->tables().levels;
        for (std::size_t k = 2; k < levels.size(); ++k)
          for (std::size_t i = 0; i < levels[k].last.size(); ++i)
            CHECK(levels[k - 1].last[levels[k].suffix[i]] == levels[k].last[i]);
        CHECK(draw(*model, 20, 1, 0, 1).tokens.size() == 20);
        std::vector<double> probabilities(model->vocabulary());
        model->next(Tokens{1, 2}, probabilities);
        for (const double p : probabilities) CHECK((p >= 0 && p <= 1 + 1e-12));
        std::vector<float> nats;
        model->append_nats(corpus, 0, corpus.items(), nats);
        CHECK(nats.size() == corpus.tokens.size());
      }
    CHECK(refused > bytes.size());
  }
}
