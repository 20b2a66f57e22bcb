// collapse ask: a question about words, or about what happened to the runs, answered at one generation.

#include <rapidjson/document.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "collapse/experiment.h"
#include "commands.h"
#include "failure.h"
#include "generation.h"
#include "output.h"

namespace collapse::cli {

namespace {

struct AskArguments {
  GenerationArguments at;
  std::string question;
  std::string out;
};

void print_answer(const AskArguments& arguments) {
  Output output(arguments.out);
  rapidjson::Document asked;
  asked.Parse(arguments.question.data(), arguments.question.size());
  const bool of_all =
      !asked.HasParseError() && asked.IsObject() && asked.HasMember("ask") && (asked["ask"] == "verdicts" || asked["ask"] == "laws");
  Experiment experiment = experiment_at(arguments.at, of_all);
  // The generation and the run stand in the question like everything else; those of the arguments are put in front.
  std::string question = arguments.question;
  const std::size_t open = question.find('{');
  if (open != std::string::npos) {
    const std::string inside = question.substr(open + 1);
    const bool empty = inside.find_first_not_of(" \t\n\r") != std::string::npos && inside[inside.find_first_not_of(" \t\n\r")] == '}';
    question = "{\"run\":" + std::to_string(arguments.at.run) + ",\"generation\":" + std::to_string(arguments.at.generation) +
               (empty ? "" : ",") + inside;
  }
  const Result<std::string> answer = experiment.ask(question);
  if (!answer) throw invalid_input(answer.error(), "question");
  output.write(*answer + "\n");
  output.commit();
}

}  // namespace

void add_ask(CLI::App& app) {
  const auto arguments = std::make_shared<AskArguments>();
  CLI::App& command = *app.add_subcommand("ask", "Ask whether the runs collapsed, how they meet the laws, or a language model about words");
  arguments->at.declare(command);
  command.add_option("-q,--question", arguments->question, R"(Such as '{"ask":"text"}'; docs/spec.md lists them)")
      ->required()
      ->type_name("JSON");
  command.add_option("-o,--out", arguments->out, "Write to this file, which appears only when it is complete")
      ->type_name("FILE");
  command.footer(
      "Example: collapse ask names-diffuse --generation 5 --question '{\"ask\":\"sample\",\"items\":20}'\n"
      "         collapse ask gaussian-forgets --generation 50 --question '{\"ask\":\"verdicts\"}'");
  command.callback([arguments] { print_answer(*arguments); });
}

}  // namespace collapse::cli
