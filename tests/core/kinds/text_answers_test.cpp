#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/text_experiments.h"

// Questions about words: every answer has the form docs/spec.md gives it, and a question that has none is refused with
// a sentence.

using namespace collapse;
using namespace collapse::test;

namespace {

rapidjson::Document ask(Experiment& experiment, const std::string& question) {
  const Result<std::string> answer = experiment.ask(question);
  CAPTURE(question);
  CAPTURE(answer.error().message);
  REQUIRE(static_cast<bool>(answer));
  auto json = spec::parse_json(*answer);
  REQUIRE(static_cast<bool>(json));
  return std::move(*json);
}

std::string joined(const rapidjson::Value& pieces) {
  std::string text;
  for (const auto& piece : pieces.GetArray()) text += piece[0].GetString();
  return text;
}

Experiment& words() {
  static Experiment experiment = finished_text(text_spec(R"("kind":"ngram","order":2)", R"("generations":6)"));
  return experiment;
}
Experiment& network() {
  static Experiment experiment =
      finished_text(text_spec(kTinyNetwork, R"("generations":2,"samples":{"n":600})", "characters"));
  return experiment;
}

}  // namespace

TEST_CASE(
    "text asked for: the built-in prompt is continued, the same every time, and generation 0 goes on as the real text "
    "does") {
  for (Experiment* experiment : {&words(), &network()}) {
    const auto first = ask(*experiment, R"({"ask":"text","generation":2,"length":25})");
    const auto again = ask(*experiment, R"({"ask":"text","generation":2,"length":25})");
    CHECK(joined(first["text"]) == joined(again["text"]));
    CHECK(first["text"].Size() == 25);
    CHECK_FALSE(joined(first["prompt"]).empty());
    const auto real = ask(*experiment, R"({"ask":"text","generation":0})");
    CHECK(joined(real["prompt"]) == joined(first["prompt"]));
    const std::string whole = joined(real["prompt"]) + joined(real["text"]);
    // The made-up text has only these words; its spaces and full stops are in their places.
    CHECK(whole.find("  ") == std::string::npos);
    CHECK(whole.find(" .") == std::string::npos);
  }
}

TEST_CASE("text asked for: each piece has its nats under generation 1, as the reading of the whole text has") {
  const auto answer = ask(words(), R"({"ask":"text","generation":1,"length":30})");
  for (const auto& piece : answer["text"].GetArray()) {
    REQUIRE(piece[1].IsNumber());  // generation 1 rules out nothing it writes itself
    CHECK(piece[1].GetDouble() >= 0);
  }
  for (const auto& piece : answer["prompt"].GetArray()) CHECK(piece[1].IsNull());
}

TEST_CASE("text asked for: a typed prompt is taken as it is, and what the vocabulary lacks is named") {
  const auto answer = ask(words(), R"({"ask":"text","generation":3,"prompt":"  Do   ki xyzzy do?","length":5})");
  CHECK(joined(answer["prompt"]).find("do ki") == 0);
  REQUIRE(answer["unknown"].Size() == 2);
  CHECK(std::string(answer["unknown"][0].GetString()) == "xyzzy");
  CHECK(std::string(answer["unknown"][1].GetString()) == "?");
  CHECK(ask(words(), R"({"ask":"text","generation":0,"prompt":"do"})")["text"].Size() == 0);
  CHECK(ask(network(), R"({"ask":"text","generation":1,"prompt":"","length":3})")["text"].Size() == 3);
}

TEST_CASE("text asked for: the mark of an unknown word may come back as a word") {
  Experiment cut =
      finished_text(text_spec(R"("kind":"ngram","order":2)", R"("generations":1)", "words", R"(,"vocabulary":40)"));
  const auto answer = ask(cut, R"({"ask":"next","before":"do ‹unknown› ki"})");
  REQUIRE(answer["before"].Size() == 3);
  CHECK(std::string(answer["before"][1].GetString()) == "‹unknown›");
  CHECK(answer["unknown"].Size() == 0);
}

TEST_CASE("next tokens asked for: the most probable ones under both generations, with their probabilities") {
  const auto answer = ask(words(), R"({"ask":"next","generation":4,"before":"do","most":7})");
  REQUIRE(answer["rows"].Size() >= 1);
  double now = 0, before = 2;
  for (const auto& row : answer["rows"].GetArray()) {
    const double larger = std::fmax(row["first"].GetDouble(), row["now"].GetDouble());
    CHECK(larger <= before);
    before = larger;
    now += row["now"].GetDouble();
  }
  CHECK(now <= 1 + 1e-12);
  const auto all = ask(network(), R"({"ask":"next","generation":2,"before":"d","most":100})");
  double sum = 0;
  for (const auto& row : all["rows"].GetArray()) sum += row["now"].GetDouble();
  CHECK(close(sum, 1, 1e-6));
}

