/** Collects what a browser complains about: console errors, uncaught exceptions, breaches of the CSP. */
import type { BrowserContext } from '@playwright/test';

interface Complaint {
  text: string;
  url: string;
}

export class Watch {
  #complaints: Complaint[] = [];
  #expected: ((complaint: Complaint) => boolean)[] = [
    // A page learns from this answer that nobody is signed in. Chromium reports every 4xx by itself.
    ({ text, url }) => text.includes('status of 401') && url.endsWith('/api/me'),
    // And so does the number in the bar, which asks by itself.
    ({ text, url }) => text.includes('status of 401') && url.endsWith('/api/notices/unread'),
  ];

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      const isBreach = /Content Security Policy/i.test(message.text());
      if (message.type() !== 'error' && !isBreach) return;
      this.#complaints.push({ text: message.text(), url: message.location().url });
    });
    context.on('weberror', (error) => {
      this.#complaints.push({ text: String(error.error()), url: error.page()?.url() ?? '' });
    });
  }

  /** The server is going to be away: what the browser says of failed connections is no fault. */
  expectBrokenConnections(): void {
    this.#expected.push(({ text }) => /^WebSocket connection to|net::ERR_/.test(text));
  }

  /** Chromium reports the handlers and styles of pasted HTML while it is read, even where none can run. */
  expectBlockedInline(): void {
    this.#expected.push(({ text }) =>
      /^(Executing inline event handler|Applying inline style)/.test(text),
    );
  }

  /** The browser's report of one answer that the test asks for. */
  expectAnswer(status: number, path: string): void {
    this.#expected.push(
      ({ text, url }) => text.includes(`status of ${status}`) && new URL(url).pathname === path,
    );
  }

  /** Complaints that no test asked for. */
  get unexpected(): string[] {
    return this.#complaints
      .filter((complaint) => !this.#expected.some((expects) => expects(complaint)))
      .map(({ text, url }) => `${text} (${url})`);
  }

  /** The same, and forgets them: for the test of the watch itself. */
  takeUnexpected(): string[] {
    const taken = this.unexpected;
    this.#complaints = [];
    return taken;
  }
}
