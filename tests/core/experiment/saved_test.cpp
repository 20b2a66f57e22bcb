#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "collapse/stream.h"
#include "numerics/hash.h"
#include "support/small_presets.h"

// What is shown is part of what is saved, for every preset and so for every kind; and no damaged state is taken for a
// sound one.

using namespace collapse;
using test::small_presets;
using test::SmallPreset;

namespace {

Experiment made_of(const SmallPreset& preset) {
  Result<Experiment> made = Experiment::create(preset.spec, preset.table);
  CAPTURE(preset.name);
  CAPTURE(made.error().path);
  CAPTURE(made.error().message);
  REQUIRE(static_cast<bool>(made));
  return std::move(*made);
}

void append(std::string& shown, std::span<const double> numbers) {
  shown += "[" + std::to_string(numbers.size()) + "]";
  for (const double number : numbers) {
    // One NaN is as good as another.
    std::uint64_t bits = 0;
    if (number == number)
      std::memcpy(&bits, &number, sizeof bits);
    else
      bits = 0x7ff8000000000000ull;
    shown.append(reinterpret_cast<const char*>(&bits), sizeof bits);
  }
}

/// Everything a reader can see, by name.
std::vector<std::pair<std::string, std::string>> all_that_is_shown(Experiment& experiment) {
  std::vector<std::pair<std::string, std::string>> all;
  const auto show = [&](std::string name) -> std::string& {
    return all.emplace_back(std::move(name), std::string()).second;
  };
  const int last = experiment.completed();
  show("completed") = std::to_string(last) + (experiment.finished() ? ", finished" : "");
  show("hash") = experiment.hash();
  show("layout") = experiment.layout();
  append(show("scene"), experiment.scene());
  append(show("history"), experiment.history(0, last));
  const RunRange runs = experiment.runs();
  for (int run = runs.first; run < runs.first + runs.count; ++run) {
    const std::string of = " of run " + std::to_string(run);
    append(show("lines"), experiment.lines(0, runs.count, 0, last));
    for (int t = 0; t <= last; ++t) {
      const std::string at = of + ", generation " + std::to_string(t);
      append(show("row" + at), experiment.row(run, t));
      append(show("frame" + at), experiment.frame(run, t));
      show("summary" + at) = experiment.summary(run, t);
      if (!experiment.reached(run, t)) continue;
      if (t > 0) append(show("parameters" + at), experiment.parameters(run, t));
      append(show("ridge" + at), experiment.ridges(run, t, t));
      for (const char* topic : {"verdicts", "laws", "text", "sample", "lost", "grid", "read", "model", "judge"}) {
        const Result<std::string> answer =
            experiment.ask(std::string(R"({"ask":")") + topic + R"(","run":)" + std::to_string(run) +
                           R"(,"generation":)" + std::to_string(t) + "}");
        show(topic + at) = answer ? *answer : answer.error().message;
      }
    }
  }
  return all;
}

void check_same(Experiment& loaded, Experiment& unsaved) {
  const auto a = all_that_is_shown(loaded), b = all_that_is_shown(unsaved);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(a[i].first);
    REQUIRE(a[i].first == b[i].first);
    CHECK((a[i].second == b[i].second));
  }
}

Experiment loaded_of(const std::string& saved, const SmallPreset& preset) {
  Result<Experiment> loaded = Experiment::load(saved, preset.table);
  CAPTURE(loaded.error().message);
  REQUIRE(static_cast<bool>(loaded));
  return std::move(*loaded);
}

/// One preset of each kind of model, and of each way a kind is computed.
std::vector<SmallPreset> one_of_each_kind() {
  std::vector<SmallPreset> some;
  std::set<std::string> seen;
  for (SmallPreset& preset : small_presets()) {
    const Spec& spec = preset.spec;
    const std::string key = std::to_string(static_cast<int>(spec.model.kind)) + "." +
                            std::to_string(static_cast<int>(spec.model.draws)) + "." +
                            std::to_string(static_cast<int>(spec.selection.kind));
    if (seen.insert(key).second) some.push_back(std::move(preset));
  }
  return some;
}

const std::string kDamaged = "The saved state is damaged or not one of this program's.";

}  // namespace

