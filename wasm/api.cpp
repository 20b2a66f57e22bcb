#include "api.h"

#include <memory>
#include <string>
#include <vector>

#include <cstdlib>

#include "collapse/experiment.h"
#include "collapse/needs.h"
#include "collapse/real_data.h"
#include "spec/json.h"

namespace {

using collapse::Error;
using collapse::Experiment;
using collapse::Result;
using collapse::Spec;

constexpr std::int32_t kAbiVersion = 4;

// One host thread owns this border: the handles, the last text and the last error live here and nowhere in the core.
struct Border {
  std::vector<std::unique_ptr<Experiment>> experiments;
  std::string text, error;
  std::int32_t length = 0;
};

Border& border() {
  static Border instance;
  return instance;
}

void fail(const Error& error) {
  collapse::spec::JsonObject object;
  object.text("path", error.path);
  object.text("message", error.message);
  border().error = object.str();
}

void succeed() { border().error.clear(); }

const char* give(std::string text) {
  border().text = std::move(text);
  border().length = static_cast<std::int32_t>(border().text.size());
  return border().text.c_str();
}

std::string_view view(const char* text, std::int32_t length) {
  return text == nullptr || length <= 0 ? std::string_view{} : std::string_view(text, static_cast<std::size_t>(length));
}

Experiment* find(std::int32_t handle) {
  const auto& all = border().experiments;
  const auto index = static_cast<std::size_t>(handle) - 1;  // a handle below 1 is out of range this way too
  if (index < all.size() && all[index]) {
    succeed();
    return all[index].get();
  }
  fail({"", "There is no experiment with handle " + std::to_string(handle) + "."});
  return nullptr;
}

std::int32_t keep(Result<Experiment> made) {
  if (!made) {
    fail(made.error());
    return 0;
  }
  succeed();
  auto& all = border().experiments;
  std::size_t index = 0;
  while (index < all.size() && all[index]) ++index;
  if (index == all.size()) all.emplace_back();
  all[index] = std::make_unique<Experiment>(std::move(*made));
  return static_cast<std::int32_t>(index + 1);
}

// Whether `value` lies in [low, high]; says which argument does not.
bool within(const char* name, std::int32_t value, std::int32_t low, std::int32_t high) {
  if (value >= low && value <= high) return true;
  fail({"", std::string(name) + " must be from " + std::to_string(low) + " to " + std::to_string(high) + ", but is " +
                std::to_string(value) + "."});
  return false;
}

bool has_run(const Experiment& experiment, std::int32_t run) {
  const collapse::RunRange runs = experiment.runs();
  return within("The run", run, runs.first, runs.first + runs.count - 1);
}
bool has_range(const Experiment& experiment, std::int32_t from, std::int32_t to) {
  return within("The last generation", to, 0, experiment.completed()) && within("The first generation", from, 0, to);
}

}  // namespace

