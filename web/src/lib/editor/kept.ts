/**
 * What a text holds and this page's schema lacks is kept whole.
 *
 * The binding makes every element of the shared document anew through `schema.node`, every run through
 * `schema.text`, every mark through `schema.mark`, and deletes from the document, for everybody, what
 * these refuse (y-prosemirror#39). So here they refuse nothing. What does not fit becomes a *kept* node:
 * for the editor a leaf of size one, closed; for the binding a node of the very name, attributes and
 * children that the element has, so that it finds nothing to change, and writes all of it where an edit
 * around it has it written anew.
 *
 * This leans on three things that ProseMirror does not promise: that a type is known by identity, that a
 * fragment's size is its own word, and that a node's attributes are its own object. Its version is
 * pinned, and the tests run the real binding.
 */
import { Extension, type Extensions } from '@tiptap/core';
import {
  DOMSerializer,
  Fragment,
  type ContentMatch,
  type Node,
  type NodeType,
  type Schema,
} from '@tiptap/pm/model';
import type * as Y from 'yjs';
import { description } from './description';
import { keepMarks, overlappingMarks } from './kept-marks';
import {
  drawItself,
  KEPT_BLOCK,
  KEPT_INLINE,
  keptKey,
  KeptBlock,
  KeptInline,
  KeptMark,
  readBack,
  type KeptOptions,
} from './kept-view';

type Attributes = Record<string, unknown>;

/** What ProseMirror has and its types do not show. */
interface TypeInternals {
  computeAttrs: (attributes: Attributes | null) => Attributes;
}
interface MatchInternals {
  next: { type: NodeType; next: ContentMatch }[];
}

/** A fragment that a leaf can have: the editor sees nothing in it, the binding every child. */
function hidden(children: readonly Node[]): Fragment {
  return Object.assign(Object.create(Fragment.prototype) as Fragment, {
    content: children,
    size: 0,
  });
}

/** Numbers that the editor computes with; it would be lost with others. */
function hasUsableNumbers(name: string, attributes: Attributes): boolean {
  return Object.entries(description.nodes[name]?.attributes ?? {}).every(([key, described]) => {
    const value = attributes[key];
    if (described.type !== 'integer' || value === undefined || value === null) return true;
    const { from = 0, to = Number.MAX_SAFE_INTEGER } = described;
    return Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
  });
}

