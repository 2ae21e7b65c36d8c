/**
 * What a connection to a section's text goes through. Pure: `next` takes a state and an event, gives
 * the new state and what is to be done about it. Nothing else changes a state.
 *
 * SAFETY. `saved` is shown only while every edit made here has been sent on the connection that now
 * stands, and the server has said of every such message that it is on disk. An edit leaves `unsent`
 * only into a message (`inFlight`), leaves `inFlight` only by the server's count, and goes back to
 * `unsent` when the connection ends. No text is sent before the server's own text has come, none
 * without the right to write, none after a refusal, and none in the name of another member than the
 * one it was begun for. A text of another epoch is never merged.
 * Text that was kept in the browser is begun from (`restored`) before the first dial. What of it the
 * server may lack is `unsent` like an edit made here, so it is not `saved` before the server has said
 * that the answer that carries it is on disk.
 *
 * LIVENESS. While the page lives and nobody has left it or been refused, there is always a
 * connection or a dial on its way: every end leads to `offline`, and `offline` has a retry scheduled.
 * Kept text is shown as soon as a dial has failed or has been waited for long enough.
 * On each new connection the server asks for what it lacks, and the one answer carries all of
 * `unsent`. A connection that has gone silent is ended by the watchdog, which is an end like others.
 *
 * A refusal (4400 to 4499) is final for this document: what was not saved stays in it, to be shown
 * and copied. Those that speak of the visitor and not of the text (`RESUMABLE`) may be tried again.
 */

/** The first message of a connection. */
export interface Welcome {
  epoch: string;
  client: number;
  schema: number;
  may_write: boolean;
  why_not: string | null;
  member: string;
  /** Whether the server answers questions about the fingerprint of the text (message 104). */
  check?: boolean;
}

/** Why the server, or a rule of the wire, put an end to it. */
export interface Refusal {
  /** The close code it came to, 4400 to 4499. */
  close: number;
  /** The reason as a code, such as `section-locked`; null when none was given. */
  code: string | null;
  /** The server's own words; empty when none came. */
  message: string;
}

export type PhaseName =
  'connecting' | 'syncing' | 'saving' | 'saved' | 'offline' | 'refused' | 'left';

export interface SyncState {
  readonly phase: PhaseName;
  /** Set in `refused` only. */
  readonly refusal: Refusal | null;
  /** Dials in a row that did not get as far as the text. */
  readonly attempt: number;
  /** Whose document it is; null if whoever is welcomed may have it. */
  readonly member: string | null;
  /** Of the connection that stands; null before it has come. */
  readonly welcome: Welcome | null;
  /** The epoch of the text this document holds; null before the first welcome. */
  readonly epoch: string | null;
  /** Whether the server's text has come on this connection. */
  readonly textCame: boolean;
  /** Whether the document may be shown and edited: the server's text has come once, or the server
   * cannot be reached and the document was begun from kept text. */
  readonly ready: boolean;
  /** Whether the document was begun from text that was kept in the browser. */
  readonly kept: boolean;
  /** The right to write, as last heard. Without a connection it is what decides. */
  readonly mayWrite: boolean;
  /** Whether we have answered the server's question of what it lacks, on this connection. */
  readonly answered: boolean;
  /** Edits that no message of this connection carries. */
  readonly unsent: number;
  /** For each message sent and not yet known to be on disk, oldest first, the edits it carries. */
  readonly inFlight: readonly number[];
  /** How many of this connection's messages are on disk. */
  readonly savedCount: number;
  /** What the server said (message 102) before closing. */
  readonly told: { code: string; message: string } | null;
}

export type SyncEvent =
  | { type: 'restored'; epoch: string; unsent: number; mayWrite: boolean }
  | { type: 'waited' }
  | { type: 'dialled' }
  | { type: 'woken' }
  | { type: 'opened' }
  | { type: 'welcomed'; welcome: Welcome }
  | { type: 'text-came' }
  | { type: 'asked' }
  | { type: 'edited' }
  | { type: 'acknowledged'; count: number }
  | { type: 'told'; code: string; message: string }
  | { type: 'closed'; close: number }
  | { type: 'silent' }
  | { type: 'redialled' }
  | { type: 'retried' }
  | { type: 'left' };

