# shellcheck shell=bash
# Words, steps and locks of ./lab. Sourced, with $root set.

logs=$root/build/logs

# All of our own words go to stderr: the standard output belongs to what was asked for (./lab cli … > runs.csv).
say() { printf '%s\n' "$*" >&2; }

die() {
  printf 'lab: %s\n' "$*" >&2
  exit 1
}

usage_error() {
  printf 'lab: %s (./lab help lists what there is)\n' "$*" >&2
  exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

# Bytes of memory bound the number of compilers at once: a file with much Eigen takes about 1 GB.
jobs() {
  local cores memory
  cores=$(nproc 2>/dev/null || echo 2)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1000000) }' /proc/meminfo 2>/dev/null || echo 4)
  [ "${memory:-4}" -ge 1 ] || memory=1
  if [ "$memory" -lt "$cores" ]; then echo "$memory"; else echo "$cores"; fi
}

# Two ./lab at once would write the same files: the second waits.
lock() {
  mkdir -p "$root/build" "$logs"
  have flock || return 0
  exec 9>"$root/build/.lock"
  if ! flock -n 9; then
    say "Another ./lab is building; waiting for it."
    flock 9
  fi
}
unlock() { exec 9>&-; }

# The time so far and the last line of the log, until it is killed or the lab it belongs to ends.
show_progress() {
  local name=$1 log=$2 owner=$3 start=$SECONDS last
  while kill -0 "$owner" 2>/dev/null; do
    last=$(tail -c 300 "$log" 2>/dev/null | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 | cut -c 1-60 || true)
    printf '\r\033[K  … %s, %d s  %s' "$name" $((SECONDS - start)) "$last" >&2
    sleep 0.5
  done
}

# step NAME COMMAND...: runs a command with its output in a log; on a terminal the log's last line is shown meanwhile.
# Returns the command's status; the caller decides what a failure means.
step() {
  local name=$1 log start watcher status=0
  shift
  log=$logs/$(printf '%s' "$name" | tr -c 'A-Za-z0-9\n' '-' | tr -s '-').log
  step_log=$log
  start=$SECONDS
  if [ -t 2 ]; then
    show_progress "$name" "$log" $$ &
    watcher=$!
    "$@" >"$log" 2>&1 </dev/null || status=$?
    kill "$watcher" 2>/dev/null || true
    wait "$watcher" 2>/dev/null || true
    printf '\r\033[K' >&2
  else
    say "  … $name"
    "$@" >"$log" 2>&1 </dev/null || status=$?
  fi
  step_seconds=$((SECONDS - start))
  if [ $status -eq 0 ]; then
    say "  ✓ $name ($step_seconds s)"
  else
    say "  ✗ $name ($step_seconds s, exit status $status)"
  fi
  return $status
}

# quick_must NAME COMMAND...: must, for what is usually done already: says something only when it takes its time.
quick_must() {
  local name=$1 log start=$SECONDS
  log=$logs/$(printf '%s' "$name" | tr -c 'A-Za-z0-9\n' '-' | tr -s '-').log
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    die "\"$name\" failed; the whole log is $log"
  fi
  [ $((SECONDS - start)) -lt 3 ] || say "  ✓ $name ($((SECONDS - start)) s)"
}

# must NAME COMMAND...: a step without which there is no going on.
must() {
  step "$@" && return 0
  tail -n 40 "$step_log" >&2
  die "\"$1\" failed; the whole log is $step_log"
}
