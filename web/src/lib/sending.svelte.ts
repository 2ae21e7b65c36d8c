/** Something that is being sent to the server, and why it was not taken. */
import { Problem } from './api/client';
import { locale } from './messages/locale.svelte';
import { session } from './session.svelte';

export class Sending {
  busy = $state(false);
  problem: Problem | null = $state.raw(null);
  /** The problem as people read it. */
  words: { title: string; detail: string } | null = $derived.by(() => {
    if (!this.problem) return null;
    if (this.problem.code === 'unreachable') return locale.t.problem.unreachable;
    const { unknown } = locale.t.problem;
    return {
      title: this.problem.title || unknown.title,
      detail: this.problem.detail || unknown.detail,
    };
  });

  /** Does it, once at a time. Undefined if it failed; the problem says why. */
  async run<Answer>(act: () => Promise<Answer>): Promise<Answer | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.problem = null;
    try {
      return await act();
    } catch (error) {
      session.notice(error);
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
