/**
 * The one description of what a text may hold, shared with the server: docs/document-schema.md. A test
 * compares the editor's schema with it.
 */
import json from '../../../../server/src/text/schema.json';

export interface Attribute {
  type: 'integer' | 'word' | 'parties' | 'date' | 'address' | 'string';
  /** Of an integer: the least and the greatest. */
  from?: number;
  to?: number;
  /** Of a word: the words. */
  allowed?: string[];
  default: unknown;
}

export interface Kind {
  since: number;
  group?: string;
  content?: string;
  inline?: boolean;
  attributes?: Record<string, Attribute>;
  looks?: string[];
}

export interface Description {
  version: number;
  nodes: Record<string, Kind>;
  marks: Record<string, Kind>;
}

export const description: Description = json as Description;

/** A text of a server with a higher one is opened for reading. */
export const SCHEMA_VERSION = description.version;

/** The default of an attribute, for the editor's schema. */
export function defaultOf(kind: string, attribute: string): unknown {
  const found = description.nodes[kind] ?? description.marks[kind];
  return found?.attributes?.[attribute]?.default ?? null;
}
