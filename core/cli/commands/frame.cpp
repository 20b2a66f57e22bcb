// collapse frame: the data and the model of one generation.

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "collapse/experiment.h"
#include "collapse/fit.h"
#include "collapse/version.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/generation.h"
#include "io/json_text.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

// Items of a text that are shown.
constexpr int kTextItems = 100;

struct FrameArguments {
  GenerationArguments at;
  bool csv = false, model = false;
  std::string out;
};

struct Parameters {
  std::span<const double> weights, means, covariances;
};

Parameters split_parameters(std::span<const double> flat, int components, int dimension) {
  const auto k = static_cast<std::size_t>(components), d = static_cast<std::size_t>(dimension);
  return {flat.subspan(0, k), flat.subspan(k, k * d), flat.subspan(k + k * d, k * d * d)};
}

// [[…],[…]]: rows of `width` numbers.
std::string json_rows(std::span<const double> flat, std::size_t width) {
  std::string out = "[";
  for (std::size_t i = 0; i < flat.size(); i += width) {
    if (i > 0) out += ',';
    out += json_numbers(flat.subspan(i, width));
  }
  return out += ']';
}

std::string json_model(const Parameters& model, int dimension) {
  const auto d = static_cast<std::size_t>(dimension);
  std::string covariances = "[";
  for (std::size_t i = 0; i < model.covariances.size(); i += d * d) {
    if (i > 0) covariances += ',';
    covariances += json_rows(model.covariances.subspan(i, d * d), d);
  }
  return "{\"weights\":" + json_numbers(model.weights) + ",\"means\":" + json_rows(model.means, d) +
         ",\"covariances\":" + covariances + "]}";
}

// The answer to a question about the generation that needs no words of the asker's.
std::string answer_of(Experiment& experiment, int run, int generation, const std::string& topic,
                      const std::string& more = "") {
  const Result<std::string> answer = experiment.ask(R"({"ask":")" + topic + R"(","run":)" + std::to_string(run) +
                                                    R"(,"generation":)" + std::to_string(generation) + more + "}");
  return answer ? *answer : "null";
}

std::string json_of(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// [{"name":…,"shape":[…],"values":[…]},…]: a network can have millions of parameters, so each number goes straight to
// the output.
void write_tensors(Output& output, const rapidjson::Value& tensors, std::span<const double> parameters) {
  output.write("[");
  for (const auto& tensor : tensors.GetArray()) {
    std::size_t size = 1;
    for (const auto& length : tensor["shape"].GetArray()) size *= length.GetUint64();
    output.write(&tensor == tensors.Begin() ? "\n" : ",\n");
    output.write("{\"name\":" + json_of(tensor["name"]) + ",\"shape\":" + json_of(tensor["shape"]) + ",\"values\":[");
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) output.write(",");
      output.write(json_float(static_cast<float>(parameters[i])));
    }
    output.write("]}");
    parameters = parameters.subspan(size);
  }
  output.write("]");
}

// The model of a network or of n-grams; with `values` the parameters and the counts too.
void write_model(Output& output, Experiment& experiment, int run, int generation, bool values) {
  const std::string answer = answer_of(experiment, run, generation, "model", values ? R"(,"values":1)" : "");
  const rapidjson::Document json = own_json(answer);
  if (!values || !json.IsObject() || !json.HasMember("tensors")) return output.write(answer);
  const char* comma = "{";
  for (const auto& member : json.GetObject()) {
    output.write(comma + json_of(member.name) + ":");
    if (member.name == "tensors")
      write_tensors(output, member.value, experiment.parameters(run, generation));
    else
      output.write(json_of(member.value));
    comma = ",\n";
  }
  output.write("}");
}

// The text a generation wrote, one item of it a line: JSON texts, or a CSV column.
std::string written_text(Experiment& experiment, int run, int generation, bool csv) {
  const Result<std::string> answer = experiment.ask("{\"ask\":\"sample\",\"run\":" + std::to_string(run) +
                                                    ",\"generation\":" + std::to_string(generation) +
                                                    ",\"items\":" + std::to_string(kTextItems) + "}");
  if (!answer) throw invalid_input(answer.error(), "generation " + std::to_string(generation));
  const rapidjson::Document json = own_json(*answer);
  std::string out;
  for (const auto& item : json["items"].GetArray()) {
    std::string text;
    for (const auto& piece : item["pieces"].GetArray())
      text += std::string(piece[0].GetString(), piece[0].GetStringLength());
    while (!text.empty() && text.back() == '\n') text.pop_back();
    if (csv) {
      std::string cell;
      for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += "\"" + cell + "\"\n";
    } else {
      out += (out.empty() ? "\n" : ",\n") + json_string(text);
    }
  }
  return out;
}

