/** Where the visitor is. Plain links work: a click on one of ours changes the page without a reload. */
import { parsePath, type Route } from './routes';

class Router {
  path = $state(location.pathname);
  /** What follows the path's question mark, with it. */
  search = $state(location.search);
  route: Route = $derived(parsePath(this.path, this.search));
  /** How many times the page has changed; the first page is 0 and keeps the browser's focus. */
  visits = $state(0);

  constructor() {
    addEventListener('popstate', () => this.#arrive());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  /** Goes to an address of ours. `replace` leaves no trace in the browser's history. */
  go(address: string, replace = false): void {
    const { pathname, search, hash } = new URL(address, location.origin);
    if (pathname === location.pathname && search === location.search) return;
    if (replace) history.replaceState(null, '', pathname + search + hash);
    else history.pushState(null, '', pathname + search + hash);
    this.#arrive();
    scrollTo(0, 0);
  }

  #arrive(): void {
    if (this.path === location.pathname && this.search === location.search) return;
    this.path = location.pathname;
    this.search = location.search;
    this.visits += 1;
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) {
      return;
    }
    // A link to a place on the same page (the skip link) is the browser's own business.
    if (link.hash && link.pathname === location.pathname) return;
    // Files of the server's, and its manual, are no pages of this client.
    if (link.pathname.startsWith('/api/') || link.pathname.startsWith('/manual/')) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();