class Keeper {
  readonly #schema: Schema;
  readonly #make: Schema['node'];
  readonly #ours: Map<string, NodeType>;
  /** Kept types by their group and name. */
  readonly #kept = new Map<string, NodeType>();
  /** By the attributes of a kept node, which all its copies share, what it holds. */
  readonly #held = new WeakMap<object, Fragment>();
  /** Runs that are no characters. */
  readonly #embeds = new WeakSet<Node>();
  /** Attributes that our types lack and that nodes of them have. */
  readonly #foreign = new Map<NodeType, Set<string>>();

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#make = schema.node.bind(schema);
    const types = Object.entries(schema.nodes).filter(([name]) => name in description.nodes);
    this.#ours = new Map(types.filter(([name]) => name !== 'text' && name !== 'doc'));
    const text = schema.text.bind(schema);
    schema.text = (characters: unknown, marks) => {
      if (typeof characters === 'string') return text(characters, marks);
      const embed = text(' ', marks);
      this.#embeds.add(embed);
      return Object.assign(embed, { text: characters });
    };
    schema.node = (type, attributes, content, marks) => {
      if (typeof type !== 'string' || !attributes)
        return this.#make(type, attributes, content, marks);
      // Not by way of a fragment, which would join an embedded value with the characters before it.
      const children = Array.isArray(content) ? content : Fragment.from(content).content;
      return this.#node(type, attributes, children as readonly Node[]);
    };
  }

  #node(name: string, attributes: Attributes, children: readonly Node[]): Node {
    const ours = this.#ours.get(name);
    const isReadable = !children.some((child) => this.#embeds.has(child));
    if (ours && isReadable && hasUsableNumbers(name, attributes)) {
      const made = this.#ourNode(ours, attributes, children);
      if (made) return made;
    }
    return this.#keptNode(KEPT_BLOCK, name, attributes, hidden(children));
  }

  /** A node of our schema, with what it needs filled in; null if it cannot hold these children. */
  #ourNode(type: NodeType, attributes: Attributes, children: readonly Node[]): Node | null {
    const given = Object.fromEntries(Object.entries(attributes).filter(([, at]) => at !== null));
    const fitting = type.inlineContent ? children.map((child) => this.#asInline(child)) : children;
    const node = type.createAndFill(given, fitting);
    if (!node) return null;
    const declared = type.spec.attrs ?? {};
    const foreign = Object.entries(given).filter(([key]) => !(key in declared));
    if (foreign.length > 0) {
      this.#passOn(type, foreign);
      Object.assign(node.attrs, Object.fromEntries(foreign));
    }
    return node;
  }

  /** From now on, a change of one attribute of this type takes these along. */
  #passOn(type: NodeType, foreign: [string, unknown][]): void {
    const names = this.#foreign.get(type) ?? this.#withForeign(type);
    for (const [name] of foreign) names.add(name);
  }

  #withForeign(type: NodeType): Set<string> {
    const names = new Set<string>();
    const internals = type as unknown as TypeInternals;
    const compute = internals.computeAttrs.bind(type);
    internals.computeAttrs = (attributes) => {
      const computed = compute(attributes);
      for (const name of names) {
        if (attributes && attributes[name] !== undefined) computed[name] = attributes[name];
      }
      return computed;
    };
    this.#foreign.set(type, names);
    return names;
  }

  /** The same kept node, standing among characters. */
  #asInline(child: Node): Node {
    const held = this.#held.get(child.attrs);
    return held && child.type.isBlock
      ? this.#keptNode(KEPT_INLINE, child.type.name, child.attrs, held)
      : child;
  }

  #keptNode(group: string, name: string, attributes: Attributes, held: Fragment): Node {
    this.#held.set(attributes, held);
    return this.#keptType(group, name).create(attributes);
  }

  #keptType(group: string, name: string): NodeType {
    const key = keptKey(group, name);
    const known = this.#kept.get(key);
    if (known) return known;
    const template = this.#schema.nodes[group];
    if (!template) throw new Error(`The schema has no ${group}`);
    const type = Object.create(template, { name: { value: name } }) as NodeType;
    const internals = type as unknown as TypeInternals;
    internals.computeAttrs = (attributes) => attributes ?? {};
    const create = template.create.bind(type);
    type.create = (attributes, _content, marks) =>
      create(attributes, (attributes && this.#held.get(attributes)) ?? hidden([]), marks);
    this.#admit(template, type);
    this.#kept.set(key, type);
    // Where the editor reads its own drawing back, it asks for the type by this name.
    Object.assign(this.#schema.nodes, { [key]: type });
    DOMSerializer.fromSchema(this.#schema).nodes[name] = drawItself;
    return type;
  }

  /** Lets a type stand wherever its template may. */
  #admit(template: NodeType, type: NodeType): void {
    const seen = new Set<ContentMatch>();
    const ahead = Object.values(this.#schema.nodes).map((each) => each.contentMatch);
    for (let match = ahead.pop(); match; match = ahead.pop()) {
      if (seen.has(match)) continue;
      seen.add(match);
      const { next } = match as unknown as MatchInternals;
      ahead.push(...next.map((edge) => edge.next));
      const edge = next.find((each) => each.type === template);
      if (edge) next.push({ type, next: edge.next });
    }
  }
}

const KeepUnknown = Extension.create<{ fragment: Y.XmlFragment | null }, { end: () => void }>({
  name: 'keepUnknown',
  addOptions: () => ({ fragment: null }),
  addStorage: () => ({ end: () => {} }),

  // Before the binding looks into the fragment for the first time, and begins to listen to it.
  onBeforeCreate() {
    const { fragment } = this.options;
    if (!fragment) return;
    const { schema } = this.editor;
    const overlapping = overlappingMarks(fragment);
    this.storage.end = overlapping.end;
    new Keeper(schema);
    keepMarks(schema, overlapping.names);
    readBack(schema);
  },
  onDestroy() {
    this.storage.end();
  },
});

/** Has everything kept that a fragment holds and the editor's schema lacks. */
export function keepingUnknown(fragment: Y.XmlFragment, words: KeptOptions['words']): Extensions {
  return [
    KeptBlock.configure({ words }),
    KeptInline.configure({ words }),
    KeptMark,
    KeepUnknown.configure({ fragment }),
  ];
}
