// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Approval } from './approval.svelte';
import { api, Problem } from './api/client';
import type { ApprovalView, NewSignOff, SignOff } from './api/types';

const view = (number: number) =>
  ({ revision: { number, hash: `hash ${number}` }, conditions: [] }) as unknown as ApprovalView;
const given = { revision: 8, hash: 'hash 8' } as NewSignOff;

let now: ApprovalView;
beforeEach(() => {
  now = view(8);
  vi.spyOn(api, 'approval').mockImplementation(async () => now);
});

async function reading(): Promise<Approval> {
  const approval = new Approval('section');
  await approval.load();
  return approval;
}

describe('what an approver reads', () => {
  it('stays while another revision is saved, until they ask for that', async () => {
    const approval = await reading();
    now = view(9);
    await approval.load();
    expect(approval.shown?.revision?.number).toBe(8);
    expect(approval.newer).toBe(9);
    approval.showLatest();
    expect(approval.shown?.revision?.number).toBe(9);
    expect(approval.newer).toBeNull();
  });

  it('is kept up to date in all but the text', async () => {
    const approval = await reading();
    now = { ...view(8), sign_in_needed: true };
    await approval.load();
    expect(approval.shown?.sign_in_needed).toBe(true);
  });

  it('is fetched anew when the server says that it is another text', async () => {
    const approval = await reading();
    now = view(9);
    vi.spyOn(api, 'signOff').mockRejectedValue(new Problem('other-text', 409, '', ''));
    await approval.sign(given);
    expect(approval.changed).toBe('revision');
    expect(approval.shown?.revision?.number).toBe(9);
    expect(approval.refusal).toBeNull();
    expect(approval.signed).toBeNull();
  });

  it('is told to have been edited when it is still the latest revision', async () => {
    const approval = await reading();
    vi.spyOn(api, 'signOff').mockRejectedValue(new Problem('edited-since', 409, '', ''));
    await approval.sign(given);
    expect(approval.changed).toBe('edited');
  });

  it('is left alone by any other refusal, which is told', async () => {
    const approval = await reading();
    const refusal = new Problem('no-mandate', 403, 'Nej', 'Inget mandat.');
    vi.spyOn(api, 'signOff').mockRejectedValue(refusal);
    await approval.sign(given);
    expect(approval.refusal).toBe(refusal);
    expect(approval.changed).toBeNull();
    vi.spyOn(api, 'signOff').mockResolvedValue({ id: 's' } as SignOff);
    await approval.sign(given);
    expect(approval.refusal).toBeNull();
    expect(approval.signed?.id).toBe('s');
  });
});
