# Processes that outlive the command that starts them. Each has DIR/NAME.pid and DIR/NAME.log, and DIR among its arguments,
# by which a recorded pid is told from a later process with the same number.
# shellcheck shell=bash

# start_process DIR NAME COMMAND…: in a session of its own, so that it can be signalled with all its children.
start_process() {
  local dir=$1 name=$2
  shift 2
  setsid "$@" >>"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

# process_id DIR NAME: the pid, if it runs.
process_id() {
  local pid
  pid=$(cat "$1/$2.pid" 2>/dev/null) || return 1
  has_argument "$pid" "$1" || is_loading "$pid" || has_argument "$pid" "$1" || return 1
  echo "$pid"
}

# has_argument PID TEXT: to be asked again after is_loading, which is over between two looks.
has_argument() {
  grep -qsaF -- "$2" "/proc/$1/cmdline"
}

# is_loading PID: a program that is being loaded, for seconds where its file comes from a busy disk, has no arguments yet. Nor have
# a process that ended and a thread of the kernel, but those have no program either.
is_loading() {
  [[ -z $(tr -d '\0' <"/proc/$1/cmdline") ]] 2>/dev/null && readlink -q "/proc/$1/exe" >/dev/null
}

# signal_process DIR NAME SIGNAL: the process and its children. False if it does not run.
signal_process() {
  local pid
  pid=$(process_id "$1" "$2") || return 1
  kill "-$3" -- "-$pid" 2>/dev/null
}

# stop_process DIR NAME [SIGNAL]: returns when it is gone, by force after ten seconds.
stop_process() {
  local dir=$1 name=$2 signal=${3:-TERM} tries
  if signal_process "$dir" "$name" "$signal"; then
    # A paused process takes no other signal than KILL.
    signal_process "$dir" "$name" CONT || true
    for ((tries = 0; tries < 100; tries++)); do
      process_id "$dir" "$name" >/dev/null || break
      sleep 0.1
    done
    signal_process "$dir" "$name" KILL || true
  fi
  rm -f "$dir/$name.pid"
}

# need_alive DIR NAME…: dies with the end of the log of the first that is gone.
need_alive() {
  local dir=$1 name
  shift
  for name; do
    process_id "$dir" "$name" >/dev/null || {
      tail -n 20 "$dir/$name.log" >&2
      die "$name ended; its whole log is $dir/$name.log"
    }
  done
}

# wait_until SECONDS WHAT COMMAND…: polls. The ceiling is for hangs only.
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then die "$what did not happen in time; the logs tell more"; fi
    sleep 0.2
  done
}

# free_port: a loopback port below the kernel's own range (32768) and Kubernetes' node ports (30000) on which nothing answers.
free_port() {
  local port
  while true; do
    port=$((10000 + RANDOM % 20000))
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}
