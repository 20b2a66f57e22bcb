#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <string_view>

#include "sentences/sentences.h"

// With the one argument --print it prints what tests/golden/sentences.txt should hold instead of testing.
int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--print") {
    std::fputs(collapse::test::list_of_sentences(collapse::test::everything_told()).c_str(), stdout);
    return 0;
  }
  return doctest::Context(argc, argv).run();
}
