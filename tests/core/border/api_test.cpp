#include <doctest/doctest.h>

#include <cstring>
#include <string>

#include "api.h"

// The border is total: whatever comes in, a call returns, and a failed one leaves a sentence.

namespace {

const std::string kSpec = R"({"generations":5,"runs":2,"model":{"kind":"gaussian"},"samples":{"n":20}})";

std::string text(const char* from) { return {from, static_cast<std::size_t>(collapse_length())}; }
std::string error() { return text(collapse_last_error()); }
std::int32_t create(const std::string& spec, const std::string& table = "", std::int32_t first = 0,
                    std::int32_t count = -1) {
  return collapse_create(spec.data(), static_cast<std::int32_t>(spec.size()), table.data(),
                         static_cast<std::int32_t>(table.size()), first, count);
}
std::string edit(const std::string& spec, const std::string& edits) {
  return text(collapse_edit(spec.data(), static_cast<std::int32_t>(spec.size()), edits.data(),
                            static_cast<std::int32_t>(edits.size())));
}

}  // namespace

TEST_CASE("a spec goes in and frames, tables and a hash come out") {
  const std::int32_t handle = create(kSpec);
  REQUIRE(handle >= 1);
  CHECK(error().empty());
  CHECK(collapse_advance(handle, 1) == 0);  // one run of two
  CHECK(collapse_advance(handle, 1) == 1);
  CHECK(collapse_advance(handle, 1000) == 5);
  CHECK(collapse_block(handle, COLLAPSE_SCENE, 0, 0, 0, 0) != nullptr);
  CHECK(collapse_length() > 256);
  CHECK(collapse_block(handle, COLLAPSE_FRAME, 1, 5, 0, 0) != nullptr);
  CHECK(collapse_block(handle, COLLAPSE_HISTORY, 0, 5, 0, 0) != nullptr);
  CHECK(collapse_block(handle, COLLAPSE_LINES, 0, 2, 0, 5) != nullptr);
  CHECK(collapse_length() == 12);
  CHECK(collapse_block(handle, COLLAPSE_RIDGES, 0, 0, 5, 0) != nullptr);
  CHECK(collapse_length() == 6 * 256);
  CHECK(collapse_block(handle, COLLAPSE_PROGRESS, 0, 0, 0, 0) != nullptr);
  CHECK(text(collapse_text(handle, COLLAPSE_HASH, 0, 0)).size() == 16);
  CHECK(text(collapse_text(handle, COLLAPSE_CSV, 1, 0))
            .find("\nrun,generation,mean,variance,w2,kl_model_truth,kl_truth_model,tail_2sigma,") != std::string::npos);
  CHECK(text(collapse_text(handle, COLLAPSE_SUMMARY, 0, 3)).find("After 3 generations") == 0);
  const std::string saved = text(collapse_text(handle, COLLAPSE_SAVE, 0, 0));
  const std::string hash = text(collapse_text(handle, COLLAPSE_HASH, 0, 0));
  const std::int32_t again = collapse_load(saved.data(), static_cast<std::int32_t>(saved.size()), nullptr, 0);
  REQUIRE(again >= 1);
  CHECK(again != handle);
  CHECK(text(collapse_text(again, COLLAPSE_HASH, 0, 0)) == hash);
  collapse_destroy(handle);
  collapse_destroy(again);
  CHECK(collapse_advance(handle, 1) == -1);
}

TEST_CASE("the border says whether all is computed, and why no more than that") {
  const auto ended = [](std::int32_t handle) { return text(collapse_text(handle, COLLAPSE_ENDED, 0, 0)); };
  const std::int32_t whole = create(kSpec);
  REQUIRE(whole >= 1);
  CHECK(collapse_finished(whole) == 0);
  CHECK(collapse_advance(whole, 9) == 4);
  CHECK(collapse_finished(whole) == 0);
  CHECK(collapse_advance(whole, 1) == 5);
  CHECK(collapse_finished(whole) == 1);
  CHECK(ended(whole).empty());
  // No draw lies so far out: of five generations there are two.
  const std::int32_t early = create(
      R"({"generations":5,"model":{"kind":"gaussian"},"selection":{"kind":"verifier","offset":60,"radius":0.1},"samples":{"n":10}})");
  REQUIRE(early >= 1);
  CHECK(collapse_advance(early, 1) == 1);
  CHECK(collapse_finished(early) == 0);
  CHECK(ended(early).empty());
  CHECK(collapse_advance(early, 1000) == 2);
  CHECK(collapse_finished(early) == 2);
  CHECK(ended(early) == "too few draws passed the selection");
  CHECK(error().empty());
  collapse_destroy(whole);
  collapse_destroy(early);
  CHECK(collapse_finished(early) == -1);
  CHECK(error().find("There is no experiment with handle") != std::string::npos);
}

