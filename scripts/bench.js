import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { latency } from '../bench/latency.js';
import { lists } from '../bench/lists.js';
import { publishing } from '../bench/publish.js';
import { fairness } from '../bench/fairness.js';
import { live } from '../bench/live.js';
import { peers } from '../bench/peers.js';
import { recovery } from '../bench/recovery.js';
import { retention } from '../bench/retention.js';
import { start } from '../bench/start.js';
import { throughput } from '../bench/throughput.js';
import { validation } from '../bench/validation.js';

/* `npm run bench` runs all benchmarks, `npm run bench throughput` one. They measure the built server. */
const BENCHMARKS = { throughput, publish: publishing, lists, latency, start, fairness, recovery, retention, live, peers, validation };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exit(1);
}
if (!existsSync(fileURLToPath(new URL('../dist/server/main.js', import.meta.url)))) {
  console.error('Build the server first: npm run build');
  process.exit(1);
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHMARKS)) await BENCHMARKS[name]();
