#pragma once

#include <optional>
#include <string>
#include <utility>

namespace collapse {

/// What was wrong with an input: `path` is a JSON pointer into the spec ("/samples/n"; empty for
/// the whole text), `message` one sentence that says what was found and what is allowed.
struct Error {
  std::string path;
  std::string message;
};

/// A value or the reason there is none. The core throws nothing and never aborts on bad input.
template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return value_.has_value(); }
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }
  const Error& error() const { return error_; }

 private:
  std::optional<T> value_;
  Error error_;
};

}  // namespace collapse
