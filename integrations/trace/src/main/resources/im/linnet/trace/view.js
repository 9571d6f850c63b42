// What is on the page. Only rows in sight are elements: a scroll makes those that come into sight.
const OVERSCAN = 6;
const at = (id) => document.getElementById(id);
const lines = prepare(JSON.parse(at('lines').textContent));
const about = JSON.parse(at('about').textContent);
const list = at('list');
const canvas = at('canvas');
const choices = new Map([...KINDS].map(([kind, [, first]]) => [kind, first]));
const opened = new Set();
const drawn = new Map();
let rows = [];
let height = 28;
let chosen = 0;
let shown = null;
let found = [];
let marked = new Set();

function wanted(line) {
  return choices.get(line.kind) !== 'hide'
    && (line.wire === undefined || at(line.wire).checked);
}

function folded(kind) {
  return choices.get(kind) === 'fold';
}

/** Makes the rows again; the chosen line stays chosen. */
function refill() {
  const before = rows[chosen];
  rows = rowsOf(lines, wanted, folded, opened);
  chosen = before === undefined ? 0 : rowOf(rows, before.line);
  if (before?.group !== undefined && rows[chosen]?.member) {
    // It was the group, not its first line.
    chosen--;
  }
  height = Number(getComputedStyle(list).getPropertyValue('--row'));
  canvas.style.height = rows.length * height + 'px';
  redraw();
}

function redraw() {
  drawn.forEach((node) => node.remove());
  drawn.clear();
  draw();
}

function draw() {
  const first = Math.max(0, Math.floor(list.scrollTop / height) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + OVERSCAN);
  for (const [index, node] of drawn) {
    if ((index < first || index >= last) && index !== chosen) {
      node.remove();
      drawn.delete(index);
    }
  }
  for (let index = first; index < last; index++) {
    make(index);
  }
  if (chosen < rows.length) {
    // Even out of sight, as a screen reader may ask for it.
    make(chosen);
    list.setAttribute('aria-activedescendant', 'row-' + chosen);
  }
  const top = rows[Math.min(rows.length - 1, Math.floor(list.scrollTop / height))];
  at('now').textContent = top === undefined || top.line.during === '' ? '' : '— ' + top.line.during + ' —';
}

/** Makes the element of a row, unless there is one. */
function make(index) {
  if (drawn.has(index)) {
    return;
  }
  const row = rows[index];
  const node = document.createElement('div');
  node.id = 'row-' + index;
  node.className = classesOf(row, index);
  node.style.top = index * height + 'px';
  node.setAttribute('role', 'treeitem');
  node.setAttribute('aria-level', row.member ? 2 : 1);
  node.setAttribute('aria-setsize', rows.length);
  node.setAttribute('aria-posinset', index + 1);
  node.setAttribute('aria-selected', index === chosen);
  if (row.group !== undefined) {
    node.setAttribute('aria-expanded', row.open);
  }
  const words = row.group === undefined ? sentence(row.line) : groupText(row.group);
  const during = row.line.during === '' ? '' : ', ' + row.line.during;
  node.setAttribute('aria-label', seconds(row.line.us) + ' s, ' + words + during);
  node.append(span('time', seconds(row.line.us)), ladder(row), span('phase', row.line.during));
  canvas.append(node);
  drawn.set(index, node);
}

function classesOf(row, index) {
  const classes = ['row'];
  if (row.group !== undefined) {
    classes.push('group');
  } else {
    classes.push(row.line.wire ?? 'event');
    classes.push(TURNS.has(row.line.event) ? 'turn' : '');
  }
  classes.push(row.member ? 'member' : '', index === chosen ? 'chosen' : '');
  const hits = row.group === undefined || row.open ? [row.line] : row.group;
  classes.push(marked.size > 0 && hits.some((line) => marked.has(line)) ? 'match' : '');
  return classes.filter((each) => each !== '').join(' ');
}

