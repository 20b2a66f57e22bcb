#pragma once

// What the core says over a list of small experiments at the edges of what is allowed, for a person to read once
// (tests/golden/sentences.txt) and for a test to keep.

#include <string>
#include <string_view>
#include <vector>

namespace collapse::test {

/// An experiment small enough to be run within a few milliseconds. `kind` is the heading it is listed under.
struct Edge {
  std::string kind, name, json;
};

/// All of them, those of one kind one after another.
const std::vector<Edge>& edges();

/// Something said to a reader, and where: "n = 1, run 1, generation 3".
struct Told {
  std::string kind, topic, text, where;
};

/// Everything that is said over all edges: the refusal of those that cannot be run; of the others, of every run and
/// generation, its headline and its notes, one sentence each, the definitions' criteria and reasons, and the laws'
/// notes.
std::vector<Told> everything_told();

/// A text with every number in it replaced by N: two texts of one shape are one sentence.
std::string shape_of(const std::string& text);

/// The distinct shapes of everything told by kind and topic, each with its first example and where that was said.
std::string list_of_sentences(const std::vector<Told>& told);

/// tests/golden/sentences.txt, cut before each of its headings.
const std::vector<std::string_view>& reviewed_sentences();

}  // namespace collapse::test
