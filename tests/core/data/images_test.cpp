#include "data/images.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "collapse/stream.h"
#include "numerics/hash.h"

using namespace collapse::data;
using collapse::Result;

namespace {

void put(std::string& bytes, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 255);
}

/// Ends a file with the hash of what is there.
std::string sealed(std::string bytes) {
  collapse::numerics::Hash hash;
  hash.add(std::string_view(bytes));
  put(bytes, hash.value(), 8);
  return bytes;
}

std::string head(std::uint64_t version, std::uint64_t side, std::uint64_t training, std::uint64_t test) {
  std::string bytes = "MCLDIGIT";
  for (const std::uint64_t value : {version, side, training, test, std::uint64_t{6}}) put(bytes, value, 4);
  return bytes + "Source";
}

/// Two training images and one test image of 2 x 2 pixels, without the hash: levels 0 1 2 3, 15 14 13 12 and 7 0 0 8,
/// labels 4, 0 and 9.
std::string unsealed_file() { return head(1, 2, 2, 1) + std::string("\4\0\11", 3) + "\x01\x23\xfe\xdc\x70\x08"; }
std::string tiny_file() { return sealed(unsealed_file()); }

std::string refusal(std::string_view bytes) {
  const Result<DigitData> data = read_digits(bytes);
  CHECK_FALSE(static_cast<bool>(data));
  CHECK(data.error().path == "");
  return data.error().message;
}

/// Image i of `count` has side^2 pixels (start + i) / 100 + k, label i and the given provenance.
ImageSet numbered(int side, std::size_t count, float start, bool real) {
  ImageSet images = ImageSet::zeros(side, count, real);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < images.size(); ++k)
      images.image(i)[k] = (start + static_cast<float>(i)) / 100 + static_cast<float>(k);
    images.labels[i] = static_cast<std::uint8_t>(i);
  }
  return images;
}

}  // namespace

TEST_CASE("a digits file gives its images, labels and attribution, and level l means l/15") {
  const Result<DigitData> read = read_digits(tiny_file());
  REQUIRE(static_cast<bool>(read));
  const DigitData& data = *read;
  CHECK(data.attribution == "Source");
  CHECK(data.training.side == 2);
  CHECK(data.test.side == 2);
  CHECK(data.training.labels == std::vector<std::uint8_t>{4, 0});
  CHECK(data.test.labels == std::vector<std::uint8_t>{9});
  const std::uint32_t both[] = {1, 0}, only[] = {0};
  const ImageSet training = unpack(data.training, both), test = unpack(data.test, only);
  const auto grey = [](float level) { return level / 15.0f; };
  CHECK(training.pixels ==
        std::vector<float>{grey(15), grey(14), grey(13), grey(12), grey(0), grey(1), grey(2), grey(3)});
  CHECK(training.labels == std::vector<std::uint8_t>{0, 4});
  CHECK(training.is_real == std::vector<std::uint8_t>{1, 1});
  CHECK(test.pixels == std::vector<float>{grey(7), 0, 0, grey(8)});
  CHECK(training.pixels.front() == 1.0f);
}

TEST_CASE("a file without images is read: how many are enough is not the reader's business") {
  const Result<DigitData> data = read_digits(sealed(head(1, 64, 0, 0)));
  REQUIRE(static_cast<bool>(data));
  CHECK(data->training.count == 0);
  CHECK(data->test.count == 0);
}

TEST_CASE("each kind of wrong file is refused with its own sentence") {
  CHECK(refusal("") == "this is not a digits file: it does not start with MCLDIGIT");
  CHECK(refusal("MCLDIGI") == "this is not a digits file: it does not start with MCLDIGIT");
  CHECK(refusal("\x1f\x8b gzip, and something after it, long enough") ==
        "this is not a digits file: it does not start with MCLDIGIT");
  CHECK(refusal("MCLDIGIT") == "the digits file has 8 bytes, fewer than the 28 of its header");
  CHECK(refusal(sealed(head(2, 2, 0, 0))) ==
        "the digits file has version 2 of the format; this program reads version 1");
  for (const int side : {0, 1, 3, 66})
    CHECK(refusal(sealed(head(1, static_cast<std::uint64_t>(side), 0, 0))) ==
          "the digits file has images of side " + std::to_string(side) + "; an even number of 2 to 64 is allowed");
  CHECK(refusal(tiny_file() + "x") == "the digits file has 52 bytes; its header announces 51");
  CHECK(refusal(sealed(head(1, 64, 0xffffffff, 0xffffffff))) ==
        "the digits file has 42 bytes; its header announces 17600775974952");
  std::string damaged = tiny_file();
  damaged[38] ^= 1;
  CHECK(refusal(damaged) == "the digits file is damaged: its bytes do not have the hash written at its end");
  std::string labelled = unsealed_file();
  labelled[35] = 10;
  CHECK(refusal(sealed(labelled)) == "image 1 of the digits file has label 10; 0 to 9 is allowed");
}