export type Effect =
  | 'open-socket'
  | 'close-socket'
  | 'ask'
  | 'answer'
  | 'send-update'
  | 'announce'
  | 'schedule-retry'
  | 'cancel-retry';

export interface Step {
  readonly state: SyncState;
  readonly effects: readonly Effect[];
}

/** Refusals that say nothing against the document: not signed in, too slow to begin, too much. */
export const RESUMABLE: readonly number[] = [4401, 4408, 4429];

/** Whether a new document can go on where this one was refused: the section is there, and may be read. */
export function isRestartable(close: number | 'diverged', code: string | null): boolean {
  return close !== NO_SECTION && code !== 'not-a-member';
}

/** The close code of a document of another epoch; also used when we find it out ourselves. */
export const OTHER_EPOCH = 4409;
const NOT_SIGNED_IN = 4401;
const NO_RIGHT = 4403;
const NO_SECTION = 4404;
const IS_LOCKED = 4423;

/** The codes that speak of the text being closed for all, and not of what this member may do. */
export const LOCKED: readonly string[] = ['section-locked', 'section-agreed', 'text-is-fixed'];

const noConnection = {
  welcome: null,
  textCame: false,
  answered: false,
  inFlight: [],
  savedCount: 0,
  told: null,
} as const;

export const beginning: SyncState = {
  ...noConnection,
  phase: 'offline',
  refusal: null,
  attempt: 0,
  member: null,
  epoch: null,
  ready: false,
  kept: false,
  mayWrite: true,
  unsent: 0,
};

/** How many edits are not known to be on disk. */
export function pending(state: SyncState): number {
  return state.inFlight.reduce((sum, edits) => sum + edits, state.unsent);
}

export function isFinal(close: number): boolean {
  return close >= 4400 && close <= 4499;
}

function isConnected(state: SyncState): boolean {
  return state.phase === 'syncing' || state.phase === 'saving' || state.phase === 'saved';
}

/** The phase a standing connection is in, from what has come and what is out. */
function settle(state: SyncState): SyncState {
  const welcomed = state.welcome !== null && state.textCame;
  if (!welcomed) return { ...state, phase: 'syncing' };
  const clear = state.unsent === 0 && state.inFlight.length === 0;
  return { ...state, phase: clear ? 'saved' : 'saving' };
}

const stay = (state: SyncState): Step => ({ state, effects: [] });

function end(state: SyncState, effects: Effect[]): Step {
  const attempt = state.attempt + 1;
  const ended: SyncState = { ...state, ...noConnection, phase: 'offline', unsent: pending(state) };
  return {
    state: { ...ended, attempt, ready: state.ready || state.kept },
    effects: [...effects, 'schedule-retry'],
  };
}

function refuse(state: SyncState, refusal: Refusal, effects: Effect[]): Step {
  const refused: SyncState = { ...state, ...noConnection, phase: 'refused', refusal };
  return { state: { ...refused, unsent: pending(state) }, effects };
}

function dial(state: SyncState, effects: Effect[] = []): Step {
  return {
    state: { ...state, ...noConnection, phase: 'connecting', refusal: null },
    effects: [...effects, 'open-socket'],
  };
}

function welcomed(state: SyncState, welcome: Welcome): Step {
  if (state.member !== null && state.member !== welcome.member) {
    // Somebody else has signed in in another tab. They must not be taken for the writer of this.
    return refuse(state, { close: NOT_SIGNED_IN, code: null, message: '' }, ['close-socket']);
  }
  if (state.epoch !== null && state.epoch !== welcome.epoch) {
    const refusal = { close: OTHER_EPOCH, code: null, message: '' };
    return refuse(state, refusal, ['close-socket']);
  }
  if (!welcome.may_write && state.unsent > 0) {
    // The right was lost while text was waiting: keep it here rather than send what must be refused.
    const close = LOCKED.includes(welcome.why_not ?? '') ? IS_LOCKED : NO_RIGHT;
    return refuse(state, { close, code: welcome.why_not, message: '' }, ['close-socket']);
  }
  return {
    state: settle({ ...state, welcome, epoch: welcome.epoch, mayWrite: welcome.may_write }),
    effects: ['announce'],
  };
}

