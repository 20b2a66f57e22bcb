#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "collapse/recursion.h"

// The loop is tested with a system that only writes down what it is asked for: data are lists of words, a model is the
// list it was fitted on.

namespace {

using collapse::recursion::assemble;
using collapse::recursion::Plan;
using collapse::recursion::Pool;
using collapse::recursion::Recursion;
using collapse::recursion::Workflow;

using Words = std::vector<std::string>;

struct WordSystem {
  using Data = Words;
  using Model = Words;

  struct Estimator {
    const Words* data = nullptr;
    Words previous;
    long steps_left = 0;
    void begin(const Words& from, const Words& before, unsigned run, unsigned generation) {
      data = &from;
      previous = before;
      steps_left = 1 + (run + generation) % 3;
    }
    long advance(long work) {
      const long steps = work < steps_left ? work : steps_left;
      steps_left -= steps;
      return steps;
    }
    bool done() const { return steps_left == 0; }
    Words finish(collapse::models::FitReport&) const { return *data; }
  };

  Words numbered(const std::string& kind, unsigned run, unsigned t, std::size_t count) const {
    Words words;
    for (std::size_t i = 0; i < count; ++i)
      words.push_back(kind + std::to_string(run) + "." + std::to_string(t) + "." + std::to_string(i));
    return words;
  }
  Words real(unsigned run, std::size_t count) const { return numbered("real", run, 0, count); }
  Words fresh_real(unsigned run, unsigned t, std::size_t count) const { return numbered("fresh", run, t, count); }
  Words synthetic(const Words&, unsigned run, unsigned t, std::size_t count) const {
    return numbered("made", run, t, count);
  }
  Words concatenate(const Words& a, const Words& b) const {
    Words all = a;
    all.insert(all.end(), b.begin(), b.end());
    return all;
  }
  void append(Words& pool, Words more, std::size_t room) const {
    if (room > 0) pool.reserve(room);
    pool.insert(pool.end(), more.begin(), more.end());
  }

  Words subsample(const Words& pool, unsigned, unsigned, std::size_t count) const {
    return Words(pool.end() - static_cast<std::ptrdiff_t>(count), pool.end());
  }
  Estimator make_estimator() const { return {}; }
};

struct WordHistory {
  std::map<std::pair<int, int>, Words> models;
  std::vector<std::pair<int, int>> order;
  Words none;
  const Words& model(int run, int t) { return t == 0 ? none : models[{run, t}]; }
  void record(int run, int t, const Words& model, const collapse::models::FitReport&) {
    models[{run, t}] = model;
    order.emplace_back(run, t);
  }
};

// Run r ends with generation ends[r]: what a history may ask for.
struct EndingHistory : WordHistory {
  std::vector<int> ends;
  std::vector<std::pair<int, int>> skipped;
  bool ended(int run, int t) const { return t >= ends[static_cast<std::size_t>(run)]; }
  void skip(int run, int t) { skipped.emplace_back(run, t); }
};

WordHistory history_of(Plan plan, int runs, int generations, long slice) {
  Recursion<WordSystem> recursion(WordSystem{}, plan, 0, runs, generations);
  WordHistory history;
  while (!recursion.finished()) recursion.advance(slice, history);
  return history;
}

Plan plan_of(Workflow workflow, double n = 2, double growth = 0) {
  Plan plan;
  plan.workflow = workflow;
  plan.n = n;
  plan.growth = growth;
  return plan;
}

}  // namespace

TEST_CASE("replace fits generation t on n draws of generation t-1 and nothing else") {
  WordHistory history = history_of(plan_of(Workflow::replace), 1, 3, 100);
  CHECK(history.models[{0, 1}] == Words{"real0.0.0", "real0.0.1"});
  CHECK(history.models[{0, 2}] == Words{"made0.1.0", "made0.1.1"});
  CHECK(history.models[{0, 3}] == Words{"made0.2.0", "made0.2.1"});
}

TEST_CASE("accumulate keeps the real data and every earlier generation's draws") {
  WordHistory history = history_of(plan_of(Workflow::accumulate), 1, 3, 100);
  CHECK(history.models[{0, 3}] == Words{"real0.0.0", "real0.0.1", "made0.1.0", "made0.1.1", "made0.2.0", "made0.2.1"});
}

TEST_CASE("accumulate_subsample draws n from everything so far") {
  WordHistory history = history_of(plan_of(Workflow::accumulate_subsample), 1, 3, 100);
  CHECK(history.models[{0, 1}].size() == 2);
  CHECK(history.models[{0, 3}] == Words{"made0.2.0", "made0.2.1"});
}

