import type { LocationQuery } from 'vue-router';
import { environmentOfSlug, type EnvironmentKey } from '../../lib/environments.ts';
import { newDraft, type PayloadFormat, type WebhookDraft } from './webhook-draft.ts';

const FORMATS: Record<string, PayloadFormat> = { standard: 'STANDARD', slack: 'SLACK', discord: 'DISCORD' };

const textOf = (value: LocationQuery[string] | undefined) => (typeof value === 'string' ? value.trim() : '');

/** Codes and patterns of `?events=license.*,activation.created`, or of the older `?event=` and `?type=` with one. */
function eventsOf({ events, event, type }: LocationQuery): string[] {
  const named = [textOf(events) || textOf(event) || textOf(type)].flatMap((list) => list.split(',')).map((entry) => entry.trim());
  return [...new Set(named.filter((entry) => entry !== ''))];
}

/** A new webhook as an address describes it, `?name=&url=&environment=&events=&format=`: recipes and the catalogue lead here so. */
export function prefilledDraft(query: LocationQuery, environment: EnvironmentKey | null): WebhookDraft {
  return {
    ...newDraft(environmentOfSlug(textOf(query.environment).toLowerCase()) ?? environment),
    name: textOf(query.name),
    url: textOf(query.url),
    events: eventsOf(query),
    payloadFormat: FORMATS[textOf(query.format).toLowerCase()] ?? 'STANDARD',
  };
}

/** A new webhook like another one. Its secret and secret header values cannot be read, so they are to be given anew. */
export function duplicatedDraft(of: WebhookDraft, name: string): WebhookDraft {
  return {
    ...of, name, isOwnSecret: false, signingSecret: '',
    customHeaders: of.customHeaders.map((header) => ({ ...header, value: header.isSecret ? '' : header.value, storedName: null })),
  };
}
