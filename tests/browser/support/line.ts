/**
 * The line between the clients and the server: passes bytes on, and can be cut. The address people use
 * stays the same while the server behind it is killed and started again on another port.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export class Line {
  #server: Server;
  #ends = new Set<Socket>();
  #target: number | null = null;
  #broken = false;
  #delay = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (near) => this.#join(near));
  }

  static async open(): Promise<Line> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Line(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where the server itself listens, for those whom a broken line does not concern. */
  get target(): number {
    if (this.#target === null) throw new Error('Nobody answers.');
    return this.#target;
  }

  /** Where the bytes go; null while nobody answers. */
  leadTo(port: number | null): void {
    this.#target = port;
  }

  /** From now on every byte is so many milliseconds on its way, in both directions. */
  slow(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** Breaks every connection and takes no new one, until it is mended. */
  break(): void {
    this.#broken = true;
    this.cut();
  }

  mend(): void {
    this.#broken = false;
  }

  /** Breaks every connection, without a word to either side. */
  cut(): void {
    for (const end of this.#ends) end.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Bytes go in at one end and come out at the other, in order, when their time has come. */
  #way(): Transform {
    let last = 0;
    const later = (act: () => void) => {
      // What came sooner is never overtaken, also when the line has become quick again.
      last = Math.max(last, Date.now() + this.#delay);
      const wait = last - Date.now();
      if (wait <= 0) act();
      else setTimeout(act, wait);
    };
    return new Transform({
      transform(bytes: Buffer, _encoding, taken) {
        later(() => void (this.destroyed || this.push(bytes)));
        taken();
      },
      flush: (ended) => later(ended),
    });
  }

  #join(near: Socket): void {
    if (this.#target === null || this.#broken) {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#ends.add(end);
      end.setNoDelay(true);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.#ends.delete(end);
        other.destroy();
      });
      end.pipe(this.#way()).pipe(other);
    }
  }
}
