/**
 * What an editor does to a document. Places are numbers of any size, taken modulo what there is, so that an edit
 * drawn beforehand fits every document. The structure operations delete text and insert it again, as editors do.
 */

/** All texts below a node, in their order. */
function texts(Y, node) {
  return node.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child];
    return child instanceof Y.XmlElement ? texts(Y, child) : [];
  });
}

const plain = (ytext) =>
  ytext
    .toDelta()
    .map((run) => run.insert)
    .join('');

/** A place between two characters: never inside one that takes two units. */
function place(words, number) {
  const at = number % (words.length + 1);
  const unit = words.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

function range(words, offset, length) {
  const from = place(words, offset);
  const to = place(words, Math.min(from + length, words.length));
  return [from, Math.max(to - from, 0)];
}

/** What a text holds from an offset on. */
function tail(ytext, offset) {
  const runs = [];
  let at = 0;
  for (const run of ytext.toDelta()) {
    const rest = run.insert.slice(Math.max(offset - at, 0));
    if (rest.length > 0) runs.push({ ...run, insert: rest });
    at += run.insert.length;
  }
  return runs;
}

function block(Y, name, runs, attributes = {}) {
  const element = new Y.XmlElement(name);
  const inner = new Y.XmlText();
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.insert(0, [inner]);
  inner.applyDelta(runs, { sanitize: false });
  return element;
}

/** Puts another block with the same words in the place of one. */
function replace(Y, root, at, make) {
  const runs = texts(Y, root.get(at)).flatMap((ytext) => ytext.toDelta());
  root.delete(at, 1);
  root.insert(at, [make(runs)]);
}

function list(Y, runs) {
  const outer = new Y.XmlElement('bulletList');
  const item = new Y.XmlElement('listItem');
  outer.insert(0, [item]);
  item.insert(0, [block(Y, 'paragraph', runs)]);
  return outer;
}

export function edit(Y, root, { kind, at, offset, length, words, marks, name, value }) {
  const all = texts(Y, root);
  if (kind === 'paragraph' || all.length === 0) {
    const runs = [{ insert: words ?? '…', attributes: marks ?? {} }];
    root.insert(at % (root.length + 1), [block(Y, 'paragraph', runs)]);
    return;
  }
  const ytext = all[at % all.length];
  const top = at % root.length;
  const inTop = texts(Y, root.get(top))[0];
  switch (kind) {
    case 'type':
      ytext.insert(place(plain(ytext), offset), words, marks ?? undefined);
      return;
    case 'remove':
      ytext.delete(...range(plain(ytext), offset, length));
      return;
    case 'format':
      ytext.format(...range(plain(ytext), offset, length), marks);
      return;
    case 'attribute':
      if (value === null) root.get(top).removeAttribute(name);
      else root.get(top).setAttribute(name, value);
      return;
    case 'split': {
      if (inTop === undefined) return;
      const from = place(plain(inTop), offset);
      const runs = tail(inTop, from);
      inTop.delete(from, inTop.length - from);
      root.insert(top + 1, [block(Y, 'paragraph', runs)]);
      return;
    }
    case 'join': {
      if (top + 1 >= root.length || inTop === undefined) return;
      const runs = texts(Y, root.get(top + 1)).flatMap((below) => below.toDelta());
      root.delete(top + 1, 1);
      inTop.applyDelta(
        [{ retain: inTop.length }, ...runs].filter((run) => run.retain !== 0),
        { sanitize: false },
      );
      return;
    }
    case 'heading':
      replace(Y, root, top, (runs) => block(Y, 'heading', runs, { level: value }));
      return;
    case 'list':
      replace(Y, root, top, (runs) => list(Y, runs));
      return;
    case 'drop':
      root.delete(top, 1);
      return;
    default:
      throw new Error(`no such edit: ${kind}`);
  }
}
