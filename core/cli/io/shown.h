#pragma once

// How texts from outside (arguments, file names, cells of a table) stand in a sentence: one place decides.

#include <cstddef>
#include <string>
#include <string_view>

namespace collapse::cli {

/// The text as printable, valid UTF-8 on one line: control characters, characters that turn the direction of writing
/// and bytes of no character become \x0a, \u202e, \xff. Printable text stays as it is.
std::string printable(std::string_view text);

/// The same in at most about `most` characters: a longer text keeps its beginning and its end, with "…" for its middle.
std::string shown(std::string_view text, std::size_t most = 160);

/// Where the first byte stands that belongs to no character of UTF-8; npos where there is none.
std::size_t first_bad_byte(std::string_view text);

}  // namespace collapse::cli
