# What samples/run, benchmarks/run, fuzz/run and races/run share: builds a module where its sources are newer.
# Functions only; they expect root, module, and downloads: how many MB a first build loads. profile is that of
# the parent pom that has the module, if one has.

# Whether there is nothing built yet, or something older than its sources.
stale() {
  local built=$root/$module/target/built
  [ ! -f "$built" ] || [ -n "$(find "$root" \( -name target -o -name .git \) -prune -o \
    -newer "$built" \( -name '*.java' -o -name pom.xml -o -path '*/src/main/resources/*' \) -print -quit)" ]
}

# Builds it without tests; in the foreground, so that Ctrl-C ends that too.
build() {
  local log=$root/$module/target/build.log
  mkdir -p "$root/$module/target"
  if [ ! -f "$root/$module/target/built" ]; then
    echo "First build: a few minutes, and $downloads MB to download if Maven has none of it yet." >&2
  fi
  echo "Building (log: $module/target/build.log)" >&2
  if (cd "$root" && mvn --batch-mode -Dmaven.test.skip=true -DskipTests ${profile:+"-P$profile"} \
    --projects "$module" --also-make package) 2>&1 | tee "$log" | progress; then
    touch "$root/$module/target/built"
  else
    echo 'The build failed:' >&2
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
    exit 1
  fi
}

# One line for each module, which grows by the steps of its build.
progress() {
  local line step
  while IFS= read -r line; do
    case $line in
      '[INFO] Building '*'['*/*']')
        line=${line#'[INFO] Building '}
        printf '\n  [%s %s:' "${line##*'['}" "${line%% [0-9]*}" >&2
        ;;
      '[INFO] --- '*)
        step=${line#'[INFO] --- '}
        step=${step%% *}
        printf ' %s' "${step##*:}" >&2
        ;;
    esac
  done
  printf '\n' >&2
}
