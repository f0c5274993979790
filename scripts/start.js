/*
 * `npm start`: builds what is stale and starts the server in this process. `npm run demo` adds a receiver and a stream of events.
 * Plain JavaScript for any Node, so that one too old gets a sentence instead of a syntax error.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'dist', '.built');
const SERVER = join(ROOT, 'dist', 'server', 'main.js');
const CONSOLE = join(ROOT, 'dist', 'client', 'index.html');
/** What the build is made from. */
const SOURCES = ['client', 'server', 'schema', 'examples', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
const READY_WITHIN_MS = 30_000;
const POLL_MS = 100;

checkNode();
checkDependencies();
if (isStale()) build();
if (process.argv.includes('--demo')) await startDemo();
else await startServer();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || (major === 24 && minor >= 11) || major > 24;
  if (!isSupported) giveUp(`Keybell needs Node.js 20.19, 22.13 or 24.11, or a later version of those lines; this is ${process.versions.node}.`);
}

function checkDependencies() {
  if (!existsSync(join(ROOT, 'node_modules', 'typeorm'))) giveUp('The dependencies are not installed. Run "npm ci" first.');
}

/** Whether something has changed since the last build; without sources, as in a container, what is built is what there is. */
function isStale() {
  if (!existsSync(SERVER) || !existsSync(CONSOLE)) return true;
  if (!existsSync(join(ROOT, 'vite.config.ts'))) return false;
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== fingerprint();
}

/** Changes with every file that is changed, added or removed. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of SOURCES) addTo(hash, join(ROOT, name));
  return hash.digest('hex');
}

function addTo(hash, path) {
  // Declarations do not reach the build, and the build itself writes some.
  if (!existsSync(path) || path.endsWith('.d.ts')) return;
  const stat = statSync(path);
  if (stat.isDirectory()) readdirSync(path).sort().forEach((name) => addTo(hash, join(path, name)));
  else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
}

/** In a process of its own: the build needs memory that the server should not keep. */
function build() {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) giveUp('There is no build, and no tool to make one. Run "npm ci" without --omit=dev.');
  console.log('Building; this happens only after a change.');
  // Taken before the build: what is changed while it runs is built next time.
  const built = fingerprint();
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) giveUp('The build failed.');
  writeFileSync(STAMP, built);
}

async function startServer() {
  await import(pathToFileURL(SERVER).href);
}

async function startDemo() {
  const folder = join(ROOT, 'data', 'demo');
  const { apiKey, password } = demoSecrets(folder);
  const email = 'demo@keybell.example';
  const port = process.env.PORT || '4000';
  Object.assign(process.env, {
    PORT: port, DATABASE_URL: `sqlite:${join(folder, 'keybell.db')}`, ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32',
    BOOTSTRAP_API_KEY: apiKey, ADMIN_EMAIL: email, ADMIN_PASSWORD: password, MASTER_KEYS: '',
  });
  await startServer();
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(baseUrl);
  const { runDemo } = await import('./demo.js');
  const demo = await runDemo({ baseUrl, apiKey, signIn: { email, password } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void demo.stop());
}

/** Made once and kept beside the demo's database, which they open. */
function demoSecrets(folder) {
  const file = join(folder, 'sign-in.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const secrets = { apiKey: `kb_demo_${randomBytes(24).toString('base64url')}`, password: randomBytes(12).toString('base64url') };
    writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function untilReady(baseUrl) {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!(await fetch(`${baseUrl}/readyz`).then(({ ok }) => ok, () => false))) {
    if (Date.now() > giveUpAt) giveUp(`The server did not become ready at ${baseUrl}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}
