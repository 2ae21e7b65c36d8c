/** A document as a tree that can be compared. */

/** Neighbouring runs with the same marks as one. */
function joined(runs) {
  const result = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && sorted(last.marks) === sorted(run.marks)) last.text += run.text;
    else result.push({ ...run });
  }
  return result;
}

const byCodePoint = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

function sorted(value) {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => byCodePoint(one, other)))
      : inner,
  );
}

/** Elements as `{type, attrs, content}`, each text as `{runs}` with its marks. */
export function blocks(Y, node) {
  return node.toArray().map((child) => {
    if (child instanceof Y.XmlText) {
      const runs = child
        .toDelta()
        .map(({ insert, attributes }) => ({ text: insert, marks: attributes ?? {} }));
      return { runs: joined(runs) };
    }
    return { type: child.nodeName, attrs: child.getAttributes(), content: blocks(Y, child) };
  });
}

/** Attributes that say nothing, by what has them. */
const SILENT = {
  link: { target: () => true, rel: () => true, class: () => true },
  heading: { level: (value) => value === 1 },
};

function attributes(type, attrs) {
  const says = ([name, value]) => value !== null && !SILENT[type]?.[name]?.(value);
  const kept = Object.entries(attrs).filter(says);
  if (type === 'measure' || type === 'commitment')
    throw new Error('this reader knows nothing of measures');
  return kept.length > 0 ? { attrs: Object.fromEntries(kept) } : {};
}

function marksOf(marks) {
  const all = Object.entries(marks).map(([name, value]) => {
    const type = name.replace(/(--[a-zA-Z0-9+/=]{8})+$/, '');
    return { type, ...attributes(type, typeof value === 'object' ? value : {}) };
  });
  const key = (mark) => `${mark.type} ${sorted(mark.attrs ?? {})}`;
  const each = new Map(all.map((mark) => [key(mark), mark]));
  return [...each.keys()].sort(byCodePoint).map((name) => each.get(name));
}

/** The canonical form of docs/canonical-text.md, as far as these tests write what it speaks of. */
export function canonical(children) {
  const result = [];
  let runs = [];
  const flush = () => {
    for (const { text, marks } of joined(runs)) {
      result.push({
        type: 'text',
        text: text.normalize('NFC'),
        ...(marks.length > 0 ? { marks } : {}),
      });
    }
    runs = [];
  };
  for (const child of children) {
    if (child.runs !== undefined) {
      const said = child.runs.filter((run) => run.text.length > 0);
      runs.push(...said.map((run) => ({ text: run.text, marks: marksOf(run.marks) })));
      continue;
    }
    flush();
    const content = canonical(child.content);
    result.push({
      type: child.type,
      ...attributes(child.type, child.attrs),
      ...(content.length > 0 ? { content } : {}),
    });
  }
  flush();
  return result;
}
