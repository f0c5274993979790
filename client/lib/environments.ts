import { t } from '../i18n.ts';
import type { SchemaEnum } from '../graphql.ts';

export type EnvironmentKey = SchemaEnum<'EnvironmentKey'>;

interface EnvironmentLook {
  key: EnvironmentKey;
  /** Value of `?env=` in addresses. */
  slug: string;
  label: string;
  /** Stem of the colour tokens, `--kb-<tone>`. */
  tone: 'prod' | 'stag' | 'dev';
}

const LOOKS: Record<EnvironmentKey, EnvironmentLook> = {
  PRODUCTION: { key: 'PRODUCTION', slug: 'production', label: t('common.environments.PRODUCTION'), tone: 'prod' },
  STAGING: { key: 'STAGING', slug: 'staging', label: t('common.environments.STAGING'), tone: 'stag' },
  DEVELOPMENT: { key: 'DEVELOPMENT', slug: 'development', label: t('common.environments.DEVELOPMENT'), tone: 'dev' },
};

/** All environments, the most delicate first. */
export const ENVIRONMENTS: readonly EnvironmentLook[] = Object.values(LOOKS);

export const environmentLook = (key: EnvironmentKey): EnvironmentLook => LOOKS[key];

/** The environment that `?env=` names; null for all of them, also for an unknown name. */
export function environmentOfSlug(slug: unknown): EnvironmentKey | null {
  return ENVIRONMENTS.find((look) => look.slug === slug)?.key ?? null;
}
