package im.linnet.testkit.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The records of a server, and the answers they give. Immutable. */
final class Zone {
  /** Long enough for any sensible test, and ends a loop of aliases. */
  private static final int MAX_ALIASES = 16;

  private final List<Record> records;
  private final long negativeTtl;
  private final Predicate<Name> signed;

  /**
   * A zone.
   *
   * @param signed the names for which DNSSEC vouches
   */
  Zone(List<Record> records, long negativeTtl, Predicate<Name> signed) {
    this.records = List.copyOf(records);
    this.negativeTtl = negativeTtl;
    this.signed = signed;
  }

  /** Answers from the records, following aliases within this zone. */
  Message answer(Message query) {
    Record question = query.getQuestion();
    Message reply = reply(query, Rcode.NOERROR);
    Name name = question.getName();
    for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
      List<Record> found = find(name, question.getType());
      found.forEach(record -> reply.addRecord(record, Section.ANSWER));
      if (!found.isEmpty()) {
        return reply;
      }
      List<Record> alias = find(name, Type.CNAME);
      if (alias.isEmpty()) {
        return negative(reply, name);
      }
      reply.addRecord(alias.get(0), Section.ANSWER);
      name = ((CNAMERecord) alias.get(0)).getTarget();
      if (!signed.test(name)) {
        reply.getHeader().unsetFlag(Flags.AD);
      }
    }
    return reply;
  }

  /** An answer without records. */
  Message error(Message query, int rcode) {
    Message reply = reply(query, rcode);
    if (rcode == Rcode.NXDOMAIN || rcode == Rcode.NOERROR) {
      reply.addRecord(authority(), Section.AUTHORITY);
    }
    return reply;
  }

  /** An answer with a header only. */
  static Message header(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    return reply;
  }

  /** The answer for UDP if the real one doesn't fit into a datagram (RFC 2181, section 9). */
  Message truncated(Message query) {
    Message reply = reply(query, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.TC);
    return reply;
  }

  private Message reply(Message query, int rcode) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    if (query.getHeader().getFlag(Flags.AD) && signed.test(query.getQuestion().getName())) {
      // Set only in answer to a query that has the flag (RFC 6840, section 5.8).
      reply.getHeader().setFlag(Flags.AD);
    }
    reply.getHeader().setRcode(rcode & 0xF);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    if (rcode > 0xF) {
      // The upper bits of the code are in the OPT record (RFC 6891, section 6.1.3).
      reply.addRecord(new OPTRecord(512, rcode >> 4, 0), Section.ADDITIONAL);
    }
    return reply;
  }

  private Message negative(Message reply, Name name) {
    // A name with names below it exists, even without records of its own (RFC 8020).
    boolean exists = records.stream().anyMatch(record -> record.getName().subdomain(name));
    reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
    reply.addRecord(authority(), Section.AUTHORITY);
    return reply;
  }

  /** The record that limits how long a negative answer may be cached (RFC 2308, section 5). */
  private Record authority() {
    Name root = Name.root;
    return new SOARecord(root, DClass.IN, negativeTtl, root, root, 1, 60, 60, 60, negativeTtl);
  }

  private List<Record> find(Name name, int type) {
    List<Record> found = new ArrayList<>();
    for (Record record : records) {
      if (record.getType() == type && record.getName().equals(name)) {
        found.add(record);
      }
    }
    return found;
  }
}
