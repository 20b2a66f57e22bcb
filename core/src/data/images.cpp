#include "data/images.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/room.h"

namespace collapse::data {

ImageSet ImageSet::zeros(int side, std::size_t count, bool real) {
  ImageSet images;
  images.side = side;
  images.count = count;
  images.pixels.assign(count * images.size(), 0.0f);
  images.labels.assign(count, kUnknownLabel);
  images.is_real.assign(count, real ? 1 : 0);
  return images;
}

ImageSet concatenate(const ImageSet& a, const ImageSet& b) {
  if (a.count == 0) return b;
  ImageSet both;
  both.side = a.side;
  both.count = a.count + b.count;
  const auto join = [](const auto& head, const auto& tail, auto& out) {
    out.reserve(head.size() + tail.size());
    out.assign(head.begin(), head.end());
    out.insert(out.end(), tail.begin(), tail.end());
  };
  join(a.pixels, b.pixels, both.pixels);
  join(a.labels, b.labels, both.labels);
  join(a.is_real, b.is_real, both.is_real);
  return both;
}

void append(ImageSet& pool, ImageSet more, std::size_t room) {
  if (pool.count == 0) {
    pool = std::move(more);
    return;
  }
  const auto put = [](auto& list, const auto& tail, std::size_t most) {
    make_room(list, tail.size(), most);
    list.insert(list.end(), tail.begin(), tail.end());
  };
  pool.count += more.count;
  put(pool.pixels, more.pixels, room * pool.size());
  put(pool.labels, more.labels, room);
  put(pool.is_real, more.is_real, room);
}

ImageSet select(const ImageSet& from, std::span<const std::uint32_t> which) {
  ImageSet chosen = ImageSet::zeros(from.side, which.size(), false);
  for (std::size_t i = 0; i < which.size(); ++i) {
    const std::span<const float> image = from.image(which[i]);
    std::copy(image.begin(), image.end(), chosen.image(i).begin());
    chosen.labels[i] = from.labels[which[i]];
    chosen.is_real[i] = from.is_real[which[i]];
  }
  return chosen;
}

ImageSet first(const ImageSet& from, std::size_t count) {
  ImageSet head = ImageSet::zeros(from.side, count, false);
  std::copy_n(from.pixels.begin(), head.pixels.size(), head.pixels.begin());
  std::copy_n(from.labels.begin(), count, head.labels.begin());
  std::copy_n(from.is_real.begin(), count, head.is_real.begin());
  return head;
}

ImageSet unpack(const PackedImages& from, std::span<const std::uint32_t> which) {
  std::array<float, 16> grey;
  for (std::size_t level = 0; level < grey.size(); ++level) grey[level] = static_cast<float>(level) / 15.0f;
  ImageSet images = ImageSet::zeros(from.side, which.size(), true);
  const std::size_t packed = images.size() / 2;
  for (std::size_t i = 0; i < which.size(); ++i) {
    const std::uint8_t* source = from.nibbles.data() + which[i] * packed;
    const std::span<float> to = images.image(i);
    for (std::size_t k = 0; k < packed; ++k) {
      to[2 * k] = grey[source[k] >> 4];
      to[2 * k + 1] = grey[source[k] & 15];
    }
    images.labels[i] = from.labels[which[i]];
  }
  return images;
}

}  // namespace collapse::data
