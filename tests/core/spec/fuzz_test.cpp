#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "collapse/json.h"
#include "collapse/presets.h"
#include "collapse/spec.h"
#include "spec/manifest.h"
#include "support/fuzz.h"

// 20,000 specs spoilt by chance, the same ones every time; COLLAPSE_FUZZ=100 makes it two million. Whatever comes in is
// either taken, and then its canonical text reads back to itself, or refused in one sentence that says where.

using collapse::Error;
using collapse::Result;
using collapse::Spec;
using collapse::test::Spoiler;

namespace {

std::vector<std::string> sound_specs() {
  std::vector<std::string> list = {
      R"({"model":{"kind":"gaussian"},"source":{"kind":"gaussian","mean":[0,1],"covariance":[[1,0.5],[0.5,2]]}})",
      R"({"model":{"kind":"gmm"},"source":{"kind":"mixture","means":[[0],[4]],"covariances":[[[1]],[[2]]],"weights":[0.25,0.75]}})",
      R"({"model":{"kind":"gaussian"},"source":{"kind":"dataset","name":"faithful","columns":["waiting_min"]}})",
      R"({"model":{"kind":"kde"},"source":{"kind":"points","values":[[1,2],[3,4],[5,6]]}})",
      R"({"model":{"kind":"ngram"},"source":{"kind":"text","value":"One fish, two fish.\n\nRed \u00e9 \ud83d\ude00 fish."}})",
      R"({"model":{"kind":"categorical"},"source":{"kind":"categorical","probabilities":[0.2,0.3,0.5]}})",
      R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.25},"seed":9007199254740991})",
  };
  for (const collapse::BuiltInFile& preset : collapse::preset_files())
    list.emplace_back(collapse::json_at(preset.text, "/spec"));
  return list;
}

// A spec of fields taken from the manifest, most of them at a value of their type.
std::string made_up_spec(Spoiler& chance) {
  const auto fields = collapse::spec::fields();
  std::string text, open;
  const std::string kind = std::string(chance.one_of(collapse::spec::find_field("model", "kind")->choices));
  text = "{\"model\":{\"kind\":\"" + kind + "\"";
  for (const collapse::spec::SectionInfo& section : collapse::spec::sections()) {
    std::string body;
    const auto put = [&](std::string_view name, const std::string& value) {
      body += (body.empty() ? "\"" : ",\"") + std::string(name) + "\":" + value;
    };
    std::string own_kind = section.name == "model" ? kind : "";
    if (const collapse::spec::FieldInfo* field = collapse::spec::find_field(section.name, "kind");
        field != nullptr && own_kind.empty()) {
      own_kind = std::string(chance.one_of(field->choices));
      put("kind", "\"" + own_kind + "\"");
    }
    for (const collapse::spec::FieldInfo& field : fields) {
      if (field.section != section.name || field.name == "kind" || !field.applies(own_kind) || chance.below(3) > 0)
        continue;
      if (chance.below(4) == 0)
        put(field.name, chance.one_of(collapse::test::troubles()));
      else if (!field.choices.empty())
        put(field.name, "\"" + std::string(chance.one_of(field.choices)) + "\"");
      else if (field.type == collapse::spec::FieldType::count || field.type == collapse::spec::FieldType::number)
        put(field.name, collapse::format_number(chance.below(2) == 0 ? field.minimum : field.maximum));
      else
        put(field.name, std::string(field.fallback));
    }
    if (section.name == "model")
      text += (body.empty() ? "" : ",") + body + "}";
    else
      text += ",\"" + std::string(section.name) + "\":{" + body + "}";
  }
  return text + "}";
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether an error's path leads to something: a field or section there is, an element of what was given, or the key
// that was given.
bool leads_somewhere(const std::string& json, const Error& error) {
  if (error.path.empty())
    return error.message.find("line ") != std::string::npos || error.message.find("The text is ") == 0 ||
           error.message.find("A spec is a JSON object") == 0;
  if (error.path[0] != '/') return false;
  if (error.message.find("There is no field \"") == 0 || error.message.find("The key \"") == 0) {
    const std::string parent = error.path.substr(0, error.path.rfind('/'));
    return parent.empty() || !collapse::json_at(json, parent).empty() || json.find("\\u") != std::string::npos;
  }
  for (const collapse::spec::SectionInfo& section : collapse::spec::sections())
    if (error.path == "/" + std::string(section.name)) return true;
  for (const collapse::spec::FieldInfo& field : collapse::spec::fields()) {
    const std::string path = field.path();
    if (error.path == path) return true;
    if (error.path.compare(0, path.size() + 1, path + "/") != 0) continue;
    std::string_view rest = std::string_view(error.path).substr(path.size() + 1);
    for (; !rest.empty(); rest = rest.find('/') == rest.npos ? "" : rest.substr(rest.find('/') + 1))
      if (!is_number(rest.substr(0, rest.find('/')))) return false;
    return !collapse::json_at(json, error.path).empty() || collapse::json_at(json, path).empty();
  }
  return false;
}

void judge(const Error& error) {
  CAPTURE(error.path);
  CAPTURE(error.message);
  CHECK(error.message.size() > 10);
  CHECK(error.message.size() <= 1000);
  CHECK(error.path.size() <= 300);
  CHECK(collapse::test::is_utf8(error.path));
  CHECK(collapse::test::is_utf8(error.message));
  for (const char* word : {"nan", "inf", "infinity"})
    CHECK_FALSE(collapse::test::has_word(collapse::test::unquoted(error.message), word));
}

void judge(const std::string& json, const Result<Spec>& spec) {
  if (!spec) {
    judge(spec.error());
    CHECK(leads_somewhere(json, spec.error()));
    return;
  }
  const std::string canonical = collapse::write_spec(*spec);
  CHECK(collapse::test::is_utf8(canonical));
  for (const std::string& text : {canonical, collapse::write_spec_changes(*spec)}) {
    const Result<Spec> again = collapse::read_spec(text);
    CAPTURE(again.error().message);
    REQUIRE(static_cast<bool>(again));
    CHECK(collapse::write_spec(*again) == canonical);
  }
  const Result<Spec> same = collapse::edit_spec(*spec, {});
  REQUIRE(static_cast<bool>(same));
  CHECK(collapse::write_spec(*same) == canonical);
}

}  // namespace

