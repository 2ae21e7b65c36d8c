/** A mail server that takes every letter and keeps it, so that a test can open it as its reader would. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a letter may take, in milliseconds. */
const PATIENCE = 20_000;
const BETWEEN_LOOKS = 20;

export interface Letter {
  to: string;
  subject: string;
  /** The plain text. */
  text: string;
  /** The sign-in link in it, if it has one. */
  link: string;
}

export class PostOffice {
  #server: Server;
  #sockets = new Set<Socket>();
  #letters: Letter[] = [];
  #refused = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A server that is stopped in the middle of a letter hangs up; it sends the letter again.
      this.#serve(socket).catch(() => socket.destroy());
    });
  }

  static async open(): Promise<PostOffice> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PostOffice(server);
  }

  /** What the server under test is told, so that it sends its letters here. */
  get flags(): string[] {
    const { port } = this.#server.address() as AddressInfo;
    return ['--smtp-url', `smtp://127.0.0.1:${port}`, '--mail-from', 'overens@norrskar.example'];
  }

  /** From now on nobody is known by that address. */
  refuse(address: string): void {
    this.#refused.add(address);
  }

  lettersTo(address: string): Letter[] {
    return this.#letters.filter(({ to }) => to === address);
  }

  /** The newest letter to an address, once there are so many. */
  async letterTo(address: string, count = 1): Promise<Letter> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const letter = this.lettersTo(address)[count - 1];
      if (letter) return letter;
      if (Date.now() > deadline) throw new Error(`Letter ${count} to ${address} did not come.`);
      await pause(BETWEEN_LOOKS);
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(socket: Socket): Promise<void> {
    const say = (words: string) => socket.write(`${words}\r\n`);
    let to = '';
    let lines: string[] | null = null;
    say('220 post office');
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      if (lines !== null) {
        if (line !== '.') {
          lines.push(line.startsWith('.') ? line.slice(1) : line);
          continue;
        }
        this.#letters.push(read(to, lines.join('\n')));
        lines = null;
        say('250 kept');
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-post office\r\n250-8BITMIME\r\n250 SMTPUTF8');
      else if (verb === 'RCPT') {
        to = /<(.*)>/.exec(line)?.[1] ?? '';
        say(this.#refused.has(to) ? '550 5.1.1 no such mailbox' : '250 known');
      } else if (verb === 'DATA') {
        lines = [];
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 fine');
    }
  }
}

function read(to: string, message: string): Letter {
  const { headers } = parted(message);
  const text = plainText(message) ?? '';
  const link = /^https?:\S+\/sign-in\/\S+$/m.exec(text)?.[0] ?? '';
  return { to, subject: headers.get('subject') ?? '', text, link };
}

/** The headers of a message or of a part of one, and what stands under them. */
function parted(message: string): { headers: Map<string, string>; body: string } {
  const end = message.indexOf('\n\n');
  const folded = message.slice(0, end).replace(/\n[ \t]+/g, ' ');
  const headers = folded.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: message.slice(end + 2) };
}

/** The first part of plain text; null if there is none. */
function plainText(message: string): string | null {
  const { headers, body } = parted(message);
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    for (const part of parts) {
      const text = plainText(part.replace(/^\n/, ''));
      if (text !== null) return text;
    }
    return null;
  }
  return type.startsWith('text/plain')
    ? decoded(body, headers.get('content-transfer-encoding'))
    : null;
}

function decoded(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
