// collapse describe: the fields of a spec and the columns of the table.

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/spec.h"
#include "collapse/version.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/json_text.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

std::string json_of(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// A bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

// `a`, `b`
std::string names_of(const rapidjson::Value& list) {
  std::string out;
  for (const auto& name : list.GetArray()) out += (out.empty() ? "`" : ", `") + std::string(name.GetString()) + "`";
  return out;
}

std::string values_of(const rapidjson::Value& field) {
  if (field.HasMember("choices")) return names_of(field["choices"]);
  const std::string_view type = field["type"].GetString();
  const std::string kind = type == "Count"    ? "whole number"
                           : type == "Number" ? "number"
                           : type == "Vector" ? "list of numbers"
                           : type == "Matrix" ? "list of rows"
                           : type == "Names"  ? "list of texts"
                           : type == "Text"   ? "text"
                                              : "list of matrices";
  if (!field.HasMember("minimum")) return kind;
  return kind + ", " + format_number(field["minimum"].GetDouble()) + " to " +
         format_number(field["maximum"].GetDouble());
}

std::string kinds_of(const rapidjson::Value& field) {
  return field.HasMember("when_kind") ? names_of(field["when_kind"]) : "";
}

std::string field_table(const rapidjson::Document& schema, std::string_view section) {
  std::string out = section.empty() ? "| field | value | default | meaning |\n|---|---|---|---|\n"
                                    : "| field | only for kind | value | default | meaning |\n|---|---|---|---|---|\n";
  for (const auto& field : schema["fields"].GetArray()) {
    if (field["section"].GetString() != section) continue;
    out += "| `" + std::string(field["path"].GetString()) + "` | ";
    if (!section.empty()) out += kinds_of(field) + " | ";
    out += cell(values_of(field));
    if (const std::string unit = field["unit"].GetString(); !unit.empty()) out += " (" + unit + ")";
    out += " | " + (field["default"].IsNull() ? "required" : "`" + json_of(field["default"]) + "`") + " | " +
           cell(field["doc"].GetString()) + " |\n";
  }
  return out;
}

std::string column_table(const std::vector<ColumnInfo>& columns) {
  std::string out = "| column | unit | how | meaning |\n|---|---|---|---|\n";
  for (const ColumnInfo& column : columns)
    out += "| `" + column.name + "` | " + column.unit + " | " + column.exactness + " | " + cell(column.doc) + " |\n";
  return out;
}

constexpr const char* kQuestions = R"(
## Questions

Numbers are in the table and in the frames; words are the answers to questions. A question and its answer are JSON objects. `collapse ask` prints
one, the page asks by `Simulation.ask`, and the border has `collapse_ask`. Every question may name the `run` (the first) and the `generation` (the
newest). The first two can be asked of every experiment and take in all its runs, the others only of text; `model` of text and digits, `judge` only
of digits. *Nats* are −ln p under generation 1, or
null where it rules the token out or is not there yet.

| question | answer |
|---|---|
| `{"ask":"verdicts"}` | `{"run":…,"generation":…,"definitions":[{"id":…,"name":…,"criterion":…,"column":…,"value":x,"threshold":x,"verdict":…,"reason":…,"since":t,"runs":n,"share":x,"median_since":t},…],"early":id,"late":id}`: has the run collapsed, by each of eight definitions ([definitions.md](definitions.md)). The verdict is `collapsed`, `not`, or `not_applicable` with a reason. It has held without a break since generation t; null where it does not hold. `share` of the `runs` with a value, and the median of theirs over the runs in which it holds. Infinite values are `"inf"`. `early` and `late` name the definitions that stand for early and late collapse. |
| `{"ask":"laws"}` | `{"generation":…,"laws":[{"metric":…,"label":…,"kind":…,"expected":x,"mean":x,"error":x,"error_of":…,"z":x,"runs":n,"note":…},…]}`: each law beside the runs. `error` is the Monte-Carlo standard error of the mean over the runs, from the `law`'s own spread where it is known, else from that of the `runs`; z = (mean − expected)/error. For the kind `geometric_mean` the mean is that of the logarithms, and so is z. z is null where it would mean nothing; the note says why, or what to beware of. |
| `{"ask":"text"}`, with `"prompt"` (a text; without one the beginning of a test item) and `"length"` (1 to 400 tokens, 60) | `{"prompt":[[piece,null],…],"text":[[piece,nats],…],"unknown":[text,…]}`: what the generation goes on with. The random numbers are the same in every generation. Generation 0: how the test item really goes on. Names: twelve of them. |
| `{"ask":"sample"}`, with `"items"` (1 to 1,000, 24) | `{"items":[{"pieces":[[piece,nats],…],"kind":…},…]}`: the first items the generation wrote, from which the next one learns. Names are `real`, `new`, or a `repeat` of one above. |
| `{"ask":"next","before":text}`, with `"most"` (1 to 100, 12) | `{"before":[piece,…],"unknown":[text,…],"rows":[{"piece":…,"first":p,"now":p},…]}`: the most probable next tokens under generation 1 and this one. |
| `{"ask":"lost"}`, with `"most"` (0 to 1,000, 60) | `{"alive":n,"of":n,"lost":[{"piece":…,"count":n,"generation":t},…]}`: tokens of generation 1's text that the text of this one lacks, since generation t; the most frequent first. |
| `{"ask":"grid"}`, with `"size"` (1 to 64, 16) | `{"pieces":[…],"first":[[p,…],…],"now":[[p,…],…]}`: probabilities of the next token (columns) after one token (rows), among generation 1's most frequent ones. |
| `{"ask":"read"}`, with `"items"` (0 or 1, 0) | `{"test":{"items":n,"tokens":n,"known":n,"numbers":[…]},"own":{"items":n,"tokens":n}}`: what perplexities are taken over. `test_perplexity` is over the `known` ones of the tokens of the real text; `numbers` are those of its items among the held-out ones, counted from 0. `own_perplexity` and `first_perplexity` are over the first items that the generation wrote. With items 1 both have their `text`, tokens of each item (a transformer's items are blocks as long as its context), and `unknown` is the token of what the vocabulary lacks, or null. |
| `{"ask":"model"}`, with `"values"` (0 or 1, 0); from generation 1 on | Of n-grams `{"kind":"ngram","order":n,"smoothing":…,"lower_orders":…,"discount":x,"alpha":x,"different":[n,…]}`, how many n-grams of each length were counted; with values 1 also the `vocabulary`, pieces by their token, and `"ngrams":[{"length":k,"tokens":[…],"counts":[…]},…]`, k tokens for each count ([how they give probabilities](models/ngram.md)). Of networks `{"kind":…,"tensors":[{"name":…,"shape":[…]},…]}` ([autoencoder](models/vae.md), [transformer](models/transformer.md)); with values 1 also the `vocabulary`, or `wall_latents`, where the 64 digits of the wall are decoded from. The numbers of the tensors are `Experiment::parameters`, one tensor behind another; `collapse frame … --model` prints them. |
| `{"ask":"judge"}` | `{"wall_classes":[…],"wall_probabilities":[[p,…],…],"tensors":[{"name":…,"shape":[…],"values":[…]},…]}`: the classifier that tells which digits are drawn, and what it says of the 64 digits of the generation's wall; of generation 0, of real test digits, whose classes are 0 1 2 … 9 0 1 … in turn. |
)";

std::string markdown() {
  const rapidjson::Document schema = own_json(describe_spec());
  std::string out =
      "# The spec\n\n"
      "Generated by `collapse describe --format markdown`; do not edit. Version " +
      std::string(kVersion) + ", schema " + std::to_string(kSpecSchema) +
      ".\n\n"
      "A spec is one JSON object. It decides the result of an experiment to the last bit. The page, the permalink, the "
      "embed, the\n"
      "command and the presets all use it. Every field but `/model/kind` has a default and may be left out. Fields are "
      "named by JSON\n"
      "pointers: `/samples/n` is `n` in the object `samples`. An unknown, repeated or inapplicable field, a wrong type "
      "and a value out of\n"
      "range are errors that name the field. Nothing is corrected in silence.\n\n"
      "The smallest spec is `{\"model\":{\"kind\":\"gaussian\"}}`.\n\n"
      "## The whole\n\n" +
      field_table(schema, "");
  for (const auto& section : schema["sections"].GetArray()) {
    const std::string name = section["name"].GetString();
    out += "\n## " + std::string(section["title"].GetString()) + ": `" + name + "`\n\n" + section["doc"].GetString() +
           "\n\n" + field_table(schema, name);
  }
  out +=
      "\n## Which model learns which source\n\nA model learns the sources of its own type of data.\n\n"
      "| data | sources | models |\n|---|---|---|\n";
  for (const auto& type : schema["data"].GetArray())
    out += "| " + std::string(type["name"].GetString()) + " | " + names_of(type["sources"]) + " | " +
           names_of(type["models"]) + " |\n";
  out +=
      "\n## Columns of the table\n\n"
      "`collapse run` and the page's CSV export write one row for every run and generation. Generation 0 is the truth; "
      "generation t is the\n"
      "t-th fitted model. An empty cell is not defined. *How* says where a number comes from: `exact` is a closed "
      "form, `quadrature` a\n"
      "numerical integral whose error estimate is a column of its own, `draws` an estimate from a fixed number of "
      "draws.\n";
  for (const ColumnTable& table : column_tables()) {
    if (!table.title.empty()) out += "\n### " + table.title + "\n";
    if (!table.remark.empty()) out += "\n" + table.remark + "\n";
    out += "\n" + column_table(table.columns);
  }
  out += kQuestions;
  return out;
}

}  // namespace

void add_describe(CLI::App& app) {
  const auto as_markdown = std::make_shared<bool>(false);
  CLI::App& command =
      *app.add_subcommand("describe", "Print the schema of a spec: every field, its range, default and meaning");
  command.add_option("--format", "How it is written (default: json)")
      ->check(CLI::IsMember({"json", "markdown"}))
      ->type_name("FORMAT")
      ->each([as_markdown](const std::string& format) { *as_markdown = format == "markdown"; });
  command.callback([as_markdown] {
    Output output;
    output.write(*as_markdown ? markdown() : describe_spec() + "\n");
    output.commit();
  });
}

}  // namespace collapse::cli
