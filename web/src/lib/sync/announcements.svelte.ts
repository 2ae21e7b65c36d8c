/** What a voice says of the connection: that it was lost, and that all is well again. Nothing between. */
import { locale } from '../messages/locale.svelte';
import type { PhaseName } from './machine';

/** How long a connection must be away before it is worth saying, in milliseconds. */
const WORTH_SAYING = 3_000;

export class SaveAnnouncements {
  words = $state('');
  #saidLost = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  follow(phase: PhaseName, unsaved: number): void {
    if (phase === 'saved' && unsaved === 0) {
      this.#cancel();
      if (this.#saidLost) this.words = locale.t.save.announce.back;
      this.#saidLost = false;
    } else if (phase === 'refused') {
      // The note that explains a refusal is an alert of its own.
      this.#cancel();
      this.words = '';
    } else if (phase === 'offline' && !this.#saidLost && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#saidLost = true;
        this.words = locale.t.save.announce.offline;
      }, WORTH_SAYING);
    }
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
