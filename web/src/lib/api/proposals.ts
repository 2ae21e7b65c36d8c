/** The routes of proposals. */
import type { BlockJson, NewProposal, Proposal, ProposalList, SeenBlock } from './types';
import { id, request, sections } from './client';

const proposals = (proposal: string) => `/api/proposals/${id(proposal)}`;

export const proposalsApi = {
  all: (section: string) => request<ProposalList>('GET', `${sections(section)}/proposals`),
  offer: (section: string, proposal: NewProposal) =>
    request<Proposal>('POST', `${sections(section)}/proposals`, proposal),
  /** `blocks` where it is not taken just as it was proposed. */
  accept: (proposal: string, seen: SeenBlock[], blocks?: BlockJson[]) =>
    request<Proposal>('POST', `${proposals(proposal)}/acceptances`, { seen, blocks }),
  reject: (proposal: string, reason: string) =>
    request<Proposal>('POST', `${proposals(proposal)}/rejections`, { reason }),
  withdraw: (proposal: string, reason: string) =>
    request<Proposal>(
      'POST',
      `${proposals(proposal)}/withdrawals`,
      reason === '' ? {} : { reason },
    ),
  renew: (proposal: string, renewed: NewProposal) =>
    request<Proposal>('POST', `${proposals(proposal)}/renewals`, renewed),
};
