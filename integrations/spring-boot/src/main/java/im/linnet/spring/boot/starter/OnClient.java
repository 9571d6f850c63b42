package im.linnet.spring.boot.starter;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The properties name at least one client. */
final class OnClient extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata annotated) {
    Binder binder = Binder.get(context.getEnvironment());
    boolean main = binder.bind("linnet.account", String.class).isBound();
    boolean others =
        binder.bind(NamedClients.PREFIX, Bindable.mapOf(String.class, Object.class)).isBound();
    return new ConditionOutcome(
        main || others,
        ConditionMessage.forCondition("Linnet's clients")
            .because(main || others ? "there is one" : "linnet.account is not set"));
  }
}
