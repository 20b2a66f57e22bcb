#include "data/text_file.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "collapse/stream.h"
#include "support/text_file.h"

using namespace collapse::data;
using collapse::Result;
using collapse::test::TextFile;

namespace {

using Items = std::vector<std::string>;

TextFile small() {
  TextFile file;
  file.items = {{"one", 0}, {"two words", 1}, {"naïve 🐳", 2}, {"four", 0}};
  return file;
}

std::string refusal(std::string_view bytes) {
  const Result<TextData> data = read_texts(bytes);
  CHECK_FALSE(static_cast<bool>(data));
  CHECK(data.error().path == "");
  return data.error().message;
}

}  // namespace

TEST_CASE("a text file gives its name, its attribution and the items of each role in their order") {
  const Result<TextData> data = read_texts(small().bytes());
  REQUIRE(static_cast<bool>(data));
  CHECK(data->name == "Name");
  CHECK(data->attribution == "Source");
  CHECK(data->training == Items{"one", "four"});
  CHECK(data->validation == Items{"two words"});
  CHECK(data->test == Items{"naïve 🐳"});
}

TEST_CASE("a text file without items is read: how many are enough is not the reader's business") {
  const Result<TextData> data = read_texts(TextFile{}.bytes());
  REQUIRE(static_cast<bool>(data));
  CHECK(data->training.empty());
}

TEST_CASE("each kind of wrong text file is refused with its own sentence") {
  CHECK(refusal("") == "this is not a text file: it does not start with MCLTEXTS");
  CHECK(refusal("MCLDIGIT and more") == "this is not a text file: it does not start with MCLTEXTS");
  CHECK(refusal("MCLTEXTS") == "the text file has 8 bytes, fewer than the 28 of its header");
  TextFile file = small();
  file.version = 2;
  CHECK(refusal(file.bytes()) == "the text file has version 2 of the format; this program reads version 1");
  CHECK(refusal(small().bytes() + "x") == "the text file has 82 bytes; its header announces 81");
  std::string damaged = small().bytes();
  damaged[50] ^= 1;
  CHECK(refusal(damaged) == "the text file is damaged: its bytes do not have the hash written at its end");
  std::string vast = "MCLTEXTS" + std::string("\1\0\0\0", 4) + std::string(16, '\xff');
  CHECK(refusal(TextFile::sealed(vast)) == "the text file has 36 bytes; its header announces 17179869216");

  file = small();
  file.items[3].second = 3;
  CHECK(refusal(file.bytes()) == "item 3 of the text file has role 3; 0 to 2 is allowed");
  file = small();
  file.behind = "more\n";
  CHECK(refusal(file.bytes()) == "the text file has more lines than its 4 items");
  file = small();
  std::string bytes = file.unsealed();
  bytes[bytes.rfind('\n')] = 'x';
  CHECK(refusal(TextFile::sealed(bytes)) == "the text file has 3 lines for its 4 items");
  file.items[0].first = "\xff";
  CHECK(refusal(file.bytes()) == "the text file holds bytes that are not UTF-8");
  for (const char* untidy : {"", " a", "a ", "a  b", "a\tb", "a\x7f"}) {
    file = small();
    file.items[2].first = untidy;
    CHECK(refusal(file.bytes()) ==
          "item 2 of the text file is empty, or holds control characters or spaces that do not belong there");
  }
}

TEST_CASE("a text file cut anywhere is refused, and so is any one byte changed to any other value") {
  const std::string whole = small().bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refusal(whole.substr(0, size)) != "");
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int change = 1; change < 256; ++change) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      CAPTURE(at);
      CAPTURE(change);
      REQUIRE_FALSE(static_cast<bool>(read_texts(damaged)));
    }
}

TEST_CASE("no bytes make the reader of text files read beyond them, even under a right hash") {
  collapse::random::Stream stream(7, 0, 0, collapse::random::Purpose::measurement);
  const std::string whole = small().unsealed();
  std::size_t read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = whole;
    for (std::uint64_t k = 1 + stream.below(3); k > 0; --k)
      damaged[12 + stream.below(damaged.size() - 12)] =
          static_cast<char>(stream.below(8) == 0 ? stream.below(256) : stream.below(16));
    read += static_cast<bool>(read_texts(TextFile::sealed(damaged)));
  }
  CHECK(read < 20000);
}

TEST_CASE("of every ten items one is for validation and one for the test") {
  int counts[3] = {};
  for (std::size_t i = 0; i < 1000; ++i) ++counts[static_cast<int>(role_of(i))];
  CHECK(counts[0] == 800);
  CHECK(counts[1] == 100);
  CHECK(counts[2] == 100);
  for (std::size_t i = 0; i < 10; ++i)
    CHECK(role_of(i) == (i == 4 ? Role::validation : i == 9 ? Role::test : Role::training));
}