function ladder(row) {
  const made = span('ladder', '');
  const text = span('text', '');
  if (row.group !== undefined) {
    text.append((row.open ? '▾ ' : '▸ ') + groupText(row.group));
    made.append(text);
    return made;
  }
  const {what, rest, said} = summary(row.line);
  const name = document.createElement('b');
  name.textContent = what;
  text.append(name);
  if (said !== undefined) {
    const quote = document.createElement('q');
    quote.textContent = said;
    text.append(' ', quote);
  }
  text.append((what === '' || rest === '' ? '' : ' ') + rest);
  made.append(...(row.line.wire === undefined ? [text] : [span('shaft', ''), text, span('shaft', '')]));
  return made;
}

/** Chooses a row and brings it into sight. */
function choose(index) {
  chosen = Math.max(0, Math.min(rows.length - 1, index));
  const top = chosen * height;
  if (top < list.scrollTop) {
    list.scrollTop = top;
  } else if (top + height > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + height - list.clientHeight;
  }
  redraw();
  if (shown !== null && rows[chosen] !== undefined && rows[chosen].group === undefined) {
    show(rows[chosen].line);
  }
}

/** Opens what is chosen. */
function open() {
  const row = rows[chosen];
  if (row === undefined) {
    return;
  } else if (row.group !== undefined) {
    toggle(row, !row.open);
  } else {
    show(row.line);
  }
}

function toggle(row, open) {
  if (open) {
    opened.add(row.line.index);
  } else {
    opened.delete(row.line.index);
  }
  refill();
}

function fact(name, value) {
  const term = document.createElement('dt');
  const description = document.createElement('dd');
  term.textContent = name;
  description.textContent = value;
  at('facts').append(term, description);
}

/** Shows a line with all that is known of it. */
function show(line) {
  shown = line;
  const {what, rest} = summary(line);
  const way = line.wire === undefined ? '' : line.wire === 'out' ? 'Sent: ' : 'Received: ';
  at('what').textContent = way + (what === '' ? rest : what);
  at('facts').replaceChildren();
  fact('Time', seconds(line.us) + ' s' + timeOfDay(line));
  if (line.index > 0) {
    fact('Since the line before', seconds(line.us - lines[line.index - 1].us) + ' s');
  }
  fact('Phase', line.during === '' ? 'none' : line.during);
  for (const [name, value] of Object.entries(line.event === undefined ? {} : line)) {
    if (!['us', 'index', 'kind', 'during'].includes(name)) {
      fact(name, Array.isArray(value) ? value.join(', ') : value);
    }
  }
  at('xml').hidden = line.xml === undefined;
  at('xml').replaceChildren(...(line.xml === undefined ? [] : indented(line.xml)));
  if (at('details').hidden) {
    at('details').hidden = false;
    choose(chosen);
  }
}

function timeOfDay(line) {
  const start = Date.parse(about.start);
  return Number.isNaN(start) ? '' : ', ' + new Date(start + line.us / 1000).toISOString();
}

function hide() {
  shown = null;
  at('details').hidden = true;
  list.focus();
  draw();
}

/** Goes to a line, wherever it is folded. */
function reveal(line) {
  const row = rows[rowOf(rows, line)];
  if (row.group !== undefined && !row.open) {
    opened.add(row.line.index);
    refill();
  }
  const index = rowOf(rows, line);
  if (index * height < list.scrollTop || (index + 1) * height > list.scrollTop + list.clientHeight) {
    list.scrollTop = (index + 0.5) * height - list.clientHeight / 2;
  }
  choose(index);
}

/** Looks for the text of the field, and goes to the first match from the chosen line on. */
function search() {
  const text = at('search').value.trim();
  found = text === '' ? [] : matches(lines, wanted, text);
  marked = new Set(found);
  redraw();
  if (found.length > 0) {
    const from = rows[chosen]?.line.index ?? 0;
    goTo(Math.max(0, found.findIndex((line) => line.index >= from)));
  } else {
    at('found').textContent = text === '' ? '' : 'no match';
  }
}

function goTo(match) {
  if (found.length > 0) {
    const number = (match + found.length) % found.length;
    at('found').textContent = number + 1 + ' of ' + found.length.toLocaleString('en');
    reveal(found[number]);
  }
}

