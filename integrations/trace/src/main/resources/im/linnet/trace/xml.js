// Reads XML only as far as it has to be shown: it comes from the client and is well-formed, but a
// stream header is an opening tag alone, and anything else must do no harm.
const TOKEN = /<(\/?)([^\s\/>]+)((?:\s+[^\s=>]+=(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g;
const ATTRIBUTE = /([^\s=]+)=("[^"]*"|'[^']*')/g;

/** The tags and texts of XML. */
function* tokens(xml) {
  for (const [all, end, name, attributes, empty, text] of xml.matchAll(TOKEN)) {
    if (name === undefined) {
      yield {text: text === undefined ? all : text};
    } else {
      yield {name, end: end !== '', empty: empty !== '', attributes};
    }
  }
}

/** The attributes of a tag, by name. */
function attributesOf(tag) {
  const found = new Map();
  for (const [, name, value] of tag.attributes.matchAll(ATTRIBUTE)) {
    found.set(name, plain(value.slice(1, -1)));
  }
  return found;
}

const ENTITIES = {lt: '<', gt: '>', amp: '&', quot: '"', apos: '\''};

/** Text without the escapes of XML. */
function plain(text) {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (all, name) => ENTITIES[name]);
}

/** The name of an element without its prefix. */
function local(name) {
  return name.slice(name.indexOf(':') + 1);
}

function span(kind, text) {
  const made = document.createElement('span');
  made.className = kind;
  made.textContent = text;
  return made;
}

/** A tag in colours. */
function shownTag(tag) {
  const parts = ['<' + (tag.end ? '/' : ''), span('n', tag.name)];
  for (const [, name, value] of tag.attributes.matchAll(ATTRIBUTE)) {
    parts.push(' ', span('a', name), '=', span('v', value));
  }
  parts.push((tag.empty ? '/' : '') + '>');
  return parts;
}

/** XML as lines that are indented by depth; an element with nothing but text is one line. */
function indented(xml) {
  const all = [...tokens(xml)];
  const lines = [];
  let depth = 0;
  const line = (parts) => {
    const made = document.createElement('div');
    made.append('  '.repeat(Math.min(depth, 40)), ...parts);
    lines.push(made);
  };
  for (let i = 0; i < all.length; i++) {
    const token = all[i];
    const [second, third] = [all[i + 1], all[i + 2]];
    if (token.name === undefined) {
      line([token.text]);
    } else if (token.end) {
      depth = Math.max(0, depth - 1);
      line(shownTag(token));
    } else if (!token.empty && second?.name === undefined && third?.end) {
      line([...shownTag(token), second.text, ...shownTag(third)]);
      i += 2;
    } else if (!token.empty && second?.end) {
      line([...shownTag(token), ...shownTag(second)]);
      i += 1;
    } else {
      line(shownTag(token));
      depth += token.empty ? 0 : 1;
    }
  }
  return lines;
}
