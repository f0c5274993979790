import catalogue from '../../../schema/events/catalogue.json';
import { groupBy } from '../../domain/group-by.ts';
import { TEST_EVENT_CODE } from '../../domain/event-type.ts';
import type { EventType } from '../../storage/entities/event-type.ts';
import type { EventCatalogue } from '../../storage/event-catalogue.ts';

export interface EventTypeGroupValue {
  key: string;
  name: string;
  description: string;
  eventTypes: EventType[];
}

/** Groups in the order of the picker; one that the files do not know goes by its key. */
export function eventTypeGroups(types: readonly EventType[]): EventTypeGroupValue[] {
  const byGroup = groupBy(types, (type) => type.groupKey);
  const known = catalogue.groups.filter(({ key }) => byGroup.has(key));
  const others = [...byGroup.keys()].filter((key) => known.every((group) => group.key !== key));
  return [...known, ...others.map((key) => ({ key, name: key, description: '' }))]
    .map((group) => ({ ...group, eventTypes: byGroup.get(group.key) ?? [] }));
}

/** The type of an event. A test, or an event whose type is no longer in the catalogue, still has one to show. */
export function typeOfEvent(catalogue: EventCatalogue, { accountId, code, schemaVersion }: { accountId: string; code: string; schemaVersion: string }): EventType {
  return catalogue.byCode(accountId, code) ?? { ...unlisted(code), accountId, schemaVersion };
}

function unlisted(code: string): Omit<EventType, 'accountId' | 'schemaVersion'> {
  const isTest = code === TEST_EVENT_CODE;
  return {
    id: `evtype_${code}`, code, groupKey: code.split('.')[0] ?? code, position: 0, payloadSchema: {}, examples: [], deprecation: null, version: 0, updatedAt: 0,
    name: isTest ? 'Webhook test' : code,
    description: isTest ? 'Sent by hand to try a webhook. It has an empty payload, and the webhook\'s id as resource id.' : 'No longer in the catalogue.',
  };
}