extern "C" {

int32_t collapse_abi_version(void) { return kAbiVersion; }

void* collapse_alloc(int32_t bytes) { return bytes > 0 ? std::malloc(static_cast<std::size_t>(bytes)) : nullptr; }
void collapse_free(void* memory) { std::free(memory); }
int32_t collapse_length(void) { return border().length; }

int32_t collapse_create(const char* spec, int32_t spec_length, const char* table, int32_t table_length,
                        int32_t first_run, int32_t run_count) {
  Result<Spec> read = collapse::read_spec(view(spec, spec_length));
  if (!read) {
    fail(read.error());
    return 0;
  }
  return keep(Experiment::create(*read, view(table, table_length), {first_run, run_count}));
}

int32_t collapse_most_samples(const char* spec, int32_t spec_length, const char* table, int32_t table_length) {
  Result<Spec> read = collapse::read_spec(view(spec, spec_length));
  Result<collapse::Count> most =
      read ? collapse::most_samples(*read, view(table, table_length)) : Result<collapse::Count>(read.error());
  if (!most) {
    fail(most.error());
    return -1;
  }
  succeed();
  return static_cast<std::int32_t>(*most);
}

void collapse_destroy(int32_t handle) {
  if (find(handle) != nullptr) border().experiments[static_cast<std::size_t>(handle - 1)].reset();
}

int32_t collapse_advance(int32_t handle, int32_t work) {
  Experiment* experiment = find(handle);
  return experiment == nullptr || !within("The work", work, 1, INT32_MAX) ? -1 : experiment->advance(work);
}

int32_t collapse_finished(int32_t handle) {
  const Experiment* experiment = find(handle);
  if (experiment == nullptr) return -1;
  return !experiment->finished() ? 0 : experiment->ended_early().empty() ? 1 : 2;
}

const double* collapse_block(int32_t handle, int32_t kind, int32_t a, int32_t b, int32_t c, int32_t d) {
  border().length = 0;
  Experiment* experiment = find(handle);
  if (experiment == nullptr) return nullptr;
  std::span<const double> block;
  switch (kind) {
    case COLLAPSE_SCENE:
      block = experiment->scene();
      break;
    case COLLAPSE_FRAME:
      if (!has_run(*experiment, a) || !has_range(*experiment, b, b)) return nullptr;
      block = experiment->frame(a, b);
      break;
    case COLLAPSE_HISTORY:
      if (!has_range(*experiment, a, b)) return nullptr;
      block = experiment->history(a, b);
      break;
    case COLLAPSE_LINES:
      if (!within("The column", a, 0, static_cast<std::int32_t>(experiment->columns().size()) - 1) ||
          !within("The number of runs", b, 1, INT32_MAX) || !has_range(*experiment, c, d))
        return nullptr;
      block = experiment->lines(a, b, c, d);
      break;
    case COLLAPSE_RIDGES:
      if (!has_run(*experiment, a) || !has_range(*experiment, b, c)) return nullptr;
      block = experiment->ridges(a, b, c);
      break;
    case COLLAPSE_PROGRESS:
      block = experiment->progress();
      break;
    default:
      within("The kind of block", kind, COLLAPSE_SCENE, COLLAPSE_PROGRESS);
      return nullptr;
  }
  border().length = static_cast<std::int32_t>(block.size());
  return block.data();
}

const char* collapse_text(int32_t handle, int32_t kind, int32_t a, int32_t b) {
  Experiment* experiment = find(handle);
  if (experiment == nullptr) return give("");
  switch (kind) {
    case COLLAPSE_SPEC:
      return give(collapse::write_spec(experiment->spec()));
    case COLLAPSE_CHANGES:
      return give(collapse::write_spec_changes(experiment->spec()));
    case COLLAPSE_LAYOUT:
      return give(experiment->layout());
    case COLLAPSE_HASH:
      return give(experiment->hash());
    case COLLAPSE_SUMMARY:
      return give(has_run(*experiment, a) && has_range(*experiment, b, b) ? experiment->summary(a, b) : "");
    case COLLAPSE_CSV:
      return give(within("Every", a, 1, INT32_MAX) ? experiment->csv(a) : "");
    case COLLAPSE_SAVE:
      return give(experiment->save());
    case COLLAPSE_ENDED:
      return give(std::string(experiment->ended_early()));
    default:
      within("The kind of text", kind, COLLAPSE_SPEC, COLLAPSE_ENDED);
      return give("");
  }
}

const char* collapse_ask(int32_t handle, const char* question, int32_t question_length) {
  Experiment* experiment = find(handle);
  if (experiment == nullptr) return give("");
  Result<std::string> answer = experiment->ask(view(question, question_length));
  if (answer) return give(std::move(*answer));
  fail(answer.error());
  return give("");
}

int32_t collapse_load(const char* saved, int32_t saved_length, const char* table, int32_t table_length) {
  return keep(Experiment::load(view(saved, saved_length), view(table, table_length)));
}

const char* collapse_describe(void) {
  succeed();
  return give(collapse::describe_spec());
}

const char* collapse_edit(const char* spec, int32_t spec_length, const char* edits, int32_t edits_length) {
  Result<Spec> read = collapse::read_spec(view(spec, spec_length));
  if (!read) {
    fail(read.error());
    return give("");
  }
  std::vector<collapse::Edit> list;
  if (edits_length > 0) {
    Error malformed{"", "Edits must be a list of [pointer, text] pairs, such as [[\"/samples/n\",\"200\"]]."};
    Result<rapidjson::Document> parsed = collapse::spec::parse_json(view(edits, edits_length));
    bool good = parsed && parsed->IsArray();
    for (rapidjson::SizeType i = 0; good && i < parsed->Size(); ++i) {
      const rapidjson::Value& pair = (*parsed)[i];
      good = pair.IsArray() && pair.Size() == 2 && pair[0].IsString() && pair[1].IsString();
      if (good)
        list.push_back(
            {{pair[0].GetString(), pair[0].GetStringLength()}, {pair[1].GetString(), pair[1].GetStringLength()}});
    }
    if (!good) {
      if (!parsed) malformed.message += " " + parsed.error().message;
      fail(malformed);
      return give("");
    }
  }
  Result<Spec> edited = collapse::edit_spec(*read, list);
  if (!edited) {
    fail(edited.error());
    return give("");
  }
  succeed();
  return give(collapse::write_spec(*edited));
}

const char* collapse_needs(const char* spec, int32_t spec_length) {
  const Result<Spec> read = collapse::read_spec(view(spec, spec_length));
  if (!read) {
    fail(read.error());
    return give("");
  }
  succeed();
  return give(collapse::write_needs(*read));
}

const char* collapse_last_error(void) {
  border().length = static_cast<std::int32_t>(border().error.size());
  return border().error.c_str();
}

}  // extern "C"
