/** The isolated environments of every account. */
export const ENVIRONMENTS = ['PRODUCTION', 'STAGING', 'DEVELOPMENT'] as const;

export type EnvironmentKey = (typeof ENVIRONMENTS)[number];

const WIRE_NAMES = { PRODUCTION: 'production', STAGING: 'staging', DEVELOPMENT: 'development' } as const;

const LETTERS = { PRODUCTION: 'P', STAGING: 'S', DEVELOPMENT: 'D' } as const;

const ENVIRONMENT_ID = /^env_([0-9A-HJKMNP-TV-Z]{26})([PSD])$/;

/** Name in bodies and headers, e.g. `production`. */
export function wireName(environment: EnvironmentKey): string {
  return WIRE_NAMES[environment];
}

/** Global id of an account's environment: the account's ULID and a letter, since environments are not stored. */
export function environmentId(accountId: string, environment: EnvironmentKey): string {
  return `env_${accountId.slice('acc_'.length)}${LETTERS[environment]}`;
}

/** Account and environment of an environment id; null when the text is not one. */
export function parseEnvironmentId(id: string): { accountId: string; environment: EnvironmentKey } | null {
  const match = ENVIRONMENT_ID.exec(id);
  const environment = ENVIRONMENTS.find((each) => LETTERS[each] === match?.[2]);
  return match && environment ? { accountId: `acc_${match[1]}`, environment } : null;
}
