#include <doctest/doctest.h>

#include <string>

#include "support/shown.h"
#include "support/small_presets.h"

// What is shown is part of what is saved, for every preset.

using namespace collapse;
using test::answered_by;
using test::shown_by;
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

void check_same(Experiment& loaded, Experiment& unsaved) {
  CHECK(difference(shown_by(loaded), shown_by(unsaved)) == "");
  CHECK(difference(answered_by(loaded), answered_by(unsaved)) == "");
}

Experiment loaded_of(const std::string& saved, const SmallPreset& preset) {
  Result<Experiment> loaded = Experiment::load(saved, preset.table);
  CAPTURE(loaded.error().message);
  REQUIRE(static_cast<bool>(loaded));
  return std::move(*loaded);
}

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

TEST_CASE("a state of an earlier version is told from a damaged one") {
  CHECK(Experiment::load("MCLSAVE2 and more").error().message ==
        "The saved state is an earlier version's; compute it anew from its settings.");
}
