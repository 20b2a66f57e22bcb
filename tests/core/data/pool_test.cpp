#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

#include "collapse/points.h"
#include "collapse/stream.h"
#include "data/batches.h"
#include "data/corpus.h"
#include "data/images.h"
#include "data/room.h"
#include "data/tally.h"

// A pool that grows in its own place is what putting the parts together anew gives, bit by bit, and what it holds is
// moved only a few times.

using namespace collapse;

namespace {

random::Stream stream_of(std::uint32_t t) { return random::Stream(11, 0, t, random::Purpose::synthetic); }

data::PointSet points_of(int d, std::uint32_t t, std::size_t count) {
  random::Stream stream = stream_of(t);
  std::vector<double> origin(static_cast<std::size_t>(d));
  stream.fill_normal(origin);
  data::PointSet points = data::PointSet::zeros(origin, count, t % 2 == 0);
  for (int j = 0; j < d; ++j) stream.fill_normal(points.column(j));
  return points;
}

bool same(const data::PointSet& a, const data::PointSet& b) {
  bool equal = a.count == b.count && a.origin == b.origin && a.is_real == b.is_real;
  for (int j = 0; j < a.dimension; ++j) {
    const auto x = a.column(j), y = b.column(j);
    equal = equal && std::vector<double>(x.begin(), x.end()) == std::vector<double>(y.begin(), y.end());
  }
  return equal;
}

}  // namespace

TEST_CASE("points appended to a pool are the points put together, whatever room is foreseen") {
  for (const int d : {1, 2, 16})
    for (const std::size_t room : {0u, 5u, 70u, 1000u}) {
      data::PointSet pool = data::PointSet::empty(d), whole = pool;
      for (std::uint32_t t = 0; t < 20; ++t) {
        const data::PointSet more = points_of(d, t, t % 7);
        whole = data::concatenate(whole, more);
        data::append(pool, more, room);
        REQUIRE(same(pool, whole));
        REQUIRE(pool.stride >= pool.count);
        REQUIRE(pool.offsets.size() == static_cast<std::size_t>(d) * pool.stride);
      }
      const std::uint32_t which[] = {3, 40, 0};
      CHECK(same(data::select(pool, which), data::select(whole, which)));
      CHECK(same(data::first(pool, 17), data::first(whole, 17)));
    }
}

TEST_CASE(
    "a pool of points moves about log2 times while it grows, and never takes more room than it needs in the end") {
  for (const int d : {1, 3}) {
    const std::size_t batches = 1000, room = batches * 10;
    data::PointSet pool = data::PointSet::empty(d);
    std::set<const double*> places;
    for (std::uint32_t t = 0; t < batches; ++t) {
      data::append(pool, points_of(d, t, 10), room);
      places.insert(pool.offsets.data());
      REQUIRE(pool.stride <= room);
      REQUIRE(pool.is_real.capacity() <= room);
    }
    CHECK(pool.count == room);
    CHECK(places.size() <= 12);
  }
}

TEST_CASE("images, texts, tallies and batches appended to a pool are what they are put together") {
  data::ImageSet images, all_images;
  data::Corpus text, all_text;
  data::Tally tally, all_tally;
  data::Batches batches, all_batches;
  for (std::uint32_t t = 0; t < 30; ++t) {
    random::Stream stream = stream_of(t);
    data::ImageSet few = data::ImageSet::zeros(2, t % 4, t == 0);
    for (float& pixel : few.pixels) pixel = static_cast<float>(stream.uniform());
    for (std::uint8_t& label : few.labels) label = static_cast<std::uint8_t>(stream.below(10));
    all_images = data::concatenate(all_images, few);
    data::append(images, few, 40);
    data::Corpus items;
    for (std::uint32_t i = 0; i < t % 3; ++i) {
      std::vector<data::Token> item(1 + stream.below(5));
      for (data::Token& token : item) token = static_cast<data::Token>(stream.below(100));
      items.append(item, i == 0);
    }
    all_text = data::concatenate(all_text, items);
    data::append(text, items, 60);
    data::Tally counts;
    counts.reach(1 + t % 5);
    for (std::uint32_t& count : counts.counts) count = static_cast<std::uint32_t>(stream.below(9));
    if (t == 0) counts.real = counts.counts;
    all_tally = data::concatenate(all_tally, counts);
    data::append(tally, counts);
    const data::Batches part = data::batches_of(points_of(2, t, t % 3));
    all_batches = data::concatenate(all_batches, part);
    data::append(batches, part);
  }
  CHECK(images.count == all_images.count);
  CHECK(images.side == all_images.side);
  CHECK(images.pixels == all_images.pixels);
  CHECK(images.labels == all_images.labels);
  CHECK(images.is_real == all_images.is_real);
  CHECK(text.tokens == all_text.tokens);
  CHECK(text.starts == all_text.starts);
  CHECK(text.is_real == all_text.is_real);
  CHECK(tally.counts == all_tally.counts);
  CHECK(tally.real == all_tally.real);
  CHECK(batches.count == all_batches.count);
  CHECK(batches.parts == all_batches.parts);
}

TEST_CASE("a few items of a large tally are the same, however they are marked") {
  // Of 51,199 items up to 98 are marked in a list, and more of them in a bit an item.
  data::Tally pool;
  pool.counts = {10000, 0, 30000, 11199};
  pool.real = {500, 0, 30000, 0};
  for (const std::uint64_t n : {1u, 99u, 100u}) {
    random::Stream stream = stream_of(5), naive = stream_of(5);
    const data::Tally taken = data::subsample(pool, n, stream);
    std::set<std::uint64_t> marks;
    while (marks.size() < n) marks.insert(naive.below(51199));
    data::Tally expected;
    expected.reach(4);
    for (const std::uint64_t mark : marks) {
      const std::size_t kind = mark < 10000 ? 0 : mark < 40000 ? 2 : 3;
      ++expected.counts[kind];
      if (kind == 2 || mark < 500) ++expected.real[kind];
    }
    CHECK(taken.counts == expected.counts);
    CHECK(taken.real == expected.real);
  }
}
