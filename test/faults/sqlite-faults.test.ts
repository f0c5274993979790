import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { expectPromisesKept } from './report.ts';
import { IS_LONG } from './seed.ts';
import { World } from './world.ts';

/** Longer than a statement waits for the lock. */
const LOCKED_MS = 7_000;

describe('A database file that fails', () => {
  it.skipIf(!findProgram('prlimit'))('cannot grow for a while', { timeout: 120_000 }, () => suffer('file cannot grow', async (world, file) => {
    limitFileSize(world.server.pid, String(statSync(`${file}-wal`).size));
    await until('an error', () => /SQLITE_(IOERR|FULL)/.test(world.server.output));
    limitFileSize(world.server.pid, 'unlimited');
    return 1;
  }));

  it.runIf(canFreeze())('becomes read-only for a while, also for a start', { timeout: 120_000 }, () => suffer('file read-only', async (world, file) => {
    const files = [file, `${file}-wal`];
    freeze(files);
    try {
      await until('an error', () => /SQLITE_(IOERR|READONLY)/.test(world.server.output));
      await world.server.kill();
      await expect(world.server.restart()).rejects.toThrow('could not start');
    } finally {
      thaw(files);
    }
    await world.server.restart();
    await world.untilAcknowledged(20);
    freeze(files);
    await until('an error', () => /SQLITE_(IOERR|READONLY)/.test(world.server.output)).finally(() => thaw(files));
    return 2;
  }));

  it.runIf(IS_LONG)('is locked by another program', { timeout: 120_000 }, () => suffer('file locked for 7 s', async (_world, file) => {
    const other = await new DataSource({ type: 'better-sqlite3', database: file, timeout: 10_000 }).initialize();
    await other.query('BEGIN EXCLUSIVE');
    await delay(LOCKED_MS);
    await other.query('COMMIT');
    await other.destroy();
    return 1;
  }));
});

/** At the end of `strike` all must go on by itself. It returns how many faults it made. */
async function suffer(scenario: string, strike: (world: World, file: string) => Promise<number>): Promise<void> {
  const world = await World.open({ kind: 'sqlite' });
  try {
    world.publish();
    await world.untilAcknowledged(20);
    const faults = await strike(world, world.database.url.slice('sqlite:'.length));
    await world.untilAcknowledged(20);
    expectPromisesKept(await world.settle(), { scenario, database: 'sqlite', faults });
  } finally {
    await world.close();
  }
}

/** As a full disk: what a process writes beyond it fails. */
function limitFileSize(pid: number, bytes: string): void {
  execFileSync(findProgram('prlimit') ?? 'prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}

/** Not even root, and no process that has them open already, can write to such files. */
function freeze(files: readonly string[]): void {
  execFileSync('chattr', ['+i', ...files]);
}

function thaw(files: readonly string[]): void {
  execFileSync('chattr', ['-i', ...files]);
}

/** It takes root and a file system that knows the attribute. */
function canFreeze(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'keybell-freeze-'));
  try {
    for (const sign of ['+i', '-i']) execFileSync('chattr', [sign, folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
