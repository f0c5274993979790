import { t } from '../../i18n.ts';
import type { UrlCheck } from './webhook-form.queries.ts';

type Step = UrlCheck['steps'][number];

export interface ShownStep extends Step {
  label: string;
}

const LABELS: Record<string, string> = { parse: t('webhookForm.urlCheck.form'), dns: 'DNS', policy: t('webhookForm.urlCheck.address'), tcp: 'TCP', tls: 'TLS', http: 'HTTP' };

/** Steps that were taken, in order: the form of the URL only if it is at fault, none that was not reached or not needed. */
export function shownSteps({ steps }: Pick<UrlCheck, 'steps'>): ShownStep[] {
  return steps
    .filter(({ name, passed }) => passed !== null && !(name === 'parse' && passed))
    .map((step) => ({ ...step, label: LABELS[step.name] ?? step.name }));
}

/** Why a request would not arrive; null when it would. */
export const failedStep = (check: Pick<UrlCheck, 'steps'>): ShownStep | null => shownSteps(check).find(({ passed }) => passed === false) ?? null;

/** The URL may not be called at all, so that it cannot be saved either. */
export const isRefusal = ({ name }: Pick<Step, 'name'>): boolean => name === 'parse' || name === 'policy';

const DAY_MS = 86_400_000;
/** Certificates are renewed some weeks before their end; one that was not deserves a look. */
const SOON_DAYS = 14;

/** `ends in 61 days`; `now` in ms since epoch. */
export function certificateWords(expiresAt: string, now: number): { text: string; isSoon: boolean } {
  const days = Math.floor((Date.parse(expiresAt) - now) / DAY_MS);
  return { text: days < 1 ? t('webhookForm.urlCheck.endsToday') : t('webhookForm.urlCheck.endsIn', { n: days }, days), isSoon: days < SOON_DAYS };
}
