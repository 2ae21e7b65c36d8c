import { describe, expect, it } from 'vitest';
import { beginning, next, pending, type SyncEvent, type SyncState, type Welcome } from './machine';

const welcome: Welcome = {
  epoch: 'e1',
  client: 7,
  schema: 1,
  may_write: true,
  why_not: null,
  member: 'm1',
};

function after(events: SyncEvent[], from: SyncState = beginning): SyncState {
  return events.reduce((state, event) => next(state, event).state, from);
}

const connect: SyncEvent[] = [
  { type: 'dialled' },
  { type: 'opened' },
  { type: 'welcomed', welcome },
  { type: 'text-came' },
];
const answered: SyncEvent[] = [...connect, { type: 'asked' }, { type: 'acknowledged', count: 1 }];
const edit: SyncEvent = { type: 'edited' };

describe('a connection', () => {
  it('asks before it sends anything else', () => {
    const opened = next(after([{ type: 'dialled' }]), { type: 'opened' });
    expect(opened.effects).toEqual(['ask']);
    expect(opened.state.phase).toBe('syncing');
  });

  it('shows the document only when the text of the server has come', () => {
    expect(after(connect.slice(0, 3)).ready).toBe(false);
    expect(after(connect).ready).toBe(true);
    expect(after(connect).phase).toBe('saved');
  });

  it('takes no text before the welcome has said of which epoch it is', () => {
    const early = after([{ type: 'dialled' }, { type: 'opened' }, { type: 'text-came' }]);
    expect(early.ready).toBe(false);
    expect(early.phase).toBe('syncing');
  });
});

describe('saved', () => {
  it('is shown only when every message is on disk', () => {
    const typed = after([...answered, edit, edit]);
    expect(typed.phase).toBe('saving');
    expect(after([{ type: 'acknowledged', count: 2 }], typed).phase).toBe('saving');
    expect(after([{ type: 'acknowledged', count: 3 }], typed).phase).toBe('saved');
  });

  it('counts anew on a new connection, where one answer carries all that waited', () => {
    const lost = after([...answered, edit, edit, { type: 'closed', close: 1006 }, edit]);
    expect(lost.phase).toBe('offline');
    expect(pending(lost)).toBe(3);
    const back = after(connect, lost);
    expect(back.phase).toBe('saving');
    const step = next(back, { type: 'asked' });
    expect(step.effects).toEqual(['answer']);
    expect(step.state.inFlight).toEqual([3]);
    expect(after([{ type: 'acknowledged', count: 1 }], step.state).phase).toBe('saved');
  });

  it('ignores a count that goes backwards', () => {
    const typed = after([...answered, edit, { type: 'acknowledged', count: 1 }]);
    expect(typed.phase).toBe('saving');
  });

  it('waits for the answer when the server has found a gap', () => {
    const gap = after([...answered, edit, { type: 'asked' }]);
    expect(after([{ type: 'acknowledged', count: 2 }], gap).phase).toBe('saving');
    expect(after([{ type: 'acknowledged', count: 3 }], gap).phase).toBe('saved');
  });
});

describe('kept text', () => {
  const restored = { type: 'restored', epoch: 'e1', unsent: 1, mayWrite: true } as const;

  it('is shown when a dial has failed or has been waited for, and not before', () => {
    const dialled = after([restored, { type: 'dialled' }]);
    expect(dialled.ready).toBe(false);
    expect(after([{ type: 'closed', close: 1006 }], dialled).ready).toBe(true);
    expect(after([{ type: 'waited' }], dialled).ready).toBe(true);
    const empty = after([{ type: 'dialled' }, { type: 'waited' }, { type: 'closed', close: 1006 }]);
    expect(empty.ready).toBe(false);
  });

  it('that the server may lack is saved only when the answer that carries it is on disk', () => {
    const back = after([restored, ...connect]);
    expect(back.phase).toBe('saving');
    const step = next(back, { type: 'asked' });
    expect(step.effects).toEqual(['answer']);
    expect(step.state.phase).toBe('saving');
    expect(after([{ type: 'acknowledged', count: 1 }], step.state).phase).toBe('saved');
  });

  it('of another epoch is never merged', () => {
    const opened = after([restored, ...connect.slice(0, 2)]);
    const step = next(opened, { type: 'welcomed', welcome: { ...welcome, epoch: 'e2' } });
    expect(step.state.refusal?.close).toBe(4409);
    expect(step.effects).toEqual(['close-socket']);
    expect(pending(step.state)).toBe(1);
  });

  it('is not edited without the right to write, as last heard', () => {
    const reader = after([{ ...restored, unsent: 0, mayWrite: false }, edit]);
    expect(pending(reader)).toBe(0);
  });

  it('comes first or not at all', () => {
    const connected = after(connect);
    expect(next(connected, restored)).toEqual({ state: connected, effects: [] });
  });
});

