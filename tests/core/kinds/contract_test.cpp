#include <doctest/doctest.h>

#include <rapidjson/document.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/json.h"
#include "collapse/stream.h"
#include "experiment/kinds.h"
#include "numerics/hash.h"
#include "spec/manifest.h"
#include "support/shown.h"
#include "support/small_presets.h"
#include "support/text_experiments.h"

// What every kind of experiment promises, whatever it computes. Each claim is made of every line of one list, in every
// workflow that the rules allow it. What only one kind can promise is said in that kind's own test.

using namespace collapse;
using collapse::test::answered_by;
using collapse::test::Shown;
using collapse::test::shown_by;

namespace {

/// A setting that takes a path of its own through a kind. Runs, generations and the workflow are added.
struct Line {
  const char* name;
  std::string fields;  // of the spec
};

const std::vector<Line>& lines() {
  const std::string network = test::kTinyNetwork;
  static const std::vector<Line> list = {
      {"Gaussian", R"("samples":{"n":20},"model":{"kind":"gaussian"})"},
      {"Gaussian, plane",
       R"("samples":{"n":15},"source":{"mean":[1,-2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian","estimator":"unbiased"})"},
      {"Gaussian, growing sample",
       R"("samples":{"n":10,"growth":0.5},"model":{"kind":"gaussian","estimator":"known_covariance"})"},
      {"Gaussian, too few points",
       R"("samples":{"n":2},"source":{"mean":[0,0],"covariance":[[1,0],[0,1]]},"model":{"kind":"gaussian"})"},
      {"Gaussian, table, all metrics",
       R"("samples":{"n":20},"metrics":"all","source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"})"},
      {"mixture, plane",
       R"("samples":{"n":40},"source":{"mean":[1,-2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gmm","components":3})"},
      {"mixture, random starts",
       R"("samples":{"n":30,"growth":0.5},"source":{"kind":"mixture"},"model":{"kind":"gmm","restarts":2,"initialisation":"random"})"},
      {"mixture, table",
       R"("samples":{"n":50},"source":{"kind":"dataset","columns":["eruptions_min","waiting_min"]},"model":{"kind":"gmm","initialisation":"previous"})"},
      {"cooled draws", R"("samples":{"n":20},"model":{"kind":"gaussian","temperature":0.8})"},
      {"best draws", R"("samples":{"n":30},"model":{"kind":"gaussian"},"selection":{"kind":"best_of","candidates":3})"},
      {"likely draws",
       R"("samples":{"n":40},"source":{"kind":"mixture"},"model":{"kind":"gmm","truncation":2},"selection":{"kind":"density"})"},
      {"verified draws, table",
       R"("samples":{"n":50},"source":{"kind":"dataset","columns":["eruptions_min","waiting_min"]},"model":{"kind":"gmm"},"selection":{"kind":"verifier","radius":1,"false_positive":0.2})"},
      {"statistics", R"("samples":{"n":10},"model":{"kind":"gaussian","draws":"statistics"})"},
      {"statistics, plane",
       R"("samples":{"n":10,"growth":0.5},"source":{"mean":[1,2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian","draws":"statistics","estimator":"unbiased","temperature":0.9})"},
      {"kde, Scott, plane",
       R"("samples":{"n":30},"source":{"mean":[1,-2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"kde"})"},
      {"kde, Silverman, growing sample",
       R"("samples":{"n":30,"growth":0.5},"source":{"kind":"mixture"},"model":{"kind":"kde","bandwidth_rule":"silverman"})"},
      {"kde, fixed bandwidth", R"("samples":{"n":30},"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.4})"},
      {"kde, table",
       R"("samples":{"n":20},"source":{"kind":"dataset","columns":["eruptions_min","waiting_min"]},"model":{"kind":"kde"})"},
      {"kde, one point", R"("samples":{"n":1},"model":{"kind":"kde"})"},
      {"categories", R"("samples":{"n":40},"source":{"kind":"zipf","categories":60},"model":{"kind":"categorical"})"},
      {"categories, cooled",
       R"("samples":{"n":40,"growth":0.5},"source":{"kind":"zipf","categories":60},"model":{"kind":"categorical","temperature":0.7,"top_k":30,"top_p":0.9})"},
      {"Poisson", R"("samples":{"n":20,"growth":1},"source":{"kind":"poisson","rate":1.5},"model":{"kind":"poisson"})"},
      {"regression, fixed design",
       R"("samples":{"n":20},"source":{"kind":"linear","features":4},"model":{"kind":"linear_regression"})"},
      {"regression, fresh design",
       R"("samples":{"n":20,"growth":0.5},"source":{"kind":"linear","features":4},"model":{"kind":"linear_regression","design":"fresh"})"},
      {"regression, verified",
       R"("samples":{"n":20},"source":{"kind":"linear","features":3},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","offset":1,"false_negative":0.3})"},
      {"n-grams", R"("samples":{"n":300},"source":{"kind":"corpus"},"model":{"kind":"ngram","order":3})"},
      {"n-grams, names",
       R"("samples":{"n":300},"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{"kind":"ngram","order":4,"smoothing":"witten-bell","lower_orders":"back-off"})"},
      {"transformer, names",
       R"("samples":{"n":200},"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{)" + network +
           "}"},
      {"transformer, from the previous one",
       R"("samples":{"n":200},"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{)" + network +
           R"(,"start":"previous","temperature":0.7,"top_k":5,"top_p":0.9,"repetition_penalty":1.5})"},
      {"transformer, pretrained, beam search",
       R"("samples":{"n":200},"source":{"kind":"corpus","tokens":"byte-pairs","vocabulary":64},"model":{)" + network +
           R"(,"start":"pretrained","pretraining":1,"prompt":4,"decoding":"beam","beams":2})"},
      {"autoencoder",
       R"("samples":{"n":60},"source":{"kind":"digits","training":100},"model":{"kind":"vae","hidden":8,"latent":2,"epochs":1,"batch":50,"output":"bernoulli","start":"previous","temperature":0.5})"},
  };
  return list;
}