TEST_CASE("mix puts round(fraction n) real points beside the newest draws: new ones when fresh, the same when fixed") {
  Plan plan = plan_of(Workflow::mix, 4);
  plan.real_fraction = 0.3;
  CHECK(history_of(plan, 1, 3, 100).models[{0, 3}] == Words{"fresh0.3.0", "made0.2.0", "made0.2.1", "made0.2.2"});
  plan.fresh_real = false;
  CHECK(history_of(plan, 1, 3, 100).models[{0, 3}] == Words{"real0.0.0", "made0.2.0", "made0.2.1", "made0.2.2"});
  plan.real_fraction = 1;
  CHECK(history_of(plan, 1, 3, 100).models[{0, 3}] == Words{"real0.0.0", "real0.0.1", "real0.0.2", "real0.0.3"});
}

TEST_CASE("the sample grows as n t^growth") {
  const Plan plan = plan_of(Workflow::replace, 10, 1.5);
  CHECK(plan.samples(1) == 10);
  CHECK(plan.samples(4) == 80);
  CHECK(plan.samples(2) == 28);  // 28.28
  CHECK(plan_of(Workflow::accumulate, 10, 1).data_size(3) == 60);
  Plan mix = plan_of(Workflow::mix, 10, 1);
  mix.real_fraction = 0.5;
  mix.fresh_real = false;
  CHECK(mix.real_list(4) == 20);  // half of 40 is more than the first 10
}

TEST_CASE("slicing the work into 1, 2, 7 or all units gives one history, all runs a generation at a time") {
  for (const Workflow workflow :
       {Workflow::replace, Workflow::accumulate, Workflow::accumulate_subsample, Workflow::mix}) {
    const WordHistory whole = history_of(plan_of(workflow), 3, 4, 1000000);
    CHECK(whole.order.front() == std::pair{0, 1});
    CHECK(whole.order[3] == std::pair{0, 2});
    for (const long slice : {1L, 2L, 7L}) {
      const WordHistory sliced = history_of(plan_of(workflow), 3, 4, slice);
      CHECK(sliced.models == whole.models);
      CHECK(sliced.order == whole.order);
    }
  }
}

TEST_CASE("data of any generation can be assembled again from the models alone") {
  for (const Workflow workflow :
       {Workflow::replace, Workflow::accumulate, Workflow::accumulate_subsample, Workflow::mix}) {
    const Plan plan = plan_of(workflow);
    WordHistory history = history_of(plan, 2, 5, 3);
    for (int t = 1; t <= 5; ++t) {
      Pool<Words> pool;
      const auto model_at = [&](int s) { return history.model(1, s); };
      CHECK(assemble(WordSystem{}, plan, 1, t, model_at, pool) == history.models[{1, t}]);
    }
  }
}

TEST_CASE("a recursion resumed after generation 2 goes on to the same models") {
  for (const Workflow workflow :
       {Workflow::replace, Workflow::accumulate, Workflow::accumulate_subsample, Workflow::mix}) {
    WordHistory whole = history_of(plan_of(workflow), 2, 4, 100);
    Recursion<WordSystem> recursion(WordSystem{}, plan_of(workflow), 0, 2, 4);
    WordHistory half;
    for (int run = 0; run < 2; ++run)
      for (int t = 1; t <= 2; ++t) half.models[{run, t}] = whole.models[{run, t}];
    recursion.resume_after(2, half);
    while (!recursion.finished()) recursion.advance(1, half);
    CHECK(half.models == whole.models);
  }
}

TEST_CASE("a run that has ended is fitted no more, and the others do not notice") {
  const WordHistory whole = history_of(plan_of(Workflow::accumulate), 3, 5, 100);
  for (const long slice : {1L, 2L, 7L, 1000L}) {
    Recursion<WordSystem> recursion(WordSystem{}, plan_of(Workflow::accumulate), 0, 3, 5);
    EndingHistory history;
    history.ends = {9, 2, 9};
    while (!recursion.finished()) recursion.advance(slice, history);
    CHECK(recursion.completed() == 5);
    CHECK(history.skipped == std::vector<std::pair<int, int>>{{1, 3}, {1, 4}, {1, 5}});
    for (int t = 1; t <= 5; ++t) {
      CHECK(history.models.count({1, t}) == (t <= 2 ? 1 : 0));
      for (const int run : {0, 2}) CHECK(history.models.at({run, t}) == whole.models.at({run, t}));
    }
  }
}

TEST_CASE("once every run has ended there are no more generations, after a resumption either") {
  Recursion<WordSystem> recursion(WordSystem{}, plan_of(Workflow::replace), 0, 2, 50);
  EndingHistory history;
  history.ends = {3, 1};
  while (!recursion.finished()) recursion.advance(1, history);
  CHECK(recursion.completed() == 3);
  CHECK(history.skipped == std::vector<std::pair<int, int>>{{1, 2}, {1, 3}});
  Recursion<WordSystem> again(WordSystem{}, plan_of(Workflow::replace), 0, 2, 50);
  again.resume_after(2, history);
  CHECK_FALSE(again.finished());
  again.resume_after(3, history);
  CHECK(again.finished());
  CHECK(again.completed() == 3);
}
