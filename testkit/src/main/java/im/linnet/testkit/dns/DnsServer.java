package im.linnet.testkit.dns;

import im.linnet.testkit.dns.Query.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on a free loopback port, which is the same for UDP and TCP.
 *
 * <pre>{@code
 * try (DnsServer dns =
 *     DnsServer.builder()
 *         .srv("_xmpp-client._tcp.example.test", 10, 0, 5222, "im.example.test")
 *         .a("im.example.test", "127.0.0.1")
 *         .start()) {
 *   dns.on("im.example.test", "AAAA", Answer.Now.SILENCE);
 *   resolveWith(dns.address());
 * }
 * }</pre>
 *
 * <p>A name without records doesn't exist. All methods can be called by any thread at any time.
 */
public final class DnsServer implements AutoCloseable {
  private final Zone zone;
  private final Map<String, Answer> rules;
  private final @Nullable Answer edns;
  private final List<Query> queries = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final AtomicInteger withEdns = new AtomicInteger();
  private final DnsSockets sockets;

  private DnsServer(Builder builder) {
    zone = new Zone(builder.records, builder.ttl, builder.vouchedFor());
    rules = new ConcurrentHashMap<>(builder.rules);
    edns = builder.edns;
    sockets = DnsSockets.open(this::handle);
  }

  /** Returns a builder for the server's records. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address where the server listens on UDP and TCP. */
  public InetSocketAddress address() {
    return sockets.address();
  }

  /** Sets the answer to questions for that name and type from now on. */
  public void on(String name, String type, Answer answer) {
    rules.put(key(name, type), answer);
  }

  /** All questions received, oldest first. */
  public List<Query> queries() {
    synchronized (queries) {
      return List.copyOf(queries);
    }
  }

  /** The number of questions received that had EDNS (RFC 6891). */
  public int withEdns() {
    return withEdns.get();
  }

  /** Completes when that question is received, at once if it already was. */
  public CompletableFuture<Query> asked(String name, String type) {
    Waiting question = new Waiting(key(name, type), new CompletableFuture<>());
    synchronized (queries) {
      waiting.add(question);
      queries.forEach(question::offer);
    }
    return question.future();
  }

  /** Stops answering and closes the port. */
  @Override
  public void close() {
    sockets.close();
  }

  private void handle(Message message, Transport transport, Consumer<Message> reply) {
    Record question = message.getQuestion();
    if (question == null) {
      return;
    }
    String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
    String type = Type.string(question.getType());
    record(new Query(name, type, transport));
    boolean hasEdns = message.getOPT() != null;
    if (hasEdns) {
      withEdns.incrementAndGet();
    }
    Answer rule = rules.getOrDefault(key(name, type), Answer.Now.RECORDS);
    answer(hasEdns && edns != null ? edns : rule, message, transport, reply);
  }

  private void record(Query query) {
    List<Waiting> listening;
    synchronized (queries) {
      queries.add(query);
      listening = List.copyOf(waiting);
    }
    listening.forEach(question -> question.offer(query));
  }

  private void answer(Answer answer, Message query, Transport transport, Consumer<Message> reply) {
    if (answer instanceof Answer.Now now) {
      answerNow(now, query, transport, reply);
    } else if (answer instanceof Answer.Later later) {
      later.event().thenRun(() -> answer(later.answer(), query, transport, reply));
    } else if (answer instanceof Answer.Delayed delayed) {
      CompletableFuture.delayedExecutor(
              TimeUnit.NANOSECONDS.convert(delayed.delay()), TimeUnit.NANOSECONDS)
          .execute(() -> answer(delayed.answer(), query, transport, reply));
    }
  }

  private void answerNow(
      Answer.Now answer, Message query, Transport transport, Consumer<Message> reply) {
    switch (answer) {
      case RECORDS -> reply.accept(zone.answer(query));
      case NXDOMAIN -> reply.accept(zone.error(query, Rcode.NXDOMAIN));
      case NODATA -> reply.accept(zone.error(query, Rcode.NOERROR));
      case SERVFAIL -> reply.accept(zone.error(query, Rcode.SERVFAIL));
      case REFUSED -> reply.accept(zone.error(query, Rcode.REFUSED));
      case FORMERR -> reply.accept(zone.error(query, Rcode.FORMERR));
      case NOTIMP -> reply.accept(zone.error(query, Rcode.NOTIMP));
      case BADVERS -> reply.accept(zone.error(query, Rcode.BADVERS));
      case MALFORMED -> reply.accept(Zone.header(query));
      case TRUNCATED ->
          reply.accept(transport == Transport.UDP ? zone.truncated(query) : zone.answer(query));
      case SILENCE -> {}
    }
  }