/// Networks take long to be fitted and looked at, and have fewer generations here.
bool is_network(const Spec& spec) {
  return spec::find_field("model", "epochs")->applies(spec::text_of(spec.model.kind));
}

/// A line in a workflow.
struct Case {
  std::string name;
  Spec spec;
  std::string_view data;

  Result<Experiment> made(RunRange runs = {}, double memory_limit = 1e9) const {
    return Experiment::create(spec, data, runs, memory_limit);
  }
  Experiment begun(RunRange runs = {}) const {
    Result<Experiment> experiment = made(runs);
    CAPTURE(name);
    CAPTURE(experiment.error().path);
    CAPTURE(experiment.error().message);
    REQUIRE(static_cast<bool>(experiment));
    return std::move(*experiment);
  }
  Experiment finished(RunRange runs = {}, long slice = 1000000000) const {
    Experiment experiment = begun(runs);
    while (!experiment.finished()) experiment.advance(slice);
    return experiment;
  }
  Experiment loaded(const std::string& saved) const {
    Result<Experiment> experiment = Experiment::load(saved, data);
    CAPTURE(name);
    CAPTURE(experiment.error().message);
    REQUIRE(static_cast<bool>(experiment));
    return std::move(*experiment);
  }
};

/// A spec in every workflow that the rules allow it; a workflow that takes some real data with the same real data every
/// time, too.
std::vector<Case> in_every_workflow(const std::string& name, const Spec& spec, std::string_view data) {
  std::vector<Case> cases;
  spec::for_each_choice<WorkflowKind>([&](WorkflowKind kind) {
    const std::string workflow(spec::text_of(kind));
    const auto has = [&](const char* field) { return spec::find_field("workflow", field)->applies(workflow); };
    std::vector<Edit> edits{{"/workflow/kind", workflow}};
    if (has("beta")) edits.insert(edits.end(), {{"/workflow/alpha", "0.5"}, {"/workflow/beta", "0.3"}});
    const auto add = [&](const char* more) {
      const Result<Spec> allowed = edit_spec(spec, edits);
      if (allowed)
        cases.push_back({name + ", " + workflow + more, *allowed, data});
      else
        CHECK(allowed.error().path == "/workflow/kind");
    };
    add("");
    if (!has("real")) return;
    edits.push_back({"/workflow/real", "fixed"});
    add(" with fixed real data");
  });
  return cases;
}

