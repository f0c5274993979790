import { writeFile } from 'node:fs/promises';
import type http from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isRunnableDevEnvironment, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';
import ui from '@nuxt/ui/vite';
import i18n from '@intlify/unplugin-vue-i18n/vite';
import { uiTheme } from './client/styles/ui-theme.ts';
import { clientBudgets } from './scripts/client-budgets.ts';
import { withImports } from './scripts/client-chunks.ts';

const gzipped = promisify(gzip);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The console itself; `main.ts` fetches what it needs before. */
const START = at('client/start.ts');

/** What its shell asks for on every page. */
const SHELL = ['client/shell/HeaderControls.vue', 'client/shell/MemberMenu.vue'].map(at);

/** Paths that the API server answers; everything else belongs to Vite while developing. */
const API_PATHS = /^\/(docs\/events|graphql|healthz|readyz|metrics|exports|\.well-known)\b/;

/** Runs the API inside Vite's dev server: one process, one port, one origin, reloaded when server code changes. */
function apiServer(): Plugin {
  return {
    name: 'keybell-api',
    apply: (_config, env) => env.command === 'serve' && !process.env.VITEST,
    async configureServer(vite) {
      const ssr = vite.environments.ssr;
      if (!ssr || !isRunnableDevEnvironment(ssr)) return;
      type Served = { handler: http.RequestListener; stop(): Promise<void> };
      const load = async (): Promise<Served> => {
        const dev = await ssr.runner.import<typeof import('./server/dev.ts')>(at('server/dev.ts'));
        return dev.start(vite.httpServer as http.Server);
      };
      const report = (error: unknown) => vite.config.logger.error(String((error as Error)?.stack ?? error));
      let served = load();
      served.catch(report);
      vite.watcher.add(at('server'));
      vite.watcher.on('change', (file) => {
        if (!file.startsWith(at('server'))) return;
        served = served.then((app) => app.stop(), () => undefined).then(() => {
          ssr.runner.clearCache();
          return load();
        });
        served.then(() => vite.config.logger.info('server reloaded'), report);
      });
      vite.middlewares.use((req, res, next) => {
        if (!API_PATHS.test(req.url ?? '')) return next();
        served.then((app) => app.handler(req, res), next);
      });
    },
  };
}

/** Messages are compiled while building: the policy of the console allows no code made at run time. */
const messages = i18n({ include: at('client/messages/**/*.json'), runtimeOnly: true, compositionOnly: true, fullInstall: false, dropMessageCompiler: true });

