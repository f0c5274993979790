import { formatDateTime } from '../domain/time.ts';
import type { AttemptFilter } from '../storage/attempt-filter.ts';
import type { DeliveryFilter } from '../storage/delivery-filter.ts';
import type { BulkPlan, BulkSelection } from '../storage/entities/bulk-operation.ts';
import type { NumberSpan, TimeSpan } from '../storage/repositories/conditions.ts';

/** More values of one condition are counted and not named. */
const MAX_NAMED = 5;

/** What an operation is about, in words, for the history. `nameOf` gives the name of a webhook. */
export function describePlan({ selection, onlyUnsuccessful, targetWebhookId, maxRequestsPerSecond, export: form }: BulkPlan, nameOf: (webhookId: string) => string): string {
  return [
    describeSelection(selection, nameOf),
    onlyUnsuccessful && selection.kind !== 'missedSince' ? 'only those that failed or were skipped' : '',
    targetWebhookId === null ? '' : `sent to "${nameOf(targetWebhookId)}" instead`,
    form ? `as ${form.format === 'CSV' ? 'CSV' : 'JSON lines'} ${form.includesBodies ? 'with' : 'without'} bodies` : '',
    maxRequestsPerSecond === null ? '' : `at most ${maxRequestsPerSecond} requests a second`,
  ].filter(Boolean).join(', ');
}

function describeSelection(selection: BulkSelection, nameOf: (webhookId: string) => string): string {
  if (selection.kind === 'ids') return selection.ids.length === 1 ? `Delivery ${selection.ids[0]}` : `${selection.ids.length} chosen deliveries`;
  if (selection.kind === 'filter') return describeFilter(selection.filter, nameOf);
  if (selection.kind === 'attempts') return describeAttempts(selection.filter, nameOf);
  const { webhookId, since, until } = selection;
  const what = selection.kind === 'failedSince' ? 'Deliveries that failed' : 'Events that were never sent';
  return `${what} from ${formatDateTime(since)} to ${formatDateTime(until)} at "${nameOf(webhookId)}"`;
}

function describeFilter(filter: DeliveryFilter, nameOf: (webhookId: string) => string): string {
  const parts = [
    filter.search?.trim() ? `matching "${filter.search.trim()}"` : '',
    listed('of webhook', filter.webhookIds?.map((id) => `"${nameOf(id)}"`)),
    listed('environment', filter.environments),
    listed('event', filter.eventTypes),
    listed('status', filter.statuses),
    ranged('last HTTP status', filter.statusCode),
    listed('last failure', filter.failureCodes),
    listed('trigger', filter.triggers),
    ranged('attempts', filter.attemptCount),
    listed('resource', filter.resourceIds),
    filter.created ? `created ${spanOf(filter.created)}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'All deliveries' : `Deliveries: ${parts.join('; ')}`;
}

function describeAttempts(filter: AttemptFilter, nameOf: (webhookId: string) => string): string {
  const parts = [
    filter.search?.trim() ? `matching "${filter.search.trim()}"` : '',
    listed('of webhook', filter.webhookIds?.map((id) => `"${nameOf(id)}"`)),
    listed('environment', filter.environments),
    listed('event', filter.eventTypes),
    listed('status', filter.statuses),
    ranged('HTTP status', filter.statusCode),
    listed('failure', filter.failureCodes),
    listed('kind', filter.kinds),
    ranged('duration in ms', filter.durationMs),
    filter.started ? `started ${spanOf(filter.started)}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'All attempts' : `Attempts: ${parts.join('; ')}`;
}

function listed(name: string, values?: readonly string[] | null): string {
  if (!values?.length) return '';
  const named = values.slice(0, MAX_NAMED).join(', ');
  return `${name} ${named}${values.length > MAX_NAMED ? ` and ${values.length - MAX_NAMED} more` : ''}`;
}

function ranged(name: string, span?: NumberSpan | null): string {
  if (span?.min == null && span?.max == null) return '';
  return `${name} ${span.min == null ? `at most ${span.max}` : span.max == null ? `at least ${span.min}` : `${span.min} to ${span.max}`}`;
}

const spanOf = ({ from, to }: TimeSpan) => `from ${formatDateTime(from)}${to == null ? '' : ` to ${formatDateTime(to)}`}`;
