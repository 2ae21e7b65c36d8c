/** A client made of npm's y-websocket and yjs as they are: what any other program may use. */
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export class StockClient {
  readonly doc = new Y.Doc();
  #provider: WebsocketProvider;

  constructor(address: string, section: string, token: string) {
    this.#provider = new WebsocketProvider(address, section, this.doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      protocols: ['yjs', `bearer.${token}`],
      disableBc: true,
    });
  }

  get fragment(): Y.XmlFragment {
    return this.doc.getXmlFragment('default');
  }

  get isSynced(): boolean {
    return this.#provider.synced;
  }

  async synced(): Promise<void> {
    if (this.isSynced) return;
    await new Promise<void>((resolve) => this.#provider.once('sync', () => resolve()));
  }

  /** The text block by block. */
  blocks(): string[] {
    return this.fragment.toArray().map(plain);
  }

  /** Adds a paragraph at the end. */
  append(words: string, marks: object = {}): void {
    const paragraph = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    text.insert(0, words, marks);
    paragraph.insert(0, [text]);
    this.fragment.push([paragraph]);
  }

  leave(): void {
    this.#provider.destroy();
    this.doc.destroy();
  }
}

function plain(node: Y.XmlElement | Y.XmlText | Y.XmlHook): string {
  if (node instanceof Y.XmlText) {
    const runs = node.toDelta() as { insert: unknown }[];
    return runs.map((run) => (typeof run.insert === 'string' ? run.insert : '')).join('');
  }
  if (node instanceof Y.XmlElement) return node.toArray().map(plain).join('');
  return '';
}
