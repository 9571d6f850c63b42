package im.linnet.privatestorage;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.xml.Element;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two devices of one user, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record PrivateStorageIT(Live live) {

  @Test
  void each_device_reads_what_the_other_stored() throws Exception {
    XmppClient phone = live.client(live.server().juliet()).with(PrivateStorage::new).build();
    XmppClient laptop = live.client(live.server().juliet()).with(PrivateStorage::new).build();
    phone.connect().get(20, TimeUnit.SECONDS);
    laptop.connect().get(20, TimeUnit.SECONDS);
    PrivateStorage there = laptop.get(PrivateStorage.class);
    assertThat(there.get(Prefs.TYPE).get(20, TimeUnit.SECONDS)).isEmpty();

    PrivateStorage here = phone.get(PrivateStorage.class);
    here.set(new Prefs("dark")).get(20, TimeUnit.SECONDS);
    assertThat(there.get(Prefs.TYPE).get(20, TimeUnit.SECONDS)).contains(new Prefs("dark"));
    there.set(new Prefs("light")).get(20, TimeUnit.SECONDS);
    assertThat(here.get(Prefs.TYPE).get(20, TimeUnit.SECONDS)).contains(new Prefs("light"));

    here.remove(Prefs.TYPE).get(20, TimeUnit.SECONDS);
    assertThat(there.get(Prefs.TYPE).get(20, TimeUnit.SECONDS)).isEmpty();
    phone.shutdown().get(20, TimeUnit.SECONDS);
    laptop.shutdown().get(20, TimeUnit.SECONDS);
  }

  /** Prosody takes an element that has attributes only for empty. */
  @Test
  void an_element_without_content_may_not_be_stored() throws Exception {
    XmppClient client = live.client(live.server().romeo()).with(PrivateStorage::new).build();
    client.connect().get(20, TimeUnit.SECONDS);
    PrivateStorage storage = client.get(PrivateStorage.class);
    storage
        .set(Element.builder("flag", "urn:example:flag").attribute("set", "true").build())
        .get(20, TimeUnit.SECONDS);
    assertThat(storage.get("flag", "urn:example:flag").get(20, TimeUnit.SECONDS).isPresent())
        .isEqualTo(live.kind().isEjabberd());
    client.shutdown().get(20, TimeUnit.SECONDS);
  }
}
