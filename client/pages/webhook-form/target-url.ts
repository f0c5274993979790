import type { SchemaEnum } from '../../graphql.ts';
import { t } from '../../i18n.ts';

/** What is wrong with the form of a target URL; the server also resolves its host. Null when nothing is. */
export function targetUrlProblem(text: string): string | null {
  const url = text.trim();
  if (url === '') return t('webhookForm.url.missing');
  if (/\s/.test(url)) return t('webhookForm.url.spaces');
  if (!/^https?:\/\//i.test(url)) return t('webhookForm.url.scheme');
  if (!URL.canParse(url)) return t('webhookForm.url.incomplete');
  const { username, password, hash } = new URL(url);
  if (username || password) return t('webhookForm.url.credentials');
  return hash ? t('webhookForm.url.fragment') : null;
}

/** The target is called without encryption, which the server allows only if it was started so. */
export const isPlainHttp = (text: string): boolean => /^http:\/\//i.test(text.trim());

/** The format that the service behind a URL reads, for services that refuse every other. */
export function formatReadBy(text: string): SchemaEnum<'PayloadFormat'> | null {
  if (targetUrlProblem(text) !== null) return null;
  const { hostname, pathname } = new URL(text.trim());
  if (hostname === 'hooks.slack.com') return 'SLACK';
  return /^(?:ptb\.|canary\.)?discord(?:app)?\.com$/.test(hostname) && pathname.startsWith('/api/webhooks/') ? 'DISCORD' : null;
}
