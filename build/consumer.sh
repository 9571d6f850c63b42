# The part of build/rehearse that uses what would be published: a program that depends on all artifacts but
# those for tests and those that need automatic modules, on the class path, on the module path, and as an
# image that jlink makes.
# Functions only; they expect repository, work and the function released.

consume() {
  local program=$work/consumer artifacts modules
  mkdir -p "$program/source/consumer"
  artifacts=$(cd "$repository/im/linnet" && ls | grep -Ev -- '-bom$|-test$|-testkit$|-micrometer$|-reactor$|-starter$')
  modules=$(sed 's/^linnet/im.linnet/; s/-/./g' <<< "$artifacts")
  write_pom "$artifacts" > "$program/pom.xml"
  write_program > "$program/source/consumer/Hello.java"

  # A local repository of its own, which starts with what has been downloaded already.
  cp --archive --link ~/.m2/repository "$work/m2" 2> /dev/null || mkdir -p "$work/m2"
  if ! (cd "$program" && mvn --batch-mode "-Dmaven.repo.local=$work/m2" \
    dependency:copy-dependencies -DoutputDirectory=lib) > "$program.log" 2>&1; then
    grep -E '^\[ERROR\]' "$program.log" | head -n 20 >&2 || true
    return 1
  fi

  cd "$program"
  javac -d classes -cp 'lib/*' source/consumer/Hello.java
  echo "class path: $(java -cp 'classes:lib/*' consumer.Hello 2> /dev/null)"

  { echo 'module consumer {'; sed 's/.*/  requires &;/' <<< "$modules"; echo '}'; } > source/module-info.java
  javac -d modules --module-path lib source/module-info.java source/consumer/Hello.java
  echo "module path: $(java --module-path modules:lib --module consumer/consumer.Hello 2> /dev/null)"

  jlink --module-path modules:lib --add-modules consumer --strip-debug --output image
  echo "image by jlink, $(du -sm image | cut -f1) MB: $(image/bin/java --module consumer/consumer.Hello 2> /dev/null)"
}

write_pom() {
  local artifact
  cat << EOF
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>consumer</groupId>
  <artifactId>consumer</artifactId>
  <version>1</version>
  <repositories>
    <repository><id>rehearsal</id><url>file://$repository</url></repository>
  </repositories>
  <dependencyManagement><dependencies><dependency>
    <groupId>im.linnet</groupId><artifactId>linnet-bom</artifactId><version>$(released)</version>
    <type>pom</type><scope>import</scope>
  </dependency></dependencies></dependencyManagement>
  <dependencies>
EOF
  for artifact in $1; do
    echo "    <dependency><groupId>im.linnet</groupId><artifactId>$artifact</artifactId></dependency>"
  done
  echo '  </dependencies>'
  echo '</project>'
}

write_program() {
  cat << 'EOF'
package consumer;

import im.linnet.XmppClient;
import im.linnet.im.Im;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;

public class Hello {
  public static void main(String[] arguments) {
    try (XmppClient client =
        XmppClient.builder("juliet@example.com")
            .sasl(Sasl.password("secret"))
            .with(Im.standard())
            .build()) {
      System.out.println(Jid.of("RÖMEO@example.net") + ", " + client.state());
    }
  }
}
EOF
}
