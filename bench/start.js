import { startServer } from './server.js';

const STARTS = 5;
const IDLE_MS = 10_000;

/** Time from starting node to being ready, first on no database and then on one that exists; memory after ten idle seconds. */
export async function start() {
  const first = await startServer();
  await first.stop({ keep: true });
  const times = [];
  for (let round = 1; round < STARTS; round++) {
    const server = await startServer({ folder: first.folder });
    times.push(server.readyMs);
    await server.stop({ keep: true });
  }
  const last = await startServer({ folder: first.folder });
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const resident = await last.residentBytes();
  await last.stop();
  times.push(last.readyMs);
  times.sort((a, b) => a - b);
  const memory = resident === null ? 'unknown on this system' : `${Math.round(resident / 1024 / 1024)} MB`;
  console.log(`start: first ${Math.round(first.readyMs)} ms (new database), then ${Math.round(times[Math.floor(times.length / 2)])} ms; idle memory ${memory}`);
}
