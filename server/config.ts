import { existsSync } from 'node:fs';
import { colourProblem, darkVariantOf, isHexColour, type Brand, type Theme } from './domain/brand.ts';
import { checkPassword } from './domain/credentials.ts';
import { isEmailAddress } from './domain/email-address.ts';
import type { Retention } from './domain/retention.ts';
import { DAY_MS, SECOND_MS } from './domain/time.ts';
import { parseNetwork } from './egress/address-policy.ts';
import { checkSmtpUrl, type MailSettings } from './egress/mailer.ts';
import { EnvReader, type Environment } from './env-reader.ts';
import { FAILPOINTS, parseFailpoint, type ArmedFailpoint } from './failpoints.ts';
import { Keyring } from './storage/encryption.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const MIN_BOOTSTRAP_KEY_LENGTH = 24;
const MAX_BOOTSTRAP_KEY_LENGTH = 500;
const MAX_PORT = 65_535;
const MAX_CONCURRENCY = 10_000;
const MAX_RETENTION_DAYS = 365;
const DEFAULT_RETENTION_DAYS = 30;
const DEFAULT_BODY_RETENTION_DAYS = 14;
const MAX_BRAND_NAME_LENGTH = 40;
const KIB = 1024;
const MIB = 1024 * KIB;

/** The settings of a process, checked. The README describes each. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly databaseUrl: string;
  /** Null: processes find what others did by looking at the database. */
  readonly redisUrl: string | null;
  /** Null: kept in a file next to the SQLite file. */
  readonly masterKeys: string | null;
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly bootstrapApiKey: string | null;
  readonly allowHttpTargets: boolean;
  readonly allowCidrs: readonly string[];
  /** Without a slash at the end; null: made from host and port. */
  readonly publicUrl: string | null;
  readonly sourceAddresses: readonly string[];
  /** Attempts in flight; 0 sends nothing. */
  readonly dispatcherConcurrency: number;
  readonly logLevel: LogLevel;
  readonly maxPayloadBytes: number;
  /** Points of cost that come back to a caller each second. */
  readonly costPerSecond: number;
  /** Longest that a query or mutation over HTTP is waited for. */
  readonly operationMs: number;
  /** WebSockets and event streams that one caller may have open at this process. */
  readonly connectionsPerCaller: number;
  /** Of accounts that chose none. */
  readonly retention: Retention;
  /** From one look for what is past retention to the next. */
  readonly pruneEveryMs: number;
  /** Null: alerts go to the log. */
  readonly mail: MailSettings | null;
  /** How the console looks. */
  readonly brand: Brand;
  /** Where this process is to fail, for tests of recovery. */
  readonly failpoints: readonly ArmedFailpoint[];
}

