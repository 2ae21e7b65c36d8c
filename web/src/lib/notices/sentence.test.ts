import { describe, expect, it } from 'vitest';
import type { Notice } from '../api/types';
import { en } from '../messages/en';
import { sv } from '../messages/sv';
import { sentence } from './sentence';

/** As the page's own locale: an object whose functions know it. */
class Locale {
  constructor(readonly t: typeof sv) {}
  readonly #month = '2031-03';
  day(date: string): string {
    return date.startsWith(this.#month) ? `day ${date.slice(-2)}` : 'another day';
  }
}

const notice = (about: Partial<Notice>): Notice => ({
  id: 'record-1',
  agreement: { id: 'a', title: 'A' },
  kind: 'meeting',
  at: '2031-03-01T10:00:00Z',
  by: { id: 'm', name: 'Maja' },
  section: null,
  words: null,
  path: '/',
  read: false,
  current: true,
  outcome: null,
  phase: null,
  answer_due: false,
  meeting: null,
  date: '2031-03-04',
  member: null,
  ...about,
});

describe('what a notice says', () => {
  it('names the day of a meeting, of a review and of a mandate', () => {
    const said = (about: Partial<Notice>) => sentence(notice(about), new Locale(en));
    expect(said({ meeting: 'called' })).toBe('Maja calls a meeting on day 04');
    expect(said({ meeting: 'moved' })).toContain('now on day 04');
    expect(said({ meeting: 'notes_closed' })).toContain('notes of the meeting on day 04');
    expect(said({ meeting: 'cancelled' })).toBe('Maja has called off the meeting on day 04');
    expect(said({ kind: 'deadline', meeting: 'near', by: null })).toContain('a meeting on day 04');
    expect(said({ kind: 'deadline', answer_due: true })).toContain('day 04');
    expect(said({ kind: 'deadline' })).toBe('Your mandate holds until day 04');
  });

  it('says so in Swedish, too, also when the name was erased', () => {
    const said = sentence(
      notice({ meeting: 'called', by: { id: 'm', name: null } }),
      new Locale(sv),
    );
    expect(said).toBe('Någon kallar till möte den day 04');
  });
});
