/** The making up of an agreement: kept in this tab until it is founded or thrown away. */
import type { Account, Draft } from './draft';
import { lacksOf, type Lack, type Step } from './steps';

const STORED_UNDER = 'overens.new-agreement';

interface Kept {
  /** Whose it is: somebody else may sign in in the same tab. */
  email: string;
  draft: Draft;
}

function kept(account: Account): Draft | null {
  try {
    const stored = sessionStorage.getItem(STORED_UNDER);
    if (stored === null) return null;
    const { email, draft } = JSON.parse(stored) as Kept;
    return email === account.email ? draft : null;
  } catch {
    // Without storage it lasts as long as the page.
    return null;
  }
}

export class Creation {
  /** Null until it is chosen how to begin. */
  draft: Draft | null = $state(null);
  lacks: Lack[] = $derived.by(() => (this.draft ? lacksOf(this.draft, this.account) : []));
  /** The steps of which it is said what they lack. */
  #tried: Step[] = $state([]);

  constructor(readonly account: Account) {
    this.draft = kept(account);
  }

  /** Has everything said that a step lacks. Returns whether it lacks nothing. */
  tryStep(step: Step): boolean {
    if (!this.#tried.includes(step)) this.#tried.push(step);
    return !this.lacks.some((lack) => lack.step === step);
  }

  /** What a field lacks, once it is time to say so. */
  lackOf(field: string): Lack['what'] | null {
    const lack = this.lacks.find((one) => one.field === field);
    return lack && this.#tried.includes(lack.step) ? lack.what : null;
  }

  begin(draft: Draft | null): void {
    this.draft = draft;
    this.#tried = [];
  }

  /** Puts it away so that it is there after a reload. */
  keep(): void {
    try {
      if (this.draft === null) sessionStorage.removeItem(STORED_UNDER);
      else {
        const stored: Kept = { email: this.account.email, draft: this.draft };
        sessionStorage.setItem(STORED_UNDER, JSON.stringify(stored));
      }
    } catch {
      // See kept().
    }
  }
}
