// Which rows there are: lines that are shown, and runs of lines that are folded into one row.

/**
 * Rows of the lines that are wanted. A row is a line, or a group of consecutive lines of one kind
 * that is folded; a group in `opened`, by its first line, is followed by its lines.
 */
function rowsOf(lines, wanted, folded, opened) {
  const rows = [];
  let run = [];
  const finish = () => {
    if (run.length > 1 && folded(run[0].kind)) {
      const open = opened.has(run[0].index);
      rows.push({line: run[0], group: run, open});
      if (open) {
        run.forEach((line) => rows.push({line, member: true}));
      }
    } else {
      run.forEach((line) => rows.push({line}));
    }
    run = [];
  };
  for (const line of lines) {
    if (!wanted(line)) {
      continue;
    }
    if (run.length > 0 && (run[0].kind !== line.kind || !folded(line.kind))) {
      finish();
    }
    run.push(line);
  }
  finish();
  return rows;
}

/** The row of a line, or of the group that contains it: the last one that does not begin after it. */
function rowOf(rows, line) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].line.index <= line.index) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** A group in words. */
function groupText(group) {
  const lasted = group.at(-1).us - group[0].us;
  return group.length.toLocaleString('en') + ' × ' + KINDS.get(group[0].kind)[0].toLowerCase()
    + ', ' + lengthOf(lasted * 1000);
}

/** Finds lines that contain a text in their XML or in their sentence, in any case of letters. */
function matches(lines, wanted, text) {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'iu');
  return lines.filter(
    (line) => wanted(line) && (pattern.test(line.xml ?? '') || (line.xml === undefined && pattern.test(sentence(line)))));
}