/** Everything that is wrong with the settings, one sentence each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The settings are not usable:', ...problems.map((each) => `  - ${each}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads all settings; throws a ConfigError with every problem at once. */
export function readConfig(env: Environment = process.env): Config {
  const reader = new EnvReader(env);
  const config: Config = {
    host: reader.text('HOST') ?? '127.0.0.1',
    port: reader.wholeNumber('PORT', { standard: 4000, min: 0, max: MAX_PORT }),
    databaseUrl: reader.checked('DATABASE_URL', checkDatabaseUrl) ?? 'sqlite:./data/keybell.db',
    redisUrl: reader.secret('REDIS_URL', checkRedisUrl),
    masterKeys: readMasterKeys(reader),
    admin: readAdmin(reader),
    bootstrapApiKey: reader.secret('BOOTSTRAP_API_KEY', checkBootstrapKey),
    allowHttpTargets: reader.flag('ALLOW_HTTP_TARGETS'),
    allowCidrs: reader.list('ALLOW_CIDRS', checkNetwork),
    publicUrl: reader.checked('PUBLIC_URL', checkPublicUrl)?.replace(/\/+$/, '') ?? null,
    sourceAddresses: reader.list('SOURCE_ADDRESSES', checkNetwork),
    dispatcherConcurrency: reader.wholeNumber('DISPATCHER_CONCURRENCY', { standard: 256, min: 0, max: MAX_CONCURRENCY }),
    logLevel: reader.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    maxPayloadBytes: reader.wholeNumber('MAX_PAYLOAD_BYTES', { standard: MIB, min: KIB, max: MIB }),
    costPerSecond: reader.wholeNumber('COST_PER_SECOND', { standard: 50_000, min: 100, max: 100_000_000 }),
    operationMs: reader.wholeNumber('OPERATION_SECONDS', { standard: 30, min: 1, max: 600 }) * SECOND_MS,
    connectionsPerCaller: reader.wholeNumber('CONNECTIONS_PER_CALLER', { standard: 2_000, min: 1, max: 100_000 }),
    retention: readRetention(reader),
    pruneEveryMs: reader.wholeNumber('PRUNE_EVERY_SECONDS', { standard: 60, min: 1, max: 3600 }) * SECOND_MS,
    mail: readMail(reader),
    brand: readBrand(reader),
    failpoints: readFailpoints(reader),
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

/** A setting that was left behind by a test must not stop a production server halfway. */
function readFailpoints(reader: EnvReader): ArmedFailpoint[] {
  if (reader.has('FAILPOINTS') && reader.text('NODE_ENV') === 'production') {
    reader.problems.push('FAILPOINTS makes the server crash on purpose and is refused while NODE_ENV is production. Unset it.');
  }
  const complaint = `must list <place>:<crash, pause or throw>[:<n-th time>] with the places ${FAILPOINTS.join(', ')}`;
  return reader.list('FAILPOINTS', (text) => (parseFailpoint(text) === null ? complaint : null)).map((text) => parseFailpoint(text)!);
}

function readRetention(reader: EnvReader): Retention {
  const days = reader.wholeNumber('RETENTION_DAYS', { standard: DEFAULT_RETENTION_DAYS, min: 1, max: MAX_RETENTION_DAYS });
  const standard = Math.min(DEFAULT_BODY_RETENTION_DAYS, days);
  const bodyDays = reader.wholeNumber('BODY_RETENTION_DAYS', { standard, min: 1, max: MAX_RETENTION_DAYS });
  if (bodyDays > days) {
    reader.problems.push(`BODY_RETENTION_DAYS must not be more than RETENTION_DAYS, which is ${days}; received "${bodyDays}". `
      + 'Contents go with their attempts at the latest: lower it or raise RETENTION_DAYS.');
  }
  return { factsMs: days * DAY_MS, bodiesMs: bodyDays * DAY_MS };
}

/** Both colours must be readable; the one for the dark theme is made from the other when it is not given. */
function readBrand(reader: EnvReader): Brand {
  const light = reader.checked('BRAND_COLOR', (text) => checkColour(text, 'light'));
  const dark = reader.checked('BRAND_COLOR_DARK', (text) => checkColour(text, 'dark'));
  if (reader.has('BRAND_COLOR_DARK') && !reader.has('BRAND_COLOR')) reader.problems.push('BRAND_COLOR_DARK is for the dark theme only: set BRAND_COLOR too.');
  return {
    name: reader.checked('BRAND_NAME', (text) => ([...text].length <= MAX_BRAND_NAME_LENGTH ? null : `must have at most ${MAX_BRAND_NAME_LENGTH} characters`)) ?? 'Keybell',
    logoFile: reader.checked('BRAND_LOGO', (text) => (/\.(svg|png)$/i.test(text) && existsSync(text) ? null : 'must name an SVG or PNG file that is there')),
    colour: light === null ? null : { light, dark: dark ?? darkVariantOf(light) },
  };
}

const checkColour = (text: string, theme: Theme) => (isHexColour(text) ? colourProblem(text, theme) : 'must be a colour as in #017382');

function readMail(reader: EnvReader): MailSettings | null {
  const smtpUrl = reader.secret('SMTP_URL', checkSmtpUrl);
  const from = reader.checked('ALERT_FROM', (text) => (isEmailAddress(text) ? null : 'is not an e-mail address such as keybell@example.com'));
  return smtpUrl === null ? null : { smtpUrl, from: from ?? standardSender(smtpUrl, reader.text('PUBLIC_URL')) };
}

/** Mail servers often let a user send in its own name only. */
function standardSender(smtpUrl: string, publicUrl: string | null): string {
  const user = decodeURIComponent(new URL(smtpUrl).username);
  const host = parseUrl(publicUrl ?? '')?.hostname ?? 'localhost';
  return [user, `keybell@${host}`].find(isEmailAddress) ?? 'keybell@localhost';
}

function readMasterKeys(reader: EnvReader): string | null {
  const isServerDatabase = /^(mysql|mariadb):/.test(reader.text('DATABASE_URL') ?? '');
  if (isServerDatabase && !reader.has('MASTER_KEYS')) {
    reader.problems.push('MASTER_KEYS must be set with MySQL and MariaDB (only beside a SQLite file is a key generated). '
      + 'Make one with: node -p "\'k1:\' + crypto.randomBytes(32).toString(\'base64\')"');
  }
  return reader.secret('MASTER_KEYS', (keys) => complaintOf(() => Keyring.parse(keys)));
}

function readAdmin(reader: EnvReader): Config['admin'] {
  const email = reader.checked('ADMIN_EMAIL', (text) => (/^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? null : 'is not an e-mail address'));
  const password = reader.secret('ADMIN_PASSWORD', (text) => refusedAs(checkPassword(text)[0]?.message));
  if (reader.has('ADMIN_EMAIL') !== reader.has('ADMIN_PASSWORD')) reader.problems.push('ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither.');
  return email !== null && password !== null ? { email: email.toLowerCase(), password } : null;
}

function checkDatabaseUrl(text: string): string | null {
  if (text.startsWith('sqlite:')) return text === 'sqlite:' || text.includes(':memory:') ? 'must name a file, as in sqlite:./data/keybell.db' : null;
  const url = parseUrl(text);
  const isServer = url !== null && ['mysql:', 'mariadb:'].includes(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
  return isServer ? null : 'must be sqlite:<file>, mysql://<user>:<password>@<host>/<database> or mariadb://...';
}

function checkRedisUrl(text: string): string | null {
  const url = parseUrl(text);
  return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '' ? null : 'must be redis://:<password>@<host>:<port> or rediss://...';
}

function checkPublicUrl(text: string): string | null {
  const url = parseUrl(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
  return isOrigin ? null : 'must be an http or https address without a path, as in https://hooks.example.com';
}

function checkBootstrapKey(text: string): string | null {
  if (/\s/.test(text)) return 'must not contain white space';
  return text.length < MIN_BOOTSTRAP_KEY_LENGTH || text.length > MAX_BOOTSTRAP_KEY_LENGTH
    ? `must have ${MIN_BOOTSTRAP_KEY_LENGTH} to ${MAX_BOOTSTRAP_KEY_LENGTH} characters` : null;
}

const checkNetwork = (text: string) => (complaintOf(() => parseNetwork(text)) === null ? null : 'must list IP addresses or networks such as 10.0.0.0/8');

const refusedAs = (message: string | undefined) => (message === undefined ? null : `is refused: ${message}`);

function complaintOf(parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    return refusedAs((error as Error).message);
  }
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
