// The edges of every kind: one point, one value, one component, fewer points than dimensions, nothing written, spreads
// that vanish or overflow, runs that end.

#include "sentences/sentences.h"
#include "support/own_text.h"

namespace collapse::test {

namespace {

const char* const kWorkflows[][2] = {
    {"accumulate", R"({"kind":"accumulate"})"},
    {"accumulate and subsample", R"({"kind":"accumulate_subsample"})"},
    {"a tenth of fresh real data", R"({"kind":"mix","real_fraction":0.1})"},
    {"a tenth of the same real data", R"({"kind":"mix","real_fraction":0.1,"real":"fixed"})"},
    {"no real data", R"({"kind":"mix","real_fraction":0})"},
    {"all data real", R"({"kind":"mix","real_fraction":1})"},
    {"recursion", R"({"kind":"recursion","alpha":0.9,"beta":0})"},
    {"recursion, all from the model", R"({"kind":"recursion","alpha":1,"beta":0})"},
    {"recursion, all from before", R"({"kind":"recursion","alpha":0,"beta":1})"},
    {"recursion, all real", R"({"kind":"recursion","alpha":0,"beta":0})"},
};
const char* const kWeighted[][2] = {
    {"real data weigh nothing", R"({"kind":"weighted","real_weight":0})"},
    {"real data weigh all", R"({"kind":"weighted","real_weight":1})"},
    {"real data weigh half", R"({"kind":"weighted","real_weight":0.5,"real_fraction":0.5})"},
    {"no real data to weigh", R"({"kind":"weighted","real_fraction":0})"},
};

std::string joined(std::initializer_list<std::string> fields) {
  std::string text = "{";
  for (const std::string& field : fields)
    if (!field.empty()) text += (text.size() > 1 ? "," : "") + field;
  return text + "}";
}
std::string source(const std::string& fields) { return "\"source\":{" + fields + "}"; }
std::string model(const std::string& kind, const std::string& fields = "") {
  return R"("model":{"kind":")" + kind + "\"" + (fields.empty() ? "" : "," + fields) + "}";
}
std::string n(int count, const std::string& more = "") {
  return R"("samples":{"n":)" + std::to_string(count) + more + "}";
}
std::string generations(int count) { return "\"generations\":" + std::to_string(count); }
std::string workflow(const std::string& json) { return "\"workflow\":" + json; }
std::string runs(int count) { return "\"runs\":" + std::to_string(count); }
std::string selection(const std::string& fields) { return "\"selection\":{" + fields + "}"; }

const std::string kSpace = R"("kind":"gaussian","mean":[0,0,5],"covariance":[[1,0.5,0],[0.5,2,0],[0,0,3]])";
const std::string kPlane = R"("kind":"gaussian","mean":[1,2],"covariance":[[2,0.8],[0.8,1]])";
const std::string kNeedles = R"("kind":"mixture","means":[[-50],[50]],"covariances":[[[1]],[[1]]])";
const std::string kOneMode = R"("kind":"mixture","means":[[3]],"covariances":[[[2]]])";
const std::string kUnused = R"("kind":"mixture","means":[[-3],[3]],"covariances":[[[1]],[[1]]],"weights":[1,0])";
const std::string kConstant = R"("kind":"points","values":[[3],[3],[3],[3],[3]])";
const std::string kConstantPlane = R"("kind":"points","values":[[3,1],[3,1],[3,1],[3,1]])";
const std::string kOneFlat = R"("kind":"points","values":[[3,1],[3,2],[3,4],[3,8]])";
const std::string kTwoPoints = R"("kind":"points","values":[[-1],[1]])";
const std::string kFarPoints = R"("kind":"points","values":[[-1e6],[1e6],[0.5],[1e-6]])";

using List = std::vector<Edge>;

/// Sources of points, whatever learns them.
void sources(List& list, const std::string& kind, const std::string& of) {
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  add("as it comes", {generations(60), of, n(100)});
  add("one generation", {generations(1), of, n(100)});
  add("one point", {generations(6), of, n(1)});
  add("two points", {generations(200), of, n(2)});
  add("five points for long", {generations(kind == "one Gaussian" ? 1600 : 600), of, n(5)});
  add("many runs", {generations(30), runs(12), of, n(20)});
  add("two runs", {generations(30), runs(2), of, n(20)});
  add("a growing sample", {generations(20), of, n(5, R"(,"growth":1)")});
  add("all metrics", {generations(4), R"("metrics":"all")", of, n(30)});
  add("three dimensions", {generations(30), source(kSpace), of, n(30)});
  add("as many points as dimensions", {generations(30), source(kSpace), of, n(3)});
  add("fewer points than dimensions", {generations(10), source(kSpace), of, n(2)});
  add("a plane", {generations(20), runs(10), source(kPlane), of, n(20)});
  add("one point of a plane", {generations(4), source(kPlane), of, n(1)});
  add("a huge variance",
      {generations(20), source(R"("kind":"gaussian","mean":[1e6],"covariance":[[1e12]])"), of, n(20)});
  add("a tiny variance",
      {generations(20), source(R"("kind":"gaussian","mean":[1e6],"covariance":[[1e-300]])"), of, n(20)});
  add("the least variance", {generations(20), source(R"("kind":"gaussian","covariance":[[1e-323]])"), of, n(20)});
  add("two modes far apart", {generations(400), source(kNeedles), of, n(20)});
  add("a mixture of one", {generations(20), source(kOneMode), of, n(20)});
  add("a mode without weight", {generations(20), source(kUnused), of, n(20)});
  add("a ring", {generations(30), source(R"("kind":"ring")"), of, n(30)});
  add("a ring of needles", {generations(12), runs(2), source(R"("kind":"ring","sd":1e-9)"), of, n(40)});
  add("fewer points than modes", {generations(10), source(R"("kind":"grid")"), of, n(6)});
  add("equal points", {generations(4), source(kConstant), of, n(4)});
  add("equal points, all of them", {generations(4), source(kConstant), of, n(5)});
  add("more than there are", {generations(4), source(kConstant), of, n(6)});
  add("equal points of a plane", {generations(4), runs(2), source(kConstantPlane), of, n(3)});
  add("points on a line of a plane", {generations(8), source(kOneFlat), of, n(3)});
  add("two points given", {generations(20), source(kTwoPoints), of, n(2)});
  add("points far and near", {generations(20), source(kFarPoints), of, n(4)});
  add("a table", {generations(20), source(R"("kind":"dataset","name":"galaxies")"), of, n(40)});
  add("two columns of a table",
      {generations(20), source(R"("kind":"dataset","columns":["eruptions_min","waiting_min"])"), of, n(40)});
  for (const auto& [name, json] : kWorkflows)
    if (kind != "one Gaussian, statistics")
      for (const int count : {1, 20})
        add(std::string(name) + ", n = " + std::to_string(count),
            {generations(8), workflow(json), runs(2), of, n(count)});
}

void gaussians(List& list) {
  const std::string kind = "one Gaussian", plain = model("gaussian");
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  sources(list, kind, plain);
  for (const auto& [name, json] : kWeighted) add(name, {generations(20), workflow(json), plain, n(20)});
  add("unbiased", {generations(30), runs(10), model("gaussian", R"("estimator":"unbiased")"), n(10)});
  add("unbiased, one point", {generations(3), model("gaussian", R"("estimator":"unbiased")"), n(1)});
  add("known covariance", {generations(30), model("gaussian", R"("estimator":"known_covariance")"), n(1)});
  add("temperature 0", {generations(4), model("gaussian", R"("temperature":0)"), n(10)});
  add("temperature 0.5", {generations(30), runs(10), model("gaussian", R"("temperature":0.5)"), n(10)});
  add("temperature 3", {generations(1500), model("gaussian", R"("temperature":3)"), n(50)});
  add("truncated", {generations(20), model("gaussian", R"("truncation":2)"), n(20)});
  add("truncated to next to nothing", {generations(4), model("gaussian", R"("truncation":1e-9)"), n(20)});
  add("the best of two", {generations(20), runs(10), plain, n(20), selection(R"("kind":"best_of")")});
  add("the best of a thousand", {generations(20), plain, n(20), selection(R"("kind":"best_of","candidates":1000)")});
  add("tilted", {generations(20), runs(10), plain, n(20), selection(R"("kind":"tilt")")});
  add("tilted to afar", {generations(4), plain, n(20), selection(R"("kind":"tilt","scale":0.01,"offset":100)")});
  add("by density", {generations(20), plain, n(20), selection(R"("kind":"density")")});
  add("by density of equal points", {generations(4), source(kConstant), plain, n(4), selection(R"("kind":"density")")});
  add("a verifier", {generations(20), runs(10), plain, n(20), selection(R"("kind":"verifier","false_negative":0.2)")});
  add("a verifier of afar",
      {generations(4), runs(2), plain, n(20), selection(R"("kind":"verifier","offset":100,"radius":0.01)")});
  add("a verifier some runs fail", {generations(8), runs(12), source(R"("kind":"gaussian")"), plain, n(3),
                                    selection(R"("kind":"verifier","offset":3,"radius":0.02)")});
  add("a verifier that keeps nothing",
      {generations(4), plain, n(20), selection(R"("kind":"verifier","false_negative":1)")});
  add("a verifier of equal points",
      {generations(4), source(kConstant), plain, n(4), selection(R"("kind":"verifier")")});
  add("a verifier with all data real", {generations(4), plain, n(20), workflow(R"({"kind":"mix","real_fraction":1})"),
                                        selection(R"("kind":"verifier")")});
}

void statistics(List& list) {
  const std::string kind = "one Gaussian, statistics", plain = model("gaussian", R"("draws":"statistics")");
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  for (const int count : {1, 2, 100}) add("n = " + std::to_string(count), {generations(60), runs(10), plain, n(count)});
  add("five points for long", {generations(4000), plain, n(5)});
  for (const int count : {1, 2, 3, 30})
    add("three dimensions, n = " + std::to_string(count), {generations(20), source(kSpace), plain, n(count)});
  for (const auto& [name, json] : kWorkflows) add(name, {generations(20), runs(10), workflow(json), plain, n(20)});
  for (const auto& [name, json] : kWeighted) add(name, {generations(20), workflow(json), plain, n(20)});
  add("temperature 3", {generations(1500), model("gaussian", R"("draws":"statistics","temperature":3)"), n(50)});
  add("a table", {generations(20), source(R"("kind":"dataset")"), plain, n(40)});
  add("truncated", {generations(20), model("gaussian", R"("draws":"statistics","truncation":2)"), n(20)});
}

void mixtures(List& list) {
  const std::string kind = "a mixture", plain = model("gmm");
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  const auto with = [](int components, const std::string& more = "") {
    return model("gmm", "\"components\":" + std::to_string(components) + (more.empty() ? "" : "," + more));
  };
  sources(list, kind, plain);
  const std::string near = source(R"("kind":"mixture")");
  add("two modes", {generations(300), near, plain, n(100)});
  add("two modes, few points", {generations(300), near, plain, n(10)});
  add("two modes, the previous start",
      {generations(300), runs(2), near, with(2, R"("initialisation":"previous")"), n(6)});
  add("one component", {generations(20), near, with(1), n(20)});
  add("more components than points", {generations(10), near, with(8), n(4)});
  add("more components than modes", {generations(30), source(kNeedles), with(4), n(40)});
  add("eight modes, eight components", {generations(20), source(R"("kind":"ring")"), with(8), n(80)});
  add("modes of different weight and width",
      {generations(200),
       source(R"("kind":"mixture","means":[[-20],[20]],"covariances":[[[1]],[[25]]],"weights":[0.9,0.1])"), plain,
       n(60)});
  add("three modes, two components",
      {generations(100), source(R"("kind":"mixture","means":[[-20],[0],[20]],"covariances":[[[1]],[[1]],[[1]]])"),
       plain, n(60)});
  add("modes that overlap",
      {generations(100), source(R"("kind":"mixture","means":[[0],[0]],"covariances":[[[1]],[[9]]])"), plain, n(60)});
  add("a floor", {generations(60), source(kNeedles), with(2, R"("covariance_floor":0.01)"), n(10)});
  add("a floor above everything", {generations(4), near, with(2, R"("covariance_floor":1e6)"), n(20)});
  add("one iteration", {generations(10), near, with(2, R"("max_iterations":1)"), n(20)});
  add("circles", {generations(25), source(R"("kind":"ring")"), with(8, R"("covariance":"spherical")"), n(24)});
  add("along the axes", {generations(40), source(kSpace), with(2, R"("covariance":"diagonal")"), n(12)});
  add("components on equal points",
      {generations(20), source(R"("kind":"points","values":[[1,1],[1,1],[1,1],[1,1],[2,2]])"), with(3), n(5)});
  add("temperature 0", {generations(6), near, with(2, R"("temperature":0)"), n(20)});
  add("temperature 3", {generations(800), near, with(2, R"("temperature":3)"), n(50)});
  add("a verifier some runs fail",
      {generations(8), runs(12), near, plain, n(3), selection(R"("kind":"verifier","offset":2,"radius":0.02)")});
  add("two columns, two components",
      {generations(60), source(R"("kind":"dataset","columns":["eruptions_min","waiting_min"])"), plain, n(40)});
  add("weighted", {generations(4), workflow(R"({"kind":"weighted"})"), plain, n(20)});
}

void kernels(List& list) {
  const std::string kind = "kernel densities";
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  sources(list, kind, model("kde"));
  const auto fixed = [](const char* bandwidth) {
    return model("kde", std::string(R"("bandwidth_rule":"fixed","bandwidth":)") + bandwidth);
  };
  for (const char* bandwidth : {"1e-9", "0.5", "1e6"}) {
    add(std::string("bandwidth ") + bandwidth, {generations(20), fixed(bandwidth), n(20)});
    add(std::string("bandwidth ") + bandwidth + ", one point", {generations(6), fixed(bandwidth), n(1)});
    add(std::string("bandwidth ") + bandwidth + ", equal points",
        {generations(6), runs(2), source(kConstant), fixed(bandwidth), n(4)});
    add(std::string("bandwidth ") + bandwidth + ", equal points of a plane",
        {generations(6), source(kConstantPlane), fixed(bandwidth), n(3)});
    add(std::string("bandwidth ") + bandwidth + ", modes far apart",
        {generations(20), source(kNeedles), fixed(bandwidth), n(20)});
  }
  add("Silverman's rule",
      {generations(20), source(R"("kind":"ring")"), model("kde", R"("bandwidth_rule":"silverman")"), n(30)});
  add("a spread that overflows",
      {generations(4000), source(R"("kind":"gaussian","covariance":[[1e12]])"), model("kde"), n(2)});
}

void categories(List& list) {
  const std::string kind = "categories", plain = model("categorical");
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  const std::string zipf = source(R"("kind":"zipf","categories":60)"), coin = source(R"("kind":"categorical")");
  for (const int count : {1, 2, 100}) {
    add("n = " + std::to_string(count), {generations(20), runs(10), zipf, plain, n(count)});
    add("two categories, n = " + std::to_string(count), {generations(20), coin, plain, n(count)});
    for (const auto& [name, json] : kWorkflows)
      add(std::string(name) + ", n = " + std::to_string(count),
          {generations(20), workflow(json), zipf, plain, n(count)});
  }
  add("one certain category", {generations(4), source(R"("kind":"categorical","probabilities":[1,0])"), plain, n(10)});
  add("one next to impossible",
      {generations(4), source(R"("kind":"categorical","probabilities":[1,1e-300])"), plain, n(10)});
  add("steep", {generations(6), source(R"("kind":"zipf","categories":1000,"exponent":10)"), plain, n(100)});
  add("uniform", {generations(400), source(R"("kind":"uniform","categories":2000)"), plain, n(100)});
  add("temperature 0", {generations(4), zipf, model("categorical", R"("temperature":0)"), n(100)});
  add("top 1", {generations(4), zipf, model("categorical", R"("top_k":1)"), n(100)});
  add("the top tenth", {generations(8), zipf, model("categorical", R"("top_p":0.1)"), n(100)});
  add("a growing sample", {generations(20), zipf, plain, n(5, R"(,"growth":1)")});
}

void counts(List& list) {
  const std::string kind = "counts", plain = model("poisson");
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  for (const char* rate : {"1e-6", "0.05", "1", "10000"})
    for (const int count : {1, 30})
      add(std::string("rate ") + rate + ", n = " + std::to_string(count),
          {generations(40), runs(10), source(std::string(R"("kind":"poisson","rate":)") + rate), plain, n(count)});
  for (const auto& [name, json] : kWorkflows)
    add(name, {generations(20), workflow(json), source(R"("kind":"poisson")"), plain, n(10)});
}

void regressions(List& list) {
  const std::string kind = "regression";
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  const std::string plain = model("linear_regression"), fresh = model("linear_regression", R"("design":"fresh")");
  const auto rows = [](int features, const char* noise) {
    return source(R"("kind":"linear","features":)" + std::to_string(features) + R"(,"noise_sd":)" + noise);
  };
  for (const char* noise : {"1e-9", "1", "1e6"})
    for (const std::string& of : {plain, fresh}) {
      add(std::string("noise ") + noise, {generations(20), runs(10), rows(5, noise), of, n(30)});
      add(std::string("one row more than features, noise ") + noise, {generations(20), rows(5, noise), of, n(6)});
      add(std::string("one feature, noise ") + noise, {generations(20), rows(1, noise), of, n(2)});
    }
  add("as many rows as features", {generations(4), rows(5, "1"), plain, n(5)});
  for (const auto& [name, json] : kWorkflows) add(name, {generations(20), workflow(json), rows(5, "1"), fresh, n(20)});
  add("a verifier",
      {generations(10), runs(10), rows(3, "1"), fresh, n(20), selection(R"("kind":"verifier","radius":1)")});
  add("a verifier of afar", {generations(10), runs(10), rows(3, "1"), fresh, n(10),
                             selection(R"("kind":"verifier","radius":0.01,"offset":3)")});
  add("a verifier that leaves too few", {generations(3), rows(2, "1"), fresh, n(500),
                                         selection(R"("kind":"verifier","radius":1e-2,"false_negative":0.99)")});
  add("rows drawn again", {generations(20), rows(8, "1"), plain, n(9), workflow(R"({"kind":"accumulate_subsample"})")});
  add("a verifier of a fixed design", {generations(10), rows(3, "1"), plain, n(10), selection(R"("kind":"verifier")")});
}

void digits(List& list) {
  const std::string kind = "digits";
  const auto add = [&](const std::string& name, const std::string& more, const std::string& fields, int count,
                       int last = 3) {
    list.push_back({kind, name,
                    joined({generations(last), source(R"("kind":"digits","training":300)"), n(count), more,
                            model("vae", R"("hidden":16,"latent":3,"epochs":2,"batch":50)" + fields)})});
  };
  add("as it comes", runs(2), "", 120);
  add("one generation", "", "", 120, 1);
  add("one digit", "", "", 1);
  add("two digits", "", "", 2);
  add("more digits than there are", "", "", 400);
  add("temperature 0", "", R"(,"temperature":0)", 60);
  add("temperature 3", "", R"(,"temperature":3)", 60);
  add("sampled pixels", "", R"(,"output":"bernoulli")", 60);
  add("accumulate", workflow(R"({"kind":"accumulate"})"), "", 60);
  add("all data real", workflow(R"({"kind":"mix","real_fraction":1})"), "", 60);
  add("a latent code that says nothing", "", R"(,"beta":10,"learning_rate":0.1)", 60);
  list.push_back(
      {kind, "a training that overflows",
       R"({"generations":3,"source":{"kind":"digits","size":"28x28","training":100},"samples":{"n":5},"model":{"kind":"vae","architecture":"convolutional","epochs":2,"latent":64,"learning_rate":0.1,"beta":10}})"});
}

std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\\n") : c == '"' ? std::string("\\\"") : std::string(1, c);
  return '"' + out + '"';
}