/// Every line; of each its workflows, "replace" first.
const std::vector<std::vector<Case>>& list() {
  static const std::vector<std::vector<Case>> all = [] {
    static std::vector<std::string> data;
    data.reserve(lines().size());
    std::vector<std::vector<Case>> made;
    for (const Line& line : lines()) {
      CAPTURE(line.name);
      const Spec read = test::spec_of("{\"runs\":2," + line.fields + "}");
      const Spec spec = *edit_spec(read, {{"/generations", is_network(read) ? "2" : "3"}});
      data.push_back(test::small_data(spec));
      made.push_back(in_every_workflow(line.name, spec, data.back()));
      REQUIRE(!made.back().empty());
      REQUIRE(made.back().front().spec.workflow.kind == WorkflowKind::replace);
    }
    return made;
  }();
  return all;
}

template <class Each>
void for_each_case(Each&& each) {
  for (const std::vector<Case>& line : list())
    for (const Case& one : line) {
      CAPTURE(one.name);
      each(one);
    }
}

/// A case computed at one go, and what it showed when it was looked at in the end.
struct Whole {
  Experiment experiment;
  Shown shown;
};

Whole& whole(const Case& one) {
  static std::map<const Case*, Whole> known;
  const auto found = known.find(&one);
  if (found != known.end()) return found->second;
  Experiment experiment = one.finished();
  Shown shown = shown_by(experiment);
  return known.emplace(&one, Whole{std::move(experiment), std::move(shown)}).first->second;
}

std::vector<const experiment::Kind*> takers(const Spec& spec) {
  std::vector<const experiment::Kind*> found;
  const DataType data = data_type(spec.model.kind);
  for (const experiment::Kind* kind : experiment::linked_kinds())
    if (std::find(kind->data.begin(), kind->data.end(), data) != kind->data.end() &&
        (kind->takes == nullptr || kind->takes(spec)))
      found.push_back(kind);
  return found;
}

/// A changed state with a checksum that fits.
std::string sealed(std::string bytes) {
  numerics::Hash hash;
  hash.add(std::string_view(bytes));
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(hash.value() >> (8 * i) & 255);
  return bytes;
}

const std::string kDamaged = "The saved state is damaged or not one of this program's.";

}  // namespace

TEST_CASE("every kind and every model has a line in the list") {
  std::set<const experiment::Kind*> kinds;
  std::set<ModelKind> models;
  for (const std::vector<Case>& line : list()) {
    const Result<const experiment::Kind*> kind = experiment::kind_of(line.front().spec);
    CAPTURE(line.front().name);
    CHECK(static_cast<bool>(kind));
    if (kind) kinds.insert(*kind);
    models.insert(line.front().spec.model.kind);
  }
  for (const experiment::Kind* kind : experiment::linked_kinds()) {
    INFO("a kind that learns ", std::string(spec::text_of(kind->data.front())));
    CHECK(kinds.count(kind) == 1);
  }
  spec::for_each_choice<ModelKind>([&](ModelKind model) {
    CAPTURE(std::string(spec::text_of(model)));
    CHECK(models.count(model) == 1);
  });
}

TEST_CASE("every spec of the list and every preset is taken by exactly one kind") {
  const auto check = [](const Spec& spec) {
    const std::vector<const experiment::Kind*> found = takers(spec);
    CHECK(found.size() == 1);
    const Result<const experiment::Kind*> kind = experiment::kind_of(spec);
    CHECK((kind && found.front() == *kind));
  };
  for_each_case([&](const Case& one) { check(one.spec); });
  for (const BuiltInFile& file : preset_files()) {
    CAPTURE(std::string(file.name));
    check(*preset(file.name));
  }
}

