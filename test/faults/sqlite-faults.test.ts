import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../support/programs.ts';
import { expectPromisesKept } from './report.ts';
import { IS_LONG } from './seed.ts';
import { World } from './world.ts';

/** Longer than a statement waits for the lock. */
const LOCKED_MS = 7_000;
const FULL_MS = 2_500;

describe('A database file that fails', () => {
  it.skipIf(!findProgram('prlimit'))('cannot grow for a while', { timeout: 120_000 }, () => suffer('file cannot grow', async (world, file) => {
    limitFileSize(world.server.pid, String(statSync(`${file}-wal`).size));
    await delay(FULL_MS);
    limitFileSize(world.server.pid, 'unlimited');
    expect(world.server.output).toMatch(/SQLITE_(IOERR|FULL)/);
  }));

  it.runIf(IS_LONG)('is locked by another program', { timeout: 120_000 }, () => suffer('file locked for 7 s', async (_world, file) => {
    const other = await new DataSource({ type: 'better-sqlite3', database: file, timeout: 10_000 }).initialize();
    await other.query('BEGIN EXCLUSIVE');
    await delay(LOCKED_MS);
    await other.query('COMMIT');
    await other.destroy();
  }));
});

async function suffer(scenario: string, strike: (world: World, file: string) => Promise<void>): Promise<void> {
  const world = await World.open({ kind: 'sqlite' });
  try {
    world.publish();
    await world.untilAcknowledged(20);
    await strike(world, world.database.url.slice('sqlite:'.length));
    await world.untilAcknowledged(20);
    expectPromisesKept(await world.settle(), { scenario, database: 'sqlite', faults: 1 });
  } finally {
    await world.close();
  }
}

/** As a full disk: what a process writes beyond it fails. */
function limitFileSize(pid: number, bytes: string): void {
  execFileSync(findProgram('prlimit') ?? 'prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}
