import { describe, expect, it } from 'vitest';
import type { Agreement, Texts } from '../api/types';
import { review } from '../reviewing/testing';
import { nextSteps, type Step } from './next';
import {
  agreement,
  approval,
  mandate,
  member,
  revision,
  section,
  signOff,
  text,
  yes,
} from './testing';

const texts = (...edited: string[]): Texts => ({
  sections: Object.fromEntries(
    ['1', '2'].map((id) => [
      id,
      text({
        edited: edited.includes(id),
        contributors: [{ member: 'me', characters: 1 }],
      }),
    ]),
  ),
});
const kinds = (steps: Step[]) => steps.map((step) => step.kind);
const sectionsOf = (steps: Step[], kind: Step['kind']) => {
  const step = steps.find((one) => one.kind === kind);
  return step && 'sections' in step ? step.sections.map((one) => one.id) : null;
};
const may = (given: Partial<Agreement['may']>) => ({ may: given as Agreement['may'] });

describe('an approver', () => {
  const me = member('me', 'a', 'approver');
  const waits = (...sections: Agreement['sections']) =>
    sectionsOf(nextSteps(agreement({ me, sections }), texts(), [mandate('me')]), 'approve');

  it('is called to what they can approve and have not', () => {
    expect(waits(section('1'), section('2', { latest: null }))).toEqual(['1']);
  });

  it('is called again when the text has changed since', () => {
    const changed = {
      latest: revision(2),
      approvals: [approval('a', [signOff('me', 1, 'stale')])],
    };
    expect(waits(section('1', changed))).toEqual(['1']);
  });

  it('is not called to what their party has approved, nor to what they have taken back', () => {
    const met = { approvals: [approval('a', [signOff('other', 1)], true)] };
    const taken = { approvals: [approval('a', [signOff('me', 1, 'withdrawn')])] };
    expect(waits(section('1', met), section('2', taken))).toBeNull();
  });

  it('is called while their rule asks for more, unless they have approved', () => {
    const other = { approvals: [approval('a', [signOff('other', 1)], false, 2)] };
    const own = { approvals: [approval('a', [signOff('me', 1)], false, 2)] };
    expect(waits(section('1', other), section('2', own))).toEqual(['1']);
  });

  it('is not called to a text that is being edited, or was opened again', () => {
    const reopened = {
      at: '2027-03-01T10:00:00.5Z',
      by: { kind: 'member' as const, member: 'x' },
      reason: 'r',
    };
    const sections = [section('1'), section('2', { reopened })];
    const steps = nextSteps(agreement({ me, sections }), texts('1'), [mandate('me')]);
    expect(kinds(steps)).toEqual([]);
    // Nor before it is known.
    expect(kinds(nextSteps(agreement({ me }), null, [mandate('me')]))).toEqual([]);
  });

  it('without a valid mandate learns whom to ask', () => {
    const members = [me, member('kerstin', 'a', 'coordinator'), member('x', 'b', 'coordinator')];
    const [step] = nextSteps(agreement({ me, members }), texts(), [mandate('me', false)]);
    expect(step).toMatchObject({ kind: 'own-mandate', coordinators: [{ id: 'kerstin' }] });
    // Not as long as the mandates are unknown.
    expect(kinds(nextSteps(agreement({ me, members }), texts(), null))).toEqual(['approve']);
  });

  it('has nothing to approve once it is decided', () => {
    expect(nextSteps(agreement({ me, phase: 'decided' }), texts(), [])).toEqual([]);
  });
});

