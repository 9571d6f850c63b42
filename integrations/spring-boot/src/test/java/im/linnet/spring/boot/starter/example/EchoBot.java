package im.linnet.spring.boot.starter.example;

import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.stanza.Message;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class EchoBot {

  public static void main(String[] args) {
    SpringApplication.run(EchoBot.class, args);
  }

  @Bean
  Subscription echo(XmppClient client) {
    return client.onMessage(
        message -> {
          if (message.from() != null && message.body() != null && message.error() == null) {
            client.deliver(Message.chat(message.from(), message.body()));
          }
        });
  }
}
