// collapse ask: a question about words, or about what happened to the runs, answered at one generation.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "collapse/experiment.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/generation.h"
#include "io/json_text.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

struct AskArguments {
  GenerationArguments at;
  std::string question;
  std::string out;
};

void print_answer(const AskArguments& arguments) {
  refuse_overwriting(arguments.out, arguments.at.spec.source);
  Output output(arguments.out);
  const rapidjson::Document asked = read_json(arguments.question, "--question");
  const auto says = [&](const char* name) { return asked.IsObject() && asked.HasMember(name); };
  const bool of_all = says("ask") && (asked["ask"] == "verdicts" || asked["ask"] == "laws");
  Experiment experiment = experiment_at(arguments.at, of_all);
  // The generation and the run stand in the question like everything else; where it names none, it gets those of the
  // arguments.
  std::string question = arguments.question;
  if (asked.IsObject() && asked.MemberCount() > 0) {
    std::string at;
    if (!says("run")) at += "\"run\":" + std::to_string(arguments.at.run) + ",";
    if (!says("generation")) at += "\"generation\":" + std::to_string(arguments.at.generation) + ",";
    question.insert(question.find('{') + 1, at);
  }
  const Result<std::string> answer = experiment.ask(question);
  if (!answer) throw invalid_input(answer.error(), "--question");
  output.write(*answer + "\n");
  output.commit();
}

}  // namespace

void add_ask(CLI::App& app) {
  const auto arguments = std::make_shared<AskArguments>();
  CLI::App& command = *app.add_subcommand(
      "ask", "Ask whether the runs collapsed, how they meet the laws, or a language model about words");
  arguments->at.declare(command);
  command.add_option("-q,--question", arguments->question, R"(Such as '{"ask":"text"}'; docs/spec.md lists them)")
      ->required()
      ->type_name("JSON");
  command.add_option("-o,--out", arguments->out, "Write to this file, which appears only when it is complete")
      ->check(names_a_file)
      ->type_name("FILE");
  command.footer(
      "Example: collapse ask names-diffuse --generation 5 --question '{\"ask\":\"sample\",\"items\":20}'\n"
      "         collapse ask gaussian-forgets --generation 50 --question '{\"ask\":\"verdicts\"}'");
  command.callback([arguments] { print_answer(*arguments); });
}

}  // namespace collapse::cli