TEST_CASE("slices of 1, 7 or all units give one result") {
  for_each_case([](const Case& one) {
    for (const long slice : {1L, 7L}) {
      CAPTURE(slice);
      Experiment sliced = one.finished({}, slice);
      CHECK(difference(shown_by(sliced), whole(one).shown) == "");
    }
  });
}

TEST_CASE("a run computed alone is the run computed among others, and is no other one") {
  for_each_case([](const Case& one) {
    const int runs = static_cast<int>(one.spec.runs);
    for (int run = 0; run < runs; ++run) {
      CAPTURE(run);
      Experiment alone = one.finished({run, 1});
      const Shown shown = shown_by(alone).of_run(run);
      REQUIRE(!shown.empty());
      CHECK(difference(shown, whole(one).shown.of_run(run)) == "");
    }
    const Experiment& both = whole(one).experiment;
    CHECK_FALSE(test::same_numbers(both.row(0, 1), both.row(1, 1)));
  });
}

TEST_CASE("a state saved half-way or at the end and loaded shows the same and goes on to the same bits") {
  for_each_case([](const Case& one) {
    Experiment unsaved = one.begun();
    while (unsaved.completed() + 1 < one.spec.generations && !unsaved.finished()) unsaved.advance(1);
    unsaved.advance(1);  // into a fit that is begun anew
    for (const bool end : {false, true}) {
      CAPTURE(end);
      while (end && !unsaved.finished()) unsaved.advance(1000);
      const std::string saved = unsaved.save();
      Experiment loaded = one.loaded(saved);
      CHECK(difference(shown_by(loaded), shown_by(unsaved)) == "");
      CHECK((loaded.save() == saved));
      while (!loaded.finished()) loaded.advance(5);
      CHECK(difference(shown_by(loaded), whole(one).shown) == "");
    }
  });
}

TEST_CASE("a saved state that was cut anywhere, or in which a bit was turned, is refused in one sentence") {
  for (const std::vector<Case>& line : list()) {
    const Case& one = line.front();
    CAPTURE(one.name);
    const std::string saved = whole(one).experiment.save();
    random::Stream stream(3, 0, 0, random::Purpose::measurement);
    // The lengths about its head, and others by chance.
    for (std::size_t i = 0; i < 120; ++i) {
      const std::size_t length = i < 60 ? i : static_cast<std::size_t>(stream.below(saved.size()));
      CAPTURE(length);
      const Result<Experiment> loaded = Experiment::load(saved.substr(0, length), one.data);
      REQUIRE_FALSE(static_cast<bool>(loaded));
      REQUIRE(loaded.error().message == kDamaged);
    }
    for (int i = 0; i < 40; ++i) {
      std::string changed = saved;
      const auto at = static_cast<std::size_t>(stream.below(saved.size()));
      CAPTURE(at);
      changed[at] = static_cast<char>(changed[at] ^ (1 << stream.below(8)));
      const Result<Experiment> loaded = Experiment::load(changed, one.data);
      REQUIRE_FALSE(static_cast<bool>(loaded));
      REQUIRE(!loaded.error().message.empty());
    }
    CHECK(Experiment::load(saved + "x", one.data).error().message == kDamaged);
  }
}

