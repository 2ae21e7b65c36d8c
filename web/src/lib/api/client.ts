/** The HTTP interface: one function per route the pages use, and one kind of error. */
import { locale } from '../messages/locale.svelte';
import type {
  Agreement,
  AgreementLine,
  AgreementRevision,
  AgreementRevisionText,
  ApprovalView,
  ComparisonWriters,
  Decision,
  Mandate,
  Me,
  NewDecision,
  NewMandate,
  NewSigning,
  NewSignOff,
  NewToken,
  Phase,
  Presence,
  RecordPage,
  RecordQuestion,
  Reservation,
  Revision,
  RevisionText,
  Section,
  SectionComparison,
  SectionInfo,
  Signing,
  SignInLink,
  SignOff,
  Texts,
  Token,
} from './types';

/** What went wrong, in the words of the server where it had any. */
export class Problem extends Error {
  constructor(
    /** The last part of the problem's type, or `unreachable` when no answer came. */
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** In how many seconds it may be tried again, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(title);
  }
}

export async function toProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Record<string, unknown>;
    const code = String(body.type ?? '')
      .split('/')
      .pop();
    return new Problem(
      code || 'unknown',
      response.status,
      String(body.title ?? ''),
      String(body.detail ?? ''),
      Number(response.headers.get('Retry-After')) || null,
    );
  } catch {
    return new Problem('unknown', response.status, '', '');
  }
}

export async function request<Answer>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': locale.language,
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch {
    throw new Problem('unreachable', 0, '', '');
  }
  if (!response.ok) throw await toProblem(response);
  // Some things are only taken in: nothing, or nothing yet, is there to be told.
  const answer = await response.text();
  return (answer === '' ? undefined : JSON.parse(answer)) as Answer;
}

export const id = encodeURIComponent;
export const agreements = (agreement: string) => `/api/agreements/${id(agreement)}`;
export const sections = (section: string) => `/api/sections/${id(section)}`;

/** The parts of a question that were given, behind a question mark. */
export function query(parts: Record<string, string | number | undefined>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `?${search}` : '';
}

export const api = {
  me: () => request<Me>('GET', '/api/me'),
  agreements: () => request<AgreementLine[]>('GET', '/api/agreements'),
  agreement: (agreement: string) => request<Agreement>('GET', agreements(agreement)),
  texts: (agreement: string) => request<Texts>('GET', `${agreements(agreement)}/texts`),
  presence: (agreement: string) =>
    request<{ sections: Presence }>('GET', `${agreements(agreement)}/presence`),
  enterPhase: (agreement: string, phase: Phase) =>
    request<void>('POST', `${agreements(agreement)}/phase`, { phase }),
  recordMandate: (agreement: string, mandate: NewMandate) =>
    request<Mandate>('POST', `${agreements(agreement)}/mandates`, mandate),
  mandates: (agreement: string) => request<Mandate[]>('GET', `${agreements(agreement)}/mandates`),
  /** Where a file is sent to; `upload` does it. */
  attachPath: (agreement: string, file: File) =>
    `${agreements(agreement)}/attachments${query({ name: file.name })}`,
  attachmentPath: (agreement: string, attachment: string) =>
    `${agreements(agreement)}/attachments/${id(attachment)}`,
  recordDecision: (agreement: string, decision: NewDecision) =>
    request<Decision>('POST', `${agreements(agreement)}/decisions`, decision),
  recordSigning: (agreement: string, signing: NewSigning) =>
    request<Signing>('POST', `${agreements(agreement)}/signing`, signing),
  agreementRevisions: (agreement: string) =>
    request<AgreementRevision[]>('GET', `${agreements(agreement)}/revisions`),
  agreementRevision: (agreement: string, number: number) =>
    request<AgreementRevisionText>('GET', `${agreements(agreement)}/revisions/${number}`),
  saveAgreementRevision: (agreement: string, name: string, note: string) =>
    request<AgreementRevision>('POST', `${agreements(agreement)}/revisions`, { name, note }),
  canonicalPath: (agreement: string, number: number) =>
    `${agreements(agreement)}/revisions/${number}/canonical`,
  record: (agreement: string, question: RecordQuestion) =>
    request<RecordPage>('GET', `${agreements(agreement)}/record${query({ ...question })}`),
  headPath: (agreement: string) => `${agreements(agreement)}/record/head`,
  signOffs: (agreement: string) => request<SignOff[]>('GET', `${agreements(agreement)}/sign-offs`),
  withdrawSignOff: (agreement: string, signOff: string, reason: string) =>
    request<SignOff>('POST', `${agreements(agreement)}/sign-offs/${id(signOff)}/withdrawal`, {
      reason,
    }),
  receiptPath: (agreement: string, signOff: string) =>
    `${agreements(agreement)}/sign-offs/${id(signOff)}/receipt`,
  section: (section: string) => request<SectionInfo>('GET', sections(section)),
  revisions: (section: string) => request<Revision[]>('GET', `${sections(section)}/revisions`),
  revision: (section: string, number: number) =>
    request<RevisionText>('GET', `${sections(section)}/revisions/${number}`),
  saveRevision: (section: string, name: string, note: string) =>
    request<Revision>('POST', `${sections(section)}/revisions`, { name, note }),
  restore: (section: string, number: number) =>
    request<Revision>('POST', `${sections(section)}/revisions/${number}/restoration`, {}),
  comparison: (section: string, from: number, to?: number) =>
    request<SectionComparison>('GET', `${sections(section)}/comparison${query({ from, to })}`),
  comparisonWriters: (section: string, from: number, to?: number) =>
    request<ComparisonWriters>(
      'GET',
      `${sections(section)}/comparison/writers${query({ from, to })}`,
    ),
  approval: (section: string) => request<ApprovalView>('GET', `${sections(section)}/approval`),
  signOff: (section: string, signOff: NewSignOff) =>
    request<SignOff>('POST', `${sections(section)}/sign-offs`, signOff),
  reservations: (section: string) =>
    request<Reservation[]>('GET', `${sections(section)}/reservations`),
  reserve: (section: string, revision: number, text: string, personal: boolean) =>
    request<Reservation>('POST', `${sections(section)}/reservations`, { revision, text, personal }),
  lock: (section: string, reason: string) =>
    request<Section>('POST', `${sections(section)}/lock`, { reason }),
  reopen: (section: string, reason: string) =>
    request<Section>('POST', `${sections(section)}/reopening`, { reason }),
  signInLink: (secret: string) => request<SignInLink>('GET', `/api/sign-in/${id(secret)}`),
  signOut: () => request<void>('POST', '/api/sign-out'),
  tokens: () => request<Token[]>('GET', '/api/tokens'),
  createToken: (agreement: string, label: string) =>
    request<NewToken>('POST', '/api/tokens', { agreement, label }),
  revokeToken: (token: string) => request<void>('DELETE', `/api/tokens/${id(token)}`),
};