TEST_CASE("lost tokens asked for: alive and lost are all there were, and each was lost when the answer says") {
  Experiment& experiment = words();
  const auto answer = ask(experiment, R"({"ask":"lost","generation":6,"most":1000})");
  CHECK(answer["alive"].GetInt() + static_cast<int>(answer["lost"].Size()) == answer["of"].GetInt());
  CHECK(answer["of"].GetInt() == static_cast<int>(value(experiment, 0, 1, "vocabulary")));
  CHECK(answer["alive"].GetInt() == static_cast<int>(value(experiment, 0, 6, "vocabulary")));
  REQUIRE(answer["lost"].Size() > 3);
  double before = 1e9;
  for (const auto& entry : answer["lost"].GetArray()) {
    CHECK(entry["count"].GetDouble() <= before);
    before = entry["count"].GetDouble();
    const int since = entry["generation"].GetInt();
    const auto earlier =
        ask(experiment, R"({"ask":"lost","most":1000,"generation":)" + std::to_string(since - 1) + "}");
    for (const auto& other : earlier["lost"].GetArray())
      CHECK(std::string(other["piece"].GetString()) != entry["piece"].GetString());
  }
  CHECK(ask(experiment, R"({"ask":"lost","generation":1})")["lost"].Size() == 0);
  CHECK(ask(experiment, R"({"ask":"lost","generation":0})")["lost"].Size() == 0);
}

TEST_CASE("a sample asked for is the beginning of the text the next generation learns from") {
  const auto answer = ask(words(), R"({"ask":"sample","generation":2,"items":3})");
  REQUIRE(answer["items"].Size() == 3);
  CHECK(answer["items"][0].HasMember("pieces"));
  CHECK_FALSE(answer["items"][0].HasMember("kind"));  // only names have one
  CHECK(ask(words(), R"({"ask":"sample","generation":0})")["items"].Size() > 0);
}

TEST_CASE("a grid asked for: probabilities of the next token after one, rows at most 1") {
  const auto answer = ask(words(), R"({"ask":"grid","generation":3,"size":9})");
  REQUIRE(answer["pieces"].Size() == 9);
  for (const char* name : {"first", "now"}) {
    REQUIRE(answer[name].Size() == 9);
    for (const auto& row : answer[name].GetArray()) {
      double sum = 0;
      for (const auto& p : row.GetArray()) sum += p.GetDouble();
      CHECK(sum <= 1 + 1e-9);
    }
  }
  CHECK_FALSE(ask(words(), R"({"ask":"grid","generation":0})").HasMember("now"));
}

TEST_CASE("questions that cannot be answered are refused with a sentence") {
  const auto said = [](const char* question) { return words().ask(question).error().message; };
  CHECK(said("nonsense").find("Not valid JSON") == 0);
  CHECK(said("[]").find("A question is an object such as") == 0);
  CHECK(said(R"({"ask":"weather"})").find("A question is an object such as") == 0);
  CHECK(said(R"({"ask":"text","generation":7})") == "\"generation\" must be a whole number from 0 to 6, but is 7.");
  CHECK(said(R"({"ask":"text","run":1})") == "\"run\" must be a whole number from 0 to 0, but is 1.");
  CHECK(said(R"({"ask":"text","length":0})") == "\"length\" must be a whole number from 1 to 400, but is 0.");
  CHECK(said(R"({"ask":"text","lenght":5})") ==
        R"(This question has no "lenght"; it has "ask", "run", "generation", "prompt", "length".)");
  CHECK(said(R"({"ask":"grid","size":3,"size":4})") == R"("size" stands twice; it may stand once.)");
  CHECK(said(R"({"ask":"next","before":"\udc00"})") ==
        "Not valid Unicode at line 1, column 25: \\udc00 is half of a pair, and its other half is missing.");
  CHECK(said(R"({"ask":"text","prompt":5})") == "\"prompt\" must be a text, but is 5.");
  CHECK(said((R"({"ask":"text","prompt":")" + std::string(4001, 'a') + "\"}").c_str()) ==
        "\"prompt\" may have at most 4000 bytes, but has 4001.");
  CHECK(said(R"({"ask":"next","most":1.5})") == "\"most\" must be a whole number from 1 to 100, but is 1.5.");
  CHECK(said(R"({"ask":"grid","size":"x"})") == "\"size\" must be a whole number from 1 to 64, but is \"x\".");
}
