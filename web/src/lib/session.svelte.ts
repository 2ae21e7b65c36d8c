/** Who is signed in. One answer for the whole page; any 401 makes it signed out. */
import { api, Problem } from './api/client';
import { fetchMe, forgetAnswers } from './kept/answers';
import type { Me } from './api/types';

type Status = 'unknown' | 'signed-in' | 'signed-out' | 'failed';

class Session {
  status: Status = $state('unknown');
  me: Me | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  /** Whether it ended by itself: text that waits to be saved must then stay where it is. */
  lapsed = $state(false);

  async load(): Promise<void> {
    try {
      this.me = await fetchMe();
      this.problem = null;
      this.lapsed = false;
      this.status = 'signed-in';
    } catch (error) {
      this.notice(error);
      if (this.status === 'signed-out') return;
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      this.status = 'failed';
    }
  }

  /** Lets the session see an error that somebody else got. */
  notice(error: unknown): void {
    if (!(error instanceof Problem) || error.status !== 401) return;
    this.lapsed ||= this.status === 'signed-in';
    this.me = null;
    this.status = 'signed-out';
    // Who is not signed in opens nothing without a connection either.
    void forgetAnswers();
  }

  /** Who one is in an agreement; null if one is not known to be in it. */
  memberOf(agreement: string): string | null {
    const membership = this.me?.memberships.find(({ agreement: { id } }) => id === agreement);
    return membership?.member.id ?? null;
  }

  async signOut(): Promise<void> {
    await api.signOut();
    await forgetAnswers();
    this.lapsed = false;
    this.me = null;
    this.status = 'signed-out';
  }
}

export const session = new Session();
