/** An agreement for tests: two parties, three who write and approve, two sections. */
import type {
  Agreement,
  Mandate,
  Member,
  PartyApproval,
  Revision,
  Role,
  Section,
  SignOff,
  TextStanding,
} from '../api/types';

const operator = { kind: 'operator' as const, member: null };
const no = { allowed: false, code: 'x', reason: null };
export const yes = { allowed: true, code: null, reason: null };

export const member = (id: string, party: string | null, ...roles: Role[]): Member => ({
  id,
  name: id,
  party,
  organisation: null,
  roles,
});

export const revision = (number: number, at = '2027-03-01T10:00:00Z'): Revision => ({
  number,
  hash: `r${number}`,
  at,
  by: operator,
  automatic: false,
  name: '',
  note: '',
  restored_from: null,
  contributors: [],
  characters: 10,
});

export const signOff = (
  member: string,
  number: number,
  standing: SignOff['standing'] = 'current',
): SignOff => ({
  id: `${member} ${number}`,
  section: '1',
  revision: number,
  hash: `r${number}`,
  member,
  party: 'a',
  mandate: 'm',
  at: '2027-03-02T10:00:00Z',
  standing,
  again_since: null,
  withdrawn: null,
});

export const approval = (
  party: string,
  signOffs: SignOff[] = [],
  met = false,
  needed = 1,
): PartyApproval => ({ party, needed, met, sign_offs: signOffs });

export const section = (id: string, given: Partial<Section> = {}): Section => ({
  id,
  kind: 'free',
  title: id,
  number: null,
  state: 'drafting',
  responsible: [],
  latest: revision(1),
  locked: null,
  reopened: null,
  approvals: [],
  reservations: 0,
  ...given,
});

export const text = (given: Partial<TextStanding> = {}): TextStanding => ({
  hash: 'r1',
  edited: false,
  contributors: [],
  measures: 0,
  characters: 10,
  ...given,
});

export const mandate = (member: string, valid = true): Mandate => ({
  id: `mandate ${member}`,
  member,
  kind: 'decision',
  issuer: 'Styrelsen',
  date: '2027-01-01',
  paragraph: '§ 1',
  valid_until: null,
  recorded_at: '2027-01-02T10:00:00Z',
  recorded_by: operator,
  sheet: null,
  valid,
});

const party = (id: string, letter: string) => ({
  id,
  letter,
  name: `Part ${letter}`,
  kind: 'civil' as const,
  approval: { rule: 'any' as const },
  bodies: [],
  organisations: [],
});

export function agreement(given: Partial<Agreement> = {}): Agreement {
  const me = given.me ?? member('me', 'a');
  return {
    id: 'agreement',
    title: 'Avtal om ån',
    case_number: null,
    time_zone: 'Europe/Stockholm',
    languages: ['sv'],
    parity: false,
    accepted_by_another_party: false,
    parity_met: null,
    phase: 'drafting',
    phases: [],
    plan: [],
    position: 0,
    record: { entries: 1, since: '2027-01-01T10:00:00Z', hash: 'h' },
    parties: [party('a', 'A'), party('b', 'B')],
    members: [me],
    former_members: [],
    sections: [section('1'), section('2')],
    retired_sections: [],
    purged: null,
    ready: false,
    agreed: null,
    latest_revision: null,
    bodies: [],
    decisions: [],
    signing: null,
    me,
    ...given,
    may: {
      save_revision: no,
      record_mandate: no,
      record_decision: no,
      record_signing: no,
      ask_review: no,
      make_sheets: no,
      shape: no,
      add_party: no,
      change_party: no,
      change_approval: no,
      manage_members: no,
      export: no,
      erase: no,
      purge: no,
      enter_phases: [],
      ...given.may,
    },
  };
}
