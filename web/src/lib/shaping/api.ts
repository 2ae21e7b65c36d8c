/** The routes by which an agreement is founded and shaped. */
import { agreements, id, request, sections } from '../api/client';
import type {
  ApprovalRule,
  Description,
  MatterChange,
  NewParty,
  PartyChange,
  PlannedPhase,
  SectionKind,
} from '../api/types';

export const shaping = {
  template: (language: string) =>
    request<Description>('GET', `/api/template?language=${id(language)}`),
  found: (description: Description) =>
    request<{ id: string }>('POST', '/api/agreements', description),
  changeMatter: (agreement: string, change: MatterChange) =>
    request<void>('POST', `${agreements(agreement)}/matter`, change),
  changePlan: (agreement: string, plan: PlannedPhase[]) =>
    request<void>('POST', `${agreements(agreement)}/plan`, { plan }),
  addParty: (agreement: string, party: NewParty) =>
    request<unknown>('POST', `${agreements(agreement)}/parties`, party),
  changeParty: (agreement: string, party: string, change: PartyChange) =>
    request<void>('POST', `${agreements(agreement)}/parties/${id(party)}`, change),
  changeApproval: (agreement: string, party: string, approval: ApprovalRule) =>
    request<void>('POST', `${agreements(agreement)}/parties/${id(party)}/approval`, approval),
  addOrganisation: (agreement: string, party: string, name: string) =>
    request<{ id: string }>('POST', `${agreements(agreement)}/parties/${id(party)}/organisations`, {
      name,
    }),
  renameOrganisation: (agreement: string, organisation: string, name: string) =>
    request<void>('POST', `${agreements(agreement)}/organisations/${id(organisation)}`, { name }),
  removeOrganisation: (agreement: string, organisation: string) =>
    request<void>('POST', `${agreements(agreement)}/organisations/${id(organisation)}/remove`, {}),
  addSection: (
    agreement: string,
    section: { kind: SectionKind; title: string; responsible: string[] },
  ) => request<{ id: string }>('POST', `${agreements(agreement)}/sections`, section),
  orderSections: (agreement: string, order: string[]) =>
    request<void>('POST', `${agreements(agreement)}/sections/order`, { sections: order }),
  bringBackSection: (agreement: string, section: string) =>
    request<void>('POST', `${agreements(agreement)}/sections/${id(section)}/bring-back`, {}),
  changeHeading: (section: string, change: { title?: string; responsible?: string[] }) =>
    request<void>('POST', `${sections(section)}/heading`, change),
  retireSection: (section: string, reason: string) =>
    request<void>('POST', `${sections(section)}/retire`, { reason }),
};