function textCame(state: SyncState): Step {
  // Without a welcome we do not know which epoch's text this is.
  if (state.welcome === null) return stay(state);
  return { state: settle({ ...state, textCame: true, ready: true, attempt: 0 }), effects: [] };
}

function asked(state: SyncState): Step {
  if (state.welcome === null || !state.welcome.may_write) return stay(state);
  return {
    state: settle({
      ...state,
      answered: true,
      unsent: 0,
      inFlight: [...state.inFlight, state.unsent],
    }),
    effects: ['answer'],
  };
}

function edited(state: SyncState): Step {
  // Without the right to write, what changes here is the editor's own tidying: it stays here.
  if (!state.mayWrite) return stay(state);
  const complete = state.textCame && (state.answered || state.unsent === 0);
  if (isConnected(state) && complete) {
    const inFlight = [...state.inFlight, 1];
    return { state: settle({ ...state, inFlight }), effects: ['send-update'] };
  }
  const waiting = { ...state, unsent: state.unsent + 1 };
  return stay(isConnected(state) ? settle(waiting) : waiting);
}

function acknowledged(state: SyncState, count: number): Step {
  const newly = count - state.savedCount;
  if (newly <= 0) return stay(state);
  const inFlight = state.inFlight.slice(newly);
  return stay(settle({ ...state, inFlight, savedCount: count }));
}

function closed(state: SyncState, close: number): Step {
  if (isFinal(close) || state.told !== null) {
    const told = state.told;
    return refuse(state, { close, code: told?.code ?? null, message: told?.message ?? '' }, [
      'cancel-retry',
    ]);
  }
  return end(state, []);
}

function restored(state: SyncState, kept: Extract<SyncEvent, { type: 'restored' }>): Step {
  // Only a document that has seen nothing yet can begin from what was kept.
  if (state.phase !== 'offline' || state.epoch !== null || state.attempt > 0) return stay(state);
  const { epoch, unsent, mayWrite } = kept;
  return stay({ ...state, kept: true, epoch, unsent: state.unsent + unsent, mayWrite });
}

/** The one function that changes a state. An event that means nothing in a state leaves it as it is. */
export function next(state: SyncState, event: SyncEvent): Step {
  if (state.phase === 'left') return stay(state);
  if (event.type === 'left') {
    return {
      state: { ...state, ...noConnection, phase: 'left', unsent: pending(state) },
      effects: ['cancel-retry', 'close-socket'],
    };
  }
  if (state.phase === 'refused') {
    if (event.type === 'edited') return stay({ ...state, unsent: state.unsent + 1 });
    const resumable = state.refusal !== null && RESUMABLE.includes(state.refusal.close);
    return event.type === 'retried' && resumable ? dial(state) : stay(state);
  }
  if (event.type === 'edited') return edited(state);
  if (event.type === 'restored') return restored(state, event);
  if (event.type === 'waited') return stay(state.kept ? { ...state, ready: true } : state);
  if (state.phase === 'offline') {
    const dials = event.type === 'dialled' || event.type === 'woken' || event.type === 'redialled';
    return dials ? dial(state, ['cancel-retry']) : stay(state);
  }
  switch (event.type) {
    case 'closed':
      return closed(state, event.close);
    case 'silent':
      return end(state, ['close-socket']);
    case 'redialled':
      return dial({ ...state, unsent: pending(state) }, ['close-socket']);
    case 'told':
      return stay({ ...state, told: { code: event.code, message: event.message } });
    case 'opened':
      return state.phase === 'connecting'
        ? { state: { ...state, phase: 'syncing' }, effects: ['ask'] }
        : stay(state);
  }
  if (!isConnected(state)) return stay(state);
  switch (event.type) {
    case 'welcomed':
      return welcomed(state, event.welcome);
    case 'text-came':
      return textCame(state);
    case 'asked':
      return asked(state);
    case 'acknowledged':
      return acknowledged(state, event.count);
    default:
      return stay(state);
  }
}
