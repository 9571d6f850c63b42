// What the lines of a trace are: kind, phase, and a summary in words.

/** The kinds of lines, with their names and what is shown of them at first. */
const KINDS = new Map([
  ['message', ['Messages', 'show']],
  ['presence', ['Presence', 'show']],
  ['iq', ['Requests and answers (iq)', 'show']],
  ['stream', ['Stream, sign-in and resumption', 'show']],
  ['acknowledgement', ['Acknowledgements (r, a)', 'fold']],
  ['blank', ['Blanks that keep alive', 'fold']],
  ['event', ['What the client does', 'show']],
]);

/** Namespaces that need not be named in a summary, because the element says enough. */
const PLAIN = /^(jabber:client|urn:ietf:params:xml:ns:xmpp-|urn:xmpp:sm:|http:\/\/etherx)/;

function kindOf(line) {
  if (line.event !== undefined) {
    return 'event';
  } else if (!line.xml.startsWith('<')) {
    return 'blank';
  }
  if (/^<[ra]\s[^>]*xmlns=["']urn:xmpp:sm:/.test(line.xml)) {
    return 'acknowledgement';
  }
  return /^<(message|presence|iq)[\s\/>]/.exec(line.xml)?.[1] ?? 'stream';
}

/** Gives each line its number, kind and phase. */
function prepare(lines) {
  let phase = '';
  lines.forEach((line, index) => {
    line.index = index;
    line.kind = kindOf(line);
    if (line.event === 'reached') {
      phase = phaseOf(line.phase);
    } else if (line.event === 'bound') {
      phase = 'session';
    } else if (line.event === 'entered' && line.status === 'CLOSING') {
      phase = 'closing';
    } else if (line.event === 'notBound' || line.event === 'ended') {
      phase = '';
    }
    line.during = phase;
  });
  return lines;
}

/** A constant of Java in words. */
function words(constant) {
  return String(constant ?? '').toLowerCase().replaceAll('_', ' ');
}

function seconds(us) {
  return (us / 1e6).toFixed(3);
}

/** A length of time, from nanoseconds. */
function lengthOf(nanos) {
  return nanos < 1e9 ? Math.round(nanos / 1e6) + ' ms' : (nanos / 1e9).toFixed(1) + ' s';
}

function count(number, one, many) {
  return number.toLocaleString('en') + ' ' + (number === 1 ? one : many);
}

/** The phases of connecting: how a line of one says it, and how others do that are within it. */
const PHASES = {
  RESOLVING: ['Looking up the service', 'looking up'],
  CONNECTING: ['Connecting', 'connecting'],
  OPENING: ['Opening a stream', 'opening'],
  SECURING: ['Starting TLS', 'TLS'],
  AUTHENTICATING: ['Signing in', 'signing in'],
  BINDING: ['Binding a resource', 'binding'],
};

function phaseOf(constant) {
  return PHASES[constant]?.[1] ?? words(constant);
}

/** What an event is in words. */
const EVENTS = {
  reached: (line) => {
    const from = line.redirects?.at(-1);
    const at = line.endpoint !== undefined && line.phase === 'CONNECTING' ? ' to ' + line.endpoint : '';
    const sent = from !== undefined && line.phase === 'RESOLVING' ? ', sent by ' + from : '';
    return (PHASES[line.phase]?.[0] ?? words(line.phase)) + at + sent;
  },
  entered: (line) => 'State: ' + words(line.status),
  endpointTried: (line) =>
    'Endpoint tried: ' + words(line.result)
      + (line.result === 'SUCCEEDED' ? '' : ' while ' + phaseOf(line.phase)) + ', ' + lengthOf(line.nanos),
  bound: (line) =>
    (line.resumed ? 'The stream is resumed' : 'A new stream is bound') + ', after ' + lengthOf(line.nanos),
  notBound: (line) =>
    'Not connected: ' + words(line.result) + ' while ' + phaseOf(line.phase) + ', after ' + lengthOf(line.nanos),
  ended: (line) => 'The connection has ended: ' + words(line.why) + ', after ' + lengthOf(line.nanos),
  reconnecting: (line) => 'Reconnects in ' + lengthOf(line.delayNanos) + ', attempts so far: ' + line.attempts,
  readingPaused: (line) =>
    'Reading is paused: ' + count(line.stanzas, 'stanza waits', 'stanzas wait') + ' for callbacks',
  readingResumed: (line) => 'Reads again, after ' + lengthOf(line.nanos),
  slowCallback: (line) => 'A callback took ' + lengthOf(line.nanos),
  dropped: (line) => 'Dropped: ' + words(line.reason),
  requestEnded: (line) => 'A request has no answer: ' + words(line.result) + ', after ' + lengthOf(line.nanos),
  lost: (line) => count(line.count, 'line is', 'lines are') + ' missing here',
  end: () => 'End of the trace',
};

/** Events that begin something new; they stand out. */
const TURNS = new Set(['reached', 'bound', 'ended', 'notBound', 'lost']);

/** The summary of a line: what it is, a text that somebody wrote, and the rest. */
function summary(line) {
  if (line.event !== undefined) {
    return {what: '', rest: EVENTS[line.event]?.(line) ?? words(line.event)};
  } else if (line.kind === 'blank') {
    return {what: '', rest: 'blank'};
  }
  const all = [];
  for (const token of tokens(line.xml.slice(0, 4000))) {
    all.push(token);
    if (all.length === 60) {
      break;
    }
  }
  const tag = all[0];
  if (tag.name === undefined) {
    return {what: '', rest: line.xml.slice(0, 200)};
  } else if (tag.end) {
    return {what: '/' + local(tag.name), rest: ''};
  }
  return ofElement(line, tag, all);
}

function ofElement(line, tag, all) {
  const attributes = attributesOf(tag);
  const rest = [];
  for (const name of ['type', 'mechanism', 'h']) {
    if (attributes.has(name)) {
      rest.push((name === 'h' ? 'h=' : '') + attributes.get(name));
    }
  }
  const other = attributes.get(line.wire === 'out' ? 'to' : 'from');
  if (other !== undefined) {
    rest.push((line.wire === 'out' ? 'to ' : 'from ') + other);
  }
  const body = all.findIndex((token) => token.name === 'body' && !token.end && !token.empty);
  const said = body < 0 ? undefined : all[body + 1]?.text;
  if (said === undefined) {
    rest.push(...children(all));
  }
  return {what: local(tag.name), rest: rest.join(' '), said: said === undefined ? undefined : plain(said)};
}

/** The names of the first children, with the namespace of the first one, or its text in an error. */
function children(all) {
  const inside = all[2]?.text;
  if (all[0].name !== undefined && local(all[0].name) === 'error' && inside !== undefined) {
    return ['· ' + local(all[1].name) + ' ' + plain(inside)];
  }
  const names = [];
  let depth = 0;
  let namespace = '';
  for (const token of all) {
    if (token.name === undefined) {
      continue;
    } else if (token.end) {
      depth--;
      continue;
    }
    if (depth === 1 && names.length < 4) {
      const own = attributesOf(token).get('xmlns');
      namespace = names.length === 0 && own !== undefined && !PLAIN.test(own) ? ' ' + own : namespace;
      names.push(local(token.name));
    }
    depth += token.empty ? 0 : 1;
  }
  return names.length === 0 ? [] : ['· ' + names.join(', ') + (names.length === 1 ? namespace : '')];
}

/** A line in one sentence, for search and for screen readers. */
function sentence(line) {
  const {what, rest, said} = summary(line);
  const way = line.wire === undefined ? '' : line.wire === 'out' ? 'sent' : 'received';
  const quote = said === undefined ? '' : '“' + said + '”';
  return [way, what, quote, rest].filter((part) => part !== '').join(' ');
}
