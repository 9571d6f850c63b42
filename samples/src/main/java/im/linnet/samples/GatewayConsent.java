package im.linnet.samples;

import im.linnet.rostersync.Consent;
import im.linnet.rostersync.Decision;
import im.linnet.rostersync.Question;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Juliet's part: she reads the question of a gateway, and answers it later. */
final class GatewayConsent implements Consent {

  private final Arrivals<Question> questions = new Arrivals<>();
  private final CompletableFuture<Decision> answer = new CompletableFuture<>();
  private final AtomicInteger asked = new AtomicInteger();

  @Override
  public CompletionStage<Decision> ask(Question question) {
    asked.incrementAndGet();
    questions.add(question);
    return answer;
  }

  Question question() throws InterruptedException {
    return questions.await("the question whether to take over the contact list");
  }

  void allow() {
    answer.complete(Decision.ALLOW);
  }

  /** How often Juliet was asked. */
  int asked() {
    return asked.get();
  }
}
