import { t } from '../../i18n.ts';
import { durationMs, isoDuration, typedWaitMs, waitText } from '../../lib/iso-duration.ts';
import { readRetryDraft, retryDraftOf, type RetryDraft } from '../webhook-form/retry-draft.ts';
import type { SettingsInput, WebhookSettings } from './settings.queries.ts';

/** The settings as they are typed, by the names of the API. */
export interface SettingsDraft {
  defaultRetryPolicy: RetryDraft;
  /** In s. */
  defaultTimeout: number;
  /** As people write it, `5 d`; the second part keeps what was typed while it is off. */
  autoDisableAfter: { isOn: boolean; after: string };
  secretOverlap: string;
  /** In days. */
  retention: number;
  bodyRetention: number;
  alerts: {
    onAutoDisable: boolean;
    /** Empty is never. */
    failurePercent: number | '';
    /** One on each line, or with commas. */
    recipients: string;
  };
}

export const SETTING_LABELS = {
  defaultRetryPolicy: t('settings.names.defaultRetryPolicy'), defaultTimeout: t('settings.names.defaultTimeout'), autoDisableAfter: t('settings.names.autoDisableAfter'),
  secretOverlap: t('settings.names.secretOverlap'), retention: t('settings.names.retention'), bodyRetention: t('settings.names.bodyRetention'), alerts: t('settings.names.alerts'),
} satisfies Record<keyof SettingsDraft, string>;
export type SettingName = keyof SettingsDraft;
export const SETTING_NAMES = Object.keys(SETTING_LABELS) as SettingName[];
export type SettingErrors = Partial<Record<SettingName | '', string>>;

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is offered to somebody who lets webhooks be switched off again. */
const STANDARD_AUTO_DISABLE = '5 d';
const MOST_RECIPIENTS = 20;

export function settingsDraftOf(settings: WebhookSettings): SettingsDraft {
  const { autoDisableAfter, alerts } = settings;
  return {
    defaultRetryPolicy: retryDraftOf(settings.defaultRetryPolicy),
    defaultTimeout: durationMs(settings.defaultTimeout) / SECOND_MS,
    autoDisableAfter: { isOn: autoDisableAfter !== null, after: autoDisableAfter === null ? STANDARD_AUTO_DISABLE : waitText(durationMs(autoDisableAfter)) },
    secretOverlap: waitText(durationMs(settings.secretOverlap)),
    retention: durationMs(settings.retention) / DAY_MS,
    bodyRetention: durationMs(settings.bodyRetention) / DAY_MS,
    alerts: {
      onAutoDisable: alerts.onAutoDisable,
      failurePercent: alerts.failureRateThreshold === null ? '' : Number((alerts.failureRateThreshold * 100).toFixed(2)),
      recipients: alerts.recipients.join('\n'),
    },
  };
}

export const recipientsOf = (text: string): string[] => text.split(/[,;\s]+/).filter(Boolean);

/** `0` alone has no unit and needs none. */
const overlapMs = (text: string) => (text.trim() === '0' ? 0 : typedWaitMs(text));

/** Everything as webhookSettingsUpdate takes it. The draft must have no problems. */
function valuesOf(draft: SettingsDraft): Required<Omit<SettingsInput, 'expectedVersion'>> {
  const { autoDisableAfter, alerts } = draft;
  return {
    defaultRetryPolicy: readRetryDraft(draft.defaultRetryPolicy).input,
    defaultTimeout: isoDuration(draft.defaultTimeout * SECOND_MS),
    autoDisableAfter: autoDisableAfter.isOn ? isoDuration(typedWaitMs(autoDisableAfter.after) ?? 0) : null,
    secretOverlap: isoDuration(overlapMs(draft.secretOverlap) ?? 0),
    retention: isoDuration(draft.retention * DAY_MS),
    bodyRetention: isoDuration(draft.bodyRetention * DAY_MS),
    alerts: {
      onAutoDisable: alerts.onAutoDisable,
      failureRateThreshold: alerts.failurePercent === '' ? null : alerts.failurePercent / 100,
      recipients: recipientsOf(alerts.recipients),
    },
  };
}

/** The settings in which two drafts differ, in the order of the page. */
export function changedSettings(saved: SettingsDraft, draft: SettingsDraft): SettingName[] {
  const [before, after] = [valuesOf(saved), valuesOf(draft)];
  return SETTING_NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Input of webhookSettingsUpdate: only what was changed, so that nobody needs a right for what they left alone. */
export function settingsInput(saved: SettingsDraft, draft: SettingsDraft): SettingsInput {
  const values = valuesOf(draft);
  return Object.fromEntries(changedSettings(saved, draft).map((name) => [name, values[name]]));
}

/** What was typed here put on top of what somebody else has saved meanwhile. */
export function rebasedDraft({ saved, draft, fresh }: { saved: SettingsDraft; draft: SettingsDraft; fresh: SettingsDraft }): SettingsDraft {
  const mine = changedSettings(saved, draft).map((name) => [name, draft[name]]);
  return { ...fresh, ...Object.fromEntries(mine) };
}

const isBetween = (value: number | null, least: number, most: number) => value !== null && value >= least && value <= most;
const isWholeDays = (days: number) => Number.isInteger(days) && isBetween(days, 1, 365);

function alertProblem({ failurePercent, recipients }: SettingsDraft['alerts']): string | null {
  if (failurePercent !== '' && !isBetween(failurePercent, 0, 100)) return t('settings.problems.rate');
  const list = recipientsOf(recipients);
  const wrong = list.find((address) => !/^[^@]+@[^@]+$/.test(address));
  if (wrong) return t('settings.problems.email', { address: wrong });
  return list.length > MOST_RECIPIENTS ? t('settings.problems.recipients', { n: MOST_RECIPIENTS }) : null;
}

/** What can be said to be wrong without asking the server. */
export function settingsProblems(draft: SettingsDraft): SettingErrors {
  const { autoDisableAfter: { isOn, after } } = draft;
  const checks: Record<SettingName, string | null> = {
    defaultRetryPolicy: readRetryDraft(draft.defaultRetryPolicy).problems.join(' ') || null,
    defaultTimeout: isBetween(draft.defaultTimeout, 1, 30) ? null : t('settings.problems.timeout'),
    autoDisableAfter: !isOn || isBetween(typedWaitMs(after), HOUR_MS, 90 * DAY_MS) ? null : t('settings.problems.autoDisable'),
    secretOverlap: isBetween(overlapMs(draft.secretOverlap), 0, 7 * DAY_MS) ? null : t('settings.problems.overlap'),
    retention: isWholeDays(draft.retention) ? null : t('settings.problems.logs'),
    bodyRetention: !isWholeDays(draft.bodyRetention) ? t('settings.problems.bodies')
      : draft.bodyRetention > draft.retention ? t('settings.problems.longer') : null,
    alerts: alertProblem(draft.alerts),
  };
  return Object.fromEntries(Object.entries(checks).filter(([, problem]) => problem !== null)) as SettingErrors;
}
