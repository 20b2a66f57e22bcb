# shellcheck shell=bash
# Builds of the core, the command and the page. Sourced by ./lab.

configure() {
  [ -e "$root/build/$1/build.ninja" ] || (cd "$root" && cmake --preset "$1")
}

# compile PRESET [TARGET...]
compile() {
  local preset=$1
  shift
  configure "$preset" || return 1
  (cd "$root" && cmake --build --preset "$preset" -j "$(jobs)" ${1+--target "$@"})
}

# compile_first NAME PRESET TARGET: shows the progress of a first build; a later one is silent unless it takes long.
compile_first() {
  if [ -e "$root/build/$2/build.ninja" ]; then quick_must "$1" compile "$2" "$3"; else must "$1" compile "$2" "$3"; fi
}

build_command() { compile_first "build the collapse command" release collapse; }

# prepare_data digits|texts: for the page and the command. The scripts themselves know when there is nothing to do.
prepare_data() { quick_must "prepare the $1" node "$root/scripts/prepare-$1.mjs"; }

# mentions WORD ARGUMENT...: whether an argument, or the preset or file it names, says so.
mentions() {
  local word=$1 argument file
  shift
  for argument in "$@"; do
    case $argument in *"$word"*) return 0 ;; esac
    for file in "$argument" "$root/core/presets/$argument.json"; do
      if [ -f "$file" ] && grep -q "$word" "$file"; then return 0; fi
    done
  done
  return 1
}

# The prepared data these arguments of the command need: "digits", "texts". A spec calls a built-in text a corpus. Only with
# them does it need node and the npm packages.
data_for() {
  if mentions digits "$@" || [ "${1-}" = verify ]; then echo digits; fi
  if mentions corpus "$@" || [ "${1-}" = texts ] || [ "${1-}" = verify ]; then echo texts; fi
}

# cpp_layout OPTION...: clang-format with these on all our C++.
cpp_layout() {
  find "$root"/{core,wasm,bench,examples,tests} -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' \) -print0 |
    xargs -0 clang-format-14 --style=file "$@"
}

# A fingerprint of all the page is made of.
page_inputs() {
  (
    cd "$root" || exit 1
    node --version
    find web core/[dhp]* docs/results.json scripts/{prepare*,*-file}.mjs build/wasm/core.wasm build/wasm/networks.wasm -name node_modules -prune -o -type f -print |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
  ) | sha256sum
}

build_page() {
  local stamp=$root/build/page.stamp now
  compile_first "build the core as WebAssembly" wasm collapse_modules
  now=$(page_inputs)
  if [ -e "$root/dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  rm -f "$stamp"
  must "build the page" npm --prefix "$root/web" run build
  printf '%s\n' "$now" >"$stamp"
}