/** The next match, or the one before, as seen from the chosen line. */
function further(forward) {
  const here = rows[chosen]?.line.index ?? 0;
  const next = found.findIndex((line) => line.index > here);
  const before = found.findLastIndex((line) => line.index < here);
  goTo(forward ? (next < 0 ? 0 : next) : (before < 0 ? found.length - 1 : before));
}

function page() {
  return Math.max(1, Math.floor(list.clientHeight / height) - 1);
}

const KEYS = {
  ArrowDown: () => choose(chosen + 1),
  ArrowUp: () => choose(chosen - 1),
  PageDown: () => choose(chosen + page()),
  PageUp: () => choose(chosen - page()),
  Home: () => choose(0),
  End: () => choose(rows.length - 1),
  ArrowRight: () => rows[chosen]?.group !== undefined && toggle(rows[chosen], true),
  ArrowLeft: () => fold(),
  Escape: () => hide(),
  Enter: () => {
    open();
    if (shown !== null && rows[chosen]?.group === undefined) {
      at('details').focus();
    }
  },
  ' ': () => open(),
};

/** Folds the group that is chosen, or in which a line is. */
function fold() {
  let index = chosen;
  while (index > 0 && rows[index].member) {
    index--;
  }
  if (rows[index]?.group !== undefined) {
    chosen = index;
    toggle(rows[index], false);
  }
}

function listen() {
  list.addEventListener('scroll', () => draw(), {passive: true});
  list.addEventListener('keydown', (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (action !== undefined) {
      event.preventDefault();
      action();
    }
  });
  list.addEventListener('click', (event) => {
    const node = event.target.closest('.row');
    if (node !== null) {
      chosen = Number(node.id.slice('row-'.length));
      open();
      choose(chosen);
    }
  });
  at('details').addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  at('close').addEventListener('click', () => hide());
  at('previous').addEventListener('click', () => further(false));
  at('next').addEventListener('click', () => further(true));
  at('search').addEventListener('input', () => search());
  at('search').addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      further(!event.shiftKey);
    }
  });
  for (const way of ['out', 'in']) {
    at(way).addEventListener('change', () => refilled());
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && event.target !== at('search')) {
      event.preventDefault();
      at('search').focus();
    }
  });
  new ResizeObserver(() => refill()).observe(list);
}

/** After another choice of lines. */
function refilled() {
  refill();
  if (at('search').value.trim() !== '') {
    search();
  }
}

function describe() {
  const last = lines.at(-1);
  document.title = 'Trace of ' + about.name;
  at('title').textContent = about.name;
  at('summary').textContent = count(lines.length, 'line', 'lines') + ' in '
    + (last === undefined ? '0' : seconds(last.us)) + ' s from ' + about.start.replace(/\.\d+/, '') + '. Secrets are hidden.';
  const warnings = [];
  if (about.skipped > 0) {
    warnings.push(count(about.skipped, 'earlier line is', 'earlier lines are') + ' not shown.');
  }
  if (about.unreadable > 0) {
    warnings.push(count(about.unreadable, 'line', 'lines') + ' could not be read.');
  }
  if (!about.ended) {
    warnings.push('The trace was not closed: its end may be missing.');
  }
  at('warning').textContent = warnings.join(' ');
  at('warning').hidden = warnings.length === 0;
}

/** One choice for each kind that occurs. */
function offer() {
  const counts = new Map();
  lines.forEach((line) => counts.set(line.kind, (counts.get(line.kind) ?? 0) + 1));
  for (const [kind, [name]] of KINDS) {
    if (!counts.has(kind)) {
      continue;
    }
    const label = document.createElement('label');
    label.htmlFor = 'kind-' + kind;
    label.textContent = name + ' (' + counts.get(kind).toLocaleString('en') + ')';
    const select = document.createElement('select');
    select.id = label.htmlFor;
    for (const choice of ['show', 'fold', 'hide']) {
      select.add(new Option(choice, choice, false, choices.get(kind) === choice));
    }
    select.addEventListener('change', () => {
      choices.set(kind, select.value);
      refilled();
    });
    at('choices').append(label, select);
  }
}

describe();
offer();
listen();
refill();
