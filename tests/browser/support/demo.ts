/** The demo, served by the real binary from a folder of its own. */
import type { Browser, Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binary } from './server.ts';

/** How long it may take until it prints its links, in milliseconds. */
const PATIENCE = 60_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class DemoServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    /** A sign-in link, to the first person of the first party. */
    readonly link: string,
  ) {}

  static async start(language: 'sv' | 'en'): Promise<DemoServer> {
    const folder = await mkdtemp(join(tmpdir(), 'overens-demo-'));
    const address = `127.0.0.1:${await freePort()}`;
    const url = `http://${address}`;
    const flags = ['--data', join(folder, 'data'), '--listen', address, '--public-url', url];
    const child = spawn(binary('product'), ['demo', ...flags, '--language', language], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const reap = () => child.kill('SIGKILL');
    process.on('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    const link = await new Promise<string>((resolve, reject) => {
      const give = setTimeout(() => reject(new Error('The demo printed no link')), PATIENCE);
      child.once('exit', () => reject(new Error('The demo ended at once')));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /http\S+\/sign-in\/\S+/.exec(line)?.[0];
        if (!found) return;
        clearTimeout(give);
        resolve(found);
      });
    });
    return new DemoServer(child, folder, url, link);
  }

  /** The first person of the first party, signed in, on the agreement's page in Swedish. */
  async enter(browser: Browser): Promise<Page> {
    const context = await browser.newContext({ baseURL: this.url, locale: 'sv-SE' });
    const page = await context.newPage();
    await page.goto(this.link);
    await page.getByRole('button', { name: /^Logga in som/ }).click();
    return page;
  }

  async dispose(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
