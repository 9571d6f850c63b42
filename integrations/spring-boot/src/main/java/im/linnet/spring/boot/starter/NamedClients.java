package im.linnet.spring.boot.starter;

import im.linnet.XmppClient;
import java.util.Map;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Defines a bean for each client in {@code linnet.clients}, unless there is one of that name. */
final class NamedClients implements ImportBeanDefinitionRegistrar {

  static final String PREFIX = "linnet.clients";

  private final Environment environment;

  NamedClients(Environment environment) {
    this.environment = environment;
  }

  /** Their properties, by their names. */
  static Map<String, ClientProperties> in(Environment environment) {
    return Binder.get(environment)
        .bind(PREFIX, Bindable.mapOf(String.class, ClientProperties.class))
        .orElse(Map.of());
  }

  @Override
  public void registerBeanDefinitions(AnnotationMetadata at, BeanDefinitionRegistry registry) {
    for (String name : in(environment).keySet()) {
      if (!registry.containsBeanDefinition(name)) {
        RootBeanDefinition client = new RootBeanDefinition();
        client.setTargetType(XmppClient.class);
        client.setFactoryBeanName(LinnetAutoConfiguration.LIFECYCLE);
        client.setFactoryMethodName("named");
        client.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        registry.registerBeanDefinition(name, client);
      }
    }
  }
}
