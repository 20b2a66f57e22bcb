#pragma once

// Why a command ends early: the one line that goes to stderr and the exit status.

#include <string>
#include <utility>

#include "collapse/result.h"
#include "io/shown.h"

namespace collapse::cli {

enum ExitStatus : int {
  kSuccess = 0,
  kRuntimeFailure = 1,  // the system said no: nothing to write to, no memory
  kInvalidInput = 2,    // the arguments or the spec are wrong
};

struct Failure {
  int status;
  std::string message;
};

/// An error of the core as this command says it: "/samples/n: …", or "spec.json: …" when the text as a whole is wrong.
inline Failure invalid_input(const Error& error, const std::string& origin) {
  return {kInvalidInput, (error.path.empty() ? shown(origin) : error.path) + ": " + error.message};
}

/// What must be there, since this program made what it was made of.
template <class T>
T own(Result<T> made) {
  if (!made)
    throw Failure{kRuntimeFailure, "a fault of this program: " + made.error().path + ": " + made.error().message};
  return std::move(*made);
}

}  // namespace collapse::cli
