package im.linnet.benchmarks.chaos;

/**
 * What came of a run.
 *
 * @param server through what the messages went
 * @param cuts how many connections were broken
 * @param strangers how many connections were answered by somebody else than the server
 * @param sent how many different messages were sent
 * @param lost how many neither arrived nor were handed back
 * @param duplicated how many more there were than sent
 * @param reordered how many came after one that was sent later
 * @param stuck how many directions stood still, and futures that did not end
 */
record Verdict(
    String server,
    long cuts,
    long strangers,
    long sent,
    long lost,
    long duplicated,
    long reordered,
    long stuck) {

  boolean isGood() {
    return lost == 0 && duplicated == 0 && reordered == 0 && stuck == 0;
  }

  String line() {
    return ("RESULT chaos server=%s cuts=%d strangers=%d sent=%d lost=%d duplicated=%d"
            + " reordered=%d stuck=%d")
        .formatted(server, cuts, strangers, sent, lost, duplicated, reordered, stuck);
  }
}
