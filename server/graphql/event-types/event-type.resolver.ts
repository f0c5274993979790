import german from '../../../schema/events/german.json';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ENVIRONMENTS, wireName, type EnvironmentKey as Key } from '../../domain/environments.ts';
import type { EventType as EventTypeRow } from '../../storage/entities/event-type.ts';
import { BUILT_IN } from '../../storage/repositories/event-types.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { EventTypeCode } from '../scalars.ts';
import { eventTypeGroups, type EventTypeGroupValue } from './event-type-groups.ts';
import { EventType, EventTypeGroup } from './event-type.type.ts';
import { schemaWords } from './schema-words.ts';

@Resolver(() => EventType)
export class EventTypeResolver {
  @Query(() => [EventTypeGroup], { description: 'Event catalogue by group.' })
  @Access()
  eventTypeGroups(
    @Ctx() context: GraphqlContext,
    @Arg('search', () => String, { nullable: true, description: 'Part of a code, name or description, or of the name or description of a member of its payload; of a built-in type in English or German.' }) search: string | null,
    @Arg('includeDeprecated', () => Boolean, { defaultValue: false, description: 'Also deprecated types.' }) includeDeprecated: boolean,
  ): EventTypeGroupValue[] {
    const types = context.deps.catalogue.all(viewerOf(context).accountId).filter(({ deprecation }) => includeDeprecated || deprecation === null);
    return eventTypeGroups(search?.trim() ? types.filter((type) => mentions(type, search.trim().toLowerCase())) : types);
  }

  @Query(() => EventType, { nullable: true, description: 'One event type.' })
  @Access()
  eventType(@Ctx() context: GraphqlContext, @Arg('code', () => EventTypeCode, { description: 'Code.' }) code: string): EventTypeRow | null {
    return context.deps.catalogue.byCode(viewerOf(context).accountId, code);
  }

  @FieldResolver()
  group(@Root() type: EventTypeRow, @Ctx() context: GraphqlContext): EventTypeGroupValue {
    const types = context.deps.catalogue.all(viewerOf(context).accountId).filter(({ groupKey }) => groupKey === type.groupKey);
    return eventTypeGroups(types.length > 0 ? types : [type])[0]!;
  }

  @FieldResolver()
  deprecation(@Root() { deprecation }: EventTypeRow, @Ctx() context: GraphqlContext) {
    if (!deprecation) return null;
    const { reason, replacement, sunsetAt } = deprecation;
    return { reason, sunsetAt, replacement: replacement === null ? null : context.deps.catalogue.byCode(viewerOf(context).accountId, replacement) };
  }

  @FieldResolver()
  bodySchema(@Root() { code, payloadSchema }: EventTypeRow): Record<string, unknown> {
    const { $defs, ...payload } = payloadSchema;
    return { ...envelopeSchema(code, payload), ...($defs ? { $defs } : {}) };
  }

  @FieldResolver()
  isCustom(@Root() { code }: EventTypeRow, @Ctx() context: GraphqlContext): boolean {
    const { accountId } = viewerOf(context);
    return context.deps.catalogue.byCode(accountId, code)?.accountId === accountId;
  }

  @FieldResolver()
  @Access({ role: 'ADMIN', scope: 'WEBHOOKS_READ' })
  async subscriberCount(
    @Root() { code }: EventTypeRow,
    @Ctx() context: GraphqlContext,
    @Arg('environment', () => EnvironmentKey, { nullable: true, description: 'Environment; all when omitted.' }) environment: Key | null,
  ): Promise<number> {
    const { accountId, environments } = viewerOf(context);
    const webhooks = await context.deps.directory.ofAccount(accountId);
    return environments
      .filter((each) => !environment || each === environment)
      .reduce((count, each) => count + webhooks.matching(each, code).filter(({ isActive }) => isActive).length, 0);
  }
}

const GERMAN: ReadonlyMap<string, string> = new Map(Object.entries(german));

/** What is told of a type. The built-in ones are known by their German too, which the console shows. */
function wordsOf({ accountId, code, name, description, payloadSchema }: EventTypeRow): string[] {
  const words = [code, name, description, ...schemaWords(payloadSchema)];
  return accountId === BUILT_IN ? words.flatMap((each) => [each, GERMAN.get(each) ?? each]) : words;
}

const mentions = (type: EventTypeRow, text: string) => wordsOf(type).some((each) => each.toLowerCase().includes(text));

/** JSON Schema of the body that `domain/envelope.ts` builds. */
function envelopeSchema(code: string, payload: Record<string, unknown>): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion', 'payload'],
    properties: {
      eventId: { type: 'string', pattern: '^evt_[0-9A-Za-z]+$' },
      eventDate: { type: 'string', format: 'date-time' },
      eventCode: { const: code },
      resourceId: { type: 'string' },
      environment: { enum: ENVIRONMENTS.map(wireName) },
      schemaVersion: { type: 'string' },
      sample: { const: true },
      payload,
    },
  };
}
