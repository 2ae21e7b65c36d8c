/** The real binary, with a data folder of its own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Line } from './line.ts';

const run = promisify(execFile);

/** How long the server may take to start or to stop, in milliseconds. */
const PATIENCE = 20_000;
const BETWEEN_LOOKS = 20;

/** The product, or the build of it that also takes orders to lock a section and the like. */
export type Build = 'product' | 'faults';

export function binary(build: Build): string {
  const [variable, name] =
    build === 'faults' ? ['OVERENS_BIN_FAULTS', 'overens-faults'] : ['OVERENS_BIN', 'overens'];
  const target = join(import.meta.dirname, '../../../target');
  const candidates = [
    process.env[variable],
    join(target, 'release', name),
    join(target, 'debug', name),
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error(`Build ${name} first, or say where it is with ${variable}.`);
  return found;
}

/** The two names of this machine: in one browser they are two places to be signed in at. */
export type Host = '127.0.0.1' | 'localhost';

export interface SeededMember {
  id: string;
  name: string;
  link: string;
  token: string;
}

export interface Seeded {
  agreement: string;
  sections: { id: string; kind: string; title: string }[];
  members: SeededMember[];
}

export class Server {
  #process: ChildProcess | null = null;
  #log: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly build: Build,
    private readonly flags: readonly string[],
    readonly line: Line,
  ) {}

  /** The server, running and founded with an agreement. It is started with `flags` besides the usual ones. */
  static async found(
    description: object,
    build: Build = 'product',
    flags: readonly string[] = [],
  ): Promise<{ server: Server; seeded: Seeded }> {
    const folder = await mkdtemp(join(tmpdir(), 'overens-browser-'));
    const server = new Server(folder, build, flags, await Line.open());
    await server.start();
    const file = join(folder, 'agreement.json');
    await writeFile(file, JSON.stringify(description));
    const seed = ['seed', '--data', server.#data, '--tokens', file];
    const { stdout } = await run(binary(build), seed, { timeout: PATIENCE });
    return { server, seeded: JSON.parse(stdout) as Seeded };
  }

  /** Its address under one of its names. */
  url(host: Host = '127.0.0.1'): string {
    return `http://${host}:${this.line.port}`;
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  async start(): Promise<void> {
    const serve = [
      'serve',
      '--data',
      this.#data,
      '--listen',
      '127.0.0.1:0',
      '--log-format',
      'json',
    ];
    const urls = ['--public-url', this.url(), '--public-url', this.url('localhost')];
    const child = spawn(binary(this.build), [...serve, ...urls, ...this.flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    // A run that is broken off leaves no server behind.
    const reap = () => child.kill('SIGKILL');
    process.on('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    const port = await new Promise<number>((resolve, reject) => {
      const give = setTimeout(() => reject(this.#failure('did not start in time')), PATIENCE);
      child.once('exit', () => reject(this.#failure('ended at once')));
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.#log.push(line);
        const listening = /127\.0\.0\.1:(\d+)/.exec(line);
        if (!listening) return;
        clearTimeout(give);
        resolve(Number(listening[1]));
      });
    });
    this.line.leadTo(port);
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      if (ready?.ok) return;
      if (Date.now() > deadline) throw this.#failure('did not become ready in time');
      await pause(BETWEEN_LOOKS);
    }
  }

  /** Has the binary check an exported file, by a key that is known from elsewhere. */
  async verify(file: string, key: string): Promise<{ code: number; said: string }> {
    try {
      const asked = ['verify', file, '--key', key];
      const { stdout, stderr } = await run(binary(this.build), asked, { timeout: PATIENCE });
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, said: stdout + stderr };
    }
  }

  /** Nobody may write in the section any more, until it is unlocked. */
  async lock(section: string): Promise<void> {
    await this.#order('lock', section);
  }

  async unlock(section: string): Promise<void> {
    await this.#order('unlock', section);
  }

  /** The section's document begins anew with the text it has. */
  async newEpoch(section: string): Promise<void> {
    await this.#order('new-epoch', section);
  }

  async #order(what: string, section: string): Promise<void> {
    const order = [what, '--data', this.#data, section];
    await run(binary(this.build), order, { timeout: PATIENCE });
  }

  /** SIGTERM: it says goodbye, writes what it has and ends with 0. */
  async stop(): Promise<void> {
    const code = await this.#end('SIGTERM');
    if (code !== 0) throw this.#failure(`ended with ${code}`);
  }

  /** SIGKILL: gone in the middle of whatever it did. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async dispose(): Promise<void> {
    await this.kill();
    await this.line.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const code = await ended;
    this.line.leadTo(null);
    return code;
  }

  #failure(what: string): Error {
    return new Error(`The server ${what}.\n${this.#log.slice(-20).join('\n')}`);
  }
}