TEST_CASE(
    "a state that was changed and sealed again is refused, or is an experiment that can be looked at and goes on") {
  int taken = 0, refused = 0;
  for (const std::vector<Case>& line : list()) {
    // Where data accumulate models share them, so that more of a state has to fit together.
    const auto pooled = std::find_if(
        line.begin(), line.end(), [](const Case& one) { return one.spec.workflow.kind == WorkflowKind::accumulate; });
    REQUIRE(pooled != line.end());
    const Case& one = *pooled;
    CAPTURE(one.name);
    Experiment experiment = one.begun();
    while (experiment.completed() + 1 < one.spec.generations && !experiment.finished()) experiment.advance(3);
    const std::string saved = experiment.save();
    const std::size_t end_of_spec = 16 + write_spec(one.spec).size();
    random::Stream stream(6, 0, 0, random::Purpose::measurement);
    for (int i = 0; i < (is_network(one.spec) ? 3 : 40); ++i) {
      std::string changed = saved.substr(0, saved.size() - 8);
      // Every third change is anywhere, one in what follows the settings, one in the three numbers at its beginning.
      const std::size_t first = i % 3 == 0 ? 8 : end_of_spec;
      const std::size_t room = i % 3 == 2 ? 24 : changed.size() - first;
      const std::size_t at = first + static_cast<std::size_t>(stream.below(room));
      CAPTURE(at);
      changed[at] = static_cast<char>(changed[at] ^ (1 << stream.below(8)));
      Result<Experiment> loaded = Experiment::load(sealed(changed), one.data);
      if (!loaded) {
        ++refused;
        REQUIRE(!loaded.error().message.empty());
        continue;
      }
      ++taken;
      CHECK(!shown_by(*loaded).empty());
      CHECK(!answered_by(*loaded).empty());
      loaded->advance(20);
    }
  }
  CHECK(taken > 0);
  CHECK(refused > 0);
}

TEST_CASE("every workflow that the rules allow runs, and all of them share generation 1") {
  for_each_case([](const Case& one) {
    const Experiment& experiment = whole(one).experiment;
    for (int run = 0; run < 2; ++run) CHECK(experiment.reached(run, static_cast<int>(one.spec.generations)));
  });
  for (const std::vector<Case>& line : list()) {
    // Mean and covariance of a sample have no points to share.
    if (line.front().spec.model.draws == DrawKind::statistics) continue;
    Experiment& replace = whole(line.front()).experiment;
    for (const Case& one : line) {
      CAPTURE(one.name);
      for (int run = 0; run < 2; ++run) {
        const std::span<const double> parameters = replace.parameters(run, 1);
        const std::vector<double> first(parameters.begin(), parameters.end());
        CHECK(test::same_numbers(whole(one).experiment.parameters(run, 1), first));
      }
    }
  }
}

TEST_CASE(
    "frames keep their sections, ridges their width; a frame says how many items there are and how many are real") {
  for_each_case([](const Case& one) {
    Experiment& experiment = whole(one).experiment;
    const NamedBlock first = experiment.frame(0, 0);
    const std::vector<Section> sections(first.sections().begin(), first.sections().end());
    const std::size_t width = experiment.ridges(0, 0, 0).size();
    CHECK(width > 0);
    for (int run = 0; run < 2; ++run) {
      const int last = experiment.completed();
      CHECK(experiment.ridges(run, 0, last).size() == width * static_cast<std::size_t>(last + 1));
      for (int t = 0; t <= experiment.completed(); ++t) {
        CAPTURE(run);
        CAPTURE(t);
        const NamedBlock frame = experiment.frame(run, t);
        REQUIRE(frame.sections().size() == sections.size());
        for (std::size_t i = 0; i < sections.size(); ++i) {
          CHECK(frame.sections()[i].name == sections[i].name);
          CHECK(frame.sections()[i].offset == sections[i].offset);
          CHECK(frame.sections()[i].length == sections[i].length);
        }
        const std::span<const double> head = *frame.section("head");
        CHECK(head[0] == t);
        CHECK(head[1] == run);
        CHECK(head[2] >= 1);
        CHECK(head[3] >= 0);
        CHECK(head[3] <= head[2]);
        if (t <= 1) CHECK(head[3] == head[2]);
      }
    }
  });
}

TEST_CASE("an experiment that would not fit into memory is refused with the figure, and one that just fits is not") {
  for_each_case([](const Case& one) {
    const double needed = whole(one).experiment.memory_bytes();
    CHECK(needed > 0);
    CHECK(static_cast<bool>(one.made({}, needed)));
    CHECK_FALSE(static_cast<bool>(one.made({}, std::nextafter(needed, 0))));
    const Result<Spec> large = edit_spec(one.spec, {{"/runs", "500"}, {"/generations", "400"}});
    REQUIRE(static_cast<bool>(large));
    const Result<Experiment> refused = Experiment::create(*large, one.data, {}, 1e7);
    REQUIRE_FALSE(static_cast<bool>(refused));
    const std::string path = refused.error().path, message = refused.error().message;
    CAPTURE(message);
    CHECK((path == "/runs" || path == "/generations" || path == "/samples/n"));
    REQUIRE(message.starts_with("This would need "));
    CHECK(std::strtod(message.c_str() + 16, nullptr) > 0.01);
    CHECK(message.find(" GB for the history of 500 runs × 400 generations, ") != std::string::npos);
    CHECK(message.ends_with("); at most 0.01 GB is allowed. Lower the runs, the generations or the sample size."));
  });
}