TEST_CASE("20,000 specs spoilt by chance are each taken and read back, or refused in one sentence with its place") {
  const std::vector<std::string> sound = sound_specs();
  unsigned taken = 0, refused = 0;
  const unsigned rounds = collapse::test::fuzz_rounds(20000);
  for (unsigned round = 0; round < rounds; ++round) {
    Spoiler chance(round);
    const std::size_t way = chance.below(4);
    const std::string json =
        way == 0 ? made_up_spec(chance) : chance.spoilt(way == 1 ? made_up_spec(chance) : chance.one_of(sound));
    CAPTURE(round);
    CAPTURE(json);
    const Result<Spec> spec = collapse::read_spec(json);
    judge(json, spec);
    ++(spec ? taken : refused);
  }
  // Neither side is empty: the faults are neither all harmless nor all fatal.
  CHECK(taken > rounds / 50);
  CHECK(refused > rounds / 2);
}

TEST_CASE("4,000 edits by chance are each made, or refused in one sentence with its place") {
  const Result<Spec> base = collapse::read_spec(R"({"model":{"kind":"gmm"},"source":{"kind":"ring"}})");
  REQUIRE(static_cast<bool>(base));
  for (unsigned round = 0; round < collapse::test::fuzz_rounds(4000); ++round) {
    Spoiler chance(round);
    std::vector<collapse::Edit> edits;
    for (std::size_t count = 1 + chance.below(3); count > 0; --count) {
      const std::string pointer = chance.one_of(collapse::spec::fields()).path();
      edits.push_back(
          {chance.below(8) == 0 ? chance.spoilt(pointer) : pointer, chance.one_of(collapse::test::troubles())});
    }
    CAPTURE(round);
    CAPTURE(edits.front().pointer);
    CAPTURE(edits.front().value);
    const Result<Spec> spec = collapse::edit_spec(*base, edits);
    if (spec) {
      judge("", spec);
      continue;
    }
    judge(spec.error());
  }
}
