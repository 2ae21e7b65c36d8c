/** What each test gets: a server of its own, people to sign in, and a watch over the browser. */
import { expect, test as base, type Page } from '@playwright/test';
import { description } from './agreement.ts';
import { SectionPage } from './section-page.ts';
import { Server, type Build, type Host, type Seeded, type SeededMember } from './server.ts';
import { StockClient } from './stock.ts';
import { Watch } from './watch.ts';

export class Scene {
  #clients: StockClient[] = [];

  constructor(
    readonly server: Server,
    readonly seeded: Seeded,
  ) {}

  member(name: string): SeededMember {
    const member = this.seeded.members.find((candidate) => candidate.name === name);
    if (!member) throw new Error(`There is no member ${name}`);
    return member;
  }

  section(title: string): string {
    const section = this.seeded.sections.find((candidate) => candidate.title === title);
    if (!section) throw new Error(`There is no section ${title}`);
    return section.id;
  }

  get agreementUrl(): string {
    return `/agreements/${this.seeded.agreement}`;
  }

  /** Where a section is, for a browser that somebody is signed in with. */
  sectionUrl(title: string): string {
    return `${this.server.url()}${this.agreementUrl}/sections/${this.section(title)}`;
  }

  /** A member's sign-in link, under either name of the server. */
  link(name: string, host: Host = '127.0.0.1'): string {
    return this.server.url(host) + new URL(this.member(name).link).pathname;
  }

  /** Signs in as people do: opens the link and presses the button. */
  async signIn(page: Page, name: string, host: Host = '127.0.0.1'): Promise<void> {
    await page.goto(this.link(name, host));
    await page.getByRole('button', { name: `Logga in som ${name}` }).click();
    await expect(page.getByRole('heading', { name: description.title })).toBeVisible();
  }

  /** Signs in, and opens a section by its link. */
  async enter(page: Page, name: string, title: string, host?: Host): Promise<SectionPage> {
    await this.signIn(page, name, host);
    await page.getByRole('table').getByRole('link', { name: title, exact: true }).click();
    const section = new SectionPage(page);
    await expect(section.saveState).toHaveText(/^(Sparat|Läsläge)$/);
    return section;
  }

  /** An unmodified y-websocket client of a member's; on the line, or past it. */
  join(name: string, title: string, way: 'line' | 'direct' = 'line'): StockClient {
    return this.joinText(name, this.section(title), way);
  }

  /** The same with any text, by its id: a meeting's notes have one, too. */
  joinText(name: string, text: string, way: 'line' | 'direct' = 'line'): StockClient {
    const { line } = this.server;
    const port = way === 'line' ? line.port : line.target;
    const address = `ws://127.0.0.1:${port}/sync`;
    const client = new StockClient(address, text, this.member(name).token);
    this.#clients.push(client);
    return client;
  }

  /** What the HTTP API answers a member. */
  async api<T>(name: string, path: string): Promise<T> {
    const response = await fetch(this.server.url() + path, {
      headers: { authorization: `Bearer ${this.member(name).token}` },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  /** Has a member do something over the HTTP API. */
  async send<T>(name: string, path: string, body: object): Promise<T> {
    const response = await fetch(this.server.url() + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.member(name).token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  async end(): Promise<void> {
    for (const client of this.#clients) client.leave();
    await this.server.dispose();
  }
}

export const test = base.extend<{ build: Build; founded: object; scene: Scene; watch: Watch }>({
  build: ['product', { option: true }],
  /** What the agreement is founded from. */
  founded: [description, { option: true }],
  scene: async ({ build, founded }, use) => {
    const { server, seeded } = await Server.found(founded, build);
    const scene = new Scene(server, seeded);
    await use(scene);
    await scene.end();
  },
  watch: [
    // It rests on the scene so that it has judged before the server is taken away.
    async ({ context, scene: _ }, use) => {
      const watch = new Watch(context);
      await use(watch);
      expect(watch.unexpected, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
