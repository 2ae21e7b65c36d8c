/**
 * Pages of one browser that have the same text open. Connected pages hear each other by way of the
 * server; this is for those that are not.
 */
import * as Y from 'yjs';

type Message =
  | { kind: 'update'; update: Uint8Array }
  /** What the sender has, asking for what it lacks. */
  | { kind: 'ask'; vector: Uint8Array };

export class Tabs {
  #channel: BroadcastChannel | null = null;
  #taking = false;

  constructor(
    private readonly document: Y.Doc,
    /** Whether this page has text that others can only get from it. */
    private readonly isAlone: () => boolean,
  ) {
    document.on('update', this.#onUpdate);
  }

  /** Joins the pages that write into the same copy. */
  join(copy: string): void {
    if (typeof BroadcastChannel === 'undefined') return;
    const name = `overens.text/${copy}`;
    if (this.#channel?.name === name) return;
    this.#channel?.close();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (event) => this.#take(event.data as Message);
    if (this.isAlone()) this.ask();
  }

  /** Asks the others, when the connection has gone. */
  ask(): void {
    this.#post({ kind: 'ask', vector: Y.encodeStateVector(this.document) });
  }

  close(): void {
    this.document.off('update', this.#onUpdate);
    this.#channel?.close();
    this.#channel = null;
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #onUpdate = (update: Uint8Array): void => {
    if (!this.#taking && this.isAlone()) this.#post({ kind: 'update', update });
  };

  #take(message: Message): void {
    if (message.kind === 'ask') {
      if (!this.isAlone()) return;
      const update = Y.encodeStateAsUpdate(this.document, message.vector);
      this.#post({ kind: 'update', update });
      if (this.#lacks(message.vector)) this.ask();
      return;
    }
    this.#taking = true;
    try {
      // As an edit made here: this page, too, must see to it that the server gets it.
      Y.applyUpdate(this.document, message.update, this);
    } finally {
      this.#taking = false;
    }
  }

  /** Whether the sender has something that this page has not. */
  #lacks(vector: Uint8Array): boolean {
    const own = Y.decodeStateVector(Y.encodeStateVector(this.document));
    return [...Y.decodeStateVector(vector)].some(
      ([client, clock]) => clock > (own.get(client) ?? 0),
    );
  }
}
