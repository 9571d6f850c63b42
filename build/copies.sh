# What build/reproducible and build/rehearse share: copies of this clone, built elsewhere.
# Functions only; they expect root.

# Copies what git knows, with changes that are not committed yet, and gives the copy a release's version.
copy() {
  local folder=$1
  mkdir -p "$folder"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard \
    | xargs -0 ls -d 2> /dev/null | tar --create --files-from - | tar --extract --directory "$folder")
  find "$folder" -name pom.xml -exec sed -i "s/$(version)/$(released)/" {} +
}

# The version in the poms, and the one that it becomes.
version() {
  sed -n 's|^  <version>\(.*\)</version>|\1|p' "$root/pom.xml" | head -n 1
}
released() {
  version | sed 's/-SNAPSHOT$//'
}

# Builds in a copy what is published, or only $projects, without tests and analysis; quiet unless it fails.
maven() {
  local folder=$1
  shift
  if ! (cd "$folder" && mvn --batch-mode -Prelease -Dmaven.test.skip=true -Dmaven.install.skip=true \
    -Dspotless.check.skip -Dcheckstyle.skip --projects "${projects:-!build,!benchmarks,!fuzz,!samples}" "$@") \
    > "$folder.log" 2>&1; then
    grep -E '^\[ERROR\]' "$folder.log" | head -n 20 >&2 || true
    echo "The build failed; its log is $folder.log" >&2
    failed=true
    exit 1
  fi
}
