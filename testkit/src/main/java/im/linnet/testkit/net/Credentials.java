package im.linnet.testkit.net;

/** The user name and password that a proxy requires. */
record Credentials(String user, String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
