import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Daemons live where the PATH of ordinary users does not look. */
const SBIN = ['/usr/sbin', '/usr/local/sbin'];

/** Full path of an installed program, or null. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SBIN];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
