# shellcheck shell=bash
# ./lab doctor. Sourced by ./lab.

version_of() {
  case $1 in
    em++) em++ --version 2>/dev/null | sed -n '1s/.*) //p' ;;
    pdftotext | WebKitWebDriver | Xvfb | chromium-headless-shell) echo installed ;;
    chromium) "$(chromium_path)" --version 2>/dev/null | grep -o '[0-9][0-9.]*' | head -n 1 ;;
    ninja | node | npm) "$1" --version ;;
    certificates | sanitizers) echo installed ;;
    */*) echo header ;;
    *) "$1" --version | grep -o '[0-9][0-9]*\.[0-9.]*' | head -n 1 ;;
  esac
}

run_doctor() {
  local groups=(native clang wasm web layout browser headless others) group status=0 command
  use_private_node
  for group in "${groups[@]}"; do
    case $group in
      native) echo "Core and command (./lab cli, ./lab test --quick)" ;;
      clang) echo "Second compiler (./lab test)" ;;
      wasm) echo "WebAssembly (./lab serve, build, test)" ;;
      web) echo "Page (./lab serve, build, test)" ;;
      layout) echo "Layout of the C++ (./lab format, ./lab test; skipped where there is no package)" ;;
      browser) echo "Browser (./lab test)" ;;
      headless) echo "Browser without a window (./lab test; without it a whole Chromium is used)" ;;
      others) echo "Other browsers (./lab test; skipped where there is no package)" ;;
    esac
    while read -r need_group name package purpose; do
      [ "$need_group" = "$group" ] || continue
      if ! probe "$name"; then
        printf '  %-24s %-12s %s\n' "$name" MISSING "$purpose"
        status=1
      elif [ "$name" = node ] && ! node_is_new_enough; then
        printf '  %-24s %-12s %s\n' "$name" "$(node --version)" "too old; a newer one will be fetched into build/tools"
      else
        printf '  %-24s %-12s %s\n' "$name" "$(version_of "$name")" "$purpose"
      fi
    done < <(needs)
  done
  if [ $status -eq 0 ]; then
    echo "Nothing is missing."
    return 0
  fi
  echo
  if have apt-get; then
    command=$(install_command "${groups[@]}")
    [ "$(id -u)" -eq 0 ] || command="sudo $command"
    echo "./lab installs what is missing when it is needed. By hand:"
    echo "  $command"
  else
    echo "There is no apt-get here: install the missing ones with your system's package manager."
  fi
  return 1
}
