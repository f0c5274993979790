import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * `npm run test:faults` runs the long form of test/faults on the built server and prints a table; `npm run test:faults kill` only files
 * whose name has "kill" in it. FAULTS_SEED replays the plan of an earlier run.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = {
  scenario: 'scenario', database: 'database', faults: 'faults', acknowledged: 'acknowledged', arrived: 'arrived', cut: 'cut', lost: 'lost',
  explained: 'repeated, explained', unexplained: 'repeated, unexplained', ghosts: 'ghosts', differences: 'differences',
  waiting: 'without an end',
};

if (!existsSync(join(ROOT, 'dist/server/main.js'))) {
  console.error('Build the server first: npm run build');
  process.exit(1);
}

const seed = process.env.FAULTS_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
const folder = mkdtempSync(join(tmpdir(), 'keybell-faults-report-'));
const report = join(folder, 'report.jsonl');
console.log(`Seed ${seed}. To replay the plan of this run: FAULTS_SEED=${seed} npm run test:faults`);

const files = process.argv.slice(2);
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'server', '--no-file-parallelism', ...(files.length > 0 ? files.map((name) => `test/faults/${name}`) : ['test/faults/'])], {
  cwd: ROOT, stdio: 'inherit', env: { ...process.env, FAULTS: 'long', FAULTS_SEED: seed, FAULTS_REPORT: report },
});

const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
console.log(`| ${Object.values(COLUMNS).join(' | ')} |\n|${'---|'.repeat(Object.keys(COLUMNS).length)}`);
for (const line of lines) console.log(`| ${Object.keys(COLUMNS).map((name) => line[name]).join(' | ')} |`);
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