TEST_CASE(
    "a loaded experiment shows what the unsaved one shows, at its beginning, on its way and at its end, for every "
    "preset") {
  for (const SmallPreset& preset : small_presets()) {
    CAPTURE(preset.name);
    Experiment unsaved = made_of(preset);
    // At the beginning, before and while a judge of digits is trained; in the middle of a later fit; at the end.
    for (int stage = 0; stage < 4; ++stage) {
      CAPTURE(stage);
      if (stage == 1) unsaved.advance(7);
      while (stage == 2 && unsaved.completed() < 1) unsaved.advance(5);
      if (stage == 2) unsaved.advance(1);
      while (stage == 3 && !unsaved.finished()) unsaved.advance(1000000);
      const std::string saved = unsaved.save();
      CHECK((unsaved.save() == saved));
      Experiment loaded = loaded_of(saved, preset);
      check_same(loaded, unsaved);
      CHECK((loaded.save() == saved));
    }
  }
}

TEST_CASE("a loaded experiment goes on to what the unsaved one comes to, for every preset") {
  for (const SmallPreset& preset : small_presets()) {
    CAPTURE(preset.name);
    Experiment unsaved = made_of(preset);
    while (unsaved.completed() < 1) unsaved.advance(5);
    Experiment loaded = loaded_of(unsaved.save(), preset);
    while (!unsaved.finished()) unsaved.advance(1000000);
    while (!loaded.finished()) loaded.advance(1000000);
    check_same(loaded, unsaved);
  }
}

TEST_CASE("a saved state that was cut anywhere, or in which a bit was turned, is refused in one sentence") {
  for (const SmallPreset& preset : one_of_each_kind()) {
    CAPTURE(preset.name);
    Experiment experiment = made_of(preset);
    while (!experiment.finished()) experiment.advance(1000000);
    const std::string saved = experiment.save();
    random::Stream stream(3, 0, 0, random::Purpose::measurement);
    // Every length of a short state; of a long one those about its head, and others by chance.
    for (std::size_t i = 0; i < 1200; ++i) {
      const std::size_t length =
          i < std::min<std::size_t>(saved.size(), 1000) ? i : static_cast<std::size_t>(stream.below(saved.size()));
      const Result<Experiment> loaded = Experiment::load(saved.substr(0, length), preset.table);
      CAPTURE(length);
      REQUIRE_FALSE(static_cast<bool>(loaded));
      REQUIRE(loaded.error().message == kDamaged);
    }
    for (int i = 0; i < 200; ++i) {
      std::string changed = saved;
      const auto at = static_cast<std::size_t>(stream.below(saved.size()));
      changed[at] = static_cast<char>(changed[at] ^ (1 << stream.below(8)));
      const Result<Experiment> loaded = Experiment::load(changed, preset.table);
      CAPTURE(at);
      REQUIRE_FALSE(static_cast<bool>(loaded));
      REQUIRE(!loaded.error().message.empty());
    }
    CHECK(Experiment::load(saved + "x", preset.table).error().message == kDamaged);
  }
}

TEST_CASE(
    "a state that was changed and sealed again is refused, or is an experiment that can be looked at and goes on") {
  int taken = 0, refused = 0;
  for (const SmallPreset& preset : one_of_each_kind()) {
    CAPTURE(preset.name);
    Experiment experiment = made_of(preset);
    while (experiment.completed() < 2) experiment.advance(3);
    const std::string saved = experiment.save();
    random::Stream stream(6, 0, 0, random::Purpose::measurement);
    const bool network = preset.spec.model.kind == ModelKind::vae || preset.spec.model.kind == ModelKind::transformer;
    for (int i = 0; i < (network ? 40 : 300); ++i) {
      std::string changed = saved.substr(0, saved.size() - 8);
      // Every second change is in the last part, where lengths and models are; the settings are long.
      const std::size_t first = i % 2 == 0 ? 8 : write_spec(preset.spec).size();
      const auto at = first + static_cast<std::size_t>(stream.below(changed.size() - first));
      changed[at] = static_cast<char>(changed[at] ^ (1 << stream.below(8)));
      numerics::Hash hash;
      hash.add(std::string_view(changed));
      const std::uint64_t sum = hash.value();
      changed.append(reinterpret_cast<const char*>(&sum), sizeof sum);
      CAPTURE(at);
      Result<Experiment> loaded = Experiment::load(changed, preset.table);
      if (!loaded) {
        ++refused;
        REQUIRE(!loaded.error().message.empty());
        continue;
      }
      ++taken;
      CHECK(!all_that_is_shown(*loaded).empty());
      loaded->advance(20);
    }
  }
  CHECK(taken > 0);
  CHECK(refused > 0);
}

TEST_CASE("a state of an earlier version is told from a damaged one") {
  CHECK(Experiment::load("MCLSAVE2 and more").error().message ==
        "The saved state is an earlier version's; compute it anew from its settings.");
}
