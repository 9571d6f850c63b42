package im.linnet.search;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;

/**
 * Searches directories of users, such as those of servers and of gateways (XEP-0055).
 *
 * <p>Futures fail as those of {@link XmppClient#request(Iq)} do. There is no way to get a result in
 * parts; a server decides how much it sends at most. Safe for use by any thread.
 */
public final class UserSearch implements Extension {

  /** The namespace, and the name of the feature of a directory in service discovery. */
  public static final String NAMESPACE = "jabber:iq:search";

  private final XmppClient client;

  /**
   * Adds search to a client. Add it to the client's builder with {@code .with(UserSearch::new)}.
   *
   * @param client the client
   */
  public UserSearch(XmppClient client) {
    this.client = client;
  }

  /**
   * Asks a directory what it can be searched for (section 2.1).
   *
   * @param service the directory: an item of the server with the feature {@value #NAMESPACE}
   * @return the form
   */
  public CompletableFuture<SearchForm> form(Jid service) {
    return client.request(
        Iq.get(service, Element.of("query", NAMESPACE)),
        answer -> SearchForm.of(service, query(answer)));
  }

  /**
   * Searches a directory (section 2.1).
   *
   * @param form what the directory can be searched for
   * @param answer what to search for, from {@link SearchForm#answer()}
   * @return what was found, possibly nothing; fails with {@link RefusedException}, too, if the
   *     answer has what the form does not list
   */
  public CompletableFuture<SearchResult> search(SearchForm form, DataForm answer) {
    Element request;
    try {
      request = form.request(answer);
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return client.request(Iq.set(form.service(), request), found -> SearchResult.of(query(found)));
  }

  private static Element query(Iq answer) {
    Element query = answer.element().child("query", NAMESPACE);
    if (query == null) {
      throw new IllegalArgumentException("no <query xmlns='%s'/>".formatted(NAMESPACE));
    }
    return query;
  }
}
