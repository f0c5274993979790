import type { Page } from 'playwright-core';
import { SCREENS } from '../../demo/screens.js';
import type { ApiClient } from './api-client.ts';

interface Router {
  push(path: string): Promise<unknown>;
  getRoutes(): { path: string; redirect?: unknown }[];
  currentRoute: { value: { matched: { path: string }[] } };
}
type MountedApp = HTMLElement & { __vue_app__: { config: { globalProperties: { $router: Router } } } };

/** Answers that come at once draw more, and that asks again. */
const QUIET_MS = 60;

/** Goes through a console as links inside it do, and waits at each screen until it shows what it has. */
export class ScreenWalk {
  readonly #page: Page;
  #running = 0;
  #lastChange = 0;

  constructor(page: Page) {
    this.#page = page;
    const count = (by: 1 | -1) => () => {
      this.#running += by;
      this.#lastChange = performance.now();
    };
    page.on('request', count(1));
    page.on('requestfinished', count(-1));
    page.on('requestfailed', count(-1));
  }

  /** Returns the pattern of the route that showed it. */
  async goTo(path: string): Promise<string> {
    await this.#page.locator('h1').first().waitFor();
    const route = await this.#page.evaluate(async (to) => {
      const { $router } = document.querySelector<MountedApp>('#app')!.__vue_app__.config.globalProperties;
      await $router.push(to);
      return $router.currentRoute.value.matched.at(-1)?.path ?? '';
    }, path.replace(/^\/admin/, ''));
    await this.#page.locator('h1').first().waitFor();
    await this.settled();
    return route;
  }

  async settled(): Promise<void> {
    while (this.#running > 0 || performance.now() - this.#lastChange < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 3));
    await this.#page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  }
}

export interface OpenScreen { name: string; path: string }

/** Addresses of all screens, with ids of what the server holds. */
export async function addressesOf(api: ApiClient): Promise<OpenScreen[]> {
  return Promise.all(SCREENS.map(async ({ name, path }) => ({ name, path: await path((query) => api.graphql(query)) })));
}

/** Patterns of all routes that show a page. */
export function routesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => document.querySelector<MountedApp>('#app')!.__vue_app__.config.globalProperties.$router.getRoutes()
    .filter(({ redirect }) => redirect === undefined).map(({ path }) => path));
}
