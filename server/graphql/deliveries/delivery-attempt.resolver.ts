import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { remedyFor, statusMeaning } from '../../domain/outcome.ts';
import type { AttemptContent, DeliveryAttempt as AttemptRow } from '../../storage/entities/delivery-attempt.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { DeliveryAttemptsArgs } from './delivery.input.ts';
import { DeliveryAttempt, DeliveryAttemptConnection } from './delivery-attempt.type.ts';
import { requestRecord, responseRecord, signatureRecords } from './http-record.ts';
import { readAttempts } from './read-deliveries.ts';

/** An attempt is written once, when its result is known. */
const ONLY_REVISION = 1;

@Resolver(() => DeliveryAttempt)
export class DeliveryAttemptResolver {
  @Query(() => DeliveryAttemptConnection, { description: 'Attempts: one row per HTTP request, the Webhook Deliveries page.' })
  @Access(READ_WEBHOOKS)
  deliveryAttempts(@Ctx() context: GraphqlContext, @Args(() => DeliveryAttemptsArgs) args: DeliveryAttemptsArgs) {
    return readAttempts(context, args);
  }

  @Query(() => DeliveryAttempt, { nullable: true, description: 'One attempt.' })
  @Access(READ_WEBHOOKS)
  deliveryAttempt(@Ctx() { loaders }: GraphqlContext, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<AttemptRow | null> {
    return loaders.attempt.load(id);
  }

  @FieldResolver()
  delivery(@Root() { deliveryId }: AttemptRow, @Ctx() { loaders }: GraphqlContext) {
    return loaders.delivery.load(deliveryId);
  }

  @FieldResolver()
  async request(@Root() attempt: AttemptRow, @Ctx() { loaders }: GraphqlContext) {
    const [content, eventBody] = await Promise.all([loaders.content.load(attempt.id), loaders.eventBody.load(attempt.eventId)]);
    return requestRecord(attempt, content, eventBody);
  }

  @FieldResolver()
  async response(@Root() attempt: AttemptRow, @Ctx() { loaders }: GraphqlContext) {
    return attempt.statusCode === null ? null : responseRecord(attempt, await loaders.content.load(attempt.id));
  }

  @FieldResolver()
  async timing(@Root() attempt: AttemptRow, @Ctx() context: GraphqlContext) {
    const timing = (await contentOf(attempt, context))?.timing;
    return timing ? Object.fromEntries(Object.entries(timing).map(([phase, ms]) => [phase, ms === null ? null : Math.round(ms)])) : null;
  }

  @FieldResolver()
  failure(@Root() attempt: AttemptRow, @Ctx() context: GraphqlContext) {
    const { failureCode: code, statusCode } = attempt;
    if (code === null) return null;
    return {
      code,
      message: async () => (await contentOf(attempt, context))?.failureMessage ?? statusMeaning(code),
      remedy: remedyFor(code, statusCode),
      isRetryable: code !== 'HTTP_GONE',
      detail: async () => (await contentOf(attempt, context))?.failureDetail ?? null,
    };
  }

  @FieldResolver()
  async signatures(@Root() attempt: AttemptRow, @Ctx() context: GraphqlContext) {
    const content = await contentOf(attempt, context);
    return content ? signatureRecords(content) : [];
  }

  @FieldResolver()
  async worker(@Root() attempt: AttemptRow, @Ctx() context: GraphqlContext): Promise<string | null> {
    return (await contentOf(attempt, context))?.worker ?? null;
  }

  @FieldResolver()
  async remoteAddress(@Root() attempt: AttemptRow, @Ctx() context: GraphqlContext): Promise<string | null> {
    return (await contentOf(attempt, context))?.remoteAddress ?? null;
  }

  @FieldResolver()
  revision(): number {
    return ONLY_REVISION;
  }
}

const contentOf = ({ id }: AttemptRow, { loaders }: GraphqlContext): Promise<AttemptContent | null> => loaders.content.load(id);