TEST_CASE("every wrong argument is answered by a sentence") {
  CHECK(create("{}") == 0);
  CHECK(error() == R"({"path":"/model/kind","message":"Model is required."})");
  CHECK(collapse_create(nullptr, 0, nullptr, 0, 0, -1) == 0);
  CHECK(error().find("Not valid JSON") != std::string::npos);
  CHECK(create(kSpec, "", 0, 3) == 0);
  CHECK(error().find("The runs asked for must lie within the 2 of the spec.") != std::string::npos);
  CHECK(create(kSpec, "", -1, 1) == 0);

  for (const std::int32_t handle : {0, -1, 1000, INT32_MAX, INT32_MIN}) {
    CHECK(collapse_advance(handle, 1) == -1);
    CHECK(error() ==
          "{\"path\":\"\",\"message\":\"There is no experiment with handle " + std::to_string(handle) + ".\"}");
    CHECK(collapse_block(handle, COLLAPSE_FRAME, 0, 0, 0, 0) == nullptr);
    CHECK(text(collapse_text(handle, COLLAPSE_HASH, 0, 0)).empty());
    collapse_destroy(handle);
  }
  const std::int32_t handle = create(kSpec);
  CHECK(collapse_advance(handle, 0) == -1);
  CHECK(error().find("The work must be from 1 to") != std::string::npos);
  CHECK(collapse_block(handle, COLLAPSE_FRAME, 0, 1, 0, 0) == nullptr);  // not computed yet
  CHECK(error().find("The last generation must be from 0 to 0, but is 1.") != std::string::npos);
  CHECK(collapse_block(handle, COLLAPSE_FRAME, 2, 0, 0, 0) == nullptr);
  CHECK(error().find("The run must be from 0 to 1, but is 2.") != std::string::npos);
  CHECK(collapse_block(handle, COLLAPSE_HISTORY, 1, 0, 0, 0) == nullptr);
  CHECK(collapse_block(handle, COLLAPSE_LINES, 1000, 1, 0, 0) == nullptr);
  CHECK(collapse_block(handle, COLLAPSE_LINES, 0, 0, 0, 0) == nullptr);
  CHECK(collapse_block(handle, COLLAPSE_RIDGES, 0, -1, 0, 0) == nullptr);
  CHECK(collapse_block(handle, 99, 0, 0, 0, 0) == nullptr);
  CHECK(error().find("The kind of block must be from 0 to 5, but is 99.") != std::string::npos);
  CHECK(text(collapse_text(handle, 99, 0, 0)).empty());
  CHECK(text(collapse_text(handle, COLLAPSE_CSV, 0, 0)).empty());
  collapse_destroy(handle);
  CHECK(collapse_load("junk", 4, nullptr, 0) == 0);
  CHECK(error().find("damaged") != std::string::npos);
}

TEST_CASE("edits are made together and judged as a whole") {
  CHECK(edit(kSpec, R"([["/samples/n","200"],["/model/kind","gmm"],["/model/components","3"]])")
            .find(R"("components":3)") != std::string::npos);
  CHECK(error().empty());
  CHECK(edit(kSpec, "").find(R"({"schema":1,"seed":7,"runs":2)") == 0);
  CHECK(edit(kSpec, R"([["/samples/n","0"]])").empty());
  CHECK(error().find("\"path\":\"/samples/n\"") != std::string::npos);
  for (const char* malformed : {"{}", "[1]", "[[\"/samples/n\"]]", "[[1,2]]", "nonsense"}) {
    CHECK(edit(kSpec, malformed).empty());
    CHECK(error().find("Edits must be a list of [pointer, text] pairs") != std::string::npos);
  }
}

