package im.linnet.testkit.net;

/** Whom a proxy lets in. */
record Credentials(String user, String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
