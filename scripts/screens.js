import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAgedServer } from '../demo/aged-server.js';
import { SCREENS } from '../demo/screens.js';
import { openChromium } from './chromium.js';

/*
 * `npm run screens` photographs every screen of the console in both themes and at both widths, with a day of realistic data behind it
 * and a stream of events running. `npm run screens webhooks overview` takes only these, `--language=de` the German console.
 * The pictures and a page that shows them side by side are written to `screens/`.
 */
const FOLDER = fileURLToPath(new URL('../screens/', import.meta.url));
const THEMES = ['light', 'dark'];
const SIZES = { wide: { width: 1400, height: 900 }, phone: { width: 390, height: 844 } };
/** Charts draw themselves, and rows of the live pages come in. */
const SETTLE_MS = 1_200;

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const language = /--language=(\w+)/.exec(process.argv.join(' '))?.[1] ?? 'en';
const wanted = SCREENS.filter(({ name }) => names.length === 0 || names.includes(name));
const unknown = names.filter((name) => !SCREENS.some((screen) => screen.name === name));
if (unknown.length > 0) giveUp(`No screen is called ${unknown.join(', ')}. There are: ${SCREENS.map(({ name }) => name).join(', ')}.`);
if (!existsSync(fileURLToPath(new URL('../dist/server/main.js', import.meta.url)))) giveUp('Build first: npm run build');

const browser = await openChromium();
const home = await mkdtemp(join(tmpdir(), 'keybell-screens-'));
await mkdir(FOLDER, { recursive: true });
console.log('Making a day of data.');
const server = await startAgedServer(home, (message) => console.error(`publishing failed: ${message}`));
try {
  const taken = [];
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(SIZES)) taken.push(...await photograph(theme, size, viewport));
  }
  await writeFile(join(FOLDER, 'index.html'), gallery(taken));
  console.log(`${taken.length} pictures; open ${join(FOLDER, 'index.html')}`);
} finally {
  await browser.close();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
// The receiver of the demo listens for as long as there is a process.
process.exit();

async function photograph(theme, size, viewport) {
  const context = await browser.newContext({ baseURL: server.baseUrl, viewport, locale: language, reducedMotion: 'reduce' });
  await context.addInitScript((scheme) => localStorage.setItem('vueuse-color-scheme', scheme), theme);
  const page = await context.newPage();
  const taken = [];
  let isSignedIn = false;
  for (const screen of wanted) {
    if (!screen.isPublic && !isSignedIn) {
      await server.signIn(page);
      isSignedIn = true;
    }
    await page.goto(await screen.path(server.graphql));
    await page.locator('main, h1').first().waitFor();
    await page.waitForTimeout(SETTLE_MS);
    const file = `${screen.name}-${theme}-${size}.png`;
    await page.screenshot({ path: join(FOLDER, file) });
    taken.push({ file, name: screen.name, theme, size });
  }
  await context.close();
  console.log(`${theme}, ${size}: ${taken.length} pictures`);
  return taken;
}

function gallery(taken) {
  const groups = wanted.map(({ name }) => `<h2>${name}</h2><div>${taken.filter((each) => each.name === name)
    .map(({ file, theme, size }) => `<a href="${file}"><img src="${file}" alt="${name}, ${theme}, ${size}" loading="lazy"></a>`).join('')}</div>`);
  return `<!doctype html><meta charset="utf-8"><title>Screens of Keybell</title>
<style>body{font:14px system-ui;margin:24px}div{display:flex;gap:12px;align-items:start;flex-wrap:wrap}img{height:420px;border:1px solid #ccc}</style>
<h1>Screens of Keybell</h1>${groups.join('\n')}\n`;
}

function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}