TEST_CASE("the border says what a spec needs, or what is wrong with it") {
  const auto needs = [](const std::string& spec) {
    return text(collapse_needs(spec.data(), static_cast<std::int32_t>(spec.size())));
  };
  CHECK(needs(kSpec) == R"({"module":"core","data":"","name":""})");
  CHECK(error().empty());
  CHECK(needs("{}").empty());
  CHECK(error() == R"({"path":"/model/kind","message":"Model is required."})");
  CHECK(collapse_needs(nullptr, -1) != nullptr);
  CHECK(collapse_length() == 0);
}

TEST_CASE("the schema and the version of the border can be asked for") {
  CHECK(collapse_abi_version() == 4);
  CHECK(text(collapse_describe()).find(R"({"schema":1,"version":")") == 0);
  void* memory = collapse_alloc(16);
  REQUIRE(memory != nullptr);
  std::memset(memory, 0, 16);
  collapse_free(memory);
  CHECK(collapse_alloc(0) == nullptr);
  CHECK(collapse_alloc(-5) == nullptr);
}

TEST_CASE(
    "the core says for how many points or tokens its real data suffice, and creates an experiment with so many and no "
    "more") {
  const auto most = [](const std::string& spec, const std::string& table = "") {
    return collapse_most_samples(spec.data(), static_cast<std::int32_t>(spec.size()), table.data(),
                                 static_cast<std::int32_t>(table.size()));
  };
  const std::string german =
      "Die Donaudampfschifffahrtsgesellschaftskapit\u00e4ne trugen gro\u0308\u00dfere Mu\u0308tzen. ";
  const std::string hindi = "हिन्दी में लिखा हुआ पाठ। ", tamil = "தமிழில் எழுதப்பட்ட உரை. ", thai = "ภาษาไทย เขียน ติดกัน ทั้งหมด ";
  const std::string hebrew = "בְּרֵאשִׁית בָּרָא אֱלֹהִים. ", emoji = "👩‍👩‍👧 😀🏽 ein Wort ";
  for (const std::string& words : {german, hindi, tamil, thai, hebrew, emoji})
    for (const char* tokens : {"words", "characters", "byte-pairs"}) {
      std::string text;
      for (int i = 0; i < 12; ++i) text += words + "\\n";
      const auto spec = [&](std::int64_t n) {
        return R"({"generations":1,"source":{"kind":"text","tokens":")" + std::string(tokens) + R"(","value":")" +
               text + R"("},"model":{"kind":"ngram"},"samples":{"n":)" + std::to_string(n) + "}}";
      };
      const std::int32_t n = most(spec(1000000));
      CAPTURE(text);
      CAPTURE(tokens);
      REQUIRE(n > 1);
      const std::int32_t handle = create(spec(n));
      CHECK(handle >= 1);
      CHECK(error().empty());
      collapse_destroy(handle);
      CHECK(create(spec(n + 1)) == 0);
      CHECK(error().find("/samples/n") != std::string::npos);
    }
  const auto points = [](std::int64_t n) {
    return R"({"generations":3,"source":{"kind":"points","values":[[1],[2],[3],[5],[8]]},"model":{"kind":"gaussian"},"samples":{"n":)" +
           std::to_string(n) + "}}";
  };
  CHECK(most(points(100)) == 5);
  CHECK(most(kSpec) == 1000000);
  CHECK(most(R"({"generations":5,"source":{"kind":"dataset","name":"faithful"},"model":{"kind":"gaussian"}})",
             "eruptions\n1\n2\n3\n") == 3);
  CHECK(most("{}") == -1);
  CHECK(error().find("/model/kind") != std::string::npos);
  CHECK(most(R"({"source":{"kind":"text","value":"too short"},"model":{"kind":"ngram"}})") == -1);
  CHECK(error().find("/source/value") != std::string::npos);
}
