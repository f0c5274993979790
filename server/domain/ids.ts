import { randomBytes } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

/** Kinds of ids: account, webhook, event, delivery, attempt, event type, API key, signing key, member, person, session, secret, environment, bulk operation, audit entry, alert. */
const ID_PREFIXES = ['acc', 'wh', 'evt', 'dlv', 'att', 'evtype', 'key', 'sk', 'mem', 'per', 'ses', 'sec', 'env', 'bulk', 'aud', 'alert'] as const;

export type IdPrefix = (typeof ID_PREFIXES)[number];

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** An environment's id is its account's ULID and one letter, see `environmentId`. */
const ENVIRONMENT_TAIL = /^[0-7][0-9A-HJKMNP-TV-Z]{25}[PSD]$/;

/** The rest of a ULID is chance. */
const ULID_TIME_LENGTH = 10;

const RANDOM_POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let poolOffset = 0;

/** Chance from a pool, because one `randomBytes` call per byte would dominate the cost of an id. */
function pooledRandom(): number {
  if (poolOffset >= pool.length) {
    pool = randomBytes(RANDOM_POOL_BYTES);
    poolOffset = 0;
  }
  return pool[poolOffset++]! / 256;
}

const nextUlid = monotonicFactory(pooledRandom);

/** A new id such as `evt_01K...`: a ULID, strictly growing within this process, so that ids sort by creation. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${nextUlid()}`;
}

/** Not an id, but where those of a moment (ms since the epoch) begin: all made before sort below it. */
export function firstIdOf(prefix: IdPrefix, moment: number): string {
  return `${prefix}_${encodeTime(Math.max(0, Math.floor(moment)), ULID_TIME_LENGTH)}`;
}

/** The kind of an id, or null when the text is not one of ours. */
export function prefixOf(id: string): IdPrefix | null {
  const prefix = ID_PREFIXES.find((each) => id.startsWith(`${each}_`));
  return prefix !== undefined && isId(prefix, id) ? prefix : null;
}

/** Whether a text has the form of an id of this kind; says nothing about whether it exists. */
export function isId(prefix: IdPrefix, value: string): boolean {
  if (!value.startsWith(`${prefix}_`)) return false;
  const tail = value.slice(prefix.length + 1);
  return prefix === 'env' ? ENVIRONMENT_TAIL.test(tail) : ULID.test(tail);
}
