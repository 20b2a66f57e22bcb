#include <utility>

#include "kinds/text/state.h"
#include "numerics/bytes.h"

namespace collapse::experiment {

// A generation of text: lists, the last one the last epoch's loss alone. A network's parameters are a list of floats,
// an n-gram is what NgramModel::append writes, with its length in front.

using numerics::put_list;

void TextState::append_model(int index, int t, std::string& out) const {
  const TextModel& model = history->model(index, t);
  if (!model.text) return;  // the run had ended
  if (model.ngram) {
    std::string counts;
    model.ngram->append(counts);
    put_list(out, counts);
  } else {
    put_list(out, model.transformer->parameters());
  }
  put_list(out, model.base ? std::span<const float>(model.base->parameters()) : std::span<const float>{});
  put_list(out, model.text->tokens);
  const std::vector<std::uint64_t> starts(model.text->starts.begin(), model.text->starts.end());
  put_list(out, starts);
  put_list(out, model.text->is_real);
  put_list(out, model.learnt);
  for (const std::vector<float>* list : {&model.test_nats, &model.own_nats, &model.first_nats, &model.losses})
    put_list(out, *list);
  put_list(out, std::span<const double>(&model.fit_loss, 1));
}

bool TextState::restore_model(int index, int t, std::string_view bytes) {
  // A run has models until it ends: a state that says otherwise is none.
  if (bytes.empty() != history->ended(index, t - 1)) return false;
  if (bytes.empty()) {
    history->restore(index, t, {});
    return true;
  }
  TextModel model;
  numerics::ByteReader reader(bytes);
  const models::TransformerShape& shape = settings().transformer.shape;
  std::vector<float> base;
  if (settings().network) {
    std::vector<float> parameters;
    if (!reader.take_list(parameters) || parameters.size() != parameter_count || !all_finite(parameters)) return false;
    model.transformer = std::make_shared<const models::Transformer>(
        shape, std::make_shared<const std::vector<float>>(std::move(parameters)));
    model.model = model.transformer;
  } else {
    std::vector<char> counts;
    if (!reader.take_list(counts)) return false;
    std::string_view rest(counts.data(), counts.size());
    model.ngram = models::NgramModel::restore(rest);
    if (!model.ngram || !rest.empty()) return false;
    model.model = model.ngram;
  }
  data::Corpus written;
  std::vector<std::uint64_t> starts;
  std::vector<double> fit_loss;
  if (!reader.take_list(base) || !reader.take_list(written.tokens) || !reader.take_list(starts) ||
      !reader.take_list(written.is_real) || !reader.take_list(model.learnt))
    return false;
  for (std::vector<float>* list : {&model.test_nats, &model.own_nats, &model.first_nats, &model.losses})
    if (!reader.take_list(*list)) return false;
  if (!reader.take_list(fit_loss) || fit_loss.size() != 1 || !reader.empty()) return false;
  model.fit_loss = fit_loss[0];

  // Whatever the numbers are, nothing may reach beyond a list's end later.
  const std::size_t vocabulary = text->vocabulary.size();
  bool sound = model.model->vocabulary() == vocabulary && model.learnt.size() == vocabulary &&
               written.is_real.size() == starts.size() && (starts.empty() ? written.tokens.empty() : starts[0] == 0) &&
               (base.empty() || base.size() == parameter_count) && all_finite(base) &&
               model.own_nats.size() <= written.tokens.size() && model.first_nats.size() <= written.tokens.size() &&
               model.test_nats.size() == settings().test->tokens.size() &&
               (model.losses.empty() || model.losses.size() == kLossPoints);
  for (const std::vector<float>* list : {&model.test_nats, &model.own_nats, &model.first_nats})
    for (const float nats : *list) sound = sound && nats == nats;
  for (std::size_t i = 0; sound && i < starts.size(); ++i)
    sound = starts[i] < written.tokens.size() && (i == 0 || starts[i - 1] < starts[i]);
  for (const data::Token token : written.tokens) sound = sound && token < vocabulary;
  if (!sound) return false;
  written.starts.assign(starts.begin(), starts.end());
  if (!base.empty())
    model.base =
        std::make_shared<const models::Transformer>(shape, std::make_shared<const std::vector<float>>(std::move(base)));
  model.text = std::make_shared<const data::Corpus>(std::move(written));
  model.first = t == 1 ? model.model : history->model(index, 1).model;
  history->restore(index, t, std::move(model));
  return true;
}

}  // namespace collapse::experiment