describe('an edit', () => {
  it('waits for the answer when others wait before it, lest it leave a gap', () => {
    const back = after([...answered, { type: 'closed', close: 1006 }, edit, ...connect]);
    const step = next(back, edit);
    expect(step.effects).toEqual([]);
    expect(step.state.unsent).toBe(2);
  });

  it('is sent at once on a complete connection', () => {
    expect(next(after(answered), edit).effects).toEqual(['send-update']);
  });

  it('without the right to write is neither sent nor counted', () => {
    const reader = after([
      { type: 'dialled' },
      { type: 'opened' },
      { type: 'welcomed', welcome: { ...welcome, may_write: false, why_not: 'not-a-drafter' } },
      { type: 'text-came' },
    ]);
    expect(next(reader, edit)).toEqual({ state: reader, effects: [] });
    expect(next(reader, { type: 'asked' }).effects).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is final, and keeps count of what was not saved', () => {
    const refused = after([
      ...answered,
      edit,
      { type: 'told', code: 'section-locked', message: 'Locked.' },
      { type: 'closed', close: 4423 },
    ]);
    expect(refused.phase).toBe('refused');
    expect(refused.refusal).toEqual({ close: 4423, code: 'section-locked', message: 'Locked.' });
    expect(pending(refused)).toBe(1);
    for (const type of ['woken', 'dialled', 'retried', 'redialled'] as const) {
      expect(next(refused, { type }).effects).toEqual([]);
    }
  });

  it('that speaks of the visitor alone may be tried again', () => {
    const refused = after([...answered, edit, { type: 'closed', close: 4401 }]);
    expect(next(refused, { type: 'retried' }).effects).toEqual(['open-socket']);
  });

  it('is what another epoch leads to, before its text is merged', () => {
    const back = after([...answered, { type: 'closed', close: 1012 }, ...connect.slice(0, 2)]);
    const step = next(back, { type: 'welcomed', welcome: { ...welcome, epoch: 'e2' } });
    expect(step.state.refusal?.close).toBe(4409);
    expect(step.effects).toEqual(['close-socket']);
  });

  it('is what a right lost while text waits leads to', () => {
    const lost = after([...answered, { type: 'closed', close: 1006 }, edit]);
    const locked = { ...welcome, may_write: false, why_not: 'section-locked' };
    const back = after([...connect.slice(0, 2), { type: 'welcomed', welcome: locked }], lost);
    expect(back.refusal?.close).toBe(4423);
    expect(pending(back)).toBe(1);
  });
});

describe('another member', () => {
  it('who has signed in in the same browser sends nothing of what this one wrote', () => {
    const erik = { ...beginning, member: 'm1' };
    const lost = after([...answered, { type: 'closed', close: 1006 }, edit], erik);
    const opened = after(connect.slice(0, 2), lost);
    const step = next(opened, { type: 'welcomed', welcome: { ...welcome, member: 'm2' } });
    expect(step.effects).toEqual(['close-socket']);
    expect(step.state.refusal?.close).toBe(4401);
    expect(pending(step.state)).toBe(1);
    // When the right one is back, it can go on.
    expect(next(step.state, { type: 'retried' }).effects).toEqual(['open-socket']);
  });
});

describe('the end of a connection', () => {
  it('always has a retry after it, unless it is final', () => {
    for (const phase of [connect.slice(0, 1), connect.slice(0, 2), connect, answered]) {
      for (const end of [{ type: 'closed', close: 1013 }, { type: 'silent' }] as SyncEvent[]) {
        const step = next(after(phase), end);
        expect(step.state.phase).toBe('offline');
        expect(step.effects).toContain('schedule-retry');
      }
    }
  });

  it('is overcome at once by waking', () => {
    const lost = after([...answered, { type: 'closed', close: 1006 }]);
    expect(next(lost, { type: 'woken' }).effects).toEqual(['cancel-retry', 'open-socket']);
  });
});

describe('any order of events', () => {
  it('never shows saved while an edit is not on disk, and never loses count of one', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    // Begun from kept text, of which the server lacks something.
    let state = after([{ type: 'restored', epoch: 'e1', unsent: 1, mayWrite: true }]);
    let onDisk = 0;
    let made = 1;
    // The server as the wire describes it: counts the messages of a connection, keeps what they carry.
    let received: number[] = [];
    let counted = 0;
    const events: SyncEvent['type'][] = [
      'dialled',
      'woken',
      'opened',
      'welcomed',
      'text-came',
      'asked',
      'edited',
      'edited',
      'acknowledged',
      'closed',
      'silent',
      'redialled',
      'waited',
    ];
    for (let turn = 0; turn < 50_000; turn += 1) {
      const type = events[random(events.length)] as SyncEvent['type'];
      if (type === 'acknowledged') counted += random(received.length - counted + 1);
      const event =
        type === 'welcomed'
          ? { type, welcome }
          : type === 'acknowledged'
            ? { type, count: counted }
            : type === 'closed'
              ? { type, close: 1006 }
              : ({ type } as SyncEvent);
      const step = next(state, event as SyncEvent);
      if (type === 'edited') made += 1;
      if (step.state.welcome === null) {
        onDisk = made - pending(step.state);
        received = [];
        counted = 0;
      }
      if (step.effects.includes('answer') || step.effects.includes('send-update')) {
        received.push(step.state.inFlight.at(-1) ?? 0);
      }
      state = step.state;
      const waiting = received.slice(counted).reduce((sum, edits) => sum + edits, state.unsent);
      expect(pending(state)).toBe(waiting);
      if (state.phase === 'saved') {
        expect(waiting).toBe(0);
        expect(made - pending(state)).toBeGreaterThanOrEqual(onDisk);
      }
    }
    expect(made).toBeGreaterThan(1000);
  });
});