void print_frame(const FrameArguments& arguments) {
  const int run = arguments.at.run, generation = arguments.at.generation;
  if (arguments.csv && arguments.model)
    throw Failure{kInvalidInput, "--model: a table holds no parameters; leave out --format csv"};
  refuse_overwriting(arguments.out, arguments.at.spec.source);
  Output output(arguments.out);
  Experiment experiment = experiment_at(arguments.at);
  const Spec spec = experiment.spec();
  const DataType data = data_type(spec.model.kind);
  const bool words = data == DataType::tokens;

  // Probabilities of the categories, a rate, or coefficients: a list of numbers.
  const bool list = data == DataType::categories || data == DataType::counts || data == DataType::rows;

  const std::vector<std::string> axes = experiment.axes();
  const NamedBlock block = experiment.frame(run, generation);
  // Which sections there are depends on the kind of experiment.
  const auto section = [&](std::string_view name) {
    const Result<std::span<const double>> found = block.section(name);
    return found ? *found : std::span<const double>{};
  };
  const std::span<const double> head = section("head");
  const auto shown = static_cast<std::size_t>(head[4]);
  const std::span<const double> real = section("points_real");
  std::vector<std::span<const double>> coordinates = {section("points_x")};
  if (axes.size() > 1) coordinates.push_back(section("points_y"));

  // Digits decoded at the same latent points in every generation, one row of pixels each.
  const std::span<const double> wall = section("wall");
  const auto pixels = static_cast<std::size_t>(experiment.dimension());
  std::string model = "null";
  if (generation > 0 && list)
    model = json_numbers(experiment.parameters(run, generation));
  else if (generation > 0 && spec.model.kind == ModelKind::kde)
    model = "{\"kernel\":" +
            json_rows(experiment.parameters(run, generation), static_cast<std::size_t>(experiment.dimension())) + "}";
  else if (generation > 0 && wall.empty() && !words)
    model = json_model(
        split_parameters(experiment.parameters(run, generation), experiment.components(), experiment.dimension()),
        experiment.dimension());

  std::string text;
  if (arguments.csv) {
    text = std::string("# Model Collapse Lab ") + kVersion + "\n# spec: " + write_spec(spec) + "\n# run " +
           std::to_string(run) + ", generation " + std::to_string(generation) + ", " + format_number(head[4]) + " of " +
           format_number(head[2]) + " points\n# model: " + model + "\n";
    if (words) {
      text += "text\n" + written_text(experiment, run, generation, true);
    } else if (!wall.empty()) {
      for (std::size_t j = 0; j < pixels; ++j) text += (j > 0 ? ",pixel_" : "pixel_") + std::to_string(j + 1);
      for (std::size_t i = 0; i < wall.size(); ++i) text += (i % pixels > 0 ? "," : "\n") + format_number(wall[i]);
      text += "\n";
    } else {
      for (const std::string& axis : axes) text += axis + ",";
      text += "real\n";
      for (std::size_t i = 0; i < shown; ++i) {
        for (const auto& coordinate : coordinates) text += format_number(coordinate[i]) + ",";
        text += real[i] != 0 ? "1\n" : "0\n";
      }
    }
  } else {
    text = "{\"version\":" + json_string(kVersion) + ",\n\"settings\":" + write_spec(spec) +
           ",\n\"run\":" + std::to_string(run) + ",\n\"generation\":" + std::to_string(generation) + ",\n\"metrics\":{";
    const std::span<const double> row = experiment.row(run, generation);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string& name = experiment.columns()[c].name;
      text += (c > 0 ? "," : "") + json_string(name) + ":";
      text += name == "status" && row[c] == row[c]
                  ? json_string(models::kFitStatuses[static_cast<std::size_t>(row[c])].name)
                  : json_number(row[c]);
    }
    text += "},\n\"model\":";
    output.write(text);
    text.clear();
    if (generation > 0 && experiment.reached(run, generation) && (words || !wall.empty()))
      write_model(output, experiment, run, generation, arguments.model);
    else
      output.write(model);
    if (!wall.empty() && arguments.model) text += ",\n\"judge\":" + answer_of(experiment, run, generation, "judge");
    if (words)
      text += ",\n\"read\":" + answer_of(experiment, run, generation, "read", arguments.model ? R"(,"items":1)" : "");
    text += ",\n\"axes\":[";
    for (std::size_t j = 0; j < axes.size(); ++j) text += (j > 0 ? "," : "") + json_string(axes[j]);
    text += "],\n\"points_total\":" + format_number(head[2]) + ",\n\"points\":[";
    for (std::size_t i = 0; i < shown; ++i) {
      text += i > 0 ? ",\n[" : "\n[";
      for (std::size_t j = 0; j < coordinates.size(); ++j) text += (j > 0 ? "," : "") + json_number(coordinates[j][i]);
      text += "]";
    }
    text += "],\n\"real\":" + json_numbers(real.subspan(0, shown));
    if (!wall.empty()) text += ",\n\"wall\":" + json_rows(wall, pixels);
    if (words) text += ",\n\"text\":[" + written_text(experiment, run, generation, false) + "]";
    text += "}\n";
  }
  output.write(text);
  output.commit();
}

}  // namespace

void add_frame(CLI::App& app) {
  const auto arguments = std::make_shared<FrameArguments>();
  CLI::App& command = *app.add_subcommand("frame", "Print the data and the model of one generation");
  arguments->at.declare(command);
  command.add_option("--format", "How it is written (default: json)")
      ->check(CLI::IsMember({"json", "csv"}))
      ->type_name("FORMAT")
      ->each([arguments](const std::string& format) { arguments->csv = format == "csv"; });
  command.add_option("-o,--out", arguments->out, "Write to this file, which appears only when it is complete")
      ->check(names_a_file)
      ->type_name("FILE");
  command.add_flag(
      "--model", arguments->model,
      "Give the parameters of a network by name, the counts of n-grams and the items that perplexities are taken over");
  command.footer(
      "The points are those the generation was fitted on: at most 10,000, evenly picked, and their first two "
      "coordinates;\n"
      "the model has all of its dimensions. For digits: 64 of them, decoded at the same latent points in every "
      "generation.\n"
      "For text: the first 100 items the generation wrote, and which items its perplexities are taken over. For "
      "categories, counts and regression: no points; the model is a list\n"
      "of probabilities, the rate, or the coefficients. Of a kernel density: the kernel's covariance; its kernels "
      "stand on the points.");
  command.callback([arguments] { print_frame(*arguments); });
}

}  // namespace collapse::cli
