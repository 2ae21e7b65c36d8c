/** Marks that this page's schema lacks, and attributes that its marks lack, kept as they are. */
import { MarkType, type Mark, type Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { description } from './description';
import { KEPT_MARK } from './kept-view';

type Attributes = Record<string, unknown>;

/** Where a mark may stand several times on one character, each has this after its name. */
const HASHED = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

/**
 * The names of a fragment's overlapping marks, now and later. The binding drops the hash before it asks
 * for the mark, and adds it again only for a type that does not exclude itself.
 */
export function overlappingMarks(fragment: Y.XmlFragment): {
  names: ReadonlySet<string>;
  end: () => void;
} {
  const names = new Set<string>();
  const look = (part: unknown): void => {
    if (part instanceof Y.XmlText) {
      for (const run of part.toDelta() as { attributes?: Attributes }[]) {
        for (const key of Object.keys(run.attributes ?? {})) {
          const name = HASHED.exec(key)?.[1];
          if (name !== undefined) names.add(name);
        }
      }
    } else if (part instanceof Y.XmlFragment) part.toArray().forEach(look);
  };
  const onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[]) =>
    events.forEach((event) => look(event.target));
  look(fragment);
  fragment.observeDeep(onChange);
  return { names, end: () => fragment.unobserveDeep(onChange) };
}

/** What ProseMirror has and its types do not show. */
interface TypeInternals {
  rank: number;
  excluded: MarkType[];
}

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null;

/** What the server, too, takes a mark's value for when it is no object. */
const asAttributes = (value: unknown): Attributes => {
  if (isObject(value)) return value;
  return value === true || value === null || value === undefined ? {} : { '#value': value };
};

/** Has a mark of ours take along what others have written into it. */
function withForeignAttributes(type: MarkType): void {
  const create = type.create.bind(type);
  const declared = type.spec.attrs ?? {};
  type.create = (attributes) => {
    const mark = create(attributes);
    if (!isObject(attributes)) return mark;
    const foreign = Object.entries(attributes).filter(
      ([name, value]) => !(name in declared) && value !== null,
    );
    // With attributes given, those of the mark are its own.
    return foreign.length > 0
      ? (Object.assign(mark.attrs, Object.fromEntries(foreign)), mark)
      : mark;
  };
}

export function keepMarks(schema: Schema, overlapping: ReadonlySet<string>): void {
  const template = schema.marks[KEPT_MARK];
  if (!template) throw new Error(`The schema has no ${KEPT_MARK}`);
  const kept = new Map<string, MarkType>();
  const ours = new Map(Object.entries(schema.marks).filter(([name]) => name in description.marks));
  for (const type of ours.values()) withForeignAttributes(type);

  const keptType = (name: string): MarkType => {
    const known = kept.get(name);
    if (known) return known;
    const type = Object.create(template, { name: { value: name } }) as MarkType;
    const { rank } = template as unknown as TypeInternals;
    const internals: TypeInternals = {
      // Each its own, or the order of two on one run would depend on who came first.
      rank: rank + kept.size + 1,
      excluded: overlapping.has(name) ? [] : [type],
    };
    Object.assign(type, internals, {
      create: (attributes: unknown): Mark =>
        Object.assign(MarkType.prototype.create.call(type, {}), {
          attrs: asAttributes(attributes),
        }),
    });
    kept.set(name, type);
    // Where the editor reads its own drawing back, it asks for the type by its name.
    Object.assign(schema.marks, { [name]: type });
    return type;
  };

  const mark = schema.mark.bind(schema);
  schema.mark = (type, attributes) => {
    if (typeof type !== 'string') return mark(type, attributes);
    return (ours.get(type) ?? keptType(type)).create(attributes);
  };
}