describe('a coordinator', () => {
  const me = member('me', 'a', 'coordinator');
  const members = [me, member('ann', 'a', 'approver'), member('bo', 'b', 'approver')];

  it('records the mandates that their own approvers lack', () => {
    const shown = agreement({ me, members, ...may({ record_mandate: yes } as never) });
    const [step] = nextSteps(shown, texts(), []);
    expect(step).toMatchObject({ kind: 'mandates', members: [{ id: 'ann' }] });
    expect(nextSteps(shown, texts(), [mandate('ann')])).toEqual([]);
  });

  it('saves the whole once everything is agreed, and then goes on to approval', () => {
    const shown = agreement({
      me,
      ready: true,
      ...may({ save_revision: yes, enter_phases: ['approval'] } as never),
    });
    expect(kinds(nextSteps(shown, texts(), []))).toEqual(['save-whole', 'enter']);
    const hashes = shown.sections.map(({ id }) => ({
      section: id,
      title: id,
      revision: 1,
      hash: 'r1',
    }));
    const whole = {
      number: 1,
      hash: 'w',
      at: '2027-03-01T10:00:00Z',
      by: { kind: 'server' as const, member: null },
      name: '',
      note: '',
      sections: hashes,
    };
    const saved = { ...shown, latest_revision: whole };
    expect(kinds(nextSteps(saved, texts(), []))).toEqual(['enter']);
    const changed = { ...whole, sections: [{ ...hashes[0]!, hash: 'r0' }, hashes[1]!] };
    expect(kinds(nextSteps({ ...shown, latest_revision: changed }, texts(), []))).toContain(
      'save-whole',
    );
  });

  it('is not sent on to approval before everything is agreed', () => {
    const shown = agreement({ me, ...may({ enter_phases: ['approval'] } as never) });
    expect(nextSteps(shown, texts(), [])).toEqual([]);
  });

  it('records the decisions of their own bodies, and then the signing', () => {
    const bodies = [
      { party: 'a', body: 'Styrelsen', decision: null },
      { party: 'b', body: 'Årsmötet', decision: null },
    ];
    const deciding = agreement({
      me,
      phase: 'approval',
      bodies,
      ...may({ record_decision: yes } as never),
    });
    expect(nextSteps(deciding, texts(), [])).toEqual([{ kind: 'decide', bodies: ['Styrelsen'] }]);
    const signing = agreement({ me, phase: 'decided', ...may({ record_signing: yes } as never) });
    expect(kinds(nextSteps(signing, texts(), []))).toEqual(['sign']);
  });
});

describe('a drafter', () => {
  const me = member('me', 'a', 'drafter');

  it('goes through what was opened again, and saves what is edited', () => {
    const reopened = {
      at: '2027-03-02T10:00:00Z',
      by: { kind: 'server' as const, member: null },
      reason: 'r',
    };
    const sections = [section('1', { reopened }), section('2')];
    const steps = nextSteps(agreement({ me, sections }), texts('1', '2'), []);
    expect(sectionsOf(steps, 'reopened')).toEqual(['1']);
    expect(sectionsOf(steps, 'edited')).toEqual(['2']);
  });

  it('is not bothered with a section once it has a newer revision, nor with the template', () => {
    const reopened = {
      at: '2027-03-02T10:00:00Z',
      by: { kind: 'server' as const, member: null },
      reason: 'r',
    };
    const latest = revision(2, '2027-03-02T10:00:00.001Z');
    const untouched = { sections: { 1: text(), 2: text({ edited: true }) } };
    const sections = [section('1', { reopened, latest }), section('2', { latest: null })];
    expect(nextSteps(agreement({ me, sections }), untouched, [])).toEqual([]);
  });
});

it('nobody is given more than three things to do', () => {
  const me = member('me', 'a', 'coordinator', 'drafter', 'approver');
  const shown = agreement({
    me,
    bodies: [{ party: 'a', body: 'Styrelsen', decision: null }],
    ...may({ record_decision: yes, record_signing: yes, record_mandate: yes } as never),
  });
  expect(kinds(nextSteps(shown, texts('2'), []))).toEqual(['approve', 'decide', 'sign']);
});

it('who only reads has nothing to do', () => {
  const me = member('me', null, 'reviewer', 'observer');
  expect(nextSteps(agreement({ me }), texts('1'), [])).toEqual([]);
});

describe('a reviewer', () => {
  const steps = (member_: string, ...reviews: ReturnType<typeof review>[]) =>
    nextSteps(agreement({ me: member(member_, 'a', 'reviewer') }), texts(), [], reviews);

  it('is called to what they are asked about, the most urgent first', () => {
    const soon = review({ id: 'soon', due: '2027-02-10' });
    const [step] = steps('bo', review(), soon);
    expect(step).toEqual({ kind: 'review', review: soon, waiting: 1 });
  });

  it('who has answered is called no more', () => {
    expect(steps('cia', review())).toEqual([]);
    expect(steps('somebody', review())).toEqual([]);
  });
});