  private static String key(String name, String type) {
    String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return type.toUpperCase(Locale.ROOT) + " " + absolute.toLowerCase(Locale.ROOT);
  }

  private record Waiting(String key, CompletableFuture<Query> future) {
    void offer(Query query) {
      if (key.equals(DnsServer.key(query.name(), query.type()))) {
        future.complete(query);
      }
    }
  }

  /** The records of a server; used by one thread. */
  public static final class Builder {
    private static final Duration MAX_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    private final List<Record> records = new ArrayList<>();
    private final Map<String, Answer> rules = new ConcurrentHashMap<>();
    private final Set<Name> unsigned = new HashSet<>();
    private boolean signed;
    private long ttl = 60;
    private @Nullable Answer edns;

    private Builder() {}

    /**
     * Sets the time to live of records added later and of negative answers; 60 s unless set.
     *
     * @throws IllegalArgumentException if it is out of range for a record (RFC 2181, section 8)
     */
    public Builder ttl(Duration value) {
      if (value.isNegative() || value.compareTo(MAX_TTL) > 0) {
        throw new IllegalArgumentException(
            "value: %s (expected: 0 to %s)".formatted(value, MAX_TTL));
      }
      ttl = value.toSeconds();
      return this;
    }

    /**
     * Adds an SRV record (RFC 2782).
     *
     * @param target the host, or {@code .} if there is no such service
     */
    public Builder srv(String name, int priority, int weight, int port, String target) {
      return add(new SRVRecord(name(name), DClass.IN, ttl, priority, weight, port, name(target)));
    }

    /** Adds A records, one for each address. */
    public Builder a(String name, String... addresses) {
      for (String address : addresses) {
        add(new ARecord(name(name), DClass.IN, ttl, address(address)));
      }
      return this;
    }

    /** Adds AAAA records, one for each address. */
    public Builder aaaa(String name, String... addresses) {
      for (String address : addresses) {
        add(new AAAARecord(name(name), DClass.IN, ttl, address(address)));
      }
      return this;
    }

    /** Adds an alias. */
    public Builder cname(String name, String target) {
      return add(new CNAMERecord(name(name), DClass.IN, ttl, name(target)));
    }

    /**
     * Adds a TLSA record (RFC 6698).
     *
     * @param name such as {@code _5222._tcp.im.example.test}
     */
    public Builder tlsa(String name, int usage, int selector, int matching, byte[] data) {
      return add(new TLSARecord(name(name), DClass.IN, ttl, usage, selector, matching, data));
    }

    /** Vouches for all answers, as a server that validates DNSSEC does for signed zones. */
    public Builder signed() {
      signed = true;
      return this;
    }

    /** Makes an exception for a name. */
    public Builder unsigned(String name) {
      unsigned.add(name(name));
      return this;
    }

    private Predicate<Name> vouchedFor() {
      Set<Name> except = Set.copyOf(unsigned);
      return signed ? name -> !except.contains(name) : name -> false;
    }

    /** Sets the answer to questions for that name and type. */
    public Builder on(String name, String type, Answer answer) {
      rules.put(key(name, type), answer);
      return this;
    }

    /**
     * Sets the answer to all questions with EDNS (RFC 6891), for which old servers have a fixed
     * answer.
     */
    public Builder onEdns(Answer answer) {
      edns = answer;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws java.io.UncheckedIOException if there is no free port
     */
    public DnsServer start() {
      return new DnsServer(this);
    }

    private Builder add(Record record) {
      records.add(record);
      return this;
    }

    private static Name name(String text) {
      try {
        return Name.fromString(text, Name.root);
      } catch (TextParseException e) {
        throw new IllegalArgumentException("name: \"" + text + "\" (" + e.getMessage() + ")", e);
      }
    }

    private static InetAddress address(String literal) {
      // Literals only, so that the system's resolver is not used.
      if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
        throw new IllegalArgumentException("address: \"" + literal + "\" (expected: a literal)");
      }
      try {
        return InetAddress.getByName(literal);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("address: \"" + literal + "\"", e);
      }
    }
  }
}