TEST_CASE("a file cut anywhere is refused") {
  const std::string whole = tiny_file();
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refusal(whole.substr(0, size)) != "");
}

TEST_CASE("any one byte changed to any other value is found") {
  const std::string whole = tiny_file();
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int change = 1; change < 256; ++change) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      CAPTURE(at);
      CAPTURE(change);
      REQUIRE_FALSE(static_cast<bool>(read_digits(damaged)));
    }
}

// A change of several bytes passes with probability 2^-64; of 20,000 at least one does with probability 1e-15.
TEST_CASE("random damage to several bytes, with bytes lost or added, is found") {
  const std::string whole = tiny_file();
  collapse::random::Stream stream(7, 0, 0, collapse::random::Purpose::measurement);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(stream.below(n)); };
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = whole;
    for (std::size_t k = 1 + below(8); k > 0; --k) damaged[below(damaged.size())] = static_cast<char>(below(256));
    if (below(4) == 0) damaged.resize(below(2 * whole.size()), static_cast<char>(below(256)));
    if (damaged != whole) REQUIRE_FALSE(static_cast<bool>(read_digits(damaged)));
  }
}

TEST_CASE("zeros are images of paper with unknown labels") {
  const ImageSet images = ImageSet::zeros(3, 2, true);
  CHECK(images.pixels == std::vector<float>(18, 0.0f));
  CHECK(images.labels == std::vector<std::uint8_t>(2, kUnknownLabel));
  CHECK(images.is_real == std::vector<std::uint8_t>(2, 1));
  CHECK(ImageSet::zeros(3, 1, false).is_real[0] == 0);
}

TEST_CASE("concatenation of images keeps order, pixels, labels and provenance") {
  const ImageSet a = numbered(2, 2, 0, true), b = numbered(2, 3, 50, false);
  const ImageSet both = concatenate(a, b);
  REQUIRE(both.count == 5);
  CHECK(both.side == 2);
  for (std::size_t i = 0; i < 5; ++i) {
    const ImageSet& from = i < 2 ? a : b;
    const std::size_t j = i < 2 ? i : i - 2;
    for (std::size_t k = 0; k < 4; ++k) CHECK(both.image(i)[k] == from.image(j)[k]);
    CHECK(both.labels[i] == from.labels[j]);
    CHECK(both.is_real[i] == from.is_real[j]);
  }
}

TEST_CASE("concatenation of images with an empty set is the other set") {
  const ImageSet some = numbered(2, 2, 3, false);
  for (const ImageSet& both : {concatenate(ImageSet{}, some), concatenate(some, ImageSet{})}) {
    CHECK(both.side == 2);
    CHECK(both.count == 2);
    CHECK(both.pixels == some.pixels);
    CHECK(both.labels == some.labels);
    CHECK(both.is_real == some.is_real);
  }
}

TEST_CASE("select takes the named images in the named order, and may take one twice") {
  const ImageSet from = concatenate(numbered(2, 2, 0, true), numbered(2, 2, 50, false));
  const std::uint32_t which[] = {3, 0, 3};
  const ImageSet chosen = select(from, which);
  REQUIRE(chosen.count == 3);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 4; ++k) CHECK(chosen.image(i)[k] == from.image(which[i])[k]);
  CHECK(chosen.labels == std::vector<std::uint8_t>{1, 0, 1});
  CHECK(chosen.is_real == std::vector<std::uint8_t>{0, 1, 0});
}

TEST_CASE("first is the head of the images") {
  const ImageSet from = numbered(2, 3, 0, true);
  const ImageSet head = first(from, 2);
  REQUIRE(head.count == 2);
  CHECK(head.pixels == std::vector<float>(from.pixels.begin(), from.pixels.begin() + 8));
  CHECK(head.labels == std::vector<std::uint8_t>{0, 1});
  CHECK(head.is_real == std::vector<std::uint8_t>{1, 1});
  CHECK(first(from, 0).count == 0);
}