TEST_CASE("looking on the way changes no bit") {
  for_each_case([](const Case& one) {
    Experiment watched = one.begun();
    for (long slice = 1; !watched.finished(); ++slice) {
      watched.advance(slice);
      const int last = watched.completed();
      for (int run = 0; run < 2; ++run) {
        for (const int t : {last, 0}) watched.frame(run, t);
        watched.ridges(run, 0, last);
        (void)watched.summary(run, last);
      }
      watched.history(0, last);
      watched.lines(0, 2, 0, last);
      watched.progress();
      (void)watched.csv();
      (void)watched.layout();
      (void)watched.hash();
      (void)watched.save();
      for (const char* topic : {"verdicts", "laws", "text", "sample", "lost", "grid"})
        (void)watched.ask(std::string(R"({"ask":")") + topic + "\"}");
    }
    CHECK(difference(shown_by(watched), whole(one).shown) == "");
  });
}

TEST_CASE("every number of a row is finite, undefined or infinite where its column says so") {
  for_each_case([](const Case& one) {
    const Experiment& experiment = whole(one).experiment;
    for (int run = 0; run < 2; ++run)
      for (int t = 0; t <= experiment.completed(); ++t)
        for (std::size_t c = 0; c < experiment.columns().size(); ++c) {
          const double number = experiment.row(run, t)[c];
          if (!std::isinf(number)) continue;
          CAPTURE(experiment.columns()[c].name);
          CAPTURE(t);
          CHECK(experiment.columns()[c].doc.find(number < 0 ? " -inf " : " inf ") != std::string::npos);
        }
  });
}

TEST_CASE("every summary is one sentence, and sentences below it") {
  for_each_case([](const Case& one) {
    const Experiment& experiment = whole(one).experiment;
    for (int run = 0; run < 2; ++run)
      for (int t = 0; t <= experiment.completed(); ++t) {
        const std::string summary = experiment.summary(run, t);
        CAPTURE(summary);
        REQUIRE(!summary.empty());
        CHECK(summary.back() == '.');
        const std::size_t end = summary.find('\n');
        if (end != std::string::npos) CHECK(summary[end - 1] == '.');
      }
  });
}

TEST_CASE("a layout is valid JSON and names the sections of the blocks as they are") {
  for_each_case([](const Case& one) {
    Experiment& experiment = whole(one).experiment;
    const std::string text = experiment.layout();
    REQUIRE_FALSE(static_cast<bool>(json_fault(text)));
    rapidjson::Document layout;
    layout.Parse(text.c_str());
    const auto check = [&](const char* name, const NamedBlock& block) {
      CAPTURE(name);
      const rapidjson::Value& named = layout["sections"][name];
      REQUIRE(block.sections().size() == named.Size());
      std::size_t end = 0;
      for (rapidjson::SizeType i = 0; i < named.Size(); ++i) {
        const Section& section = block.sections()[i];
        CAPTURE(section.name);
        CHECK(section.name == named[i]["name"].GetString());
        CHECK(section.offset == named[i]["offset"].GetUint());
        CHECK(section.length == named[i]["length"].GetUint());
        CHECK(section.offset == end);
        const Result<std::span<const double>> found = block.section(section.name);
        REQUIRE(static_cast<bool>(found));
        CHECK(found->data() == block.data() + end);
        CHECK(found->size() == section.length);
        end += section.length;
      }
      CHECK(end == block.size());
    };
    check("scene", experiment.scene());
    check("frame", experiment.frame(1, experiment.completed()));
    check("progress", experiment.progress());
  });
}
