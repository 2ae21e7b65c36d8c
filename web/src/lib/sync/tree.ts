/**
 * A text as a tree in one form, the same on every client and on the server: compact JSON with sorted
 * keys. It is what a fingerprint is taken of, and what a draft keeps of its blocks.
 */
import * as Y from 'yjs';

/** Compact JSON of any value an attribute or a mark can have. Null stands for what JSON has no word for. */
function valueJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.toWellFormed());
    case 'number':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return JSON.stringify(Number(value));
    case 'object':
      if (value === null || value instanceof Uint8Array || value instanceof Y.AbstractType) break;
      if (Array.isArray(value)) return `[${value.map(valueJson).join(',')}]`;
      return objectJson(Object.entries(value).map(([key, entry]) => [key, valueJson(entry)]));
  }
  return 'null';
}

/** Written by hand, because an object of JavaScript puts keys that look like numbers first. */
function objectJson(entries: readonly (readonly [key: string, json: string])[]): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const members = sorted.map(([key, json]) => `${JSON.stringify(key.toWellFormed())}:${json}`);
  return `{${members.join(',')}}`;
}

/** Attributes or marks: one that is null is as good as none. */
function namedJson(values: Record<string, unknown>): string {
  const entries = Object.entries(values).map(([key, value]) => [key, valueJson(value)] as const);
  return objectJson(entries.filter(([, json]) => json !== 'null'));
}

interface Run {
  insert?: unknown;
  attributes?: Record<string, unknown>;
}

/** The runs of one text, joined where their marks are equal: a run may be split for no visible reason. */
function runsJson(text: Y.XmlText): string[] {
  const runs: { text: string; marks: string }[] = [];
  const list: string[] = [];
  const close = () => {
    for (const run of runs) {
      list.push(`[${JSON.stringify(run.text.toWellFormed())},${run.marks}]`);
    }
    runs.length = 0;
  };
  for (const { insert, attributes } of text.toDelta() as Run[]) {
    if (typeof insert !== 'string') {
      close();
      list.push('null');
      continue;
    }
    if (insert === '') continue;
    const marks = namedJson(attributes ?? {});
    const last = runs.at(-1);
    if (last?.marks === marks) last.text += insert;
    else runs.push({ text: insert, marks });
  }
  close();
  return list;
}

function childrenJson(parent: Y.XmlFragment): string {
  const children = parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return runsJson(child);
    return child instanceof Y.XmlElement ? [elementJson(child)] : ['null'];
  });
  return `[${children.join(',')}]`;
}

/** `[name, attributes, children]`; a run of text among the children is `[text, marks]`. */
export function elementJson(element: Y.XmlElement): string {
  const name = JSON.stringify(element.nodeName.toWellFormed());
  return `[${name},${namedJson(element.getAttributes())},${childrenJson(element)}]`;
}

export function fragmentJson(fragment: Y.XmlFragment): string {
  return childrenJson(fragment);
}

type RunTree = [text: string, marks: Record<string, unknown>];
type ElementTree = [name: string, attributes: Record<string, unknown>, children: ChildTree[]];
type ChildTree = RunTree | ElementTree | null;

function fromTree([name, attributes, children]: ElementTree): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    // Yjs takes any JSON here; its types speak of strings alone.
    element.setAttribute(key, value as string);
  }
  const made: (Y.XmlElement | Y.XmlText)[] = [];
  let runs: { insert: string; attributes: Record<string, unknown> }[] = [];
  const closeText = () => {
    if (runs.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(runs);
    made.push(text);
    runs = [];
  };
  for (const child of children) {
    if (child === null) continue;
    if (child.length === 2) {
      runs.push({ insert: child[0], attributes: child[1] });
      continue;
    }
    closeText();
    made.push(fromTree(child));
  }
  closeText();
  element.insert(0, made);
  return element;
}

/** A new element with the content that `elementJson` wrote. */
export function elementFromJson(json: string): Y.XmlElement {
  return fromTree(JSON.parse(json) as ElementTree);
}