/** `main.ts` evaluates the console when its messages are there, and the console asks for the parts of its shell when it runs; this has all of them fetched at once. */
function preloadShell(): Plugin {
  return {
    name: 'keybell-preload-shell',
    apply: 'build',
    transformIndexHtml(html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const shell = chunks.filter(({ moduleIds }) => moduleIds.some((id) => id === START || SHELL.includes(id)));
      const files = new Set(shell.flatMap((chunk) => withImports(chunk, chunks)).map(({ fileName }) => fileName));
      return [...files].filter((file) => !html.includes(file)).map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/admin/${file}` }, injectTo: 'head' }));
    },
  };
}

/** What the browser is sent, ready compressed: the server has nothing to do but to send it. */
function compressed(): Plugin {
  return {
    name: 'keybell-compressed',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => /^assets\/.*\.(js|css)$/.test(fileName));
      await Promise.all(files.map(async (file) => writeFile(join(dir, `${file.fileName}.gz`), await gzipped(file.type === 'chunk' ? file.code : file.source, { level: 9 }))));
    },
  };
}

/** Its modules only define things, which it forgot to say: what nothing asks for stays out. */
function leanLanguageService(): Plugin {
  return {
    name: 'keybell-lean-language-service',
    apply: 'build',
    transform: {
      filter: { id: /\/node_modules\/(graphql-language-service|vscode-languageserver-types)\// },
      handler: (code) => ({ code, map: null, moduleSideEffects: false }),
    },
  };
}

/** V8 keeps the text of a program while it runs, in one byte for each character only when none needs two. */
function oneByteCharacters(): Plugin {
  return {
    name: 'keybell-one-byte-characters',
    applyToEnvironment: ({ name }) => name === 'ssr',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(/[^\u0000-\u00ff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      }
    },
  };
}

/** Vitest would give our code the ES module of graphql and type-graphql the CommonJS one: two sets of classes that do not know each other. */
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: at('node_modules/graphql/index.js') }] };

/** How long each plugin took is for those who look into the build, not for those who start a server. */
const QUIET = { bundlerTimings: false };

/** Left out of the server's bundle: native code, and what loads parts of itself at run time; bundled, Apollo would hash each query in JavaScript. */
const EXTERNAL = ['@apollo/utils.createhash', 'better-sqlite3', 'mysql2', 'undici', 'ws'];

/** One file instead of two thousand: the server starts in half the time, and GraphQL knows at build time that it runs in production. */
const bundled = { resolve: { noExternal: true as const, external: EXTERNAL }, define: { 'process.env.NODE_ENV': '"production"' } };

/** Controls of the library that no page has at its start. Its one index of everything makes them look as if whoever asks for any control needed them. */
const LATER_CONTROLS = /\/node_modules\/(@floating-ui|reka-ui\/dist\/(Checkbox|Combobox|DropdownMenu|HoverCard|Listbox|Menu|Popover|Popper|RadioGroup|RovingFocus|Select|Switch|Tabs))\//;

/** All modules that one of the roots needs before it can run, and the roots. */
function neededModules(roots: readonly string[], context: Rolldown.ChunkingContext): Set<string> {
  const needed = new Set(roots);
  for (const id of needed) {
    const info = context.getModuleInfo(id);
    if (!info) throw new Error(`${id} is no module of the console: its chunks in vite.config.ts are made for one.`);
    for (const imported of info.importedIds) needed.add(imported);
  }
  return needed;
}

/** Gives their name to the chunk of what the roots need. */
function neededBy(roots: readonly string[], name: string): Rolldown.CodeSplittingNameFunction {
  let needed: Set<string> | null = null;
  return (id, context) => {
    needed ??= neededModules(roots, context);
    return needed.has(id) && !LATER_CONTROLS.test(id) ? name : null;
  };
}

/**
 * Browsers fetch six at a time: what several pages share is put together. `locale` is what the texts share with the start, which must not be
 * evaluated before them; `controls` keeps the library apart from what pages share of ours, where both came to import each other (`scripts/client-chunks.ts`
 * refuses either). Thresholds in bytes of sources.
 */
const FEW_CHUNKS: Rolldown.CodeSplittingOptions = {
  groups: [
    { name: 'locale', test: /\/node_modules\/(@nuxt\/ui\/dist\/runtime\/composables\/defineLocale|defu\/)/, priority: 6 },
    { name: 'first', tags: ['$initial'], priority: 5 },
    { name: neededBy([START], 'start'), priority: 4 },
    { name: neededBy(SHELL, 'shell'), priority: 3 },
    { name: 'common', minShareCount: 6, priority: 2 },
    { name: 'controls', test: /\/node_modules\/(@nuxt\/ui|reka-ui)\//, minShareCount: 2, priority: 1 },
    { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
  ],
};

/** Rolldown names a chunk after everything that asks for it. */
const chunkName = ({ name }: { name: string }) => `assets/${name.split('~')[0]}-[hash].js`;

export default defineConfig(({ command }) => ({
  root: at('client'),
  base: '/admin/',
  plugins: [vue(), ui(uiTheme), messages, preloadShell(), leanLanguageService(), oneByteCharacters(), clientBudgets(), compressed(), apiServer()],
  server: { port: 5173 },
  environments: {
    client: { build: { outDir: at('dist/client'), emptyOutDir: true, rolldownOptions: { checks: QUIET, output: { codeSplitting: FEW_CHUNKS, chunkFileNames: chunkName } } } },
    ssr: {
      ...(command === 'build' && !process.env.VITEST ? bundled : {}),
      build: {
        outDir: at('dist/server'), emptyOutDir: true, copyPublicDir: false, target: 'node20', minify: false, sourcemap: true,
        rolldownOptions: { input: { main: at('server/main.ts'), thread: at('server/storage/sqlite/thread.js') }, output: { entryFileNames: '[name].js', comments: { legal: true, jsdoc: false, annotation: false } }, checks: QUIET },
      },
    },
  },
  builder: {},
  test: {
    // Most of the time of most tests is waiting: for databases, restarts and deadlines.
    maxWorkers: Math.max(4, availableParallelism()),
    // The files of a worker share what they import, which is half of the work otherwise: tests keep nothing in modules.
    isolate: false,
    projects: [
      { extends: true, resolve: oneGraphql, test: { name: 'server', root: at('.'), environment: 'node', testTimeout: 30_000, hookTimeout: 60_000, globalSetup: ['test/support/database-servers.ts'], include: ['test/**/*.test.ts'], exclude: ['test/client/**', 'test/e2e/**'] } },
      { extends: true, test: { name: 'client', root: at('.'), environment: 'happy-dom', testTimeout: 30_000, setupFiles: ['test/client/messages.setup.ts'], include: ['test/client/**/*.test.ts'] } },
      { extends: true, resolve: oneGraphql, test: { name: 'e2e', root: at('.'), environment: 'node', include: ['test/e2e/**/*.test.ts'], maxWorkers: 2, sequence: { groupOrder: 1 }, testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } } },
    ],
  },
}));
