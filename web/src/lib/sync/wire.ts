/** The messages of the wire as bytes. Knows no socket and no document. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Welcome } from './machine';

/** The subprotocol that gets welcome, saved, refused, notice and the answers to checks. */
export const SUBPROTOCOL = 'overens.v1';

const SYNC = 0;
const AWARENESS = 1;
const ASK_AWARENESS = 3;
const WELCOME = 100;
const SAVED = 101;
const REFUSED = 102;
const NOTICE = 103;
const CHECK = 104;

/** What the server says of the fingerprint of a text. */
export const SAME = 0;
export const DIFFERS = 1;

const STATE_VECTOR = 0;
const STATE = 1;
const UPDATE = 2;

export type Notice =
  | { kind: 'presence'; sections: Record<string, string[]> }
  | { kind: 'agreement' }
  | { kind: 'discussion' }
  /** The next update is a proposal that this member has accepted. */
  | { kind: 'accepted'; proposal: string; by: string };

export type ServerMessage =
  | { type: 'asked'; stateVector: Uint8Array }
  | { type: 'state'; update: Uint8Array }
  | { type: 'update'; update: Uint8Array }
  | { type: 'awareness'; update: Uint8Array }
  | { type: 'welcome'; welcome: Welcome }
  | { type: 'saved'; count: number }
  | { type: 'refused'; code: string; message: string }
  | { type: 'notice'; notice: Notice }
  | { type: 'checked'; verdict: number }
  /** A kind or a notice that a newer server knows and we need not. */
  | { type: 'unknown' };

function readJson(decoder: decoding.Decoder): Record<string, unknown> {
  const text = new TextDecoder().decode(decoding.readVarUint8Array(decoder));
  return JSON.parse(text) as Record<string, unknown>;
}

function readSync(decoder: decoding.Decoder): ServerMessage {
  const kind = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (kind === STATE_VECTOR) return { type: 'asked', stateVector: bytes };
  if (kind === STATE) return { type: 'state', update: bytes };
  if (kind === UPDATE) return { type: 'update', update: bytes };
  return { type: 'unknown' };
}

function readNotice(decoder: decoding.Decoder): ServerMessage {
  const body = readJson(decoder);
  if (body.kind === 'agreement' || body.kind === 'discussion') {
    return { type: 'notice', notice: { kind: body.kind } };
  }
  if (body.kind === 'accepted') {
    const { proposal, by } = body;
    return {
      type: 'notice',
      notice: { kind: 'accepted', proposal: String(proposal), by: String(by) },
    };
  }
  if (body.kind === 'presence') {
    const sections = (body.sections ?? {}) as Record<string, string[]>;
    return { type: 'notice', notice: { kind: 'presence', sections } };
  }
  return { type: 'unknown' };
}

/** One message from the server. Throws on bytes that are not the protocol. */
export function decode(bytes: Uint8Array): ServerMessage {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case SYNC:
      return readSync(decoder);
    case AWARENESS:
      return { type: 'awareness', update: decoding.readVarUint8Array(decoder) };
    case WELCOME:
      return { type: 'welcome', welcome: readJson(decoder) as unknown as Welcome };
    case SAVED:
      return { type: 'saved', count: decoding.readVarUint(decoder) };
    case REFUSED: {
      const body = readJson(decoder);
      return {
        type: 'refused',
        code: String(body.code ?? ''),
        message: String(body.message ?? ''),
      };
    }
    case NOTICE:
      return readNotice(decoder);
    case CHECK:
      return { type: 'checked', verdict: decoding.readVarUint(decoder) };
    default:
      return { type: 'unknown' };
  }
}

function sync(kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, bytes);
  }) as Uint8Array<ArrayBuffer>;
}

/** Sync step 1: send me what I lack. */
export const askFrom = (stateVector: Uint8Array) => sync(STATE_VECTOR, stateVector);
/** Sync step 2: the answer to the server's step 1. */
export const answerWith = (state: Uint8Array) => sync(STATE, state);
export const updateWith = (update: Uint8Array) => sync(UPDATE, update);

export function awarenessWith(update: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS);
    encoding.writeVarUint8Array(encoder, update);
  }) as Uint8Array<ArrayBuffer>;
}

export function askAwareness(): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, ASK_AWARENESS);
  }) as Uint8Array<ArrayBuffer>;
}

/** Whether the server's text is this one, by its state vector and the fingerprint of its tree. */
export function check(stateVector: Uint8Array, fingerprint: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHECK);
    encoding.writeVarUint8Array(encoder, stateVector);
    encoding.writeVarUint8Array(encoder, fingerprint);
  }) as Uint8Array<ArrayBuffer>;
}