void texts(List& list, const std::string& kind, bool network) {
  const std::string network_fields =
      network ? R"("layers":1,"width":8,"heads":2,"context":16,"epochs":1,"batch":4,"learning_rate":0.01)" : "";
  const char* const learner_kind = network ? "transformer" : "ngram";
  const std::string learner = model(learner_kind, network_fields);
  const auto with = [&](const std::string& more) {
    return model(learner_kind, network_fields + (network_fields.empty() ? "" : ",") + more);
  };
  const auto text = [](const std::string& of, const char* tokens) {
    return source(std::string(R"("kind":"text","tokens":")") + tokens + R"(","value":)" + quoted(of));
  };
  const auto add = [&](const std::string& name, std::initializer_list<std::string> fields) {
    list.push_back({kind, name, joined(fields)});
  };
  const std::string paragraphs = own_text(40, 40, 120);
  std::string one_word, three_words;
  for (int i = 0; i < 60; ++i) {
    one_word += i % 10 == 9 ? "go\n\n" : "go ";
    three_words += i % 10 == 9 ? "stay.\n\n" : "to go ";
  }
  for (const char* tokens : {"words", "characters", "byte-pairs"}) {
    add(std::string(tokens), {generations(4), runs(2), text(paragraphs, tokens), learner, n(400)});
    add(std::string(tokens) + ", one token a generation", {generations(4), text(paragraphs, tokens), learner, n(1)});
    add(std::string(tokens) + ", two tokens a generation", {generations(4), text(paragraphs, tokens), learner, n(2)});
    add(std::string(tokens) + ", one word again and again", {generations(4), text(one_word, tokens), learner, n(20)});
    add(std::string(tokens) + ", three words", {generations(4), text(three_words, tokens), learner, n(20)});
    add(std::string(tokens) + ", more than there are", {generations(4), text(one_word, tokens), learner, n(2000)});
    add(std::string(tokens) + ", one generation", {generations(1), text(paragraphs, tokens), learner, n(100)});
    add(std::string(tokens) + ", accumulate",
        {generations(4), workflow(R"({"kind":"accumulate"})"), text(paragraphs, tokens), learner, n(100)});
    add(std::string(tokens) + ", all data real",
        {generations(4), workflow(R"({"kind":"mix","real_fraction":1})"), text(paragraphs, tokens), learner, n(100)});
  }
  const std::string names = source(R"("kind":"corpus","corpus":"names","tokens":"characters")");
  for (const int count : {1, 2, 8, 300})
    add("names, n = " + std::to_string(count), {generations(4), names, learner, n(count)});
  add("nothing to learn", {generations(4), text("", "words"), learner, n(1)});
  add("one word alone", {generations(4), text("go", "words"), learner, n(1)});
  add("recursion", {generations(4), workflow(R"({"kind":"recursion"})"), text(paragraphs, "words"), learner, n(100)});
  if (!network) {
    for (const char* smoothing : {"none", "absolute-discounting", "kneser-ney", "witten-bell", "add-alpha"})
      for (const char* order : {"1", "2", "5"})
        add(std::string(smoothing) + ", order " + order,
            {generations(6), runs(10), text(paragraphs, "words"),
             with(std::string(R"("order":)") + order + R"(,"smoothing":")" + smoothing + "\""), n(60)});
    add("short and long", {generations(4), text(paragraphs, "words"), learner, n(5, R"(,"growth":2)")});
    return;
  }
  const std::string words = text(paragraphs, "words");
  add("the most probable word", {generations(4), words, with(R"("temperature":0)"), n(100)});
  add("temperature 3", {generations(4), words, with(R"("temperature":3)"), n(100)});
  add("top 1", {generations(4), words, with(R"("top_k":1)"), n(100)});
  add("prompts", {generations(4), words, with(R"("prompt":8)"), n(200)});
  add("a beam search", {generations(4), words, with(R"("prompt":8,"decoding":"beam")"), n(100)});
  add("pretrained", {generations(3), words, with(R"("start":"pretrained","pretraining":1)"), n(100)});
  add("pretrained, more than there are",
      {generations(3), words, with(R"("start":"pretrained","pretraining":1)"), n(1600)});
}

}  // namespace

const std::vector<Edge>& edges() {
  static const List list = [] {
    List all;
    gaussians(all);
    statistics(all);
    mixtures(all);
    kernels(all);
    categories(all);
    counts(all);
    regressions(all);
    digits(all);
    texts(all, "n-grams", false);
    texts(all, "transformers", true);
    return all;
  }();
  return list;
}

}  // namespace collapse::test
