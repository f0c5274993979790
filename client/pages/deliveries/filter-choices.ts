import type { FilterChoice } from '../../components/KbFilter.vue';
import type { SchemaEnum } from '../../graphql.ts';
import { DELIVERY_STATUS } from '../../lib/status.ts';
import type { DELIVERY_STATUS_WORDS } from './bulk-filter.ts';
import { durationText } from './duration-filter.ts';

const STATUS_OF: Record<(typeof DELIVERY_STATUS_WORDS)[number], SchemaEnum<'DeliveryStatus'>> = {
  waiting: 'PENDING', sending: 'IN_PROGRESS', retrying: 'RETRYING', succeeded: 'SUCCEEDED', gaveup: 'FAILED', cancelled: 'CANCELLED', skipped: 'SKIPPED',
};

/** What the status filter offers when each row is a delivery. */
export const DELIVERY_STATUS_CHOICES: FilterChoice[] = Object.entries(STATUS_OF).map(([value, status]) => ({ label: DELIVERY_STATUS[status].label, value }));

const DURATIONS = ['-199', '500-', '1000-', '2000-', '5000-', '10000-'];

/** Durations to choose from, and the chosen one if it was typed. */
export function durationChoices(chosen: string | null): FilterChoice[] {
  const values = chosen === null || DURATIONS.includes(chosen) ? DURATIONS : [...DURATIONS, chosen];
  return values.map((value) => ({ label: durationText(value) ?? value, value }));
}
