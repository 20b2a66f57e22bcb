#include <cstring>
#include <utility>

#include "kinds/text/state.h"

namespace collapse::experiment {

namespace {

// A generation of text: of each list its length and its numbers, then the last epoch's loss. A network's parameters are
// a list of floats, an n-gram is what NgramModel::append writes, in front of it its length. Little-endian.
template <class Number>
void put(std::string& out, std::span<const Number> values) {
  const std::uint64_t count = values.size();
  out.append(reinterpret_cast<const char*>(&count), sizeof count);
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

template <class Number>
bool take(std::string_view& rest, std::vector<Number>& values) {
  std::uint64_t count;
  if (rest.size() < sizeof count) return false;
  std::memcpy(&count, rest.data(), sizeof count);
  rest.remove_prefix(sizeof count);
  if (count > rest.size() / sizeof(Number)) return false;
  values.resize(static_cast<std::size_t>(count));
  if (count > 0) std::memcpy(values.data(), rest.data(), sizeof(Number) * values.size());
  rest.remove_prefix(sizeof(Number) * values.size());
  return true;
}

template <class Number>
std::span<const Number> view(const std::vector<Number>& values) {
  return values;
}

}  // namespace

void TextState::append_model(int index, int t, std::string& out) const {
  const TextModel& model = history->model(index, t);
  if (!model.text) return;  // the run had ended
  if (model.ngram) {
    std::string counts;
    model.ngram->append(counts);
    put<char>(out, counts);
  } else {
    put(out, view(model.transformer->parameters()));
  }
  put(out, model.base ? view(model.base->parameters()) : std::span<const float>{});
  put(out, view(model.text->tokens));
  const std::vector<std::uint64_t> starts(model.text->starts.begin(), model.text->starts.end());
  put(out, view(starts));
  put(out, view(model.text->is_real));
  put(out, view(model.learnt));
  for (const std::vector<float>* list : {&model.test_nats, &model.own_nats, &model.first_nats, &model.losses})
    put(out, view(*list));
  put(out, std::span<const double>(&model.fit_loss, 1));
}

bool TextState::restore_model(int index, int t, std::string_view bytes) {
  // A run has models until it ends: a state that says otherwise is none.
  if (bytes.empty() != history->ended(index, t - 1)) return false;
  if (bytes.empty()) {
    history->restore(index, t, {});
    return true;
  }
  TextModel model;
  const models::TransformerShape& shape = settings().transformer.shape;
  std::vector<float> base;
  if (settings().network) {
    std::vector<float> parameters;
    if (!take(bytes, parameters) || parameters.size() != parameter_count || !all_finite(parameters)) return false;
    model.transformer = std::make_shared<const models::Transformer>(
        shape, std::make_shared<const std::vector<float>>(std::move(parameters)));
    model.model = model.transformer;
  } else {
    std::vector<char> counts;
    if (!take(bytes, counts)) return false;
    std::string_view rest(counts.data(), counts.size());
    model.ngram = models::NgramModel::restore(rest);
    if (!model.ngram || !rest.empty()) return false;
    model.model = model.ngram;
  }
  data::Corpus written;
  std::vector<std::uint64_t> starts;
  std::vector<double> fit_loss;
  if (!take(bytes, base) || !take(bytes, written.tokens) || !take(bytes, starts) || !take(bytes, written.is_real) ||
      !take(bytes, model.learnt))
    return false;
  for (std::vector<float>* list : {&model.test_nats, &model.own_nats, &model.first_nats, &model.losses})
    if (!take(bytes, *list)) return false;
  if (!take(bytes, fit_loss) || fit_loss.size() != 1 || !bytes.empty()) return false;
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
